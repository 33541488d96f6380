"""Reservations compared with readings, also of ended workers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.workers.memory.fake_user import FakeUser
from workers.devices.probe import DeviceReading, ProcessMemory
from workers.memory.device_state import Allocation
from workers.memory.ledger import READINGS_LAG_S, Ledger, Reservation
from workers.memory.plan import Place

GPU_0 = Place("GPU-0", 0, "GPU", "cuda")
GPU_1 = Place("GPU-1", 1, "GPU", "cuda")


def device(*held: tuple[int, int | None], kind: str = "gpu", used: int = 0) -> DeviceReading:
    processes = tuple(ProcessMemory(pid, share, None) for pid, share in held)
    used = used or sum(share or 0 for _, share in held)
    return DeviceReading(0, "GPU-0", "GPU", kind, 100, used, 100 - used, processes)  # pyright: ignore[reportArgumentType]


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


def outstanding(ledger: Ledger, reservation: Reservation, reading: DeviceReading) -> int:
    return claim_of(ledger, reservation, reading).outstanding_bytes


def claim_of(ledger: Ledger, reservation: Reservation, reading: DeviceReading) -> Allocation:
    return ledger.accounts(reading, 0.0).allocations[reservation]


def returning(ledger: Ledger, reading: DeviceReading, now: float) -> int:
    return ledger.accounts(reading, now).returning_bytes


def test_reservation_is_outstanding_until_taken(ledger: Ledger) -> None:
    promise = ledger.reserve("lark", "key", 10, GPU_0)
    assert outstanding(ledger, promise, device()) == 10
    ledger.attach(promise, lambda: 7)
    assert outstanding(ledger, promise, device((7, 4))) == 6
    assert outstanding(ledger, promise, device((8, 4))) == 10  # another program's
    ledger.settle(promise, {7, 8}, 9, None, 0.0)
    assert outstanding(ledger, promise, device((7, 4), (8, 3))) == 2
    assert outstanding(ledger, promise, device()) == 0  # unknown: counts as taken


def test_lazy_worker_has_taken_nothing_yet(ledger: Ledger) -> None:
    lazy = ledger.reserve("lazy", "key", 10, GPU_0)
    ledger.settle(lazy, {7}, 10, None, 0.0)
    assert outstanding(ledger, lazy, device((9, 4))) == 0  # another world's process, maybe
    lark = ledger.reserve("lark", "key", 10, GPU_0)
    ledger.settle(lark, {8}, 10, None, 0.0)
    assert outstanding(ledger, lark, device((8, 10))) == 0
    assert outstanding(ledger, lazy, device((8, 10))) == 10
    assert outstanding(ledger, lazy, device()) == 0  # the driver reports no other worker, either
    assert outstanding(ledger, lazy, device((7, 9), (8, 10))) == 1
    assert outstanding(ledger, lazy, device((8, 10))) == 0  # unknown again: counts as taken


def test_worker_may_hold_more_than_it_reserved(ledger: Ledger) -> None:
    promise = ledger.reserve("lark", "key", 10, GPU_0)
    ledger.settle(promise, {7}, 10, None, 0.0)
    claim = claim_of(ledger, promise, device((7, 14)))
    assert (claim.held_bytes, claim.outstanding_bytes) == (14, 0)


def test_report_counts_where_the_driver_gives_no_share(ledger: Ledger) -> None:
    promise = ledger.reserve("lark", "key", 10, GPU_0)
    ledger.settle(promise, {7}, 10, 6, 0.0)
    assert outstanding(ledger, promise, device((7, None))) == 4
    assert outstanding(ledger, promise, device((7, 8))) == 2  # the driver's is the better one


def test_reservation_is_released_once(ledger: Ledger) -> None:
    promise = ledger.reserve("lark", "key", 10, GPU_0)
    other = ledger.reserve("lark", "key", 5, GPU_0)
    assert ledger.reserved_bytes() == 15
    ledger.release(promise, 0.0)
    ledger.release(promise, 0.0)
    assert ledger.reserved_bytes() == 5
    assert ledger.find("lark", "key") is other
    assert ledger.find("lark", "other") is None
    ledger.release(other, 0.0)
    assert ledger.find("lark", "key") is None
    assert ledger.accounts(device(), 0.0).allocations == {}


def departed(ledger: Ledger, reading: DeviceReading, reported: int | None = None) -> None:
    """One that held 10 as process 7, was read once, and went at 100 s."""
    promise = ledger.reserve("lark", "key", 10, GPU_0)
    ledger.settle(promise, {7}, 10, reported, 0.0)
    returning(ledger, reading, 0.0)
    ledger.release(promise, 100.0)


def test_reading_still_shows_an_ended_worker(ledger: Ledger) -> None:
    departed(ledger, device((7, 9)))
    assert returning(ledger, device((7, 9), (8, 5)), 100.0) == 9
    assert returning(ledger, device((8, 5)), 100.0) == 0
    assert returning(ledger, device((7, 9)), 100.0 + READINGS_LAG_S - 0.01) == 9
    assert returning(ledger, device((7, 9)), 100.0 + READINGS_LAG_S) == 0


def test_report_counts_for_a_while_after_the_end(ledger: Ledger) -> None:
    departed(ledger, device((7, None)), reported=8)
    assert returning(ledger, device((7, None), used=20), 101.0) == 8
    assert returning(ledger, device(used=20), 101.0) == 0  # no longer listed: it is back


def test_reservation_counts_without_share_and_report(ledger: Ledger) -> None:
    departed(ledger, device((7, None)))
    assert returning(ledger, device((7, None), used=20), 101.0) == 10


def test_report_counts_where_no_process_is_listed(ledger: Ledger) -> None:
    """In a container, the driver's process ids are others than ours."""
    departed(ledger, device((4001, 9)), reported=8)
    assert returning(ledger, device((4001, 9)), 101.0) == 8
    departed(ledger, device())
    assert returning(ledger, device(), 101.0) == 8


def test_worker_that_ended_while_loading_is_known_by_its_first_process(ledger: Ledger) -> None:
    promise = ledger.reserve("lark", "key", 10, GPU_0)
    living: list[int | None] = [7]
    ledger.attach(promise, lambda: living[0])
    returning(ledger, device((7, 3)), 0.0)
    living[0] = None
    ledger.release(promise, 100.0)
    assert returning(ledger, device((7, 6)), 100.0) == 6


def test_system_memory_is_back_at_once(ledger: Ledger) -> None:
    departed(ledger, device(kind="system", used=20), reported=8)
    assert returning(ledger, device(kind="system", used=20), 100.0) == 0


def test_load_that_ended_after_the_reading_is_still_outstanding(ledger: Ledger) -> None:
    promise = ledger.reserve("lark", "key", 10, GPU_0)
    ledger.settle(promise, {7}, 10, None, 100.0)
    for age_s, expected in ((0.0, 0), (1.0, 0), (1.1, 10)):
        reading = replace(device(), age_s=age_s)
        (claim,) = ledger.accounts(reading, 101.0).allocations.values()
        assert claim.outstanding_bytes == expected


def test_released_reservation_keeps_no_tool_alive(ledger: Ledger) -> None:
    promise = ledger.reserve("lark", "key", 10, GPU_0, user=FakeUser("lark"))
    ledger.attach(promise, lambda: 7)
    ledger.release(promise, 0.0)
    assert promise.user is None
    assert promise.root_pid is None


def test_each_device_has_a_ledger_of_its_own(ledger: Ledger) -> None:
    here = ledger.reserve("lark", "key", 10, GPU_0)
    elsewhere = ledger.reserve("wren", "key", 20, GPU_1)
    nowhere = ledger.reserve("owl", "key", 30)
    assert list(ledger.accounts(device(), 0.0).allocations) == [here]
    other = replace(device(), index=1, uuid="GPU-1")
    assert list(ledger.accounts(other, 0.0).allocations) == [elsewhere]
    assert ledger.reservations() == (here, elsewhere, nowhere)
    ledger.settle(elsewhere, {7}, 20, None, 0.0)
    ledger.accounts(replace(other, processes=device((7, 9)).processes), 0.0)
    ledger.release(elsewhere, 100.0)
    assert returning(ledger, device((7, 9)), 100.0) == 0
    assert returning(ledger, replace(device((7, 9)), uuid="GPU-1"), 100.0) == 9


def test_update_needs_a_settled_reservation(ledger: Ledger) -> None:
    promise = ledger.reserve("lark", "key", 10, GPU_0)
    ledger.update(promise, {7}, 12, 11)
    assert promise.reserved_bytes == 10
    ledger.settle(promise, {7}, 10, None, 0.0)
    ledger.update(promise, {7, 8}, 12, 11)
    assert (promise.reserved_bytes, promise.reported_bytes, promise.pids) == (12, 11, {7, 8})
    ledger.release(promise, 1.0)
    ledger.update(promise, {9}, 13, 12)
    assert promise.reserved_bytes == 12
