"""Stops an idle worker: after its timeout, for another worker, or to restart it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from workers.base.clock import Clock
from workers.errors import WorkerError
from workers.tool.lifecycle import Lifecycle

logger = logging.getLogger(__name__)


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


def begin_eviction(
    lifecycle: Lifecycle, name: str, is_pinned: Callable[[], bool]
) -> Callable[[], None] | None:
    """Begins to stop an idle worker; see :meth:`workers.memory.memory_user.MemoryUser`."""
    end = lifecycle.begin_stop_if_idle(lambda: not is_pinned())
    if end is None:
        return None

    def finish() -> None:
        try:
            end()
        finally:
            # On another thread: observers may start a worker, and the caller may hold a lock
            # that a start needs.
            threading.Thread(target=lifecycle.deliver, name=f"notify-{name}", daemon=True).start()

    return finish


def restart_if_idle(lifecycle: Lifecycle, name: str) -> bool:
    """Stops an idle worker, then starts it on another thread.

    Args:
        lifecycle: The tool's.
        name: The tool's name, for the thread and the log.

    Returns:
        False if the worker isn't idle.
    """
    stops = lifecycle.stops  # a later stop() is meant to last
    finish = lifecycle.begin_stop_if_idle()
    if finish is None:
        return False
    finish()
    lifecycle.deliver()

    def start_again() -> None:
        try:
            lifecycle.start(stops)
        except WorkerError as error:
            logger.warning("couldn't restart %s: %s", name, error)

    threading.Thread(target=start_again, name=f"restart-{name}", daemon=True).start()
    return True
