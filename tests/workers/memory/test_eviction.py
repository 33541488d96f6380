"""The choice of workers to stop."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.memory.device_state import Allocation
from workers.memory.eviction import (
    SHORTEST_RELOAD_S,
    UNKNOWN_RELOAD_S,
    keep_value,
    least_needed,
    plan_eviction,
    total_keep_value,
)
from workers.memory.plan import EvictedWorker


def worker(
    name: str,
    held: int,
    idle_s: float,
    *,
    is_evictable: bool = True,
    is_loading: bool = False,
    is_pinned: bool = False,
    reload_s: float | None = None,
) -> Allocation:
    return Allocation(
        name,
        held,
        held,
        is_settled=not is_loading,
        is_worker=True,
        idle_s=idle_s,
        is_evictable=is_evictable,
        is_pinned=is_pinned,
        reload_s=reload_s,
    )


def idle(name: str, held: int, idle_s: float = 10.0, reload_s: float | None = None) -> Allocation:
    return worker(name, held, idle_s, reload_s=reload_s)


def busy(name: str, held: int, idle_s: float = 10.0) -> Allocation:
    return worker(name, held, idle_s, is_evictable=False)


def pinned(name: str, held: int, idle_s: float = 10.0) -> Allocation:
    return worker(name, held, idle_s, is_pinned=True)


def loading(name: str, held: int, idle_s: float = 10.0) -> Allocation:
    return worker(name, held, idle_s, is_loading=True)


def names(victims: tuple[EvictedWorker, ...] | None) -> tuple[str, ...] | None:
    return None if victims is None else tuple(victim.name for victim in victims)


OLD_SMALL = idle("old", 2, 30.0)
LATER_BIG = idle("later", 6, 20.0)
LAST_SMALL = idle("last", 2, 10.0)


@pytest.mark.parametrize(
    ("residents", "needed", "free", "expected"),
    [
        ([], 0, 0, ()),
        ([], 1, 1, ()),
        ([], 1, 0, None),
        ([OLD_SMALL], 2, 5, ()),
        ([OLD_SMALL], 2, 0, ("old",)),
        ([OLD_SMALL], 2, 1, ("old",)),
        ([OLD_SMALL], 3, 0, None),
        ([LAST_SMALL, OLD_SMALL], 2, 0, ("old",)),
        ([LAST_SMALL, OLD_SMALL], 3, 0, ("old", "last")),
        ([OLD_SMALL, LATER_BIG, LAST_SMALL], 2, 0, ("old",)),
        ([OLD_SMALL, LATER_BIG, LAST_SMALL], 6, 0, ("later",)),  # the old one would be in vain
        ([OLD_SMALL, LATER_BIG, LAST_SMALL], 8, 0, ("old", "later")),
        ([OLD_SMALL, LATER_BIG, LAST_SMALL], 9, 0, ("old", "later", "last")),
        # Either of the small ones would be in vain, but not both.
        ([OLD_SMALL, idle("then", 2, 25.0), LATER_BIG], 7, 0, ("old", "later")),
        ([OLD_SMALL], 1, -1, ("old",)),  # another program has taken more than there was
        ([OLD_SMALL], 2, -1, None),
        ([busy("old", 9), LAST_SMALL], 2, 0, ("last",)),
        ([busy("old", 9)], 2, 0, None),
        ([pinned("old", 9, 99.0), LAST_SMALL], 2, 0, ("last",)),
        ([pinned("old", 9)], 2, 0, None),
        ([loading("old", 9, 99.0), LAST_SMALL], 2, 0, ("last",)),
        ([loading("old", 9)], 2, 0, None),
        ([idle("nothing", 0, 99.0), LAST_SMALL], 2, 0, ("last",)),
        ([idle("b", 2), idle("a", 2)], 2, 0, ("a",)),  # needed alike: by name
        ([idle("b", 2, 0.0), idle("a", 2, 0.0)], 2, 0, ("a",)),  # used this very moment
        ([idle("new", 2, 0.0), idle("old", 2, 0.0005)], 2, 0, ("old",)),
    ],
)
def test_plan_eviction_by_table(
    residents: list[Allocation], needed: int, free: int, expected: tuple[str, ...] | None
) -> None:
    assert names(plan_eviction(residents, needed, free)) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (idle("quick", 2, 60.0, 5.0), idle("slow", 2, 60.0, 30.0)),
        (idle("quick", 2, 60.0, 5.0), idle("slow", 2, 300.0, 30.0)),  # used later, yet
        (idle("old", 2, 400.0, 30.0), idle("quick", 2, 60.0, 5.0)),  # until that is long ago
        (idle("quick", 2, 60.0, UNKNOWN_RELOAD_S / 2), idle("unknown", 2, 60.0)),
        (idle("unknown", 2, 60.0), idle("slow", 2, 60.0, UNKNOWN_RELOAD_S * 2)),
        # Short loads count as equal: the worker that was used last stays.
        (idle("old", 2, 2.0, SHORTEST_RELOAD_S / 2), idle("new", 2, 1.0, 0.1)),
    ],
)
def test_idle_time_is_weighed_against_the_time_to_load_again(
    one: Allocation, other: Allocation
) -> None:
    assert names(plan_eviction([other, one], 2, 0)) == (one.name,)
    assert least_needed([other, one]) == one.name


@pytest.mark.parametrize(
    ("residents", "expected"),
    [
        # 0.1 and 0.11 are more together than 0.2.
        ([idle("a", 2, 100, 10), idle("b", 2, 90, 10), idle("c", 4, 100, 20)], ("c",)),
        ([idle("a", 2, 100, 10), idle("b", 2, 90, 10), idle("c", 4, 90, 18)], ("c",)),
        # It costs more than both.
        ([idle("a", 2, 100, 10), idle("b", 2, 90, 10), idle("c", 4, 100, 30)], ("a", "b")),
        # It would cost less than both, but was used after them.
        ([idle("a", 2, 100, 10), idle("b", 2, 90, 10), idle("c", 4, 80, 15)], ("a", "b")),
        # It does not hold enough.
        ([idle("a", 2, 100, 10), idle("b", 2, 90, 10), idle("c", 3, 100, 20)], ("a", "b")),
        # Of two that would do, the one that is needed less.
        (
            [
                idle("a", 2, 100, 10),
                idle("b", 2, 90, 10),
                idle("d", 4, 100, 21),
                idle("c", 5, 100, 20),
            ],
            ("c",),
        ),
    ],
)
def test_one_worker_replaces_several_needed_more_together(
    residents: list[Allocation], expected: tuple[str, ...]
) -> None:
    assert names(plan_eviction(residents, 4, 0)) == expected


def test_evicted_worker_has_gain_and_cost() -> None:
    assert plan_eviction([idle("a", 2, 100.0, 7.5), idle("b", 3, 90.0)], 5, 0) == (
        EvictedWorker("a", 2, 100.0, 7.5),
        EvictedWorker("b", 3, 90.0, None),
    )


def test_least_needed_is_none_if_none_may_be_stopped() -> None:
    others = [busy("busy", 2), pinned("pinned", 2), loading("loading", 2), idle("nothing", 0)]
    assert least_needed([]) is None
    assert least_needed(others) is None
    assert least_needed([*others, idle("idle", 1, 0.0)]) == "idle"


@st.composite
def some_residents(draw: st.DrawFn) -> list[Allocation]:
    count = draw(st.integers(0, 7))
    return [
        worker(
            f"tool{number}",
            draw(st.integers(0, 10)),
            float(draw(st.integers(0, 4))),
            is_evictable=draw(st.sampled_from([True, True, True, False])),
            is_loading=draw(st.sampled_from([False, False, False, True])),
            is_pinned=draw(st.sampled_from([False, False, False, True])),
            reload_s=draw(st.sampled_from([None, 0.5, 3.0, 10.0, 20.0])),
        )
        for number in range(count)
    ]


def candidates(residents: list[Allocation]) -> dict[str, Allocation]:
    """Spelt out here once more, so that a mistake is seen."""
    return {
        resident.name: resident
        for resident in residents
        if resident.is_evictable and not resident.is_pinned and not resident.is_loading
    }


@given(some_residents(), st.integers(0, 40), st.integers(-10, 40))
def test_eviction_covers_the_shortfall_with_no_worker_in_vain(
    residents: list[Allocation], needed: int, free: int
) -> None:
    by_name = candidates(residents)
    victims = plan_eviction(residents, needed, free)
    if victims is None:
        assert free + sum(resident.held_bytes for resident in by_name.values()) < needed
        return
    assert {victim.name for victim in victims} <= set(by_name)
    assert len(set(names(victims) or ())) == len(victims)
    covered = free + sum(by_name[victim.name].held_bytes for victim in victims)
    assert covered >= needed
    assert all(covered - victim.frees_bytes < needed for victim in victims)
    values = [keep_value(victim) for victim in victims]
    assert values == sorted(values)


@given(some_residents(), st.integers(0, 40), st.integers(-10, 40))
def test_no_single_less_needed_worker_would_suffice(
    residents: list[Allocation], needed: int, free: int
) -> None:
    """Unless it was used after all workers that are stopped."""
    victims = plan_eviction(residents, needed, free)
    if not victims:
        return
    latest = min(victim.idle_s for victim in victims)
    for other in candidates(residents).values():
        if free + other.held_bytes >= needed and other.idle_s >= latest:
            assert keep_value(other) >= total_keep_value(victims)


@given(some_residents(), st.integers(0, 40), st.integers(-10, 40))
def test_least_recently_used_are_stopped_if_loads_are_equal(
    residents: list[Allocation], needed: int, free: int
) -> None:
    """Then no worker is stopped while one that was used earlier is spared without need."""
    alike = [replace(resident, reload_s=None) for resident in residents]
    victims = plan_eviction(alike, needed, free)
    if not victims:
        return
    latest = min((victim.idle_s, victim.name) for victim in victims)
    earlier = [resident for resident in candidates(alike).values() if resident.idle_s > latest[0]]
    freed = sum(resident.held_bytes for resident in earlier)
    assert free + freed < needed  # the earlier ones alone would not have done
    assert victims == tuple(sorted(victims, key=lambda resident: (-resident.idle_s, resident.name)))


@given(some_residents(), st.integers(0, 40), st.integers(-10, 40), st.randoms())
def test_eviction_does_not_depend_on_the_order(
    residents: list[Allocation], needed: int, free: int, random: object
) -> None:
    shuffled = residents[:]
    random.shuffle(shuffled)  # pyright: ignore[reportAttributeAccessIssue]
    assert plan_eviction(shuffled, needed, free) == plan_eviction(residents, needed, free)
    assert least_needed(shuffled) == least_needed(residents)


@given(some_residents(), st.integers(0, 40), st.integers(-10, 40))
def test_eviction_is_found_whenever_one_exists(
    residents: list[Allocation], needed: int, free: int
) -> None:
    sizes = [resident.held_bytes for resident in candidates(residents).values()]
    possible = any(
        free + sum(chosen) >= needed
        for count in range(len(sizes) + 1)
        for chosen in itertools.combinations(sizes, count)
    )
    assert (plan_eviction(residents, needed, free) is not None) == possible
