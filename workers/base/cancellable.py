"""Runs blocking calls so that a caller can leave them: on a thread, with a cancel event."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable, Generator, Iterator
from typing import Generic, Protocol, TypeVar

Item = TypeVar("Item")
Item_co = TypeVar("Item_co", covariant=True)

#: How often a waiting caller checks its event, in seconds.
_TICK_S = 0.05
#: How long a producer that was left may take to end, in seconds.
_JOIN_S = 0.5
#: How many items are produced ahead of the caller.
_QUEUE_SIZE = 64


class Cancelled(Exception):
    """The caller's event was set."""


class StallTimeout(Exception):
    """Nothing arrived for too long."""


class Producer(Protocol[Item_co]):
    """Yields items; may block while it does."""

    def __iter__(self) -> Iterator[Item_co]:
        """Yields the items, on a thread of its own."""
        ...

    def abort(self) -> None:
        """Makes the iteration end soon if possible; called from another thread."""


class Call(Producer[Item]):
    """A call as a producer of its one result; it can't be aborted."""

    def __init__(self, function: Callable[[], Item]) -> None:
        self._function = function

    def __iter__(self) -> Iterator[Item]:
        """Makes the call."""
        yield self._function()

    def abort(self) -> None:
        """Does nothing: the call runs to its end, and its result is dropped."""


def iterate_cancellable(
    producer: Producer[Item], cancelled: threading.Event, stall_s: float
) -> Generator[Item, None, None]:
    """Yields a producer's items, and leaves it as soon as the caller is canceled.

    The producer runs on a daemon thread that does nothing else, so one that hangs changes nothing
    later. Exceptions of the producer are raised here.

    Args:
        producer: Yields the items.
        cancelled: Set it to stop.
        stall_s: Longest time without an item, in seconds.

    Raises:
        Cancelled: ``cancelled`` was set.
        StallTimeout: No item arrived for ``stall_s``.
    """
    channel = _Channel(producer)
    thread = threading.Thread(target=channel.run, name="engineroom-download", daemon=True)
    thread.start()
    try:
        while (item := channel.next(cancelled, stall_s)) is not None:
            yield item[0]
    finally:
        channel.close()
        producer.abort()
        thread.join(_JOIN_S)


class _Channel(Generic[Item]):
    """Hands items from the producer's thread to the caller's."""

    def __init__(self, producer: Producer[Item]) -> None:
        self._producer = producer
        #: An item in a tuple; an error; None at the end.
        self._items: queue.Queue[tuple[Item] | Exception | None] = queue.Queue(_QUEUE_SIZE)
        self._is_closed = threading.Event()

    def run(self) -> None:
        """Produces items until the end or until the caller leaves; on the producer's thread."""
        try:
            items = iter(self._producer)
            for item in items:
                if not self._put((item,)):
                    break
            if isinstance(items, Generator):
                items.close()  # Now, and on this thread: it holds a connection.
        except Exception as error:  # noqa: BLE001 - raised on the caller's thread
            self._put(error)
        else:
            self._put(None)

    def close(self) -> None:
        """Drops all further items."""
        self._is_closed.set()

    def next(self, cancelled: threading.Event, stall_s: float) -> tuple[Item] | None:
        """Returns the next item in a tuple; None at the end."""
        for _ in range(max(1, round(stall_s / _TICK_S))):
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
        """Waits until there is room; returns False if the caller has left."""
        while not self._is_closed.is_set():
            with contextlib.suppress(queue.Full):
                self._items.put(item, timeout=_TICK_S)
                return True
        return False


def call_cancellable(
    function: Callable[[], Item], cancelled: threading.Event, timeout_s: float
) -> Item:
    """Makes one call that may block; see :func:`iterate_cancellable`.

    Args:
        function: The call.
        cancelled: Set it to stop.
        timeout_s: Longest time that the call may take, in seconds.

    Raises:
        Cancelled: ``cancelled`` was set.
        StallTimeout: The call took too long.
    """
    results = iterate_cancellable(Call(function), cancelled, timeout_s)
    with contextlib.closing(results):
        return next(results)
