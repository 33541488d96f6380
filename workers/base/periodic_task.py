"""A thread that looks at something now and then, while there is something to be seen."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from workers.base.clock import Clock

logger = logging.getLogger(__name__)


class PeriodicTask:
    """Calls ``look`` at most once in an interval, for as long as there is a reason to."""

    def __init__(
        self, clock: Clock, interval_s: float, look: Callable[[], bool], name: str
    ) -> None:
        """Sleep.

        Args:
            clock: Tells the time and waits.
            interval_s: Seconds between two looks.
            look: Called on a thread of its own, without any lock held; True when it is
                to be called again even if nobody asks.
            name: Of the thread.
        """
        self._clock = clock
        self._interval_s = interval_s
        self._look = look
        self._name = name
        self._condition = threading.Condition()
        self._is_wanted = False
        self._closed = False
        self._thread: threading.Thread | None = None

    def want(self) -> None:
        """Have it look soon. On the hot path: costs nothing while that is on its way."""
        if self._is_wanted:
            return
        with self._condition:
            self._is_wanted = True
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
                self._thread.start()
            self._condition.notify_all()

    def close(self) -> None:
        """End the thread."""
        with self._condition:
            self._closed = True
            self._condition.notify_all()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join()

    def _run(self) -> None:
        while self._sleep_until_wanted():
            try:
                goes_on = self._look()
            except Exception:
                logger.exception("%s failed; will retry", self._name)
                goes_on = True
            if goes_on:
                self._is_wanted = True

    def _sleep_until_wanted(self) -> bool:
        """Returns False when closed. What happens from here on is seen by the next look."""
        with self._condition:
            while not self._is_wanted and not self._closed:
                self._clock.wait(self._condition, None)
            due = self._clock.now() + self._interval_s
            while not self._closed and (left := due - self._clock.now()) > 0:
                self._clock.wait(self._condition, left)
            self._is_wanted = False
            return not self._closed
