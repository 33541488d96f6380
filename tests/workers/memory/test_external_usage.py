"""Memory that other programs lack: only when they have grown, and at most by their growth."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from workers.devices.probe import DeviceReading
from workers.memory.device_state import Allocation, DeviceState
from workers.memory.external_usage import UNTOLD_BYTES, shortage_bytes


def device(used: int, total: int = 20) -> DeviceReading:
    return DeviceReading(0, "GPU-0", "Test GPU", "gpu", total, used, total - used)


def others_bytes(reading: DeviceReading, allocations: list[Allocation], returning: int = 0) -> int:
    return DeviceState(reading, 0, allocations, returning).others_bytes


def short(
    reading: DeviceReading,
    allocations: list[Allocation],
    reserve: int,
    baseline: int,
    returning: int = 0,
) -> int:
    state = DeviceState(reading, 0, allocations, returning)
    return shortage_bytes(state, reserve, baseline)


def settled(reserved: int, measured: int | None) -> Allocation:
    return Allocation("settled", reserved, measured, is_settled=True)


def loading(reserved: int, measured: int | None = None) -> Allocation:
    return Allocation("loading", reserved, measured, is_settled=False)


@pytest.mark.parametrize(
    ("used", "allocations", "returning", "expected"),
    [
        (0, [], 0, 0),
        (7, [], 0, 7),
        (7, [settled(5, 5)], 0, 2),
        (7, [settled(5, 6)], 0, 1),  # more than its promise is ours, too
        (7, [settled(5, 3)], 0, 4),
        (7, [settled(5, None)], 0, 2),
        (7, [loading(5)], 0, 7),  # at most: none of it may have been taken yet
        (7, [loading(5, 2)], 0, 5),
        (7, [settled(5, 9)], 0, 0),  # figures of two moments
        (7, [], 3, 4),
        (7, [settled(2, 2)], 9, 0),
    ],
)
def test_memory_of_other_programs_is_what_no_reservation_explains(
    used: int, allocations: list[Allocation], returning: int, expected: int
) -> None:
    assert others_bytes(device(used), allocations, returning) == expected


@pytest.mark.parametrize(
    ("used", "allocations", "reserve", "before", "expected"),
    [
        (10, [], 0, 0, 0),  # nothing is kept for others
        (10, [settled(14, 3)], 0, 0, 0),  # not even where too much is promised
        (10, [settled(14, 3)], 1, 0, 2),
        (15, [], 5, 0, 0),  # as much as that is free
        (16, [], 5, 0, 1),
        (16, [], 5, 16, 0),  # so it was before
        (16, [], 5, 18, 0),  # they have given some back
        (19, [], 5, 18, 1),  # no more than they have grown by
        (19, [settled(8, 8)], 5, 3, 4),
        (19, [settled(16, 16)], 5, 3, 0),  # our own doing
        (19, [settled(16, 16)], 5, 2, 1),
        (10, [settled(14, 6)], 5, 0, 3),  # ours may take 8 more: 2 are left of 5
        (10, [settled(14, 6)], 5, 4, 0),
        (18, [loading(6)], 5, 12, 0),  # what came may be the load
        (18, [loading(6)], 5, 11, 1),
        (18, [loading(6, 4)], 5, 12, 0),
        (18, [loading(6, 6)], 5, 11, 1),
        (20, [settled(25, 25)], 5, 0, 0),
    ],
)
def test_shortage_is_limited_by_growth_and_reserve(
    used: int, allocations: list[Allocation], reserve: int, before: int, expected: int
) -> None:
    assert short(device(used), allocations, reserve, before) == expected


def test_memory_of_ended_workers_counts_as_free() -> None:
    assert short(device(18), [], 5, 2) == 3
    assert short(device(18), [], 5, 2, returning=2) == 1
    assert short(device(18), [], 5, 2, returning=10) == 0


def test_untold_memory_counts_as_ours() -> None:
    """A worker's own word is an estimate, and a declared size is less than that."""
    others, grown = 1, UNTOLD_BYTES
    for measured in (4, None):
        allocation = replace(settled(4, measured), is_estimate=True)
        total = 5 + others + grown
        assert short(device(4 + others + grown, total), [allocation], 5, others) == 0
        assert short(device(4 + others + grown + 1, total), [allocation], 5, others) == 1


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[Allocation], int]:
    """Allocations with known shares, and what they hold together."""
    allocations = [
        Allocation(
            f"tool{number}", draw(st.integers(0, 9)), draw(st.integers(0, 9)), draw(st.booleans())
        )
        for number in range(draw(st.integers(0, 4)))
    ]
    return allocations, sum(allocation.measured_bytes or 0 for allocation in allocations)


@given(worlds(), worlds(), st.integers(0, 30), st.integers(0, 30))
def test_own_workers_never_cause_a_shortage(
    then: tuple[list[Allocation], int], now: tuple[list[Allocation], int], others: int, reserve: int
) -> None:
    """Whatever starts, loads, grows or ends: others hold what they held."""
    before = others_bytes(device(others + then[1], total=100), then[0])
    assert before == others
    assert short(device(others + now[1], total=100), now[0], reserve, before) == 0


@given(worlds(), st.integers(0, 30), st.integers(0, 30), st.integers(1, 80))
def test_growth_counts_in_full_once_all_workers_are_settled(
    world: tuple[list[Allocation], int], others: int, growth: int, reserve: int
) -> None:
    allocations = [replace(allocation, is_settled=True) for allocation in world[0]]
    assume(others + growth + world[1] <= 100)
    now = device(others + growth + world[1], total=100)
    free = now.free_bytes - sum(allocation.outstanding_bytes for allocation in allocations)
    assert short(now, allocations, reserve, others) == max(0, min(growth, reserve - free))


@given(worlds(), st.integers(0, 100), st.integers(0, 100), st.integers(0, 100), st.integers(0, 50))
def test_shortage_exceeds_neither_missing_memory_nor_growth(
    world: tuple[list[Allocation], int], used: int, before: int, reserve: int, returning: int
) -> None:
    now = device(used, total=100)
    lacking = short(now, world[0], reserve, before, returning)
    free = now.free_bytes + returning - sum(allocation.outstanding_bytes for allocation in world[0])
    grown = others_bytes(now, world[0], returning) - before
    assert 0 <= lacking <= max(0, reserve - free)
    assert lacking <= max(0, grown)
