"""The channel of POSIX: one socket, read by the thread that waits for the answer.

There is no reader thread: handing an answer over from one would cost more than the
answer. Time-outs are the kernel's (SO_RCVTIMEO, socket(7)), which saves the poll that
Python's own socket time-outs make before every call.
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
_LEAVE_S = 5.0  # for a reader to leave a socket that was shut down


class SocketChannel:
    """See :class:`workers.process.channel.Channel`."""

    def __init__(self, connection: socket.socket) -> None:
        """Args: connection: Our end, in blocking mode; closed by :meth:`close`."""
        connection.settimeout(None)
        self._socket = connection
        self._send_lock = threading.Lock()
        self._receiving = threading.Lock()
        self._limits = {socket.SO_RCVTIMEO: -1.0, socket.SO_SNDTIMEO: -1.0}
        self._deadline = 0.0
        self._reader = wire.MessageReader(self._receive, self._receive_into)

    def send(self, message: wire.Message, timeout_s: float) -> None:
        """See :meth:`workers.process.channel.Channel.send`."""
        line, payload = wire.encode(message)
        # A first try without a time-out is what nearly every send gets by with.
        if not self._send_lock.acquire(blocking=False) and not self._send_lock.acquire(
            timeout=min(timeout_s, threading.TIMEOUT_MAX)
        ):
            raise ChannelTimeout
        try:
            self._limit(socket.SO_SNDTIMEO, timeout_s)
            self._send_all(line, timeout_s)
            if payload:
                self._send_all(payload, timeout_s)
        finally:
            self._send_lock.release()

    def _send_all(self, data: wire.Buffer, timeout_s: float) -> None:
        deadline = time.monotonic() + timeout_s  # the first send may take all of it
        try:
            sent = self._socket.send(data)
            if sent == len(data):
                return
            rest = memoryview(data)[sent:]
            while rest:
                if time.monotonic() > deadline:
                    raise ChannelTimeout
                rest = rest[self._socket.send(rest) :]
        except BlockingIOError:
            raise ChannelTimeout from None
        except OSError as error:
            raise wire.EndOfStream(str(error)) from error

    def receive(self, timeout_s: float) -> wire.Message:
        """See :meth:`workers.process.channel.Channel.receive`."""
        with self._receiving:
            self._begin(timeout_s)
            return self._reader.read_message()

    def receive_line(self, timeout_s: float) -> str:
        """See :meth:`workers.process.channel.Channel.receive_line`."""
        with self._receiving:
            self._begin(timeout_s)
            return self._reader.read_line().decode("utf-8", "replace")

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
            self._socket.shutdown(socket.SHUT_RDWR)  # wakes who waits in it
        except OSError:
            pass  # the other end has gone

    def close(self) -> None:
        """See :meth:`workers.process.channel.Channel.close`."""
        self.expect_nothing()
        # Who is about to read may hold the bare number of a descriptor that is somebody
        # else's as soon as this one is closed; it has been woken, and leaves at once.
        left = self._receiving.acquire(timeout=_LEAVE_S)
        try:
            self._socket.close()
        finally:
            if left:
                self._receiving.release()

    def _begin(self, timeout_s: float) -> None:
        self._deadline = time.monotonic() + timeout_s
        self._limit(socket.SO_RCVTIMEO, timeout_s)
        self._first = True

    def _limit(self, option: int, timeout_s: float) -> None:
        if self._limits[option] != timeout_s:
            # 0 would mean: wait for ever.
            seconds = min(max(timeout_s, 1e-3), _MAX_TIMEOUT_S)
            whole = int(seconds)
            value = struct.pack("@ll", whole, int((seconds - whole) * 1e6))
            try:
                self._socket.setsockopt(socket.SOL_SOCKET, option, value)
            except OSError as error:  # closed by stop() on another thread
                raise wire.EndOfStream(str(error)) from error
            self._limits[option] = timeout_s

    def _check_time(self) -> None:
        """The kernel's limit is for one call; a message that dribbles in takes many."""
        if self._first:
            self._first = False
            return
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise ChannelTimeout
        self._limit(socket.SO_RCVTIMEO, left)

    def _receive(self, size: int) -> bytes:
        self._check_time()
        try:
            return self._socket.recv(size)
        except BlockingIOError:
            raise ChannelTimeout from None
        except OSError:
            return b""

    def _receive_into(self, view: memoryview) -> int:
        self._check_time()
        try:
            return self._socket.recv_into(view)
        except BlockingIOError:
            raise ChannelTimeout from None
        except OSError:
            return 0
