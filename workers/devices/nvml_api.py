"""The part of ``pynvml`` that is used here, with types, and its library."""

# ruff: noqa: D102, N802, N815 - names and meanings are those of NVML's reference

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NewType, Protocol, cast

#: The library that ``pynvml`` loads.
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


class NvmlPci(Protocol):
    """``nvmlPciInfo_t``."""

    busId: str


class NvmlError(Exception):
    """Base of the library's errors; ``value`` is NVML's return code."""

    value: int


class ListProcesses(Protocol):
    """A function that lists a GPU's processes."""

    def __call__(self, handle: Handle) -> list[NvmlProcess]: ...


class Nvml(Protocol):
    """The module."""

    NVMLError: type[NvmlError]
    NVML_ERROR_NOT_SUPPORTED: int
    NVML_ERROR_NO_PERMISSION: int
    NVML_ERROR_INSUFFICIENT_SIZE: int
    NVML_ERROR_FUNCTION_NOT_FOUND: int
    NVML_ERROR_LIB_RM_VERSION_MISMATCH: int
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
    def nvmlDeviceGetPciInfo(self, handle: Handle) -> NvmlPci: ...
    def nvmlDeviceGetCudaComputeCapability(self, handle: Handle) -> Sequence[int]: ...
    def nvmlDeviceGetMemoryInfo(self, handle: Handle, version: int | None) -> NvmlMemory: ...


def import_nvml() -> Nvml:
    """Imports ``pynvml``, unless the driver is missing: ``pynvml`` takes 17 MiB to find that out.

    Raises:
        ImportError: The module or the driver's library is not installed.
    """
    if sys.platform.startswith("linux") and "pynvml" not in sys.modules:
        import ctypes  # noqa: PLC0415 - start-up does not pay for it

        try:
            ctypes.CDLL(_LIBRARY)
        except OSError as error:
            raise ImportError(f"NVIDIA driver not found ({error})") from error
    return cast("Nvml", importlib.import_module("pynvml"))


def reload_library(nvml: Nvml) -> bool:
    """Loads the driver's library again if an update has replaced it.

    A driver can be updated while programs run, and its library with it. The old library is
    still in this process, answers every attempt with "version mismatch", and ``pynvml``
    never loads another. The new one is loaded beside the old one by its real path: for the
    name that both share, the loader returns the old one. The old one stays loaded, because a
    thread may be inside it; that costs a few MiB per update.

    Linux only. Windows keeps one library per name in a process, so the program has to be
    restarted there.

    Returns:
        False when the library is the same, or ``pynvml`` is not the one that we know.
    """
    library = getattr(nvml, "nvmlLib", None)
    pointers = getattr(nvml, "_nvmlGetFunctionPointer_cache", None)
    if not sys.platform.startswith("linux") or library is None or pointers is None:
        return False
    import ctypes  # noqa: PLC0415 - pynvml has imported it

    old = _path_of(library)
    if not old:
        return False
    try:
        new = ctypes.CDLL(str(Path(old).with_name(_LIBRARY).resolve()))
    except OSError:
        return False  # in the middle of the update
    if new._handle == library._handle:  # noqa: SLF001 - identifies a library
        return False
    setattr(nvml, "nvmlLib", new)  # noqa: B010 - no part of its interface
    pointers.clear()
    return True


def _path_of(library: Any) -> str:
    """Returns a loaded library's path; empty when the system does not report it."""
    import ctypes  # noqa: PLC0415 - pynvml has imported it

    class Info(ctypes.Structure):
        """``Dl_info``."""

        _fields_ = (
            ("dli_fname", ctypes.c_char_p),
            ("dli_fbase", ctypes.c_void_p),
            ("dli_sname", ctypes.c_char_p),
            ("dli_saddr", ctypes.c_void_p),
        )

    info = Info()
    try:
        some_function = ctypes.cast(library.nvmlShutdown, ctypes.c_void_p)
        found = ctypes.CDLL(None).dladdr(some_function, ctypes.byref(info))
    except AttributeError:
        return ""
    return os.fsdecode(info.dli_fname) if found else ""
