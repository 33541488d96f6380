"""What observers are told, and what a load in progress reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, Self, TypeGuard

#: The three things that happen to a worker, by the names callers know.
WorkerEvent = Literal["spawned", "stopped", "crashed"]

_EXABYTE = 2**60

SPAWNED: Final = "spawned"
STOPPED: Final = "stopped"
CRASHED: Final = "crashed"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far something long has come.

    Attributes:
        stage: One or two words for the user, such as ``Loading model``.
        fraction: 0 to 1; None where it is not known.
        detail: A file, a size, a rate; may be empty.
        done_bytes: Of a download, what has arrived; None for anything else.
    """

    stage: str
    fraction: float | None = None
    detail: str = ""
    done_bytes: int | None = None

    @classmethod
    def read(cls, message: Mapping[str, Any]) -> Self:
        """Take it from a worker's message, which may hold anything at all."""
        fraction, done_bytes = message.get("fraction"), message.get("done_bytes")
        return cls(
            stage=str(message.get("stage", "")),
            # A whole number may be too large for a float; a fraction is not.
            fraction=float(fraction)
            if isinstance(fraction, (int, float)) and 0 <= fraction <= 1
            else None,
            detail=str(message.get("detail", "")),
            done_bytes=done_bytes if _is_size(done_bytes) else None,
        )


@dataclass(frozen=True, slots=True)
class HeldMemory:
    """What a worker says that it holds on the GPU, in bytes.

    Attributes:
        held_bytes: Its library's reserve, which is more than what it uses, and an estimate
            of the context; see :mod:`workers.child.held`.
        peak_bytes: The most it ever held; None where it has not said so.
    """

    held_bytes: int
    peak_bytes: int | None = None

    @classmethod
    def read(cls, message: Mapping[str, Any]) -> Self | None:
        """Take it from a worker's message; None when that makes no sense."""
        held_bytes, peak_bytes = message.get("held_bytes"), message.get("peak_bytes")
        if not _is_size(held_bytes) or not _is_size(peak_bytes):
            return None
        return cls(held_bytes, max(held_bytes, peak_bytes))


def _is_size(value: Any) -> TypeGuard[int]:
    """No device has an exabyte, and no such figure may reach anybody's arithmetic."""
    return type(value) is int and 0 <= value < _EXABYTE
