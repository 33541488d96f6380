"""Whether a worker may start, and where: a pure function over plain data.

The supervisor asks, and acts on the answer. Nothing here waits, locks or reads.
"""

from __future__ import annotations

from collections.abc import Sequence

from workers.base.messages import listed, translatable
from workers.memory.device_state import Claim, DeviceState, Outlook, promisable_bytes, without
from workers.memory.eviction import (
    RunningWorker,
    cover,
    may_be_stopped,
    plan_eviction,
    total_keep_value,
)
from workers.memory.plan import CPU, SOON_S, Evict, Fits, Place, Plan, Refuse, Wait
from workers.memory.refusal import arithmetic, what_would_help

__all__ = ["Claim", "DeviceState", "plan_start", "promisable_bytes", "without"]


def plan_start(spaces: Sequence[DeviceState], *, has_cpu_mode: bool = False) -> Plan:
    """Tell what becomes of a start.

    It runs on the device where it fits best; else where the least needed workers can make
    room for it; else it waits for busy ones; else it runs on the CPU, if its engine can;
    else it is refused. Memory that is on its way back is never promised before it has come,
    but nobody is stopped, and nobody refused, for want of it.

    Args:
        spaces: The devices that it may use; empty when there is none to be known about,
            and then nothing is counted.
        has_cpu_mode: True when its engine declares that it runs on the CPU as well.

    Returns:
        The same plan for the same data, in whatever order they come.
    """
    if not spaces:
        return Fits(CPU, 0, 0)
    outlooks = [Outlook.of(space) for space in sorted(spaces, key=_by_index)]
    plan = _fit(outlooks) or _soon(outlooks) or _evict(outlooks) or _wait(outlooks)
    if plan is not None:
        return plan
    # Where there is no GPU, the CPU's memory is what it does not fit into.
    if has_cpu_mode and any(it.space.device.backend != CPU.backend for it in outlooks):
        return Fits(CPU, 0, 0, instead=arithmetic(outlooks))
    return Refuse(arithmetic(outlooks), what_would_help(outlooks))


def _by_index(space: DeviceState) -> tuple[int, str]:
    return space.device.index, space.device.uuid


def _fit(outlooks: Sequence[Outlook]) -> Plan | None:
    """Where the least is left over: the larger room stays for larger models."""
    fitting = [outlook for outlook in outlooks if outlook.fits]
    if not fitting:
        return None
    best = min(fitting, key=_left_over)
    needed = max(0, best.space.needed_bytes)
    return Fits(Place.on(best.space.device), needed, best.free_bytes)


def _left_over(outlook: Outlook) -> tuple[bool, int]:
    """Bytes; where nothing is counted, nobody knows, and the largest room is the best."""
    if outlook.space.needed_bytes <= 0:
        return True, -outlook.free_bytes
    return False, outlook.free_bytes - outlook.space.needed_bytes


def _soon(outlooks: Sequence[Outlook]) -> Plan | None:
    if any(outlook.shortfall_bytes <= 0 for outlook in outlooks):
        return Wait(translatable("memory that was just freed"), SOON_S)
    return None


def _evict(outlooks: Sequence[Outlook]) -> Plan | None:
    """Where those who would be stopped are needed least, all together."""
    plans: list[tuple[tuple[float, int, int], Evict]] = []
    for outlook in outlooks:
        space = outlook.space
        victims = plan_eviction(space.residents, space.needed_bytes, outlook.soon_bytes)
        if victims is not None:
            excess = sum(victim.frees_bytes for victim in victims) - outlook.shortfall_bytes
            place = Place.on(space.device)
            plan = Evict(place, space.needed_bytes, outlook.soon_bytes, victims)
            plans.append(((total_keep_value(victims), len(victims), excess), plan))
    return min(plans, key=lambda each: each[0])[1] if plans else None


def _wait(outlooks: Sequence[Outlook]) -> Plan | None:
    """Where the least needed workers have to be waited for, rather than for a load's end."""
    waits: list[tuple[tuple[bool, float], Wait]] = []
    for outlook in outlooks:
        residents = outlook.space.residents
        idle = sum([it.held_bytes for it in may_be_stopped(residents)])
        missing = outlook.shortfall_bytes - idle
        busy = [it for it in residents if not (it.is_evictable or it.is_loading or it.is_pinned)]
        blockers = cover(busy, missing)
        loading: list[RunningWorker] = []
        if blockers is None:
            loading = [it for it in residents if it.is_loading]
            missing -= sum([it.held_bytes for it in loading if not it.is_pinned])
            missing -= outlook.counted_twice_bytes
            blockers = cover(busy, missing)
        if blockers is not None:
            rank = (bool(loading), total_keep_value(blockers))
            waits.append((rank, _wait_for(blockers, loading)))
    return min(waits, key=lambda each: each[0])[1] if waits else None


def _wait_for(blockers: Sequence[RunningWorker], loading: Sequence[RunningWorker]) -> Wait:
    names = tuple(it.name for it in blockers)
    memory = end = None
    if names:
        memory = translatable("memory held by {engines}", engines=listed(names))
    if loading:
        engines = listed(sorted(it.name for it in loading))
        end = translatable("{engines} to finish loading", engines=engines)
    causes = [cause for cause in (memory, end) if cause is not None]
    return Wait(listed(causes), blockers=names)
