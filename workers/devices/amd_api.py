"""What is used of ``amdsmi``, AMD's own module, with the types that it does not have itself.

It comes with ROCm and is used where it is installed; nothing here depends on it. Functions,
arguments and what they return are those of the reference:
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
    """By where the memory is, in bytes."""

    gtt_mem: int
    cpu_mem: int
    vram_mem: int


class Process(TypedDict):
    """Of a list; there is more in it."""

    pid: int
    memory_usage: MemoryUsage


class AmdSmiError(Exception):
    """Base of what every function raises; one of the library has an ``err_code``."""

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
    """Import ``amdsmi``, which loads its library.

    Raises:
        ImportError: It is not installed, or its library cannot be loaded.
    """
    try:
        return cast("AmdSmi", importlib.import_module("amdsmi"))
    except ImportError:
        raise
    except Exception as error:  # what it raises without its library changes with the version
        raise ImportError(f"couldn't use amdsmi: {error}") from error
