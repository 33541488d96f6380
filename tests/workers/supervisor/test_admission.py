"""Whether a worker may start, decided over plain data."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.gpu.probe import DeviceReading
from workers.supervisor.admission import (
    Claim,
    Evict,
    Fits,
    Refuse,
    Wait,
    decide,
    promisable_bytes,
    without,
)
from workers.supervisor.eviction import Resident


def device(total: int = 8, used: int = 0) -> DeviceReading:
    return DeviceReading(0, "GPU-0", "Test GPU", "gpu", total, used, total - used)


def loading(claimed: int, measured: int | None = None, name: str = "loading") -> Claim:
    return Claim(name, claimed, measured, is_settled=False)


def settled(claimed: int, measured: int | None = None, name: str = "settled") -> Claim:
    return Claim(name, claimed, measured, is_settled=True)


@pytest.mark.parametrize(
    ("used", "claims", "expected"),
    [
        (0, [], 8),
        (3, [], 5),  # another program
        (0, [loading(5)], 3),  # it has taken nothing yet
        (2, [loading(5)], 1),  # its own or another program's: nobody can tell
        (2, [loading(5, measured=2)], 3),
        (5, [settled(5, measured=5)], 3),
        (6, [settled(5, measured=6)], 2),  # it holds more than it was promised
        (3, [settled(5, measured=3)], 3),  # it may take the rest any time
        (5, [settled(5)], 3),  # the driver does not tell shares
        (1, [settled(5)], 3),  # it has not taken all it was promised
        (7, [settled(5)], 1),  # and so has another program
        (8, [loading(5)], -5),
    ],
)
def test_what_may_be_promised(used: int, claims: list[Claim], expected: int) -> None:
    assert promisable_bytes(device(used=used), claims) == expected


class World:
    """A device and who is on it, so that what is really there is known."""

    def __init__(self, total: int, others: int, claims: list[Claim], taken: list[int]) -> None:
        self.total, self.others, self.claims = total, others, claims
        self.device = device(total, min(total, others + sum(taken)))


@st.composite
def worlds(draw: st.DrawFn) -> World:
    total = draw(st.integers(4, 40))
    others = draw(st.integers(0, total))
    claims, taken = [], []
    left = total - others
    for number in range(draw(st.integers(0, 4))):
        takes = draw(st.integers(0, max(0, left)))
        left -= takes
        claimed = draw(st.integers(0, 12))
        is_settled = draw(st.booleans())
        is_told = draw(st.booleans())
        if is_settled and not is_told:
            claimed = max(claimed, takes)
        claims.append(Claim(f"tool{number}", claimed, takes if is_told else None, is_settled))
        taken.append(takes)
    return World(total, others, claims, taken)


@given(worlds())
def test_no_promise_goes_beyond_what_is_there(world: World) -> None:
    """All claims taken in full, and what was promised on top, still fit beside the others."""
    promisable = promisable_bytes(world.device, world.claims)
    assert promisable <= world.device.free_bytes
    known = all(claim.measured_bytes is not None for claim in world.claims)
    if promisable > 0 and known:
        held = sum(claim.held_bytes for claim in world.claims)
        assert held + world.others + promisable <= world.total


@given(worlds(), st.integers(0, 40), st.integers(0, 10))
def test_what_fits_is_never_more_than_may_be_promised(
    world: World, needed: int, returning: int
) -> None:
    decision = decide(needed, world.device, world.claims, [], returning)
    fits = needed <= 0 or needed <= promisable_bytes(world.device, world.claims)
    assert isinstance(decision, Fits) == fits


@given(worlds(), st.integers(1, 40), st.integers(0, 10), st.data())
def test_never_evicts_who_is_busy_nor_refuses_what_could_be_had(
    world: World, needed: int, returning: int, data: st.DataObject
) -> None:
    residents = [
        Resident(claim.name, claim.held_bytes, float(number), data.draw(st.booleans()))
        for number, claim in enumerate(world.claims)
    ]
    idle = {resident.name for resident in residents if resident.is_evictable}
    decision = decide(needed, world.device, world.claims, residents, returning)
    free = promisable_bytes(without(world.device, returning), world.claims)
    if isinstance(decision, Evict):
        assert set(decision.victims) <= idle
        freed = sum(it.held_bytes for it in residents if it.name in decision.victims)
        assert free < needed <= free + freed
    elif isinstance(decision, Refuse):
        assert free + sum(resident.held_bytes for resident in residents) < needed
    assert decision == decide(needed, world.device, world.claims, residents, returning)


def test_nothing_needed_fits_where_nothing_is_left() -> None:
    assert decide(0, device(used=8), [loading(8)], []) == Fits()


def test_memory_on_its_way_back_is_waited_for_and_nobody_stopped_for_it() -> None:
    other = Resident("other", 2, 0.0, is_evictable=True)
    claims = [settled(2, 2, "other")]
    decision = decide(5, device(used=7), claims, [other], returning_bytes=5)
    assert isinstance(decision, Wait)
    assert decision.is_short
    decision = decide(8, device(used=7), claims, [other], returning_bytes=5)
    assert decision == Evict(("other",))


def test_memory_on_its_way_back_is_not_promised_before_it_has_come() -> None:
    assert isinstance(decide(5, device(used=5), [], [], returning_bytes=5), Wait)
    assert decide(3, device(used=5), [], [], returning_bytes=5) == Fits()


def test_busy_workers_are_waited_for() -> None:
    busy = Resident("busy", 5, 0.0, is_evictable=False)
    decision = decide(4, device(used=5), [settled(5, 5, "busy")], [busy])
    assert isinstance(decision, Wait)
    assert "busy" in decision.cause
    assert not decision.is_short


def test_nobody_is_refused_while_figures_may_count_a_load_twice() -> None:
    other = Resident("other", 4, 0.0, is_evictable=False, is_loading=True)
    decision = decide(6, device(used=3), [loading(4, name="other")], [other])
    assert isinstance(decision, Wait)
    assert "other" in decision.cause
    assert isinstance(decide(9, device(used=3), [loading(4, name="other")], [other]), Refuse)


def test_refusal_tells_the_arithmetic() -> None:
    gib = 2**30
    reading = DeviceReading(0, "GPU-0", "Test GPU", "gpu", 8 * gib, 5 * gib, 3 * gib)
    idle = Resident("idle", 2 * gib, 0.0, is_evictable=True)
    decision = decide(7 * gib, reading, [settled(2 * gib, 2 * gib, "idle")], [idle])
    assert isinstance(decision, Refuse)
    for part in ("7.00 GB", "Test GPU", "3.00 GB of 8.00 GB", "2.00 GB more"):
        assert part in decision.reason
