"""Whom to stop: least recently used first, nobody in vain, never one that is busy."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.supervisor.eviction import Resident, plan_eviction


def idle(name: str, held: int, last_used: float = 0.0) -> Resident:
    return Resident(name, held, last_used, is_evictable=True)


def busy(name: str, held: int, last_used: float = 0.0) -> Resident:
    return Resident(name, held, last_used, is_evictable=False)


OLD_SMALL = idle("old", 2, 1.0)
LATER_BIG = idle("later", 6, 2.0)
LAST_SMALL = idle("last", 2, 3.0)


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
        ([OLD_SMALL], 1, -1, ("old",)),  # another program has taken more than there was
        ([OLD_SMALL], 2, -1, None),
        ([busy("old", 9), LAST_SMALL], 2, 0, ("last",)),
        ([busy("old", 9)], 2, 0, None),
        ([idle("nothing", 0), LAST_SMALL], 2, 0, ("last",)),
        ([idle("b", 2), idle("a", 2)], 2, 0, ("a",)),  # of the same age: by name
    ],
)
def test_by_table(
    residents: list[Resident], needed: int, free: int, expected: tuple[str, ...] | None
) -> None:
    assert plan_eviction(residents, needed, free) == expected


@st.composite
def some_residents(draw: st.DrawFn) -> list[Resident]:
    count = draw(st.integers(0, 7))
    return [
        Resident(
            f"tool{number}",
            draw(st.integers(0, 10)),
            float(draw(st.integers(0, 4))),
            draw(st.booleans()),
        )
        for number in range(count)
    ]


@given(some_residents(), st.integers(0, 40), st.integers(-10, 40))
def test_covers_the_shortfall_with_nobody_in_vain(
    residents: list[Resident], needed: int, free: int
) -> None:
    by_name = {resident.name: resident for resident in residents}
    evictable = sum(resident.held_bytes for resident in residents if resident.is_evictable)
    plan = plan_eviction(residents, needed, free)
    if plan is None:
        assert free + evictable < needed
        return
    assert all(by_name[name].is_evictable for name in plan)
    assert len(set(plan)) == len(plan)
    covered = free + sum(by_name[name].held_bytes for name in plan)
    assert covered >= needed
    assert all(covered - by_name[name].held_bytes < needed for name in plan)
    ages = [by_name[name].last_used for name in plan]
    assert ages == sorted(ages)


@given(some_residents(), st.integers(0, 40), st.integers(-10, 40), st.randoms())
def test_does_not_depend_on_the_order_in_which_they_are_named(
    residents: list[Resident], needed: int, free: int, random: object
) -> None:
    shuffled = residents[:]
    random.shuffle(shuffled)  # pyright: ignore[reportAttributeAccessIssue]
    assert plan_eviction(shuffled, needed, free) == plan_eviction(residents, needed, free)


@given(some_residents(), st.integers(0, 40), st.integers(-10, 40))
def test_is_found_whenever_there_is_one(residents: list[Resident], needed: int, free: int) -> None:
    candidates = [resident.held_bytes for resident in residents if resident.is_evictable]
    possible = any(
        free + sum(chosen) >= needed
        for size in range(len(candidates) + 1)
        for chosen in itertools.combinations(candidates, size)
    )
    assert (plan_eviction(residents, needed, free) is not None) == possible
