"""The admission queue: one start, patience, and cancellation."""

from __future__ import annotations

import threading

import pytest

from tests.support.interrupts import Interrupted, interrupted_once
from tests.support.starts import (
    COMING,
    EVICT,
    FIRST,
    FITS,
    LASTING,
    REFUSE,
    WAIT,
    Start,
)
from tests.support.tool_room import PATIENCE_S, BackgroundCall, until
from workers.base.clock import MonotonicClock
from workers.errors import WorkerRefused, WorkerStopped
from workers.memory.admission_queue import AdmissionQueue, Ticket, Turn
from workers.memory.plan import Plan
from workers.testing import FakeClock

# One start alone.


def test_start_that_fits_is_admitted_at_once(queue: AdmissionQueue) -> None:
    ticket = Ticket("lark")
    turns: list[Turn] = []

    def attempt(turn: Turn) -> Plan:
        turns.append(turn)
        return FITS

    queue.admit(ticket, attempt)
    assert turns == [FIRST]
    assert not queue.is_contended
    assert ticket.reason == ""


def test_start_looks_again_after_an_eviction(queue: AdmissionQueue) -> None:
    plans: list[Plan] = [EVICT, EVICT, FITS]
    queue.admit(Ticket("lark"), lambda _: plans.pop(0))
    assert plans == []


def test_refusal_names_worker_reason_and_help(queue: AdmissionQueue) -> None:
    with pytest.raises(WorkerRefused) as caught:
        queue.admit(Ticket("lark"), lambda _: REFUSE)
    assert str(caught.value) == f"Couldn't start lark: {REFUSE}"
    assert caught.value.worker == "lark"
    assert not queue.is_contended


def test_ticket_says_why_it_waits(queue: AdmissionQueue) -> None:
    first = Start(queue).waits()
    assert first.reason == "waiting for memory held by other"
    first.let_go()
    assert first.reason == ""


def test_start_looks_again_after_a_change(queue: AdmissionQueue) -> None:
    first = Start(queue).waits(1)
    queue.notify_changed()
    first.waits(2).let_go()


def test_start_looks_again_after_its_retry_time(queue: AdmissionQueue, clock: FakeClock) -> None:
    first = Start(queue, plan=WAIT).waits(1)
    clock.advance(0.25)
    first.waits(2).let_go()


def test_start_does_not_look_before_its_retry_time(queue: AdmissionQueue, clock: FakeClock) -> None:
    first = Start(queue, plan=WAIT).waits(1)
    clock.advance(0.125)
    clock.advance(0.125)
    first.waits(2).let_go()


def test_change_during_an_attempt_is_not_missed(queue: AdmissionQueue) -> None:
    plans: list[Plan] = [LASTING, FITS]

    def attempt(_: Turn) -> Plan:
        queue.notify_changed()  # as when a worker becomes idle right after it was looked at
        return plans.pop(0)

    BackgroundCall(lambda: queue.admit(Ticket("lark"), attempt)).result()


# Patience.


def test_start_is_refused_when_its_patience_ends(queue: AdmissionQueue, clock: FakeClock) -> None:
    first = Start(queue).waits(1)
    clock.advance(100.0)
    with pytest.raises(WorkerRefused) as caught:
        first.result()
    assert str(caught.value) == (
        "Couldn't start first: gave up after 100 s (waiting for memory held by other). "
        "Stop another engine, or try again later."
    )
    assert not queue.is_contended


def test_start_makes_a_last_attempt_when_its_patience_ends(
    queue: AdmissionQueue, clock: FakeClock
) -> None:
    first = Start(queue).waits(1)
    clock.advance(10.0)
    first.waits(2)
    first.plan = FITS  # without a notification
    clock.advance(90.0)
    first.result()


def test_patience_ends_despite_constant_changes(clock: FakeClock) -> None:
    queue = AdmissionQueue(clock, patience_s=5.0)

    def attempt(_: Turn) -> Plan:
        clock.advance(1.0)
        queue.notify_changed()
        return LASTING

    with pytest.raises(WorkerRefused, match="gave up after 5 s"):
        queue.admit(Ticket("lark"), attempt)


def test_ticket_has_its_own_patience(queue: AdmissionQueue, clock: FakeClock) -> None:
    first = Start(queue, patience_s=3.0).waits(1)
    clock.advance(3.0)
    with pytest.raises(WorkerRefused, match="gave up after 3 s"):
        first.result()


def test_start_without_patience_makes_one_attempt(queue: AdmissionQueue) -> None:
    first = Start(queue, patience_s=0.0)
    with pytest.raises(
        WorkerRefused, match=r"gave up after 0 s \(waiting for memory held by other\)"
    ):
        first.result()
    assert len(first.turns) == 1


def test_start_without_patience_gets_what_it_evicted_for(queue: AdmissionQueue) -> None:
    plans: list[Plan] = [EVICT, FITS]
    queue.admit(Ticket("lark", patience_s=0.0), lambda _: plans.pop(0))


def test_returning_memory_extends_the_patience(queue: AdmissionQueue, clock: FakeClock) -> None:
    """It has stopped a worker, and readings lag."""
    plans: list[Plan] = [EVICT]
    first = Start(queue, plan=lambda _: plans.pop() if plans else COMING, patience_s=0.0).waits(2)
    for turns in range(3, 6):
        clock.advance(0.01)
        first.waits(turns)
    first.let_go()


def test_extended_patience_ends(queue: AdmissionQueue, clock: FakeClock) -> None:
    first = Start(queue, plan=COMING, patience_s=0.0).waits(1)
    first.plan = WAIT
    clock.advance(0.01)
    first.waits(2)
    clock.advance(1.0)
    with pytest.raises(
        WorkerRefused, match=r"gave up after 1 s \(waiting for memory held by other\)"
    ):
        first.result()


def test_patience_of_a_start_behind_the_head_ends(queue: AdmissionQueue, clock: FakeClock) -> None:
    first = Start(queue, patience_s=1e6).waits(1)
    second = Start(queue, "second").waits(1)
    clock.advance(100.0)
    with pytest.raises(WorkerRefused) as caught:
        second.result()
    assert str(caught.value) == (
        "Couldn't start second: gave up after 100 s (waiting for first to start (waiting for "
        "memory held by other)). Stop another engine, or try again later."
    )
    first.let_go()


def test_patience_ends_during_the_attempt_of_another_start(
    queue: AdmissionQueue, clock: FakeClock
) -> None:
    inside, pass_on = threading.Event(), threading.Event()

    def evict_others(_: Turn) -> Plan:
        inside.set()
        assert pass_on.wait(PATIENCE_S)
        return FITS

    first = Start(queue, plan=evict_others)
    assert inside.wait(PATIENCE_S)
    second = Start(queue, "second").waits(0)
    clock.advance(100.0)
    with pytest.raises(WorkerRefused, match=r"gave up after 100 s \(waiting for first to start\)"):
        second.result()
    pass_on.set()
    first.result()


# Giving up.


def test_head_can_be_cancelled(queue: AdmissionQueue) -> None:
    first = Start(queue).waits()
    queue.cancel(first.ticket)
    with pytest.raises(WorkerStopped, match="first was stopped while waiting to start"):
        first.result()
    queue.admit(Ticket("next"), lambda _: FITS)


def test_start_behind_the_head_can_be_cancelled(queue: AdmissionQueue) -> None:
    first = Start(queue).waits()
    second = Start(queue, "second").waits()
    queue.cancel(second.ticket)
    with pytest.raises(WorkerStopped):
        second.result()
    first.let_go()


def test_ticket_can_be_cancelled_before_it_arrives(queue: AdmissionQueue) -> None:
    ticket = Ticket("lark")
    queue.cancel(ticket)
    with pytest.raises(WorkerStopped):
        queue.admit(ticket, lambda _: FITS)


@pytest.mark.parametrize("plan", [WAIT, EVICT, REFUSE], ids=["wait", "evict", "refuse"])
def test_start_can_be_cancelled_during_its_attempt(queue: AdmissionQueue, plan: Plan) -> None:
    ticket = Ticket("lark")
    turns: list[Turn] = []

    def attempt(turn: Turn) -> Plan:
        turns.append(turn)
        queue.cancel(ticket)
        return plan

    with pytest.raises(WorkerStopped):
        queue.admit(ticket, attempt)
    assert turns == [FIRST], "it tries no more"
    queue.admit(Ticket("next"), lambda _: FITS)


def test_grant_stands_despite_a_cancel(queue: AdmissionQueue) -> None:
    ticket = Ticket("lark")

    def attempt(_: Turn) -> Plan:
        queue.cancel(ticket)
        return FITS

    queue.admit(ticket, attempt)


def test_memory_freed_by_a_cancelled_start_is_offered_to_others(queue: AdmissionQueue) -> None:
    inside, pass_on = threading.Event(), threading.Event()

    def evict_others(_: Turn) -> Plan:
        inside.set()
        assert pass_on.wait(PATIENCE_S)
        return EVICT

    zeroth = Start(queue, "zeroth").waits(1)
    first = Start(queue, "first").waits(1)
    second = Start(queue, "second").waits(1)
    third = Start(queue, "third").waits(1)
    first.plan = evict_others
    queue.cancel(zeroth.ticket)
    with pytest.raises(WorkerStopped):
        zeroth.result()
    assert inside.wait(PATIENCE_S)
    queue.cancel(first.ticket)
    third.plan = FITS
    pass_on.set()
    with pytest.raises(WorkerStopped):
        first.result()
    third.result()
    second.let_go()


@pytest.mark.parametrize("error", [ZeroDivisionError, KeyboardInterrupt])
def test_failed_attempt_raises_only_for_its_caller(
    queue: AdmissionQueue, error: type[BaseException]
) -> None:
    def fail(turn: Turn) -> Plan:
        if turn.may_evict:
            raise error
        return LASTING

    first = Start(queue).waits(1)
    second = Start(queue, "second", fail).waits(1)
    third = Start(queue, "third").waits(1)
    first.let_go()
    with pytest.raises(error):
        second.result()
    third.let_go()


@pytest.mark.parametrize("place", ["head", "behind"])
def test_interrupted_start_leaves_the_queue(place: str) -> None:
    queue = AdmissionQueue(MonotonicClock(), PATIENCE_S)
    first = Start(queue).waits() if place == "behind" else None
    ticket = Ticket("lark")
    with (
        pytest.raises(Interrupted),
        interrupted_once(lambda: until(lambda: ticket.reason)),
    ):
        queue.admit(ticket, lambda _: WAIT)
    if first is not None:
        first.let_go()
    queue.admit(Ticket("next"), lambda _: FITS)
