"""Order of engines if the caller names none. Plain data, pure functions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from workers.child.languages import speaks

#: ``ready``: runs and is idle. ``fits``: can be started beside those that run. ``busy``: serves a
#: request, or starts. ``evicts``: others would be stopped, or waited for. ``refused``: can't be
#: started now.
Standing = Literal["ready", "fits", "busy", "evicts", "refused"]

_STANDINGS: tuple[Standing, ...] = ("ready", "fits", "busy", "evicts", "refused")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An engine that may be asked.

    Attributes:
        engine: Its ID.
        languages: Codes of the languages that it speaks; empty for any.
        standing: How soon it could speak.
        is_installed: True if it can be used.
        has_voice: True if it has the requested voice, or can clone it.
        preference: Of engines that could speak equally soon, the largest comes first.
    """

    engine: str
    languages: tuple[str, ...] = ()
    standing: Standing = "fits"
    is_installed: bool = True
    has_voice: bool = True
    preference: int = 0


def chain_order(candidates: Iterable[Candidate], language: str | None) -> tuple[str, ...]:
    """Returns IDs in the order in which to ask the engines.

    Engines that have the requested voice come first, then those that can speak soonest, then
    those that are preferred, then the given order.

    Args:
        candidates: All text-to-speech engines.
        language: The language to speak; None for any.
    """
    able = [
        candidate
        for candidate in candidates
        if candidate.is_installed and _speaks(candidate, language)
    ]
    able.sort(
        key=lambda each: (not each.has_voice, _STANDINGS.index(each.standing), -each.preference)
    )
    return tuple(candidate.engine for candidate in able)


def _speaks(candidate: Candidate, language: str | None) -> bool:
    return not language or not candidate.languages or speaks(candidate.languages, language)
