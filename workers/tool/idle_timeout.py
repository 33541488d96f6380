"""Idle timeout of one tool."""

from __future__ import annotations

from collections.abc import Callable

from workers.base.clock import Clock
from workers.tool.lifecycle import Lifecycle


class IdleTimeout:
    """Says when a worker has been idle for long enough to be stopped.

    Attributes:
        seconds: Seconds without a request after which the worker is stopped; 0 for never.
    """

    def __init__(self, lifecycle: Lifecycle, clock: Clock, seconds: float) -> None:
        """Args: seconds: As :meth:`set`."""
        self._lifecycle = lifecycle
        self._clock = clock
        self.set(seconds)

    def set(self, seconds: float) -> None:
        """Changes the timeout; negative means 0."""
        self.seconds = max(0.0, float(seconds))

    def deadline(self) -> float | None:
        """Returns clock seconds before which the timeout can't end; None if it can't end."""
        lifecycle = self._lifecycle
        if not self.seconds or not lifecycle.is_running:
            return None
        is_idle = lifecycle.is_idle
        since = lifecycle.requests.idle_since if is_idle else self._clock.now()
        return since + self.seconds

    def stop_if_ended(self, is_pinned: Callable[[], bool]) -> bool:
        """Stops the worker if the timeout has ended and it isn't pinned; True if it was."""

        def has_ended() -> bool:
            deadline = self.deadline()
            return deadline is not None and deadline <= self._clock.now() and not is_pinned()

        finish = self._lifecycle.begin_stop_if_idle(has_ended)
        if finish is None:
            return False
        finish()
        self._lifecycle.deliver()
        return True
