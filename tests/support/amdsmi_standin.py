"""Stand-in for AMD's module ``amdsmi``: the functions that ``workers.devices`` uses.

Names, arguments, units, and errors follow the published reference of ROCm 7:
https://rocm.docs.amd.com/projects/amdsmi/en/latest/reference/amdsmi-py-api.html
A real driver may behave differently.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any, cast

import pytest

MIB = 2**20


class AmdSmiException(Exception):
    """Base of all errors."""


class AmdSmiLibraryException(AmdSmiException):
    """The library returned an ``amdsmi_status_t``."""

    def __init__(self, err_code: int) -> None:
        super().__init__(err_code)
        self.err_code = err_code

    def __str__(self) -> str:
        return f"Error code: {self.err_code}"

    def get_error_code(self) -> int:
        return self.err_code


@dataclass
class Gpu:
    """A GPU. As in the library, sizes are in MB of 2**20 bytes, and shares in bytes."""

    total_mb: int
    uuid: str
    bus_id: str
    used_mb: int = 0
    hip_id: int | str = "N/A"
    name: str = "AMD Radeon RX 7900 XTX"
    shares: dict[int, int] = field(default_factory=dict[int, int])


class AmdSmiStandIn(ModuleType):
    """The module; tests change the attributes from ``gpus`` on."""

    AmdSmiException = AmdSmiException
    AmdSmiLibraryException = AmdSmiLibraryException

    def __init__(self) -> None:
        super().__init__("amdsmi")
        self.gpus: list[Gpu] = []
        self.open_sessions = 0
        self.sessions = 0
        self.calls: list[str] = []
        self.failures: dict[str, int] = {}
        self._session_of_driver = 0
        self._is_present = True

    def set_gpus(self, *total_mb: int) -> None:
        self.gpus = [
            Gpu(
                total, f"{number:02x}ff744c-0000-1000-80{number:02x}", f"0000:{number + 3:02x}:00.0"
            )
            for number, total in enumerate(total_mb)
        ]

    def fail(self, function: str, err_code: int) -> None:
        """Makes a function fail with a code; 0 makes it work again."""
        self.failures[function] = err_code

    def vanish(self) -> None:
        self._is_present = False
        self._session_of_driver = -1

    def reappear(self) -> None:
        """Brings the driver back; earlier sessions stay broken."""
        self._is_present = True

    def amdsmi_init(self, flag: int = 2) -> None:
        self._enter("amdsmi_init")
        if not self._is_present:
            raise AmdSmiLibraryException(34)  # AMDSMI_STATUS_DRIVER_NOT_LOADED
        self.open_sessions += 1
        self.sessions += 1
        self._session_of_driver = self.sessions

    def amdsmi_shut_down(self) -> None:
        self._enter("amdsmi_shut_down")
        self.open_sessions -= 1

    def amdsmi_get_processor_handles(self) -> list[Gpu]:
        self._enter("amdsmi_get_processor_handles", in_session=True)
        return list(self.gpus)

    def amdsmi_get_gpu_device_uuid(self, processor_handle: Gpu) -> str:
        self._enter("amdsmi_get_gpu_device_uuid", in_session=True)
        return processor_handle.uuid

    def amdsmi_get_gpu_device_bdf(self, processor_handle: Gpu) -> str:
        self._enter("amdsmi_get_gpu_device_bdf", in_session=True)
        return processor_handle.bus_id

    def amdsmi_get_gpu_asic_info(self, processor_handle: Gpu) -> dict[str, Any]:
        self._enter("amdsmi_get_gpu_asic_info", in_session=True)
        return {"market_name": processor_handle.name, "vendor_id": "0x1002"}

    def amdsmi_get_gpu_enumeration_info(self, processor_handle: Gpu) -> dict[str, Any]:
        self._enter("amdsmi_get_gpu_enumeration_info", in_session=True)
        return {"drm_render": 128, "hip_id": processor_handle.hip_id, "hip_uuid": "GPU-0"}

    def amdsmi_get_gpu_vram_usage(self, processor_handle: Gpu) -> dict[str, Any]:
        self._enter("amdsmi_get_gpu_vram_usage", in_session=True)
        return {"vram_total": processor_handle.total_mb, "vram_used": processor_handle.used_mb}

    def amdsmi_get_gpu_process_list(self, processor_handle: Gpu) -> list[dict[str, Any]]:
        self._enter("amdsmi_get_gpu_process_list", in_session=True)
        return [
            {
                "name": "N/A",
                "pid": pid,
                "mem": vram_bytes + 100 * MIB,
                "engine_usage": {"gfx": 0, "enc": 0},
                "memory_usage": {"gtt_mem": 100 * MIB, "cpu_mem": 0, "vram_mem": vram_bytes},
                "cu_occupancy": "N/A",
            }
            for pid, vram_bytes in processor_handle.shares.items()
        ]

    def _enter(self, function: str, *, in_session: bool = False) -> None:
        self.calls.append(function)
        if self.failures.get(function):
            raise AmdSmiLibraryException(self.failures[function])
        if in_session and not self.open_sessions:
            raise AmdSmiLibraryException(32)  # AMDSMI_STATUS_NOT_INIT
        if in_session and self._session_of_driver != self.sessions:
            raise AmdSmiLibraryException(6)  # AMDSMI_STATUS_DRM_ERROR


@pytest.fixture
def amdsmi(monkeypatch: pytest.MonkeyPatch) -> AmdSmiStandIn:
    """One GPU of 24 GB on a machine where ``amdsmi`` is installed."""
    from importlib.machinery import ModuleSpec

    module = AmdSmiStandIn()
    module.__spec__ = ModuleSpec("amdsmi", None)
    module.set_gpus(24 * 1024)
    monkeypatch.setitem(sys.modules, "amdsmi", cast("ModuleType", module))
    return module
