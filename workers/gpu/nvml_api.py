"""What is used of ``pynvml``, with the types that it does not have itself."""

# ruff: noqa: D102, N802, N815 - names and meanings are those of NVML's reference

from __future__ import annotations

import importlib
import sys
from typing import NewType, Protocol, cast

#: What ``pynvml`` loads, too.
_LIBRARY = "libnvidia-ml.so.1"

Handle = NewType("Handle", object)


class NvmlMemory(Protocol):
    """``nvmlMemory_t`` and ``nvmlMemory_v2_t``, in bytes."""

    total: int
    free: int
    used: int


class NvmlProcess(Protocol):
    """``nvmlProcessInfo_v2_t``; ``usedGpuMemory`` is in bytes, None where unknown."""

    pid: int
    usedGpuMemory: int | None
    gpuInstanceId: int
    computeInstanceId: int


class NvmlError(Exception):
    """Base of what every function raises; ``value`` is NVML's return code."""

    value: int


class ListProcesses(Protocol):
    """One of the functions that list a GPU's processes."""

    def __call__(self, handle: Handle) -> list[NvmlProcess]: ...


class Nvml(Protocol):
    """The module."""

    NVMLError: type[NvmlError]
    NVML_ERROR_NOT_SUPPORTED: int
    NVML_ERROR_NO_PERMISSION: int
    NVML_ERROR_INSUFFICIENT_SIZE: int
    NVML_ERROR_FUNCTION_NOT_FOUND: int
    NVML_ERROR_ARGUMENT_VERSION_MISMATCH: int
    nvmlMemory_v2: int
    nvmlDeviceGetComputeRunningProcesses_v2: ListProcesses
    nvmlDeviceGetComputeRunningProcesses_v3: ListProcesses
    nvmlDeviceGetGraphicsRunningProcesses_v2: ListProcesses
    nvmlDeviceGetGraphicsRunningProcesses_v3: ListProcesses

    def nvmlInit(self) -> None: ...
    def nvmlShutdown(self) -> None: ...
    def nvmlSystemGetDriverVersion(self) -> str: ...
    def nvmlDeviceGetCount(self) -> int: ...
    def nvmlDeviceGetHandleByIndex(self, index: int) -> Handle: ...
    def nvmlDeviceGetUUID(self, handle: Handle) -> str: ...
    def nvmlDeviceGetName(self, handle: Handle) -> str: ...
    def nvmlDeviceGetMemoryInfo(self, handle: Handle, version: int | None) -> NvmlMemory: ...


def import_nvml() -> Nvml:
    """Import ``pynvml``, unless there is no driver: it takes 17 MiB to say so itself.

    Raises:
        ImportError: It is not installed, or no driver's library is.
    """
    if sys.platform.startswith("linux") and "pynvml" not in sys.modules:
        import ctypes  # noqa: PLC0415 - start-up does not pay for it

        try:
            ctypes.CDLL(_LIBRARY)
        except OSError as error:
            raise ImportError(f"no NVIDIA driver: {error}") from error
    return cast("Nvml", importlib.import_module("pynvml"))
