"""A driver that comes and goes, as a source of readings."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from workers.base.clock import Clock, MonotonicClock
from workers.devices.driver_rest import Rest

if TYPE_CHECKING:
    from workers.devices.probe import DeviceReading

logger = logging.getLogger(__name__)

RETRY_S = 5.0


class NoDriverError(Exception):
    """There is no driver, or it does not work; the message says which."""


@dataclass(frozen=True, slots=True)
class SessionReading:
    """What one pass over a driver's GPUs gave.

    Attributes:
        devices: The GPUs that answered, by index.
        failures: What is wrong with each one that should have answered and did not.
    """

    devices: tuple[DeviceReading, ...]
    failures: tuple[str, ...]


class DriverSession(Protocol):
    """A driver's library, initialised. Not thread-safe."""

    @property
    def bus_ids(self) -> Sequence[str | None]:
        """PCI addresses of its GPUs; None for one that does not tell."""
        ...

    def read(self) -> SessionReading:
        """Read every GPU; one that fails does not hide the others."""
        ...

    def close(self) -> None:
        """End the session, once; that the driver has gone away is no matter."""
        ...


class DriverProbe:
    """Reads GPUs through their driver's library; empty while there is none that answers.

    A session with the driver is opened at the first reading. It does not outlive a reset,
    a suspend or a reload of the driver: when a GPU stops answering, the session is opened
    anew, at most once in ``retry_s``, and meanwhile the other GPUs are still shown.

    A reading takes as long as the driver takes, which may be for ever: see
    :class:`~workers.devices.bounded_probe.BoundedProbe`.
    """

    def __init__(
        self,
        label: str,
        open_session: Callable[[], DriverSession],
        *,
        clock: Clock | None = None,
        retry_s: float = RETRY_S,
    ) -> None:
        """Prepare; the driver is not touched before the first reading.

        Args:
            label: The driver's name, for the log.
            open_session: Raises :class:`NoDriverError` where none can be opened.
            clock: Measures ``retry_s``.
            retry_s: Seconds between two attempts to open a session.
        """
        self._label = label
        self._open_session = open_session
        self._clock = clock or MonotonicClock()
        self._retry_s = retry_s
        self._lock = threading.Lock()
        self._session: DriverSession | None = None
        self._next_attempt_at = float("-inf")
        self._rest = Rest(self._clock)
        self._trouble: tuple[str, ...] = ()
        self._closed = False

    def read(self) -> tuple[DeviceReading, ...]:
        """See :meth:`~workers.devices.probe.DeviceProbe.read`."""
        with self._lock:
            if self._closed:
                return ()
            self._rest.end()
            return self._read()

    def glance(self) -> tuple[DeviceReading, ...]:
        """As :meth:`read`, for showing figures only: lets GPUs sleep that nobody uses.

        See :class:`~workers.devices.driver_rest.Rest`. Nothing may be promised by such a reading.
        """
        with self._lock:
            if self._closed:
                return ()
            figures = self._rest.figures()
            if figures is not None:
                return figures
            devices = self._read()
            if self._session is not None and self._rest.begins(devices, self._session.bus_ids):
                self._end_session()
                self._next_attempt_at = float("-inf")
            return devices

    def close(self) -> None:
        """See :meth:`~workers.devices.probe.DeviceProbe.close`."""
        with self._lock:
            self._closed = True
            self._end_session()

    def _read(self) -> tuple[DeviceReading, ...]:
        reading = self._session.read() if self._session else None
        if reading is None or reading.failures:
            reading = self._read_anew() or reading
        if reading is None:
            return ()
        self._note(reading.failures)
        return reading.devices

    def _read_anew(self) -> SessionReading | None:
        """Read through a new session; None when it is too early, or there is no driver."""
        now = self._clock.now()
        if now < self._next_attempt_at:
            return None
        self._next_attempt_at = now + self._retry_s
        self._end_session()
        try:
            self._session = self._open_session()
        except NoDriverError as error:
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
            why = "; ".join(trouble)
            logger.info("%s driver: %s; retrying in %g s", self._label, why, self._retry_s)
        else:
            logger.info("%s driver: all GPUs respond again", self._label)
        self._trouble = trouble
