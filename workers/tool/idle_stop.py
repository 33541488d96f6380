"""Stops an idle worker, for another one or to restart it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from workers.errors import WorkerError
from workers.tool.lifecycle import Lifecycle

logger = logging.getLogger(__name__)


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
