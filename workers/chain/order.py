"""Whom to ask first where the caller leaves that to us. Plain data, pure functions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from workers.text.language import speaks

#: ``ready``: it runs and has nothing to do. ``fits``: it can be started beside those that run.
#: ``busy``: it serves somebody, or starts. ``evicts``: others would be stopped for it, or waited
#: for. ``refused``: it cannot be started now.
Standing = Literal["ready", "fits", "busy", "evicts", "refused"]

_STANDINGS: tuple[Standing, ...] = ("ready", "fits", "busy", "evicts", "refused")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An engine that might speak.

    Attributes:
        engine: Its id.
        languages: Codes of what it speaks; empty for any.
        standing: How soon it could.
        is_installed: It could at all.
        has_voice: It has the voice that is asked for, or can make it from a clip.
    """

    engine: str
    languages: tuple[str, ...] = ()
    standing: Standing = "fits"
    is_installed: bool = True
    has_voice: bool = True


def chain_order(candidates: Iterable[Candidate], language: str | None) -> tuple[str, ...]:
    """Ids in the order in which they are to be asked.

    Those that have the voice come first, since nobody wants another one's; among these, those
    that can speak soonest; among these, the order in which they came, which is the catalog's and
    says what is preferred.

    Args:
        candidates: All engines that speak anything.
        language: What they have to speak; None for anything.
    """
    able = [
        it
        for it in candidates
        if it.is_installed and (not language or not it.languages or speaks(it.languages, language))
    ]
    able.sort(key=lambda it: (not it.has_voice, _STANDINGS.index(it.standing)))
    return tuple(it.engine for it in able)
