"""Message transport between this process and a worker, with a limit on every wait."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from workers.child.wire import Message


class ChannelTimeout(Exception):
    """Nothing was sent or received in time."""


class Channel(Protocol):
    """A worker's pipe. One thread receives at a time; sending is safe from any.

    Both methods raise ``wire.EndOfStream`` when the worker closed its end,
    ``wire.WireError`` when what it sent cannot be the protocol, and
    :class:`ChannelTimeout`.

    Attributes:
        deadline: Seconds of ``time.monotonic`` at which the last receive had to end.
        sends_raw_text: Send a long text as raw bytes; for a worker that reads them.
    """

    deadline: float
    sends_raw_text: bool

    def send(self, message: Message, timeout_s: float) -> None:
        """Sends a message.

        Raises:
            TypeError, ValueError, RecursionError: It can't be serialized; nothing was sent.
        """
        ...

    def receive(self, timeout_s: float) -> Message:
        """Receives a message.

        Raises:
            ValueError: A line that is not a message; the next one may be.
        """
        ...

    def receive_line(self, timeout_s: float) -> str:
        """Receives one line as text, whatever its content."""
        ...

    def drain(self) -> int:
        """Drops what has arrived without a request; returns its size in bytes.

        Raises:
            WireError: There are more than ``wire.MAX_LINE_BYTES``, which counts as endless.
        """
        ...

    def expect_nothing(self) -> None:
        """Puts the end of the stream behind what has arrived."""
        ...

    def close(self) -> None:
        """Closes our end; the worker sees the end of its input."""
        ...
