"""The admission queue: order of attempts, overtaking, and the reasons that are shown."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from tests.support.starts import (
    BEHIND,
    EVICT,
    FIRST,
    FIRST_AND_AGED,
    FITS,
    LASTING,
    REFUSE,
    Start,
)
from tests.support.tool_room import until
from workers.errors import WorkerRefused
from workers.memory.admission_queue import AdmissionQueue, Turn
from workers.memory.plan import Plan, Wait
from workers.testing import FakeClock

# Order.


def test_starts_are_served_in_order_of_arrival(queue: AdmissionQueue, clock: FakeClock) -> None:
    first = Start(queue).waits()
    clock.advance(10.0)  # aged, so that no later start makes an attempt
    first.waits(2)
    order: list[int] = []

    def fits_for(number: int) -> Callable[[Turn], Plan]:
        def attempt(_: Turn) -> Plan:
            order.append(number)
            return FITS

        return attempt

    others = [Start(queue, str(number), fits_for(number)).waits(0) for number in range(8)]
    assert {other.reason for other in others} == {
        "waiting for first to start (waiting for memory held by other)"
    }
    first.let_go()
    for other in others:
        other.result()
    assert order == list(range(8))


def test_one_attempt_runs_at_a_time(queue: AdmissionQueue) -> None:
    inside = threading.Lock()

    def attempt(_: Turn) -> Plan:
        assert inside.acquire(blocking=False)
        inside.release()
        return FITS

    starts = [Start(queue, str(number), attempt) for number in range(32)]
    for start in starts:
        start.result()


def test_start_behind_the_head_takes_free_memory(queue: AdmissionQueue) -> None:
    first = Start(queue).waits(1)
    second = Start(queue, "second", FITS)
    second.result()
    assert second.turns == [BEHIND]
    assert first.turns == [FIRST]
    first.let_go()


def test_start_behind_the_head_evicts_no_worker(queue: AdmissionQueue) -> None:
    first = Start(queue).waits(1)
    second = Start(queue, "second", lambda turn: EVICT if not turn.may_evict else FITS).waits(1)
    assert second.reason == "waiting for first to start (waiting for memory held by other)"
    first.let_go()
    second.result()
    assert second.turns[-1] == FIRST


def test_start_behind_the_head_gives_its_own_reason(queue: AdmissionQueue) -> None:
    first = Start(queue).waits(1)
    second = Start(queue, "second", Wait("waiting for memory held by wren", 1e6)).waits(1)
    assert second.reason == "waiting for memory held by wren, after first starts"
    first.let_go()
    until(lambda: second.reason == "waiting for memory held by wren")
    second.let_go()


def test_head_looks_first(queue: AdmissionQueue) -> None:
    order: list[str] = []

    def noted(name: str) -> Callable[[Turn], Plan]:
        def attempt(_: Turn) -> Plan:
            order.append(name)
            return LASTING

        return attempt

    starts = [Start(queue, name, noted(name)).waits(1) for name in "abc"]
    queue.notify_changed()
    for start in starts:
        start.waits(2)
    assert order == list("abcabc")
    for start in starts:
        start.let_go()


def test_new_head_looks_again(queue: AdmissionQueue) -> None:
    first = Start(queue).waits(1)
    second = Start(queue, "second").waits(1)
    queue.cancel(first.ticket)
    second.waits(2)
    assert second.turns == [BEHIND, FIRST]
    second.let_go()


def test_refused_head_blocks_no_other_start(queue: AdmissionQueue) -> None:
    first = Start(queue).waits(1)
    second = Start(queue, "second").waits(1)
    first.plan = REFUSE
    second.plan = lambda turn: FITS if turn.may_evict else LASTING
    queue.notify_changed()
    with pytest.raises(WorkerRefused):
        first.result()
    second.result()


# Ageing.


def test_start_looks_again_when_it_becomes_aged(queue: AdmissionQueue, clock: FakeClock) -> None:
    first = Start(queue).waits(1)
    clock.advance(9.0)
    clock.advance(1.0)
    first.waits(2)
    assert first.turns == [FIRST, FIRST_AND_AGED]
    first.let_go()


def test_no_start_overtakes_an_aged_one(queue: AdmissionQueue, clock: FakeClock) -> None:
    first = Start(queue).waits(1)
    clock.advance(10.0)
    first.waits(2)
    second = Start(queue, "second", FITS).waits()
    queue.notify_changed()
    first.waits(3)
    assert second.turns == []
    first.let_go()
    second.result()


def test_earlier_start_no_longer_overtakes_an_aged_one(
    queue: AdmissionQueue, clock: FakeClock
) -> None:
    first = Start(queue).waits(1)
    second = Start(queue, "second").waits(1)
    clock.advance(10.0)
    first.waits(2)
    second.plan = FITS
    queue.notify_changed()
    first.waits(3)
    assert second.turns == [BEHIND]
    first.let_go()
    second.result()
    assert second.turns == [BEHIND, FIRST_AND_AGED]


def test_starts_overtake_again_once_the_aged_one_is_gone(
    queue: AdmissionQueue, clock: FakeClock
) -> None:
    first = Start(queue).waits(1)
    clock.advance(10.0)
    first.waits(2)
    second = Start(queue, "second").waits(0)
    third = Start(queue, "third", FITS).waits(0)
    queue.cancel(first.ticket)
    third.result()
    assert third.turns == [BEHIND]
    second.let_go()


# Views.


def test_reasons_follow_the_reason_of_the_head(
    queue: AdmissionQueue,
) -> None:
    first = Start(queue).waits(1)
    second = Start(queue, "second", EVICT).waits(1)
    first.plan = Wait("waiting for memory held by wren", 1e6)
    queue.notify_changed()
    until(lambda: second.reason == "waiting for first to start (waiting for memory held by wren)")
    second.plan = FITS
    first.let_go()
    second.result()


def test_waiting_lists_names_reasons_and_times(queue: AdmissionQueue, clock: FakeClock) -> None:
    assert queue.waiting() == ()
    first = Start(queue).waits(1)
    clock.advance(2.0)
    second = Start(queue, "second").waits(1)
    clock.advance(1.0)
    assert queue.is_contended
    assert queue.waiting() == (
        ("first", "waiting for memory held by other", 3.0),
        (
            "second",
            "waiting for first to start (waiting for memory held by other)",
            1.0,
        ),
    )
    first.let_go()
    second.let_go()
    assert queue.waiting() == ()
