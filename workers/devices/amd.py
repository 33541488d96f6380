"""AMD's GPUs as a source of readings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workers.devices.amd_api import import_amdsmi
from workers.devices.amd_session import AmdSession
from workers.devices.driver import RETRY_S, DriverProbe, NoDriverError
from workers.devices.process_names import ProcessNames

if TYPE_CHECKING:
    from workers.base.clock import Clock


class AmdProbe(DriverProbe):
    """Reads GPUs through ``amdsmi``, as :class:`~workers.devices.driver.DriverProbe` says.

    Written by its reference and tested with a stand-in: no AMD GPU was at hand.
    """

    def __init__(self, *, clock: Clock | None = None, retry_s: float = RETRY_S) -> None:
        """Prepare; nothing is imported before the first reading.

        Args:
            clock: Measures ``retry_s``.
            retry_s: Seconds between two attempts to open a session.
        """
        super().__init__("AMD", self._open, clock=clock, retry_s=retry_s)
        self._names = ProcessNames()
        self._unusable = ""

    def _open(self) -> AmdSession:
        if self._unusable:
            raise NoDriverError(self._unusable)
        try:
            amdsmi = import_amdsmi()
        except ImportError as error:
            # Not to be tried again: some versions print what they miss, every time.
            self._unusable = str(error)
            raise NoDriverError(self._unusable) from error
        try:
            return AmdSession(amdsmi, self._names)
        except amdsmi.AmdSmiException as error:
            raise NoDriverError(str(error)) from error
