"""Readings with a time limit, however long the driver takes."""

from __future__ import annotations

import logging
import math
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from workers.base.clock import Clock, MonotonicClock
from workers.devices.probe import glance

if TYPE_CHECKING:
    from collections.abc import Callable

    from workers.devices.probe import DeviceProbe, DeviceReading

logger = logging.getLogger(__name__)

PATIENCE_S = 0.5
# Without persistence mode, the driver initializes every GPU for its first client.
FIRST_PATIENCE_S = 5.0


class BoundedProbe:
    """Reads another probe on its own thread and waits for it with a time limit.

    A call into a driver can hang without limit and cannot be interrupted. Here it blocks only
    that thread: callers get the last figures, with their age in ``age_s``, until the driver
    answers again.

    Callers at the same moment share one reading that begins after their call, so it shows
    everything that happened before.
    """

    def __init__(
        self,
        probe: DeviceProbe,
        *,
        clock: Clock | None = None,
        patience_s: float = PATIENCE_S,
        first_patience_s: float = FIRST_PATIENCE_S,
    ) -> None:
        """Owns the wrapped probe from now on.

        Args:
            probe: Read and closed on the thread only.
            clock: Measures waits and ages.
            patience_s: Seconds that a caller waits for a reading.
            first_patience_s: Seconds that a caller waits for the very first reading.
        """
        self._probe = probe
        self._clock = clock or MonotonicClock()
        self._patience_s = patience_s
        self._first_patience_s = first_patience_s
        self._condition = threading.Condition()
        self._thread: threading.Thread | None = None
        self._closed = False
        # Readings are numbered from 1: the last one requested, begun, and done.
        self._requested = 0
        self._begun = 0
        self._done = 0
        self._begun_at = 0.0
        self._must_read = False  # the next reading must not be a glance
        self._is_glance = False  # the reading that has begun is a glance
        self._last: tuple[DeviceReading, ...] = ()
        self._last_begun_at = 0.0
        self._last_read_at = -math.inf  # start of the last reading that was no glance

    def read(self) -> tuple[DeviceReading, ...]:
        """See :meth:`~workers.devices.probe.DeviceProbe.read`.

        Waits ``patience_s`` at most, and not at all while an earlier reading is overdue. If
        there were only glances so far, ``age_s`` of an overdue reading is infinite.
        """
        return self._request(is_glance=False)

    def glance(self) -> tuple[DeviceReading, ...]:
        """Reads for showing figures only; see :func:`workers.devices.probe.glance`."""
        return self._request(is_glance=True)

    def _request(self, *, is_glance: bool) -> tuple[DeviceReading, ...]:
        with self._condition:
            if self._closed:
                return ()
            self._ensure_thread()
            self._must_read = self._must_read or not is_glance
            number = self._requested = self._begun + 1
            self._condition.notify_all()
            deadline = self._clock.now() + self._patience_left()
            while self._done < number and not self._closed:
                left_s = deadline - self._clock.now()
                if left_s <= 0:
                    return self._aged(self._last_begun_at if is_glance else self._last_read_at)
                self._clock.wait(self._condition, left_s)
            return self._last

    def close(self) -> None:
        """See :meth:`~workers.devices.probe.DeviceProbe.close`.

        A thread that hangs in the driver ends when the driver answers; it does not keep the
        program from exiting.
        """
        with self._condition:
            if self._closed:
                return
            self._closed = True
            self._last = ()
            self._condition.notify_all()
            thread = self._thread
        if thread is None:
            self._probe.close()
        else:
            thread.join(self._patience_s)

    def _ensure_thread(self) -> None:
        if self._thread is None:
            thread = threading.Thread(
                target=self._run, name="engineroom-device-readings", daemon=True
            )
            thread.start()  # may fail for lack of threads; then the next call tries again
            self._thread = thread

    def _patience_left(self) -> float:
        """Returns the seconds that a new caller waits."""
        patience_s = self._patience_s if self._done else self._first_patience_s
        overdue = self._begun > self._done and self._clock.now() - self._begun_at >= patience_s
        return 0.0 if overdue else patience_s

    def _aged(self, since: float) -> tuple[DeviceReading, ...]:
        # A glance may show a sleeping GPU: its figures are as old as the last reading.
        age_s = self._clock.now() - since
        return tuple(replace(reading, age_s=age_s) for reading in self._last)

    def _run(self) -> None:
        try:
            while (read := self._wait_until_requested()) is not None:
                self._finish(self._read_now(read))
        finally:
            self._probe.close()

    def _wait_until_requested(self) -> Callable[[], tuple[DeviceReading, ...]] | None:
        """Begins the next requested reading and returns its function; None when closed."""
        with self._condition:
            while not self._closed and self._requested <= self._begun:
                self._clock.wait(self._condition, None)
            self._begun += 1
            self._begun_at = self._clock.now()
            self._is_glance, self._must_read = not self._must_read, False
            if self._closed:
                return None
            return (lambda: glance(self._probe)) if self._is_glance else self._probe.read

    def _read_now(self, read: Callable[[], tuple[DeviceReading, ...]]) -> tuple[DeviceReading, ...]:
        try:
            return read()
        except Exception:
            logger.exception("reading %r failed; hiding its devices", self._probe)
            return ()

    def _finish(self, readings: tuple[DeviceReading, ...]) -> None:
        with self._condition:
            self._done = self._begun
            if not self._closed:
                self._last = readings
                self._last_begun_at = self._begun_at
                if not self._is_glance:
                    self._last_read_at = self._begun_at
            self._condition.notify_all()
