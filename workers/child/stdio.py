"""The private way to the parent: the original stdin and stdout, taken out of reach.

Libraries print, in Python and in C. Whatever they write to fd 1 or ``sys.stdout``
goes to stderr, and the protocol keeps copies of the original descriptors that
nobody else knows.
"""

from __future__ import annotations

import io
import os
import sys
import threading

from workers.child import wire

_channel: ParentChannel | None = None


class ParentChannel:
    """Messages to and from the parent."""

    def __init__(self, incoming: io.FileIO, outgoing: io.FileIO) -> None:
        """Args: the two private descriptors, unbuffered and binary."""
        self.incoming = incoming
        self._outgoing = outgoing
        self._write_lock = threading.Lock()
        self.reader = wire.MessageReader(incoming.read, incoming.readinto, takes_raw_text=True)

    def write_line(self, line: str) -> None:
        """Writes one plain start-up line, or several."""
        self._write((line.encode() + b"\n",))

    def send(self, message: wire.Message) -> None:
        """Sends one message.

        Raises:
            TypeError, ValueError, RecursionError: It can't be serialized; nothing was sent.
        """
        self._write(wire.encode(message))

    def _write(self, pieces: tuple[wire.Buffer, ...]) -> None:
        write = self._outgoing.write
        with self._write_lock:
            for piece in pieces:
                written = write(piece) or 0
                if written != len(piece):
                    view = memoryview(piece)[written:]
                    while len(view):
                        view = view[write(view) or 0 :]


def take_channel() -> ParentChannel:
    """Take stdin and stdout for the protocol, once; later calls return the same.

    After it, fd 0 is the null device, fd 1 and ``sys.stdout`` are stderr.
    """
    global _channel  # noqa: PLW0603 - a process has one stdout
    if _channel is None:
        if sys.stdout is not None:
            sys.stdout.flush()
        incoming, outgoing = _private_copy(0), _private_copy(1)
        null = os.open(os.devnull, os.O_RDONLY)
        os.dup2(null, 0)
        os.close(null)
        os.dup2(2, 1)
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115 - for good
        sys.stdout = sys.stderr
        _channel = ParentChannel(
            io.FileIO(incoming, "rb", closefd=False), io.FileIO(outgoing, "wb", closefd=False)
        )
    return _channel


def _private_copy(descriptor: int) -> int:
    """Duplicate a descriptor so that neither child processes nor prints can reach it."""
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - exists on Windows alone

        msvcrt.setmode(descriptor, os.O_BINARY)
    copy = os.dup(descriptor)  # not inheritable
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - exists on Windows alone

        msvcrt.setmode(copy, os.O_BINARY)
    return copy
