"""A driver that comes and goes, as a source of readings."""

from __future__ import annotations

import logging
import threading
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from workers.base.clock import Clock, MonotonicClock
from workers.devices.driver_sleep import DriverSleep
from workers.devices.process_names import ProcessNames

if TYPE_CHECKING:
    from workers.devices.probe import DeviceReading
    from workers.devices.session import GpuSession, SessionReading

logger = logging.getLogger(__name__)

RETRY_S = 5.0


class NoDriverError(Exception):
    """The driver is missing or does not work; the message says which."""


class DriverProbe(ABC):
    """Reads GPUs through their driver's library; empty while no driver answers.

    The first reading opens a session with the driver. A session does not outlive a reset, a
    suspend, or a reload of the driver: when a GPU stops answering, a new session is opened,
    at most once in ``retry_s``, and the other GPUs are still shown meanwhile.

    A reading takes as long as the driver takes, possibly forever: see
    :class:`~workers.devices.bounded_probe.BoundedProbe`.
    """

    def __init__(self, label: str, *, clock: Clock | None = None, retry_s: float = RETRY_S) -> None:
        """Does not touch the driver before the first reading.

        Args:
            label: The driver's name, for the log.
            clock: Measures ``retry_s``.
            retry_s: Seconds between two attempts to open a session.
        """
        self._label = label
        self._clock = clock or MonotonicClock()
        self._retry_s = retry_s
        self._names = ProcessNames()
        self._lock = threading.Lock()
        self._session: GpuSession[Any] | None = None
        self._next_attempt_at = float("-inf")
        self._sleep = DriverSleep(self._clock)
        self._failures: tuple[str, ...] = ()
        self._closed = False

    def read(self) -> tuple[DeviceReading, ...]:
        """See :meth:`~workers.devices.probe.DeviceProbe.read`."""
        with self._lock:
            if self._closed:
                return ()
            self._sleep.end()
            return self._read()

    def glance(self) -> tuple[DeviceReading, ...]:
        """Reads for showing figures only, and lets unused GPUs sleep.

        See :class:`~workers.devices.driver_sleep.DriverSleep`. No memory may be reserved by
        such a reading.
        """
        with self._lock:
            if self._closed:
                return ()
            figures = self._sleep.figures()
            if figures is not None:
                return figures
            devices = self._read()
            if self._session is not None and self._sleep.begins(devices, self._session.bus_ids):
                self._end_session()
                self._next_attempt_at = float("-inf")
            return devices

    def close(self) -> None:
        """See :meth:`~workers.devices.probe.DeviceProbe.close`."""
        with self._lock:
            self._closed = True
            self._end_session()

    @abstractmethod
    def _open_session(self) -> GpuSession[Any]:
        """Opens a session; raises :class:`NoDriverError` where none can be opened."""

    def _read(self) -> tuple[DeviceReading, ...]:
        reading = self._session.read() if self._session else None
        if reading is None or reading.failures:
            reading = self._read_through_new_session() or reading
        if reading is None:
            return ()
        self._log_failures(reading.failures)
        return reading.devices

    def _read_through_new_session(self) -> SessionReading | None:
        """Returns None when it is too early for a new attempt, or no driver answers."""
        now = self._clock.now()
        if now < self._next_attempt_at:
            return None
        self._next_attempt_at = now + self._retry_s
        self._end_session()
        try:
            self._session = self._open_session()
        except NoDriverError as error:
            self._log_failures((str(error),))
            return None
        return self._session.read()

    def _end_session(self) -> None:
        if self._session:
            self._session.close()
            self._session = None

    def _log_failures(self, failures: tuple[str, ...]) -> None:
        """Logs what is wrong with the driver when it changes, not at every reading."""
        if failures == self._failures:
            return
        if failures:
            why = "; ".join(failures)
            logger.info("%s driver: %s; retrying in %g s", self._label, why, self._retry_s)
        else:
            logger.info("%s driver: all GPUs respond again", self._label)
        self._failures = failures
