"""Time, passed in, so that nothing has to wait for it in tests."""

from __future__ import annotations

import threading
import time
from typing import Protocol


class Clock(Protocol):
    """A monotonic clock that can also be waited on."""

    def now(self) -> float:
        """Seconds since some fixed moment; never goes back."""
        ...

    def wait(self, condition: threading.Condition, timeout_s: float | None) -> bool:
        """Wait on a condition that the caller holds.

        Args:
            condition: Held by the caller; released while waiting, as ever.
            timeout_s: Seconds of this clock; None waits until notified.

        Returns:
            True when it was notified, False when the time was up.
        """
        ...


class MonotonicClock:
    """The real clock: ``time.monotonic``."""

    def now(self) -> float:
        """See :meth:`Clock.now`."""
        return time.monotonic()

    def wait(self, condition: threading.Condition, timeout_s: float | None) -> bool:
        """See :meth:`Clock.wait`."""
        if timeout_s is not None:
            timeout_s = min(timeout_s, threading.TIMEOUT_MAX / 2)  # 146 years here
        return condition.wait(timeout_s)
