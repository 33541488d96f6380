"""Reads requests, also while the main thread is busy with one.

End of input, ``shutdown`` and ``cancel`` must be noticed in the middle of a load or of a long
request, so a second thread has to read then. But handing every request from a reading thread to
the main thread costs 30 to 40 us of a round trip of 50. So on POSIX the main thread reads while it
is idle, and a second thread, the watch, takes over only when a request has been running for a
tick. Windows pipes can't be polled: there a thread always reads, and a queue hands over.

The watch works without the main thread's cooperation, but it needs the interpreter lock. The guard
(:mod:`workers.child.guard`), a process, covers a handler that holds that lock for seconds.
"""

from __future__ import annotations

import select
import sys
import threading
import time
from collections import deque

from workers.child import wire
from workers.child.stdio import ParentChannel

TYPE_CHECKING = False  # importing typing takes 3 ms of a start of 40
if TYPE_CHECKING:
    from collections.abc import Callable
    from queue import SimpleQueue
    from typing import Union

    #: A message, or the reason why there is none.
    Item = Union[wire.Message, Exception]

#: Seconds that a request may run before the watch starts to read.
TICK_S = 0.02
#: Ticks without a request after which the watch sleeps until the next request.
_QUIET_TICKS = 50


class Inbox:
    """Requests in order of arrival; control messages are handled as soon as they are read."""

    def __init__(self, channel: ParentChannel, on_control: Callable[[Item], None]) -> None:
        """Creates an inbox that has read nothing yet.

        Args:
            channel: The connection to the parent.
            on_control: Called with ``shutdown``, ``cancel`` and the error that ended the input, on
                the thread that read them.
        """
        self._channel = channel
        self._read_message = channel.reader.read_message
        self._on_control = on_control

    def start(self) -> None:
        """Starts to watch; the main thread counts as busy until it calls :meth:`next`."""
        raise NotImplementedError

    def next(self) -> Item:
        """Waits for the next request; main thread only.

        Returns:
            A message, or a ``ValueError`` for a line that was not one.
        """
        raise NotImplementedError

    def _read(self) -> Item:
        try:
            return self._read_message()
        except (ValueError, wire.WireError, OSError) as error:
            return error

    def _is_control(self, item: Item) -> bool:
        """Handles what must not wait for the main thread; False for anything else."""
        if isinstance(item, dict):
            is_control = "op" in item and item["op"] in ("shutdown", "cancel")
        else:
            is_control = isinstance(item, (wire.WireError, OSError))
        if is_control:
            self._on_control(item)
        return is_control


class SharedInbox(Inbox):
    """The main thread reads when idle; the watch reads for it when it is busy."""

    def __init__(self, channel: ParentChannel, on_control: Callable[[Item], None]) -> None:
        """See :class:`Inbox`."""
        super().__init__(channel, on_control)
        self._reading = threading.Lock()  # held while a thread reads the stream
        self._waiting: deque[Item] = deque()
        self._busy = True
        self._served = 0
        self._watching = False
        self._wake = threading.Event()

    def start(self) -> None:
        """See :meth:`Inbox.start`."""
        self._watching = True
        threading.Thread(target=self._watch, name="engineroom-watch", daemon=True).start()

    def next(self) -> Item:
        """See :meth:`Inbox.next`."""
        while True:
            self._busy = False
            with self._reading:
                item = self._waiting.popleft() if self._waiting else self._read()
                self._busy = True
                self._served += 1
            if not self._watching:
                self._wake.set()
            if (type(item) is dict and "op" not in item) or not self._is_control(item):
                return item

    def _watch(self) -> None:
        assert sys.platform != "win32"  # where ThreadedInbox is
        poll = select.poll()
        poll.register(self._channel.incoming.fileno(), select.POLLIN)
        while True:
            quiet, served = 0, -1
            while quiet < _QUIET_TICKS:
                if not self._busy:
                    quiet += 1
                    time.sleep(TICK_S)  # noqa: TID251 - it waits for a tick
                elif served != self._served:
                    quiet, served = 0, self._served
                    time.sleep(TICK_S)  # noqa: TID251 - as above
                # The same request as a tick ago: read instead of the main thread.
                elif self._channel.reader.has_pending or poll.poll(TICK_S * 1000):
                    self._read_for_main()
            self._watching = False
            # For a request that came in between, _watching was still true.
            if not self._busy:
                self._wake.wait()
            self._wake.clear()
            self._watching = True

    def _read_for_main(self) -> None:
        if not self._reading.acquire(blocking=False):
            return  # the main thread reads again
        try:
            if self._busy:
                item = self._read()
                if not self._is_control(item):
                    self._waiting.append(item)
        finally:
            self._reading.release()


class ThreadedInbox(Inbox):
    """A thread always reads; works where input can't be polled."""

    def __init__(self, channel: ParentChannel, on_control: Callable[[Item], None]) -> None:
        """See :class:`Inbox`."""
        super().__init__(channel, on_control)
        from queue import SimpleQueue  # noqa: PLC0415 - only Windows pays for it

        self._items: SimpleQueue[Item] = SimpleQueue()

    def start(self) -> None:
        """See :meth:`Inbox.start`."""
        threading.Thread(target=self._pump, name="engineroom-inbox", daemon=True).start()

    def next(self) -> Item:
        """See :meth:`Inbox.next`."""
        return self._items.get()

    def _pump(self) -> None:
        while True:
            item = self._read()
            if not self._is_control(item):
                self._items.put(item)


def inbox_for(
    channel: ParentChannel,
    on_control: Callable[[Item], None],
    *,
    threaded: bool | None = None,
) -> Inbox:
    """Returns the inbox of this platform, or the one that a test asks for."""
    if threaded is None:
        threaded = sys.platform == "win32" or not hasattr(select, "poll")
    return (ThreadedInbox if threaded else SharedInbox)(channel, on_control)
