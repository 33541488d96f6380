"""What observers are told, and what a load in progress reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

#: The three things that happen to a worker, by the names callers know.
WorkerEvent = Literal["spawned", "stopped", "crashed"]

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
    """

    stage: str
    fraction: float | None = None
    detail: str = ""
