"""Decides whether a worker may start, and where: a pure function over plain data.

It does not wait, lock, or read. :class:`workers.memory.manager.Memory` carries its plans out.
"""

from __future__ import annotations

from collections.abc import Sequence

from workers.base.messages import listed, translatable
from workers.memory.device_state import Allocation, DeviceState
from workers.memory.eviction import cover, plan_eviction, stoppable, total_keep_value
from workers.memory.plan import CPU, SOON_S, Evict, Fits, Place, Plan, Refuse, Wait


def plan_start(devices: Sequence[DeviceState], *, has_cpu_mode: bool = False) -> Plan:
    """Plans a start.

    The worker runs on the device where it fits best. Otherwise the least needed workers of a
    device are stopped for it, it waits for busy ones, it runs on the CPU if its engine can,
    or it is refused, in this order. Memory that is on its way back is not reserved before it
    is there, but no worker is stopped and no start is refused for lack of it.

    Args:
        devices: Devices that it may use; empty when none is known, and then memory is not
            counted.
        has_cpu_mode: True when its engine declares that it also runs on the CPU.

    Returns:
        The same plan for the same data, in whatever order.
    """
    if not devices:
        return Fits(CPU, 0, 0)
    states = sorted(devices, key=_by_index)
    plan = _fit(states) or _wait_for_returning(states) or _evict(states) or _wait(states)
    if plan is not None:
        return plan
    from workers.memory.refusal import arithmetic, remedies  # noqa: PLC0415 - most starts fit

    # Without a GPU, the CPU's memory is what the worker does not fit into.
    if has_cpu_mode and any(state.device.backend != CPU.backend for state in states):
        return Fits(CPU, 0, 0, instead=arithmetic(states))
    return Refuse(arithmetic(states), remedies(states))


def _by_index(state: DeviceState) -> tuple[int, str]:
    return state.device.index, state.device.uuid


def _fit(states: Sequence[DeviceState]) -> Plan | None:
    """Chooses the tightest fit, which leaves the larger room for larger models."""
    fitting = [state for state in states if state.fits]
    if not fitting:
        return None
    best = min(fitting, key=_left_over)
    return Fits(Place.on(best.device), max(0, best.needed_bytes), best.available_bytes)


def _left_over(state: DeviceState) -> tuple[bool, int]:
    """Ranks by the bytes left over; prefers the largest room where memory is not counted."""
    if state.needed_bytes <= 0:
        return True, -state.available_bytes
    return False, state.available_bytes - state.needed_bytes


def _wait_for_returning(states: Sequence[DeviceState]) -> Plan | None:
    for state in states:
        if state.shortfall_bytes <= 0:
            return Wait(translatable("waiting for memory that was just freed"), SOON_S)
    return None


def _evict(states: Sequence[DeviceState]) -> Plan | None:
    """Chooses the device whose workers to stop are needed least, all together."""
    best: Evict | None = None
    best_rank = (0.0, 0, 0)
    for state in states:
        free_bytes = state.available_soon_bytes
        victims = plan_eviction(state.allocations, state.needed_bytes, free_bytes)
        if victims is None:
            continue
        excess = sum([victim.frees_bytes for victim in victims]) - state.shortfall_bytes
        rank = (total_keep_value(victims), len(victims), excess)
        if best is None or rank < best_rank:
            best = Evict(Place.on(state.device), state.needed_bytes, free_bytes, victims)
            best_rank = rank
    return best


def _wait(states: Sequence[DeviceState]) -> Plan | None:
    """Chooses the device whose busy workers are needed least; loads are waited for last."""
    best: Wait | None = None
    best_rank = (False, 0.0)
    for state in states:
        workers = [each for each in state.allocations if each.is_worker]
        missing = state.shortfall_bytes - sum([each.held_bytes for each in stoppable(workers)])
        busy = [
            each
            for each in workers
            if each.is_settled and not each.is_evictable and not each.is_pinned
        ]
        blockers = cover(busy, missing)
        loading: list[Allocation] = []
        if blockers is None:
            loading = [each for each in workers if not each.is_settled]
            missing -= sum([each.held_bytes for each in loading if not each.is_pinned])
            missing -= state.counted_twice_bytes
            blockers = cover(busy, missing)
        if blockers is None:
            continue
        rank = (bool(loading), total_keep_value(blockers))
        if best is None or rank < best_rank:
            best, best_rank = _wait_for(blockers, loading), rank
    return best


def _wait_for(blockers: Sequence[Allocation], loading: Sequence[Allocation]) -> Wait:
    names = tuple([worker.name for worker in blockers])
    holders = listed(names)
    loaders = listed(sorted([worker.name for worker in loading]))
    if not loaders:
        reason = translatable("waiting for memory held by {engines}", engines=holders)
    elif not holders:
        reason = translatable("waiting for {engines} to finish loading", engines=loaders)
    else:
        reason = translatable(
            "waiting for memory held by {engines} and for {loading} to finish loading",
            engines=holders,
            loading=loaders,
        )
    return Wait(reason, blockers=names)
