"""Properties of every plan, on generated machines."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.workers.memory.device_states import (
    State,
    Worker,
    after_stopping,
    device_state,
    once_returned,
)
from workers.memory.admission import plan_start
from workers.memory.device_state import DeviceState
from workers.memory.eviction import plan_eviction, total_keep_value
from workers.memory.plan import Evict, Fits, Plan, Refuse, Wait

STATES: st.SearchStrategy[State] = st.sampled_from(["idle", "idle", "busy", "loading"])
RELOADS_S = st.sampled_from([None, 1.0, 5.0, 10.0, 40.0])


@st.composite
def devices(draw: st.DrawFn, *, index: int, hides_shares: bool) -> DeviceState:
    """A device on which every worker has taken a part of the memory."""
    total = draw(st.integers(4, 24))
    left = total
    workers: list[Worker] = []
    for number in range(draw(st.integers(0, 5))):
        taken = draw(st.integers(0, left))
        left -= taken
        workers.append(
            Worker(
                f"tool{index}{number}",
                draw(st.integers(0, 10)),
                draw(STATES),
                float(draw(st.integers(0, 5))),
                draw(RELOADS_S),
                is_pinned=draw(st.sampled_from([False, False, False, True])),
                taken=taken,
                is_known=not (hides_shares and draw(st.booleans())),
            )
        )
    returning = draw(st.integers(0, left) | st.just(0))
    others = draw(st.integers(0, left - returning))
    needed = draw(st.integers(1, 24))
    return device_state(
        needed, *workers, total=total, others=others, returning=returning, index=index
    )


def machines(*, hides_shares: bool = False) -> st.SearchStrategy[list[DeviceState]]:
    """Up to three devices; a driver may hide the shares."""
    return st.integers(1, 3).flatmap(
        lambda count: st.tuples(
            *(devices(index=index, hides_shares=hides_shares) for index in range(count))
        ).map(list)
    )


ANY = machines() | machines(hides_shares=True)


def fits(on: DeviceState) -> bool:
    return on.needed_bytes <= on.available_bytes


def idle(on: DeviceState) -> set[str]:
    """Names of the workers that may be stopped."""
    return {
        allocation.name
        for allocation in on.allocations
        if allocation.is_evictable and not allocation.is_pinned and not allocation.is_loading
    }


def unpinned(on: DeviceState) -> set[str]:
    return {allocation.name for allocation in on.allocations if not allocation.is_pinned}


def loading(on: DeviceState) -> set[str]:
    return {
        allocation.name
        for allocation in on.allocations
        if allocation.is_loading and not allocation.is_pinned
    }


def would_fit(on: DeviceState, without: Iterable[str] = ()) -> bool:
    """Whether it fits once what returns has come, and these have been stopped."""
    return fits(after_stopping(once_returned(on), *without))


def at(plan: Fits | Evict, states: list[DeviceState]) -> DeviceState:
    return next(on for on in states if on.device.uuid == plan.place.uuid)


def shuffled(states: list[DeviceState], seed: int) -> list[DeviceState]:
    order = random.Random(seed)

    def again(items: Iterable[Any]) -> list[Any]:
        mixed = list(items)
        order.shuffle(mixed)
        return mixed

    return again(replace(on, allocations=again(on.allocations)) for on in states)


@given(ANY, st.booleans())
def test_grants_never_exceed_available_memory(
    states: list[DeviceState], has_cpu_mode: bool
) -> None:
    plan = plan_start(states, has_cpu_mode=has_cpu_mode)
    if not isinstance(plan, Fits) or plan.instead:
        return
    on = at(plan, states)
    assert plan.needed_bytes == on.needed_bytes
    assert plan.free_bytes == on.available_bytes
    assert plan.needed_bytes <= plan.free_bytes <= on.device.free_bytes


@given(machines())
def test_all_reservations_fit_when_taken_in_full(states: list[DeviceState]) -> None:
    """Beside what others hold, and what ended workers have not given back yet."""
    plan = plan_start(states)
    if isinstance(plan, Fits):
        on = at(plan, states)
        ours = sum(each.measured_bytes or 0 for each in on.allocations)
        promised = sum(each.held_bytes for each in on.allocations)
        not_ours = on.device.used_bytes - ours
        assert promised + not_ours + plan.needed_bytes <= on.device.total_bytes


@given(machines(), st.booleans())
def test_mildest_plan_is_made(states: list[DeviceState], has_cpu_mode: bool) -> None:
    """No worker is stopped, waited for, or refused where less would do."""
    plan = plan_start(states, has_cpu_mode=has_cpu_mode)
    if any(fits(on) for on in states):
        assert isinstance(plan, Fits)
        assert not plan.instead
    elif any(would_fit(on) for on in states):
        assert isinstance(plan, Wait)
        assert plan.is_short
        assert plan.blockers == ()
    elif any(would_fit(on, idle(on)) for on in states):
        assert isinstance(plan, Evict)
    elif any(would_fit(on, unpinned(on)) for on in states):
        assert isinstance(plan, Wait)
        assert not plan.is_short
    elif has_cpu_mode:
        assert isinstance(plan, Fits)
        assert plan.instead
        assert plan.needed_bytes == 0
    else:
        assert isinstance(plan, Refuse)


@given(ANY)
def test_no_start_is_refused_that_stopping_all_would_help(states: list[DeviceState]) -> None:
    if isinstance(plan_start(states), Refuse):
        for on in map(once_returned, states):
            held = sum(
                allocation.held_bytes for allocation in on.allocations if not allocation.is_pinned
            )
            assert on.available_bytes + held < on.needed_bytes


@given(machines())
def test_least_is_left_over_where_it_fits(states: list[DeviceState]) -> None:
    plan = plan_start(states)
    if isinstance(plan, Fits):
        left = {on.device.index: on.available_bytes - on.needed_bytes for on in states if fits(on)}
        least = min(left.values())
        assert plan.place.index == min(index for index in left if left[index] == least)


@given(ANY)
def test_only_idle_workers_of_one_device_are_stopped(states: list[DeviceState]) -> None:
    plan = plan_start(states)
    if isinstance(plan, Evict):
        on = at(plan, states)
        names = [victim.name for victim in plan.victims]
        assert names
        assert set(names) <= idle(on)
        assert len(set(names)) == len(names)
        held = {allocation.name: allocation.held_bytes for allocation in on.allocations}
        assert all(victim.frees_bytes == held[victim.name] for victim in plan.victims)


@given(machines())
def test_start_fits_after_the_evictions(states: list[DeviceState]) -> None:
    plan = plan_start(states)
    if isinstance(plan, Evict):
        names = [victim.name for victim in plan.victims]
        later = [after_stopping(once_returned(on), *_of(on, names)) for on in states]
        then = plan_start(later)
        assert isinstance(then, Fits)
        assert then.place == plan.place
        freed = sum(victim.frees_bytes for victim in plan.victims)
        assert then.free_bytes == plan.free_bytes + freed


@given(machines())
def test_no_worker_is_stopped_in_vain(states: list[DeviceState]) -> None:
    plan = plan_start(states)
    if isinstance(plan, Evict):
        on = at(plan, states)
        names = {victim.name for victim in plan.victims}
        assert would_fit(on, names)
        assert not any(would_fit(on, names - {spared}) for spared in names)


@given(machines())
def test_no_other_gpu_would_have_been_cheaper_to_clear(states: list[DeviceState]) -> None:
    plan = plan_start(states)
    if isinstance(plan, Evict):
        for on in map(once_returned, states):
            free = on.available_bytes
            victims = plan_eviction(on.allocations, on.needed_bytes, free)
            if victims is not None:
                cost = total_keep_value(victims), len(victims)
                assert cost >= (total_keep_value(plan.victims), len(plan.victims))


@given(machines())
def test_blockers_would_make_room_and_none_in_vain(states: list[DeviceState]) -> None:
    plan = plan_start(states)
    if not isinstance(plan, Wait) or plan.is_short:
        return
    blockers = set(plan.blockers)
    assert len(blockers) == len(plan.blockers)
    if not blockers:
        # Loads have to end, and that is enough.
        assert any(would_fit(on, idle(on) | loading(on)) for on in states)
        assert "loading" in plan.reason
        return
    (on,) = (on for on in states if blockers <= unpinned(on))
    assert not blockers & (idle(on) | loading(on))
    others = idle(on) | (loading(on) if "loading" in plan.reason else set())
    assert would_fit(on, others | blockers)
    assert not any(would_fit(on, (others | blockers) - {spared}) for spared in blockers)


@given(machines())
def test_load_is_not_waited_for_where_busy_workers_are_enough(states: list[DeviceState]) -> None:
    plan = plan_start(states)
    if isinstance(plan, Wait) and "loading" in plan.reason:
        for on in states:
            assert not would_fit(on, unpinned(on) - loading(on))


@given(ANY, st.booleans(), st.integers(0, 2**16))
def test_plan_does_not_depend_on_the_order_of_what_it_is_made_from(
    states: list[DeviceState], has_cpu_mode: bool, seed: int
) -> None:
    plan = plan_start(states, has_cpu_mode=has_cpu_mode)
    assert plan_start(shuffled(states, seed), has_cpu_mode=has_cpu_mode) == plan


@given(ANY, st.integers(0, 2), st.integers(0, 24))
def test_more_free_memory_never_prevents_a_fit(
    states: list[DeviceState], which: int, more: int
) -> None:
    before = plan_start(states)
    which %= len(states)
    states[which] = _with_more_free(states[which], more)
    after = plan_start(states)
    assert _severity(after) <= _severity(before)


@given(ANY, st.integers(0, 2), st.integers(-8, 24))
def test_other_programs_may_take_more_than_there_is(
    states: list[DeviceState], which: int, used: int
) -> None:
    """Figures that no driver should give: still an answer, and no promise."""
    which %= len(states)
    on = states[which]
    reading = on.device
    more = replace(
        reading,
        used_bytes=max(0, reading.used_bytes + used),
        free_bytes=reading.free_bytes - used,
    )
    states[which] = replace(on, device=more)
    plan = plan_start(states)
    assert str(plan)
    if isinstance(plan, Fits):
        state = at(plan, states)
        assert plan.needed_bytes <= state.device.free_bytes


def _of(on: DeviceState, names: Iterable[str]) -> list[str]:
    on_device = {allocation.name for allocation in on.allocations}
    return [name for name in names if name in on_device]


def _with_more_free(on: DeviceState, more: int) -> DeviceState:
    """As if other programs had given some back; what is ours stays."""
    reading = on.device
    ours = sum(each.measured_bytes or 0 for each in on.allocations) + on.returning_bytes
    more = min(more, max(0, reading.used_bytes - ours))
    return replace(
        on,
        device=replace(
            reading,
            used_bytes=reading.used_bytes - more,
            free_bytes=reading.free_bytes + more,
        ),
    )


def _severity(plan: Plan) -> int:
    """How much a plan costs other workers."""
    if isinstance(plan, Fits):
        return 0
    if isinstance(plan, Wait) and plan.is_short:
        return 1
    if isinstance(plan, Evict):
        return 2
    return 3 if isinstance(plan, Wait) else 4
