"""The channel of Windows: two pipes, which can't be polled there, and a thread for each.

Windows has no time limit for a read from a pipe, and closing a file waits for another thread's
read of it. So each pipe belongs to one thread, which alone reads or writes and closes it, and
the caller waits at a queue. This module works on every platform.
"""

from __future__ import annotations

import io
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from workers.child import wire
from workers.process.channel import ChannelTimeout

#: Largest block of one read: a pipe's capacity.
_BLOCK_BYTES = 2**16
#: Blocks that may wait for a receiver; then the worker has to wait.
_MAX_BLOCKS = 64
#: Seconds for the end of a pipe to arrive once the worker has gone. Reading its last words takes
#: less; longer than that, only an unknown process can hold the other end open.
_END_GRACE_S = 0.2


class PipeChannel:
    """See :class:`workers.process.channel.Channel`."""

    def __init__(self, incoming: io.FileIO, outgoing: io.FileIO, *, name: str = "worker") -> None:
        """Starts to read.

        Args:
            incoming: Read end of the pipe from the worker; closed when that pipe ends.
            outgoing: Write end of the pipe to the worker; closed by :meth:`close`.
            name: The worker's name, for the threads.
        """
        self.sends_raw_text = False
        self._outgoing = _Outgoing(outgoing, name)
        # A worker that sends nothing more gets no more requests: both threads end with it.
        self._incoming = _Incoming(incoming, name, on_end=self._outgoing.close)
        self.deadline = 0.0
        self._rest = memoryview(b"")
        self._reader = wire.MessageReader(self._receive, self._receive_into)

    def send(self, message: wire.Message, timeout_s: float) -> None:
        """See :meth:`workers.process.channel.Channel.send`."""
        pieces = wire.encode(message, raw_text=self.sends_raw_text)
        self._outgoing.write(pieces, timeout_s)

    def receive(self, timeout_s: float) -> wire.Message:
        """See :meth:`workers.process.channel.Channel.receive`."""
        self.deadline = time.monotonic() + timeout_s
        return self._reader.read_message()

    def receive_line(self, timeout_s: float) -> str:
        """See :meth:`workers.process.channel.Channel.receive_line`."""
        self.deadline = time.monotonic() + timeout_s
        return self._reader.read_line().decode("utf-8", "replace")

    def drain(self) -> int:
        """See :meth:`workers.process.channel.Channel.drain`."""
        dropped = self._reader.drop_pending() + len(self._rest)
        self._rest = memoryview(b"")
        return dropped + self._incoming.drop()

    def expect_nothing(self) -> None:
        """See :meth:`workers.process.channel.Channel.expect_nothing`."""
        self._incoming.expect_nothing()

    def close(self) -> None:
        """See :meth:`workers.process.channel.Channel.close`.

        Never waits. A thread in the middle of a read or a write ends with the worker, whose end
        of the pipe closes then.
        """
        self._outgoing.close()
        self._incoming.close()

    def _receive(self, size: int) -> bytes:
        if self._rest:
            block, self._rest = bytes(self._rest[:size]), self._rest[size:]
            return block
        return self._incoming.next_block(self.deadline)

    def _receive_into(self, view: memoryview) -> int:
        block = self._rest or memoryview(self._incoming.next_block(self.deadline))
        count = min(len(view), len(block))
        view[:count] = block[:count]
        self._rest = block[count:]
        return count


class _Incoming:
    """A thread that reads, and the blocks that it has read."""

    def __init__(self, pipe: io.FileIO, name: str, on_end: Callable[[], None]) -> None:
        self._pipe = pipe
        self._on_end = on_end
        self._blocks: queue.SimpleQueue[bytes] = queue.SimpleQueue()  # an empty block is the end
        self._room = threading.Event()
        self._room.set()
        self._is_last = False  # no more comes than the pipe holds
        self._closed = False
        self._ended = threading.Event()
        threading.Thread(target=self._pump, name=f"read-{name}", daemon=True).start()

    def next_block(self, deadline: float) -> bytes:
        """Waits for the next block; empty at the end, and from then on.

        Raises:
            ChannelTimeout: ``deadline`` (monotonic) has passed.
        """
        left = min(max(deadline - time.monotonic(), 0.0), threading.TIMEOUT_MAX)
        try:
            block = self._blocks.get(timeout=left)
        except queue.Empty:
            raise ChannelTimeout from None
        if not self._room.is_set():
            self._room.set()
        if not block:
            self._blocks.put(block)
        return block

    def drop(self) -> int:
        """Drops the blocks that were not received; returns their size in bytes."""
        dropped = 0
        try:
            while block := self._blocks.get_nowait():
                dropped += len(block)
                if dropped > wire.MAX_LINE_BYTES:
                    raise wire.WireError("endless output that wasn't requested")
            self._blocks.put(b"")
        except queue.Empty:
            pass
        self._room.set()
        return dropped

    def expect_nothing(self) -> None:
        """Puts the end behind what the pipe still holds, within ``_END_GRACE_S``."""
        self._is_last = True
        self._room.set()
        if not self._ended.wait(_END_GRACE_S):
            self._blocks.put(b"")

    def close(self) -> None:
        """Ends all waits for more. The pipe itself is closed when its other end closes."""
        self._closed = True
        self._blocks.put(b"")
        self._room.set()

    def _pump(self) -> None:
        with self._pipe:
            while not self._closed and (block := self._read()):
                self._blocks.put(block)
                if self._blocks.qsize() > _MAX_BLOCKS:
                    self._wait_for_room()
        self._blocks.put(b"")
        self._ended.set()
        self._on_end()

    def _read(self) -> bytes:
        try:
            return self._pipe.read(_BLOCK_BYTES) or b""
        except OSError:
            return b""  # broken instead of closed

    def _wait_for_room(self) -> None:
        self._room.clear()
        # A receiver may have set the event just before it was cleared.
        if self._blocks.qsize() > _MAX_BLOCKS and not (self._is_last or self._closed):
            self._room.wait()


@dataclass(eq=False, slots=True)
class _Write:
    """Pieces to write without a break, and the outcome."""

    pieces: tuple[wire.Buffer, ...]
    written: threading.Event = field(default_factory=threading.Event)
    error: str = ""


class _Outgoing:
    """A thread that writes messages in order of arrival."""

    def __init__(self, pipe: io.FileIO, name: str) -> None:
        self._pipe = pipe
        self._writes: queue.SimpleQueue[_Write | None] = queue.SimpleQueue()
        self._lock = threading.Lock()  # nothing is put behind the None that ends the thread
        self._closed = False
        threading.Thread(target=self._pump, name=f"write-{name}", daemon=True).start()

    def write(self, pieces: tuple[wire.Buffer, ...], timeout_s: float) -> None:
        """Writes, and waits until all is written.

        Raises:
            wire.EndOfStream: The other end is closed, or this one.
            ChannelTimeout: Not in time; it is still written if that becomes possible.
        """
        write = _Write(pieces)
        with self._lock:
            if self._closed:
                raise wire.EndOfStream("the pipe was closed")
            self._writes.put(write)
        if not write.written.wait(min(timeout_s, threading.TIMEOUT_MAX)):
            raise ChannelTimeout
        if write.error:
            raise wire.EndOfStream(write.error)

    def close(self) -> None:
        """Closes the pipe as soon as the current write has ended."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self._writes.put(None)

    def _pump(self) -> None:
        error = ""
        with self._pipe:
            while (write := self._writes.get()) is not None:
                error = error or self._write(write.pieces)
                write.error = error
                write.written.set()

    def _write(self, pieces: tuple[wire.Buffer, ...]) -> str:
        """Writes all pieces; returns the error's message, empty for none."""
        try:
            for piece in pieces:
                rest = memoryview(piece)
                while rest:
                    rest = rest[self._pipe.write(rest) or 0 :]
        except OSError as error:
            return str(error)
        return ""
