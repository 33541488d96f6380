"""Time limit of a caller that waits for a worker."""

from __future__ import annotations

import threading

from workers.base.clock import Clock
from workers.errors import StartFailed


class Deadline:
    """Time limit that counts from its creation."""

    def __init__(self, name: str, clock: Clock, timeout_s: float | None) -> None:
        """Starts to count.

        Args:
            name: The tool's name, for the error message.
            clock: Source of the time.
            timeout_s: Time limit in seconds; None for no limit.
        """
        self._name = name
        self._clock = clock
        self._timeout_s = timeout_s
        self._since = clock.now()

    @property
    def left_s(self) -> float | None:
        """Seconds left, never negative; None for no limit."""
        if self._timeout_s is None:
            return None
        return max(0.0, self._since + self._timeout_s - self._clock.now())

    def expired(self) -> StartFailed:
        """Returns the error for a caller whose time is up."""
        message = f"{self._name} wasn't available within its timeout of {self._timeout_s:g} s"
        return StartFailed(message, worker=self._name)

    def wait(self, changed: threading.Condition) -> None:
        """Waits until ``changed``, which the caller holds, is notified.

        Raises:
            StartFailed: The time is up.
        """
        if not self._clock.wait(changed, self.left_s):
            raise self.expired()
