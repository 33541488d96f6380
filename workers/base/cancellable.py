"""Waiting for what cannot be broken off, in a way that can be."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable, Generator, Iterator
from typing import Generic, Protocol, TypeVar

Item = TypeVar("Item")
Item_co = TypeVar("Item_co", covariant=True)

#: How often a caller who waits looks whether it was cancelled, in seconds.
_TICK_S = 0.05
#: How long a producer that was left is waited for, in seconds: it ends with its connection.
_FAREWELL_S = 0.5
#: So many items are produced ahead of who takes them.
_AHEAD = 64


class Cancelled(Exception):
    """The caller's event was set."""


class StallTimeout(Exception):
    """Nothing came for too long."""


class Producer(Protocol[Item_co]):
    """Brings items, and may hang while it does."""

    def __iter__(self) -> Iterator[Item_co]:
        """Bring them, on a thread of its own."""
        ...

    def abort(self) -> None:
        """Called from another thread when no more is wanted: come back soon, if possible."""


class Call(Producer[Item]):
    """A call as a producer of its one result; it cannot be aborted, only left."""

    def __init__(self, function: Callable[[], Item]) -> None:
        self._function = function

    def __iter__(self) -> Iterator[Item]:
        """Make the call."""
        yield self._function()

    def abort(self) -> None:
        """Let it run to its end, which nobody waits for."""


def iterate_cancellable(
    producer: Producer[Item], cancelled: threading.Event, silence_s: float
) -> Generator[Item, None, None]:
    """Yield what a producer brings, and leave it as soon as the caller is cancelled.

    It runs on a thread of its own, which does nothing else: who is left there changes nothing
    any more, whenever it comes back. What it raises is raised here.

    Args:
        producer: Brings the items.
        cancelled: Set it to stop.
        silence_s: How long nothing may come, in seconds.

    Raises:
        Cancelled: ``cancelled`` was set.
        Silence: Nothing came for ``silence_s``.
    """
    relay = _Relay(producer)
    thread = threading.Thread(target=relay.run, name="engineroom-download", daemon=True)
    thread.start()
    try:
        while (item := relay.next(cancelled, silence_s)) is not None:
            yield item[0]
    finally:
        relay.leave()
        producer.abort()
        thread.join(_FAREWELL_S)


class _Relay(Generic[Item]):
    """Hands items from the producer's thread to the caller's."""

    def __init__(self, producer: Producer[Item]) -> None:
        self._producer = producer
        #: An item, wrapped; an error; None at the end.
        self._items: queue.Queue[tuple[Item] | Exception | None] = queue.Queue(_AHEAD)
        self._left = threading.Event()

    def run(self) -> None:
        """Bring all items, or as many as are wanted; on the producer's thread."""
        try:
            brought = iter(self._producer)
            for item in brought:
                if not self._put((item,)):
                    break
            if isinstance(brought, Generator):
                brought.close()  # here, and now: it holds a connection
        except Exception as error:  # noqa: BLE001 - it is raised where it is waited for
            self._put(error)
        else:
            self._put(None)

    def leave(self) -> None:
        """Nothing is taken any more."""
        self._left.set()

    def next(self, cancelled: threading.Event, silence_s: float) -> tuple[Item] | None:
        """The next item, wrapped; None at the end."""
        for _ in range(max(1, round(silence_s / _TICK_S))):
            if cancelled.is_set():
                raise Cancelled
            try:
                item = self._items.get(timeout=_TICK_S)
            except queue.Empty:
                continue
            if isinstance(item, Exception):
                raise item
            return item
        raise StallTimeout

    def _put(self, item: tuple[Item] | Exception | None) -> bool:
        """Wait until there is room; False when the caller has left."""
        while not self._left.is_set():
            with contextlib.suppress(queue.Full):
                self._items.put(item, timeout=_TICK_S)
                return True
        return False


def call_cancellable(
    function: Callable[[], Item], cancelled: threading.Event, silence_s: float
) -> Item:
    """Make one call that may hang; see :func:`iterate_cancellable`."""
    with contextlib.closing(iterate_cancellable(Call(function), cancelled, silence_s)) as results:
        return next(results)
