"""Time, passed in, so that tests need not wait."""

from __future__ import annotations

import threading
import time
from typing import Protocol


class Clock(Protocol):
    """A monotonic clock that can wait on a condition."""

    def now(self) -> float:
        """Returns the seconds since a fixed moment; never goes back."""
        ...

    def wait(self, condition: threading.Condition, timeout_s: float | None) -> bool:
        """Waits on a condition that the caller holds.

        Args:
            condition: Held by the caller; released while waiting.
            timeout_s: Seconds of this clock; None waits until notified.

        Returns:
            True when notified, False when the time is up.
        """
        ...


class MonotonicClock:
    """The real clock: ``time.monotonic``."""

    now = staticmethod(time.monotonic)

    def wait(self, condition: threading.Condition, timeout_s: float | None) -> bool:
        """See :meth:`Clock.wait`."""
        if timeout_s is not None:
            timeout_s = min(timeout_s, threading.TIMEOUT_MAX / 2)  # 146 years on 64 bits
        return condition.wait(timeout_s)
