"""Another program's turn: only when others have grown, and only for what they are short of."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from workers.devices.probe import DeviceReading
from workers.memory.admission import Claim
from workers.memory.shortage import UNTOLD_BYTES, must_yield, others_bytes


def device(used: int, total: int = 20) -> DeviceReading:
    return DeviceReading(0, "GPU-0", "Test GPU", "gpu", total, used, total - used)


def settled(claimed: int, measured: int | None) -> Claim:
    return Claim("settled", claimed, measured, is_settled=True)


def loading(claimed: int, measured: int | None = None) -> Claim:
    return Claim("loading", claimed, measured, is_settled=False)


@pytest.mark.parametrize(
    ("used", "claims", "returning", "expected"),
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
def test_what_others_hold(used: int, claims: list[Claim], returning: int, expected: int) -> None:
    assert others_bytes(device(used), claims, returning) == expected


@pytest.mark.parametrize(
    ("used", "claims", "reserve", "before", "expected"),
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
def test_by_table(used: int, claims: list[Claim], reserve: int, before: int, expected: int) -> None:
    assert must_yield(device(used), claims, reserve, before) == expected


def test_what_ended_workers_still_show_is_neither_others_nor_taken() -> None:
    assert must_yield(device(18), [], 5, 2) == 3
    assert must_yield(device(18), [], 5, 2, returning_bytes=2) == 1
    assert must_yield(device(18), [], 5, 2, returning_bytes=10) == 0


def test_what_nobody_tells_may_be_ours() -> None:
    """A worker's own word is an estimate, and a declared size is less than that."""
    others, grown = 1, UNTOLD_BYTES
    for measured in (4, None):
        claim = replace(settled(4, measured), is_estimate=True)
        total = 5 + others + grown
        assert must_yield(device(4 + others + grown, total), [claim], 5, others) == 0
        assert must_yield(device(4 + others + grown + 1, total), [claim], 5, others) == 1


def test_on_a_machine_without_a_gpu_only_if_asked() -> None:
    system = replace(device(18), kind="system", uuid="system", backend="cpu")
    assert must_yield(system, [], 5, 0) == 0
    assert must_yield(system, [], 5, 0, of_system=True) == 3


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[Claim], int]:
    """Claims of which the driver tells, and what they hold together."""
    claims = [
        Claim(
            f"tool{number}", draw(st.integers(0, 9)), draw(st.integers(0, 9)), draw(st.booleans())
        )
        for number in range(draw(st.integers(0, 4)))
    ]
    return claims, sum(claim.measured_bytes or 0 for claim in claims)


@given(worlds(), worlds(), st.integers(0, 30), st.integers(0, 30))
def test_what_our_own_workers_do_is_never_another_programs_turn(
    then: tuple[list[Claim], int], now: tuple[list[Claim], int], others: int, reserve: int
) -> None:
    """Whatever starts, loads, grows or ends: others hold what they held."""
    before = others_bytes(device(others + then[1], total=100), then[0])
    assert before == others
    assert must_yield(device(others + now[1], total=100), now[0], reserve, before) == 0


@given(worlds(), st.integers(0, 30), st.integers(0, 30), st.integers(1, 80))
def test_growth_of_others_is_seen_in_full_once_all_is_settled(
    world: tuple[list[Claim], int], others: int, growth: int, reserve: int
) -> None:
    claims = [replace(claim, is_settled=True) for claim in world[0]]
    assume(others + growth + world[1] <= 100)
    now = device(others + growth + world[1], total=100)
    free = now.free_bytes - sum(claim.outstanding_bytes for claim in claims)
    assert must_yield(now, claims, reserve, others) == max(0, min(growth, reserve - free))


@given(worlds(), st.integers(0, 100), st.integers(0, 100), st.integers(0, 100), st.integers(0, 50))
def test_never_more_than_is_missing_nor_than_they_have_grown(
    world: tuple[list[Claim], int], used: int, before: int, reserve: int, returning: int
) -> None:
    now = device(used, total=100)
    short = must_yield(now, world[0], reserve, before, returning)
    free = now.free_bytes + returning - sum(claim.outstanding_bytes for claim in world[0])
    grown = others_bytes(now, world[0], returning) - before
    assert 0 <= short <= max(0, reserve - free)
    assert short <= max(0, grown)
