"""Events that observers get, and what a worker reports beside its answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, Self, TypeGuard

#: What may happen to a worker; the names are part of the API.
WorkerEvent = Literal["spawned", "stopped", "crashed"]

_EXABYTE = 2**60

SPAWNED: Final = "spawned"
STOPPED: Final = "stopped"
CRASHED: Final = "crashed"


@dataclass(frozen=True, slots=True)
class Progress:
    """Progress of a load, a download or an installation.

    Attributes:
        stage: One or two words for the user, such as ``Loading model``.
        fraction: 0 to 1; None where unknown.
        detail: A file, a size, a rate; may be empty.
        done_bytes: Bytes of a download that have arrived; None for anything else.
    """

    stage: str
    fraction: float | None = None
    detail: str = ""
    done_bytes: int | None = None

    @classmethod
    def read(cls, message: Mapping[str, Any]) -> Self:
        """Reads the progress from a worker's message, which may contain anything."""
        fraction, done_bytes = message.get("fraction"), message.get("done_bytes")
        return cls(
            stage=str(message.get("stage", "")),
            # An int may be too large for a float; a fraction is not.
            fraction=float(fraction)
            if isinstance(fraction, (int, float)) and 0 <= fraction <= 1
            else None,
            detail=str(message.get("detail", "")),
            done_bytes=done_bytes if _is_size(done_bytes) else None,
        )


@dataclass(frozen=True, slots=True)
class HeldMemory:
    """Memory that a worker reports to hold on the GPU, in bytes.

    Attributes:
        held_bytes: Its library's reserve, which is more than it uses, and an estimate of the
            context; see :mod:`workers.child.held`.
        peak_bytes: The most it ever held; None where it has not reported it.
    """

    held_bytes: int
    peak_bytes: int | None = None

    @classmethod
    def read(cls, message: Mapping[str, Any]) -> Self | None:
        """Reads the memory from a worker's message; None when that makes no sense."""
        held_bytes, peak_bytes = message.get("held_bytes"), message.get("peak_bytes")
        if not _is_size(held_bytes) or not _is_size(peak_bytes):
            return None
        return cls(held_bytes, max(held_bytes, peak_bytes))


def _is_size(value: Any) -> TypeGuard[int]:
    """Returns whether this can be a size: no device has an exabyte."""
    return type(value) is int and 0 <= value < _EXABYTE
