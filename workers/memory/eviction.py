"""Chooses the workers to stop for a start, and stops them.

A worker's keep value is the time that it takes to load again, divided by the time since its
last request. The workers with the lowest values are stopped until the start fits, and a worker
that turns out not to be required is spared. One worker that frees enough replaces several
when its value is lower than theirs together and it was not used later than all of them.

The choice is a pure function over plain data; :func:`stop_workers` carries it out.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter

from workers.base.parallel import for_all
from workers.memory.device_state import Allocation
from workers.memory.memory_user import MemoryUser
from workers.memory.plan import EvictedWorker

logger = logging.getLogger(__name__)

#: Assumed load time where none was measured, in seconds: roughly that of a model of some
#: gigabytes. Among workers that were never measured it cancels out, so that the least
#: recently used worker is stopped first.
UNKNOWN_RELOAD_S = 10.0
#: Shorter loads count as this, in seconds: below it, the time says more about the disk's
#: cache than about the model, and the time of the last request is the better criterion.
SHORTEST_RELOAD_S = 2.0
#: Avoids a division by zero; any two requests are further apart.
_SHORTEST_IDLE_S = 1e-6


def keep_value(worker: Allocation | EvictedWorker) -> float:
    """Returns how much a worker is needed: reload time by idle time."""
    reload_s, idle_s = worker.reload_s, worker.idle_s
    if reload_s is None:
        reload_s = UNKNOWN_RELOAD_S
    elif reload_s < SHORTEST_RELOAD_S:
        reload_s = SHORTEST_RELOAD_S
    return reload_s / idle_s if idle_s > _SHORTEST_IDLE_S else reload_s / _SHORTEST_IDLE_S


def total_keep_value(workers: Iterable[Allocation | EvictedWorker]) -> float:
    """Returns how much several workers are needed together."""
    return math.fsum(keep_value(worker) for worker in workers)


def stoppable(allocations: Iterable[Allocation]) -> list[Allocation]:
    """Returns the idle workers that are not pinned and hold memory."""
    return [
        each
        for each in allocations
        if each.is_evictable and each.is_settled and not each.is_pinned and each.held_bytes > 0
    ]


def plan_eviction(
    allocations: Iterable[Allocation], needed_bytes: int, free_bytes: int
) -> tuple[EvictedWorker, ...] | None:
    """Chooses the workers to stop for a start.

    Args:
        allocations: All on the device but the start's own.
        needed_bytes: What must be free.
        free_bytes: What is free now; negative after another program took more.

    Returns:
        The least needed worker first; empty when none has to be stopped; None when stopping
        all of them would not be enough. Each one is required: without it, memory would lack.
    """
    chosen = cover(stoppable(allocations), needed_bytes - free_bytes)
    if chosen is None:
        return None
    return tuple(
        [EvictedWorker(each.name, each.held_bytes, each.idle_s, each.reload_s) for each in chosen]
    )


def least_needed(allocations: Iterable[Allocation]) -> str | None:
    """Returns the name of the worker to stop first; None when none may be stopped."""
    ranked = _ranked(stoppable(allocations))
    return ranked[0].name if ranked else None


def cover(candidates: Sequence[Allocation], shortfall_bytes: int) -> list[Allocation] | None:
    """Chooses workers that hold what is missing, whether or not they may be stopped.

    Args:
        candidates: Workers to choose from.
        shortfall_bytes: What is missing.

    Returns:
        As :func:`plan_eviction`.
    """
    if shortfall_bytes <= 0:
        return []
    if sum([each.held_bytes for each in candidates]) < shortfall_bytes:
        return None
    ranked = _ranked(candidates)
    covered = length = 0
    while covered < shortfall_bytes:
        covered += ranked[length].held_bytes
        length += 1
    required = _required(ranked[:length], covered - shortfall_bytes)
    return _one_instead(required, ranked, shortfall_bytes)


def stop_workers(users: Sequence[MemoryUser]) -> None:
    """Stops workers, until a request arrives for one of them.

    All of them begin to stop at once, and only then their processes are waited for. So
    hardly any worker is stopped in vain when a request keeps another one running. The next
    plan finds out whether enough was freed.

    Args:
        users: Their tools, the least needed first.
    """
    waits: list[Callable[[], None]] = []
    try:
        for user in users:
            wait_until_gone = user.begin_eviction()
            if wait_until_gone is None:
                logger.info("%s keeps running: it received a request", user.tool_name)
                break
            waits.append(wait_until_gone)
    finally:  # Ctrl-C leaves no worker half stopped, either
        for_all(lambda wait_until_gone: wait_until_gone(), waits)


def _ranked(workers: Iterable[Allocation]) -> list[Allocation]:
    """Returns the least needed worker first; by name where the values are equal."""
    # Two sorts by plain keys take half the time of one by pairs.
    return sorted(sorted(workers, key=attrgetter("name")), key=keep_value)


def _required(chosen: list[Allocation], spare_bytes: int) -> list[Allocation]:
    """Spares workers that a larger one made superfluous, the most needed one first."""
    required: list[Allocation] = []
    for worker in reversed(chosen):
        if worker.held_bytes <= spare_bytes:
            spare_bytes -= worker.held_bytes
        else:
            required.append(worker)
    required.reverse()
    return required


def _one_instead(
    required: list[Allocation], ranked: Sequence[Allocation], shortfall_bytes: int
) -> list[Allocation]:
    """Replaces several workers by one that holds enough and is needed less than they are."""
    if len(required) == 1:
        return required
    limit = total_keep_value(required)
    shortest_idle_s = min([worker.idle_s for worker in required])
    for worker in ranked:
        if worker.held_bytes >= shortfall_bytes and worker.idle_s >= shortest_idle_s:
            return [worker] if keep_value(worker) < limit else required
    return required
