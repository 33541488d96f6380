"""The part of ``amdsmi``, AMD's own module, that is used here, with types.

It comes with ROCm and is used where it is installed; it is no dependency. Functions,
arguments, and results are those of the reference:
https://rocm.docs.amd.com/projects/amdsmi/en/latest/reference/amdsmi-py-api.html
"""

# ruff: noqa: D102 - names and meanings are those of the reference

from __future__ import annotations

import importlib
from typing import NewType, Protocol, TypedDict, cast

Handle = NewType("Handle", object)

#: ``amdsmi_status_t``: the same numbers in every version, unlike the names in Python.
NOT_SUPPORTED = 2
NOT_YET_IMPLEMENTED = 3
NO_PERM = 10


class VramUsage(TypedDict):
    """Both in MB of 2**20 bytes."""

    vram_total: int
    vram_used: int


class MemoryUsage(TypedDict):
    """Bytes by the kind of memory."""

    gtt_mem: int
    cpu_mem: int
    vram_mem: int


class Process(TypedDict):
    """An entry of the process list; it has more keys."""

    pid: int
    memory_usage: MemoryUsage


class AmdSmiError(Exception):
    """Base of the library's errors; those that the driver reports have an ``err_code``."""

    err_code: int


class AmdSmi(Protocol):
    """The module."""

    AmdSmiException: type[AmdSmiError]

    def amdsmi_init(self) -> None: ...
    def amdsmi_shut_down(self) -> None: ...
    def amdsmi_get_processor_handles(self) -> list[Handle]: ...
    def amdsmi_get_gpu_device_uuid(self, processor_handle: Handle) -> str: ...
    def amdsmi_get_gpu_device_bdf(self, processor_handle: Handle) -> str: ...
    def amdsmi_get_gpu_asic_info(self, processor_handle: Handle) -> dict[str, object]: ...
    def amdsmi_get_gpu_enumeration_info(self, processor_handle: Handle) -> dict[str, object]: ...
    def amdsmi_get_gpu_vram_usage(self, processor_handle: Handle) -> VramUsage: ...
    def amdsmi_get_gpu_process_list(self, processor_handle: Handle) -> list[Process]: ...


def import_amdsmi() -> AmdSmi:
    """Imports ``amdsmi``, which loads its library.

    Raises:
        ImportError: The module is not installed, or its library cannot be loaded.
    """
    try:
        return cast("AmdSmi", importlib.import_module("amdsmi"))
    except ImportError:
        raise
    except Exception as error:  # without its library, the type differs by version
        raise ImportError(f"couldn't use amdsmi: {error}") from error
