"""Callbacks for events, isolated from their caller and from each other."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from typing import Generic, ParamSpec

logger = logging.getLogger(__name__)

P = ParamSpec("P")


class Observers(Generic[P]):
    """Callbacks, called in the order in which they were added, one event at a time.

    Events are published under the owner's lock, which fixes their order, and delivered
    outside it, so that a callback may call back into the owner. An event that is published
    during a delivery is delivered after it, by the same thread: observers see every event in
    its order and never two at once. An exception that strikes a delivery loses that one event at
    most: the next call of :meth:`deliver` goes on.
    """

    def __init__(self, owner: str) -> None:
        """Args: owner: Name for the log when a callback fails."""
        self._owner = owner
        self._lock = threading.Lock()
        self._callbacks: list[Callable[P, object]] = []
        self._events: deque[Callable[[Callable[P, object]], object]] = deque()
        # Held during a delivery, by a `with` block that no exception can leave it locked.
        self._gate = threading.Lock()

    def add(self, callback: Callable[P, object]) -> None:
        """Adds a callback, unless it was added before."""
        with self._lock:
            if callback not in self._callbacks:
                self._callbacks.append(callback)

    def remove(self, callback: Callable[P, object]) -> None:
        """Removes a callback; ignores one that was not added."""
        with self._lock:
            if callback in self._callbacks:
                self._callbacks.remove(callback)

    def publish(self, *args: P.args, **kwargs: P.kwargs) -> None:
        """Queues one event and calls nothing: the caller may hold its lock."""
        with self._lock:
            self._events.append(lambda callback: callback(*args, **kwargs))

    def deliver(self) -> None:
        """Delivers the queued events. The caller must hold no lock."""
        while self._events:  # read without the lock: a caller sees its own events
            # Each delivery has a gate of its own, so that taking it never waits. A flag, or a
            # plain acquire(), could stay set if an exception struck before its `try`.
            gate = threading.Lock()
            with gate:
                with self._lock:
                    if self._gate.locked() or not self._events:
                        return  # that delivery sees the events: it looks again at its end
                    self._gate = gate
                    event = self._events.popleft()
                    callbacks = tuple(self._callbacks)
                for callback in callbacks:
                    if callback in self._callbacks:  # not removed by an earlier callback
                        self._call(event, callback)

    def _call(
        self,
        event: Callable[[Callable[P, object]], object],
        callback: Callable[P, object],
    ) -> None:
        try:
            event(callback)
        except Exception:
            logger.exception("%s: observer %r failed; ignored", self._owner, callback)
