"""NVIDIA's GPUs as a source of readings, through a driver that comes and goes."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from workers.clock import Clock, MonotonicClock
from workers.gpu.names import ProcessNames
from workers.gpu.nvml_api import import_nvml
from workers.gpu.nvml_session import NvmlSession

if TYPE_CHECKING:
    from workers.gpu.nvml_session import SessionReading
    from workers.gpu.probe import DeviceReading

logger = logging.getLogger(__name__)

RETRY_S = 5.0


class NvmlProbe:
    """Reads GPUs through NVML; empty while there is no driver that answers.

    A session with the driver is opened at the first reading. It does not outlive a reset,
    a suspend or a reload of the driver: when a GPU stops answering, the session is opened
    anew, at most once in ``retry_s``, and meanwhile the other GPUs are still shown.

    A reading takes as long as the driver takes, which may be for ever: see
    :class:`~workers.gpu.bounded.BoundedProbe`.
    """

    def __init__(self, *, clock: Clock | None = None, retry_s: float = RETRY_S) -> None:
        """Prepare; the driver is not touched before the first reading.

        Args:
            clock: Measures ``retry_s``.
            retry_s: Seconds between two attempts to open a session.
        """
        self._clock = clock or MonotonicClock()
        self._retry_s = retry_s
        self._lock = threading.Lock()
        self._names = ProcessNames()
        self._session: NvmlSession | None = None
        self._next_attempt_at = float("-inf")
        self._trouble: tuple[str, ...] = ()
        self._closed = False

    def read(self) -> tuple[DeviceReading, ...]:
        """See :meth:`~workers.gpu.probe.DeviceProbe.read`."""
        with self._lock:
            if self._closed:
                return ()
            reading = self._session.read() if self._session else None
            if reading is None or reading.failures:
                reading = self._read_anew() or reading
            if reading is None:
                return ()
            self._note(reading.failures)
            return reading.devices

    def close(self) -> None:
        """See :meth:`~workers.gpu.probe.DeviceProbe.close`."""
        with self._lock:
            self._closed = True
            self._end_session()

    def _read_anew(self) -> SessionReading | None:
        """Read through a new session; None when it is too early, or there is no driver."""
        now = self._clock.now()
        if now < self._next_attempt_at:
            return None
        self._next_attempt_at = now + self._retry_s
        self._end_session()
        try:
            nvml = import_nvml()
        except ImportError as error:
            self._note((str(error),))
            return None
        try:
            self._session = NvmlSession(nvml, self._names)
        except nvml.NVMLError as error:
            self._note((str(error),))
            return None
        return self._session.read()

    def _end_session(self) -> None:
        if self._session:
            self._session.close()
            self._session = None

    def _note(self, trouble: tuple[str, ...]) -> None:
        """Log what is wrong with the driver when it changes, not once a second."""
        if trouble == self._trouble:
            return
        if trouble:
            logger.info(
                "NVIDIA driver: %s; looking again in %g s", "; ".join(trouble), self._retry_s
            )
        else:
            logger.info("NVIDIA driver: all GPUs answer again")
        self._trouble = trouble
