"""Whom to stop to make room: pure functions over plain data.

How much a worker is needed is what it takes to load it again against how long nobody has
asked for it. The least needed go first until there is room, and whoever turns out not to be
required after all stays. One that makes the room alone goes in place of several when it is
needed less than they are together and was not used later than all of them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from workers.memory.plan import EvictedWorker

#: What a load counts as where none was measured, in seconds: about what a model of some
#: gigabytes takes. Among workers that were never measured it cancels out, so that the least
#: recently used goes first.
UNKNOWN_RELOAD_S = 10.0
#: Shorter loads count as this: below it, figures tell more about the disk's cache than about
#: the model, and who was used last is the better reason.
SHORTEST_RELOAD_S = 2.0
#: Against a division by zero; less than any two requests are apart.
_SHORTEST_IDLE_S = 1e-6


@dataclass(frozen=True, slots=True)
class RunningWorker:
    """A running worker, as eviction sees it.

    Attributes:
        name: The tool's name; unique among those that are looked at together.
        held_bytes: What stopping it gives back.
        idle_s: Seconds since its last request, or since its creation.
        is_evictable: False while it starts, serves a request, or is being stopped.
        is_loading: True while it starts.
        is_pinned: True when the user wants it left alone.
        reload_s: Seconds that it takes to load again; None where never measured.
    """

    name: str
    held_bytes: int
    idle_s: float
    is_evictable: bool
    is_loading: bool = False
    is_pinned: bool = False
    reload_s: float | None = None


def keep_value(worker: RunningWorker | EvictedWorker) -> float:
    """How much a worker is needed: seconds to load it again, by seconds without a request."""
    reload_s, idle_s = worker.reload_s, worker.idle_s
    if reload_s is None:
        reload_s = UNKNOWN_RELOAD_S
    elif reload_s < SHORTEST_RELOAD_S:
        reload_s = SHORTEST_RELOAD_S
    return reload_s / idle_s if idle_s > _SHORTEST_IDLE_S else reload_s / _SHORTEST_IDLE_S


def total_keep_value(workers: Iterable[RunningWorker | EvictedWorker]) -> float:
    """How much several are needed together."""
    return math.fsum(keep_value(worker) for worker in workers)


def may_be_stopped(residents: Iterable[RunningWorker]) -> list[RunningWorker]:
    """Those who are idle, whom nobody wants left alone, and who have something to give."""
    return [
        it
        for it in residents
        if it.is_evictable and not it.is_loading and not it.is_pinned and it.held_bytes > 0
    ]


def plan_eviction(
    residents: Iterable[RunningWorker], needed_bytes: int, free_bytes: int
) -> tuple[EvictedWorker, ...] | None:
    """Choose whom to stop for a start, by the rule above.

    Args:
        residents: All running workers but the one that wants room.
        needed_bytes: What must be free.
        free_bytes: What is free now; may be negative after another program took more.

    Returns:
        The least needed first; empty when nobody need be stopped; None when stopping
        everybody who may be stopped would not be enough. Nobody is stopped in vain:
        without any one of them the shortfall would remain.
    """
    chosen = cover(may_be_stopped(residents), needed_bytes - free_bytes)
    if chosen is None:
        return None
    return tuple(EvictedWorker(it.name, it.held_bytes, it.idle_s, it.reload_s) for it in chosen)


def least_needed(residents: Iterable[RunningWorker]) -> str | None:
    """Whom to stop first when somebody else needs the memory; None when nobody may be."""
    ranked = _ranked(may_be_stopped(residents))
    return ranked[0].name if ranked else None


def cover(candidates: Sequence[RunningWorker], shortfall_bytes: int) -> list[RunningWorker] | None:
    """Choose workers that together hold what is missing, whatever else is true of them.

    Args:
        candidates: Among whom to choose.
        shortfall_bytes: What is missing.

    Returns:
        As :func:`plan_eviction` does.
    """
    if shortfall_bytes <= 0:
        return []
    if sum([resident.held_bytes for resident in candidates]) < shortfall_bytes:
        return None
    ranked = _ranked(candidates)
    covered = length = 0
    while covered < shortfall_bytes:
        covered += ranked[length].held_bytes
        length += 1
    required = _required(ranked[:length], covered - shortfall_bytes)
    return _one_instead(required, ranked, shortfall_bytes)


def _ranked(residents: Iterable[RunningWorker]) -> list[RunningWorker]:
    """The least needed first; those that are needed alike by name."""
    # Two sorts by plain keys take half as long as one by pairs.
    return sorted(sorted(residents, key=attrgetter("name")), key=keep_value)


def _required(chosen: list[RunningWorker], spare_bytes: int) -> list[RunningWorker]:
    """Spare whom a larger one has made superfluous, the most needed of them first."""
    required: list[RunningWorker] = []
    for resident in reversed(chosen):
        if resident.held_bytes <= spare_bytes:
            spare_bytes -= resident.held_bytes
        else:
            required.append(resident)
    required.reverse()
    return required


def _one_instead(
    required: list[RunningWorker], ranked: Sequence[RunningWorker], shortfall_bytes: int
) -> list[RunningWorker]:
    """Take one that holds enough in place of several that are needed more than it is."""
    if len(required) == 1:
        return required
    limit = total_keep_value(required)
    latest = min(resident.idle_s for resident in required)
    for resident in ranked:
        if resident.held_bytes >= shortfall_bytes and resident.idle_s >= latest:
            return [resident] if keep_value(resident) < limit else required
    return required
