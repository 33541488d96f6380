"""A list of callbacks that cannot hurt the one who calls them."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from typing import Generic, ParamSpec

logger = logging.getLogger(__name__)

P = ParamSpec("P")


class Observers(Generic[P]):
    """Callbacks, called in the order they were added, one event at a time.

    Events are published under the owner's lock, which fixes their order, and
    delivered outside it, so that a callback may call back in. An event that is
    published while another is being delivered is delivered after it, by the same
    thread: observers never see two events at once, nor in another order than they
    happened in.
    """

    def __init__(self, owner: str) -> None:
        """Args: owner: Named in the log when a callback fails."""
        self._owner = owner
        self._lock = threading.Lock()
        self._callbacks: list[Callable[P, object]] = []
        self._events: deque[Callable[[Callable[P, object]], object]] = deque()
        self._delivering = False

    def add(self, callback: Callable[P, object]) -> None:
        """Add a callback; one that is already there is not added twice."""
        with self._lock:
            if callback not in self._callbacks:
                self._callbacks.append(callback)

    def remove(self, callback: Callable[P, object]) -> None:
        """Remove a callback; one that is not there is ignored."""
        with self._lock:
            if callback in self._callbacks:
                self._callbacks.remove(callback)

    def publish(self, *args: P.args, **kwargs: P.kwargs) -> None:
        """Queue one event. Does not call anybody: the caller may hold its lock."""
        with self._lock:
            self._events.append(lambda callback: callback(*args, **kwargs))

    def deliver(self) -> None:
        """Deliver what is queued. The caller must hold no lock."""
        while self._events:  # without the lock: what the caller has published, it sees
            with self._lock:
                if self._delivering or not self._events:
                    return
                self._delivering = True
                event = self._events.popleft()
                callbacks = tuple(self._callbacks)
            try:
                for callback in callbacks:
                    if callback in self._callbacks:  # not removed by the one before it
                        self._call(event, callback)
            finally:
                with self._lock:
                    self._delivering = False

    def _call(
        self,
        event: Callable[[Callable[P, object]], object],
        callback: Callable[P, object],
    ) -> None:
        try:
            event(callback)
        except Exception:
            logger.exception("%s: observer %r failed; ignored", self._owner, callback)
