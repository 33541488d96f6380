"""Whom to stop to make room: a pure function over plain data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Resident:
    """A running worker, as eviction sees it.

    Attributes:
        name: The tool's name.
        held_bytes: What stopping it gives back.
        last_used: Clock seconds of its last request, or of its creation.
        is_evictable: False while it starts, serves a request, or is being stopped.
        is_loading: True while it starts.
    """

    name: str
    held_bytes: int
    last_used: float
    is_evictable: bool
    is_loading: bool = False


def plan_eviction(
    residents: Iterable[Resident], needed_bytes: int, free_bytes: int
) -> tuple[str, ...] | None:
    """Choose the least recently used workers that cover a shortfall.

    Args:
        residents: All running workers but the one that wants room.
        needed_bytes: What must be free.
        free_bytes: What is free now; may be negative after another program took more.

    Returns:
        Names, least recently used first; empty when nothing need be stopped; None
        when stopping every evictable worker would not be enough. Nobody is stopped
        in vain: without any one of them the shortfall would remain.
    """
    shortfall = needed_bytes - free_bytes
    if shortfall <= 0:
        return ()
    candidates = sorted(
        (r for r in residents if r.is_evictable and r.held_bytes > 0),
        key=lambda resident: (resident.last_used, resident.name),
    )
    chosen: list[Resident] = []
    covered = 0
    for resident in candidates:
        if covered >= shortfall:
            break
        chosen.append(resident)
        covered += resident.held_bytes
    if covered < shortfall:
        return None
    # A large one may have made a small one superfluous; the most recently used of
    # those is spared first.
    for resident in reversed(chosen[:-1]):
        if covered - resident.held_bytes >= shortfall:
            covered -= resident.held_bytes
            chosen.remove(resident)
    return tuple(resident.name for resident in chosen)
