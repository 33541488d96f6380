"""Moving messages between this process and a worker, with a limit on every wait."""

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
        sends_raw_text: Send a long text as raw bytes; for a worker that announces the feature.
    """

    deadline: float
    sends_raw_text: bool

    def send(self, message: Message, timeout_s: float) -> None:
        """Send a message.

        Raises:
            TypeError, ValueError: It cannot be serialised; nothing was sent.
        """
        ...

    def receive(self, timeout_s: float) -> Message:
        """Receive a message.

        Raises:
            ValueError: A line that is not a message; the next one may be.
        """
        ...

    def receive_line(self, timeout_s: float) -> str:
        """Receive one line as text, whatever it holds."""
        ...

    def drain(self) -> int:
        """Drop what has arrived and was not asked for; returns its size in bytes.

        Raises:
            WireError: It does not end; only what says more than
                ``wire.MAX_LINE_BYTES`` without being asked is taken for endless.
        """
        ...

    def expect_nothing(self) -> None:
        """Have who receives see the end of the stream after what has arrived."""
        ...

    def close(self) -> None:
        """Close our end; the worker sees the end of its input."""
        ...
