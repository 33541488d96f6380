"""The private connection to the parent: copies of the original stdin and stdout.

Libraries print, in Python and in C. What they write to fd 1 or ``sys.stdout`` goes to stderr; only
the protocol has the copies of the original descriptors.
"""

from __future__ import annotations

import io
import os
import sys
import threading

from workers.child import wire

_channel: ParentChannel | None = None


class ParentChannel:
    """The connection that carries messages to and from the parent."""

    def __init__(self, incoming: io.FileIO, outgoing: io.FileIO) -> None:
        """Takes the two private descriptors, unbuffered and binary."""
        self.incoming = incoming
        self._outgoing = outgoing
        self._write_lock = threading.Lock()
        self.reader = wire.MessageReader(incoming.read, incoming.readinto, takes_raw_text=True)

    def write_line(self, line: str) -> None:
        """Writes one plain start-up line."""
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
    """Takes stdin and stdout for the protocol, once; later calls return the same channel.

    Afterwards fd 0 is the null device, and fd 1 and ``sys.stdout`` are stderr.
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
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115 - stays open
        sys.stdout = sys.stderr
        _channel = ParentChannel(
            io.FileIO(incoming, "rb", closefd=False), io.FileIO(outgoing, "wb", closefd=False)
        )
    return _channel


def _private_copy(descriptor: int) -> int:
    """Duplicates a descriptor so that neither child processes nor prints can reach it."""
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - exists on Windows only

        msvcrt.setmode(descriptor, os.O_BINARY)
    copy = os.dup(descriptor)  # not inheritable
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - exists on Windows only

        msvcrt.setmode(copy, os.O_BINARY)
    return copy
