"""The channel of POSIX: one socket, read by the thread that waits for the answer.

A reader thread would cost more than the answer: handing a message over takes 30 us. Time-outs
are the kernel's (SO_RCVTIMEO, socket(7)), which saves the poll that Python's own socket time-outs
make before every call.
"""

from __future__ import annotations

import socket
import struct
import sys
import threading
import time

from workers.child import wire
from workers.process.channel import ChannelTimeout

if sys.platform == "win32":
    msg = "workers.process.channel_sockets is not for Windows"
    raise ImportError(msg)

_MAX_TIMEOUT_S = 1e8  # struct timeval holds no infinity
#: Seconds for a reader to leave a socket that was shut down.
_LEAVE_S = 5.0


class SocketChannel:
    """See :class:`workers.process.channel.Channel`."""

    def __init__(self, connection: socket.socket) -> None:
        """Takes our end, in blocking mode; :meth:`close` closes it."""
        connection.settimeout(None)
        self.sends_raw_text = False
        self._socket = connection
        self._send_lock = threading.Lock()
        self._receiving = threading.Lock()
        # Seconds, as the kernel has them now.
        self._send_limit_s = self._receive_limit_s = -1.0
        self.deadline = 0.0
        self._reader = wire.MessageReader(
            connection.recv, self._receive_into, read_on=self._receive_on
        )

    def send(self, message: wire.Message, timeout_s: float) -> None:
        """See :meth:`workers.process.channel.Channel.send`."""
        pieces = wire.encode(message, raw_text=self.sends_raw_text)
        # A first try without a time-out is what nearly every send gets by with.
        if not (
            self._send_lock.acquire(False)  # noqa: FBT003 - by keyword it takes twice as long
            or self._send_lock.acquire(timeout=min(timeout_s, threading.TIMEOUT_MAX))
        ):
            raise ChannelTimeout
        try:
            if timeout_s != self._send_limit_s:
                self._limit(socket.SO_SNDTIMEO, timeout_s)
                self._send_limit_s = timeout_s
            deadline = time.monotonic() + timeout_s
            for piece in pieces:
                sent = self._socket.send(piece)
                if sent != len(piece):
                    self._send_rest(memoryview(piece)[sent:], deadline)
        except BlockingIOError:
            raise ChannelTimeout from None
        except OSError as error:
            raise wire.EndOfStream(str(error)) from error
        finally:
            self._send_lock.release()

    def _send_rest(self, rest: memoryview, deadline: float) -> None:
        while rest:
            if time.monotonic() > deadline:
                raise ChannelTimeout
            rest = rest[self._socket.send(rest) :]

    def receive(self, timeout_s: float) -> wire.Message:
        """See :meth:`workers.process.channel.Channel.receive`."""
        with self._receiving:
            self.deadline = time.monotonic() + timeout_s
            try:
                if timeout_s != self._receive_limit_s:
                    self._limit_receive(timeout_s)
                return self._reader.read_message()
            except BlockingIOError:
                raise ChannelTimeout from None
            except OSError as error:  # closed by stop() on another thread
                raise wire.EndOfStream(str(error)) from error

    def receive_line(self, timeout_s: float) -> str:
        """See :meth:`workers.process.channel.Channel.receive_line`."""
        with self._receiving:
            self.deadline = time.monotonic() + timeout_s
            try:
                self._limit_receive(timeout_s)
                return self._reader.read_line().decode("utf-8", "replace")
            except BlockingIOError:
                raise ChannelTimeout from None
            except OSError as error:
                raise wire.EndOfStream(str(error)) from error

    def drain(self) -> int:
        """See :meth:`workers.process.channel.Channel.drain`."""
        dropped = self._reader.drop_pending()
        try:
            while data := self._socket.recv(65536, socket.MSG_DONTWAIT):
                dropped += len(data)
                if dropped > wire.MAX_LINE_BYTES:
                    raise wire.WireError("endless output that wasn't requested")
        except OSError:
            return dropped
        return dropped

    def expect_nothing(self) -> None:
        """See :meth:`workers.process.channel.Channel.expect_nothing`."""
        try:
            self._socket.shutdown(socket.SHUT_RDWR)  # wakes a thread that waits for data
        except OSError:
            pass  # the other end has gone

    def close(self) -> None:
        """See :meth:`workers.process.channel.Channel.close`."""
        self.expect_nothing()
        # A thread that is about to read may hold the bare number of the descriptor, which another
        # file gets as soon as this one is closed. The thread has been woken, and leaves at once.
        left = self._receiving.acquire(timeout=_LEAVE_S)
        try:
            self._socket.close()
        finally:
            if left:
                self._receiving.release()

    def _limit(self, option: int, timeout_s: float) -> None:
        seconds = min(max(timeout_s, 1e-3), _MAX_TIMEOUT_S)  # 0 would mean: wait for ever
        full_seconds = int(seconds)
        value = struct.pack("@ll", full_seconds, int((seconds - full_seconds) * 1e6))
        self._socket.setsockopt(socket.SOL_SOCKET, option, value)

    def _limit_receive(self, timeout_s: float) -> None:
        self._limit(socket.SO_RCVTIMEO, timeout_s)
        self._receive_limit_s = timeout_s

    def _limit_rest(self) -> None:
        """Sets the time that is left, as the kernel's limit is for one call only."""
        left_s = self.deadline - time.monotonic()
        if left_s <= 0:
            raise ChannelTimeout
        self._limit_receive(left_s)

    def _receive_on(self, size: int) -> bytes:
        self._limit_rest()
        return self._socket.recv(size)

    def _receive_into(self, view: memoryview) -> int:
        self._limit_rest()
        return self._socket.recv_into(view)
