"""AMD's GPUs as a source of readings, through ``amdsmi``."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from workers.devices.amd_api import (
    NO_PERM,
    NOT_SUPPORTED,
    NOT_YET_IMPLEMENTED,
    Handle,
    import_amdsmi,
)
from workers.devices.driver import RETRY_S, DriverProbe, NoDriverError
from workers.devices.session import Gpu, GpuSession, MemoryFigures

if TYPE_CHECKING:
    from workers.base.clock import Clock
    from workers.devices.amd_api import AmdSmi
    from workers.devices.process_names import ProcessNames

logger = logging.getLogger(__name__)

_MIB = 2**20
_BY_DESIGN = (NOT_SUPPORTED, NOT_YET_IMPLEMENTED, NO_PERM)


class AmdProbe(DriverProbe):
    """Reads AMD's GPUs; see :class:`~workers.devices.driver.DriverProbe`.

    Written from the reference and tested with a stand-in: no AMD GPU was at hand.
    """

    def __init__(self, *, clock: Clock | None = None, retry_s: float = RETRY_S) -> None:
        """Imports nothing before the first reading.

        Args:
            clock: Measures ``retry_s``.
            retry_s: Seconds between two attempts to open a session.
        """
        super().__init__("AMD", clock=clock, retry_s=retry_s)
        self._unusable = ""

    def _open_session(self) -> AmdSession:
        if self._unusable:
            raise NoDriverError(self._unusable)
        try:
            amdsmi = import_amdsmi()
        except ImportError as error:
            # Not tried again: some versions print what they miss at every attempt.
            self._unusable = str(error)
            raise NoDriverError(self._unusable) from error
        try:
            return AmdSession(amdsmi, self._names)
        except amdsmi.AmdSmiException as error:
            raise NoDriverError(str(error)) from error


class AmdSession(GpuSession[Handle]):
    """The library, initialized, and its GPUs.

    A processor with graphics borrows from the system's memory; that does not count. Its
    figures are those of the part that is set aside for graphics.
    """

    def __init__(self, amdsmi: AmdSmi, names: ProcessNames) -> None:
        """Opens a session.

        Raises:
            AmdSmiError: The driver is missing or does not work.
        """
        super().__init__(amdsmi.AmdSmiException, "rocm", names)
        self._amdsmi = amdsmi
        amdsmi.amdsmi_init()
        try:
            self._handles = amdsmi.amdsmi_get_processor_handles()
            self._find_gpus(len(self._handles))
        except amdsmi.AmdSmiException:
            self.close()
            raise

    def _describe(self, position: int) -> Gpu[Handle]:
        amdsmi, handle = self._amdsmi, self._handles[position]
        uuid = amdsmi.amdsmi_get_gpu_device_uuid(handle)
        asic = self._ask(lambda: amdsmi.amdsmi_get_gpu_asic_info(handle)) or {}
        name = str(asic.get("market_name", "N/A"))
        return Gpu(
            index=self._index(position, handle),
            handle=handle,
            uuid=uuid,
            name="AMD GPU" if name == "N/A" else name,
            bus_id=self._ask(lambda: amdsmi.amdsmi_get_gpu_device_bdf(handle)),
        )

    def _index(self, position: int, handle: Handle) -> int:
        """Returns a GPU's index in HIP's order, which is PyTorch's; unknown before 6.4."""
        amdsmi = self._amdsmi
        if not hasattr(amdsmi, "amdsmi_get_gpu_enumeration_info"):
            return position
        order = self._ask(lambda: amdsmi.amdsmi_get_gpu_enumeration_info(handle)) or {}
        index = order.get("hip_id")
        return index if isinstance(index, int) else position  # "N/A" for a hidden GPU

    def _read_memory(self, handle: Handle) -> MemoryFigures:
        usage = self._amdsmi.amdsmi_get_gpu_vram_usage(handle)
        total, used = usage["vram_total"] * _MIB, usage["vram_used"] * _MIB
        return MemoryFigures(total, used, max(0, total - used))

    def _read_shares(self, gpu: Gpu[Handle]) -> tuple[dict[int, int | None], bool]:
        try:
            processes = self._amdsmi.amdsmi_get_gpu_process_list(gpu.handle)
        except self._amdsmi.AmdSmiException as error:
            logger.debug("GPU %d (%s) does not list processes: %s", gpu.index, gpu.name, error)
            return {}, self._is_by_design(error)
        # A share of 0 stands for a process that the driver knows nothing about, such as one
        # in another container (https://github.com/ROCm/rocm-systems/pull/3752).
        return {each["pid"]: each["memory_usage"]["vram_mem"] or None for each in processes}, True

    def _is_by_design(self, error: Exception) -> bool:
        return getattr(error, "err_code", None) in _BY_DESIGN

    def _shut_down(self) -> None:
        self._amdsmi.amdsmi_shut_down()
