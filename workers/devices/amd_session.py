"""One session with AMD's driver: what is read from it, and how."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from workers.devices.amd_api import NO_PERM, NOT_SUPPORTED, NOT_YET_IMPLEMENTED
from workers.devices.driver import SessionReading
from workers.devices.power import is_asleep
from workers.devices.probe import DeviceReading
from workers.devices.process_names import largest_first

if TYPE_CHECKING:
    from workers.devices.amd_api import AmdSmi, AmdSmiError, Handle, VramUsage
    from workers.devices.process_names import ProcessNames

logger = logging.getLogger(__name__)

_MIB = 2**20
_BY_DESIGN = (NOT_SUPPORTED, NOT_YET_IMPLEMENTED, NO_PERM)
_Answer = TypeVar("_Answer")


@dataclass(slots=True)
class _Gpu:
    index: int
    handle: Handle
    uuid: str
    name: str
    bus_id: str | None
    last: DeviceReading | None = None


class AmdSession:
    """The library, initialised, and the GPUs it has. Not thread-safe.

    What a processor with graphics borrows from the system's memory does not count: its
    figures are those of the part that is set aside for graphics.
    """

    def __init__(self, amdsmi: AmdSmi, names: ProcessNames) -> None:
        """Open a session.

        Raises:
            AmdSmiError: There is no driver, or it does not work.
        """
        self._amdsmi = amdsmi
        self._names = names
        self._missing_gpus: list[str] = []
        amdsmi.amdsmi_init()
        try:
            handles = amdsmi.amdsmi_get_processor_handles()
            found = [self._find_gpu(position, handle) for position, handle in enumerate(handles)]
        except amdsmi.AmdSmiException:
            self.close()
            raise
        self._gpus = sorted((gpu for gpu in found if gpu), key=lambda gpu: gpu.index)
        if not handles:
            self._missing_gpus.append("no GPU found")

    @property
    def bus_ids(self) -> list[str | None]:
        """PCI addresses of the GPUs; None for one that does not tell."""
        return [gpu.bus_id for gpu in self._gpus]

    def read(self) -> SessionReading:
        """Read every GPU that is awake; see :meth:`NvmlSession.read` for one that sleeps."""
        failures = list(self._missing_gpus)
        answers: list[tuple[_Gpu, VramUsage, dict[int, int | None]]] = []
        for gpu in self._gpus:
            if gpu.last is not None and is_asleep(gpu.bus_id):
                continue
            shares = self._read_shares(gpu)  # first, as from NVIDIA's
            try:
                usage = self._amdsmi.amdsmi_get_gpu_vram_usage(gpu.handle)
            except self._amdsmi.AmdSmiException as error:
                gpu.last = None
                if not _is_by_design(error):
                    failures.append(f"GPU {gpu.index} ({gpu.name}): {error}")
            else:
                answers.append((gpu, usage, shares))
        names = self._names.look_up({pid for _, _, shares in answers for pid in shares})
        for gpu, usage, shares in answers:
            total_bytes, used_bytes = usage["vram_total"] * _MIB, usage["vram_used"] * _MIB
            gpu.last = DeviceReading(
                index=gpu.index,
                uuid=gpu.uuid,
                name=gpu.name,
                kind="gpu",
                total_bytes=total_bytes,
                used_bytes=used_bytes,
                free_bytes=max(0, total_bytes - used_bytes),
                processes=largest_first(shares, names),
                backend="rocm",
            )
        devices = tuple(gpu.last for gpu in self._gpus if gpu.last is not None)
        return SessionReading(devices, tuple(failures))

    def close(self) -> None:
        """End the session; that the driver has gone away is no matter."""
        try:
            self._amdsmi.amdsmi_shut_down()
        except self._amdsmi.AmdSmiException as error:
            logger.debug("amdsmi_shut_down: %s", error)

    def _find_gpu(self, position: int, handle: Handle) -> _Gpu | None:
        amdsmi = self._amdsmi
        try:
            uuid = amdsmi.amdsmi_get_gpu_device_uuid(handle)
        except amdsmi.AmdSmiException as error:
            if not _is_by_design(error):
                self._missing_gpus.append(f"GPU {position}: {error}")
            return None
        asic = self._if_told(lambda: amdsmi.amdsmi_get_gpu_asic_info(handle)) or {}
        name = str(asic.get("market_name", "N/A"))
        return _Gpu(
            index=self._index(position, handle),
            handle=handle,
            uuid=uuid,
            name="AMD GPU" if name == "N/A" else name,
            bus_id=self._if_told(lambda: amdsmi.amdsmi_get_gpu_device_bdf(handle)),
        )

    def _index(self, position: int, handle: Handle) -> int:
        """A GPU's place in HIP's order, which is torch's; versions before 6.4 do not tell."""
        amdsmi = self._amdsmi
        if not hasattr(amdsmi, "amdsmi_get_gpu_enumeration_info"):
            return position
        order = self._if_told(lambda: amdsmi.amdsmi_get_gpu_enumeration_info(handle)) or {}
        index = order.get("hip_id")
        return index if isinstance(index, int) else position  # "N/A" where it is hidden

    def _if_told(self, ask: Callable[[], _Answer]) -> _Answer | None:
        try:
            return ask()
        except self._amdsmi.AmdSmiException as error:
            logger.debug("amdsmi: %s", error)
            return None

    def _read_shares(self, gpu: _Gpu) -> dict[int, int | None]:
        """Bytes by process id; None for those that the driver does not tell.

        A share of nothing is what it says of a process that it knows nothing about, such as
        one in another container (https://github.com/ROCm/rocm-systems/pull/3752). When the
        list fails, whoever was listed a moment ago still is.
        """
        try:
            listed = self._amdsmi.amdsmi_get_gpu_process_list(gpu.handle)
        except self._amdsmi.AmdSmiException as error:
            logger.debug("GPU %d (%s) does not list processes: %s", gpu.index, gpu.name, error)
            if _is_by_design(error) or gpu.last is None:
                return {}
            return {process.pid: None for process in gpu.last.processes}
        return {process["pid"]: process["memory_usage"]["vram_mem"] or None for process in listed}


def _is_by_design(error: AmdSmiError) -> bool:
    """Whether asking again is no use."""
    return getattr(error, "err_code", None) in _BY_DESIGN
