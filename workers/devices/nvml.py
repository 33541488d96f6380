"""NVIDIA's GPUs as a source of readings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workers.devices.driver import RETRY_S, DriverProbe, NoDriverError
from workers.devices.nvml_api import import_nvml, load_anew
from workers.devices.nvml_session import NvmlSession
from workers.devices.process_names import ProcessNames

if TYPE_CHECKING:
    from workers.base.clock import Clock


class NvmlProbe(DriverProbe):
    """Reads GPUs through NVML, as :class:`~workers.devices.driver.DriverProbe` says."""

    def __init__(self, *, clock: Clock | None = None, retry_s: float = RETRY_S) -> None:
        """Prepare; the driver is not touched before the first reading.

        Args:
            clock: Measures ``retry_s``.
            retry_s: Seconds between two attempts to open a session.
        """
        super().__init__("NVIDIA", self._open, clock=clock, retry_s=retry_s)
        self._names = ProcessNames()

    def _open(self) -> NvmlSession:
        try:
            nvml = import_nvml()
        except ImportError as error:
            raise NoDriverError(str(error)) from error
        try:
            try:
                return NvmlSession(nvml, self._names)
            except nvml.NVMLError as error:
                # The driver was exchanged while its old library is in this process.
                is_other = error.value == nvml.NVML_ERROR_LIB_RM_VERSION_MISMATCH
                if not (is_other and load_anew(nvml)):
                    raise
            return NvmlSession(nvml, self._names)
        except nvml.NVMLError as error:
            raise NoDriverError(str(error)) from error
