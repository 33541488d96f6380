"""The admission queue: each start is answered, is patient for so long, and may give up."""

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
from tests.support.tool_room import PATIENCE_S, Asking, until
from workers.base.clock import MonotonicClock
from workers.errors import WorkerRefused, WorkerStopped
from workers.memory.admission_queue import AdmissionQueue, Ticket, Turn
from workers.memory.plan import Plan
from workers.testing import FakeClock

# One start alone.


def test_who_fits_goes_at_once(queue: AdmissionQueue) -> None:
    ticket = Ticket("lark")
    turns: list[Turn] = []

    def attempt(turn: Turn) -> Plan:
        turns.append(turn)
        return FITS

    queue.admit(ticket, attempt)
    assert turns == [FIRST]
    assert not queue.is_contended
    assert ticket.reason == ""


def test_after_an_eviction_it_looks_again(queue: AdmissionQueue) -> None:
    plans: list[Plan] = [EVICT, EVICT, FITS]
    queue.admit(Ticket("lark"), lambda _: plans.pop(0))
    assert plans == []


def test_refusal_names_the_worker_the_reason_and_what_would_help(queue: AdmissionQueue) -> None:
    with pytest.raises(WorkerRefused) as caught:
        queue.admit(Ticket("lark"), lambda _: REFUSE)
    assert str(caught.value) == f"Couldn't start lark: {REFUSE}"
    assert caught.value.worker == "lark"
    assert not queue.is_contended


def test_says_why_it_waits(queue: AdmissionQueue) -> None:
    first = Start(queue).waits()
    assert first.reason == "waiting for memory held by other"
    first.let_go()
    assert first.reason == ""


def test_looks_again_when_something_changed(queue: AdmissionQueue) -> None:
    first = Start(queue).waits(1)
    queue.notify_changed()
    first.waits(2).let_go()


def test_looks_again_after_a_while_by_itself(queue: AdmissionQueue, clock: FakeClock) -> None:
    first = Start(queue, plan=WAIT).waits(1)
    clock.advance(0.25)
    first.waits(2).let_go()


def test_looks_only_then(queue: AdmissionQueue, clock: FakeClock) -> None:
    first = Start(queue, plan=WAIT).waits(1)
    clock.advance(0.125)
    clock.advance(0.125)
    first.waits(2).let_go()


def test_a_change_during_the_attempt_is_not_missed(queue: AdmissionQueue) -> None:
    plans: list[Plan] = [LASTING, FITS]

    def attempt(_: Turn) -> Plan:
        queue.notify_changed()  # as when a worker becomes idle right after it was looked at
        return plans.pop(0)

    Asking(lambda: queue.admit(Ticket("lark"), attempt)).result()


# Patience.


def test_patience_ends(queue: AdmissionQueue, clock: FakeClock) -> None:
    first = Start(queue).waits(1)
    clock.advance(100.0)
    with pytest.raises(WorkerRefused) as caught:
        first.result()
    assert str(caught.value) == (
        "Couldn't start first: gave up after 100 s (waiting for memory held by other). "
        "Stop another engine, or try again later."
    )
    assert not queue.is_contended


def test_what_has_come_free_in_the_last_moment_is_taken(
    queue: AdmissionQueue, clock: FakeClock
) -> None:
    first = Start(queue).waits(1)
    clock.advance(10.0)
    first.waits(2)
    first.plan = FITS  # and nobody tells
    clock.advance(90.0)
    first.result()


def test_patience_ends_though_there_is_always_news(clock: FakeClock) -> None:
    queue = AdmissionQueue(clock, patience_s=5.0)

    def attempt(_: Turn) -> Plan:
        clock.advance(1.0)
        queue.notify_changed()
        return LASTING

    with pytest.raises(WorkerRefused, match="gave up after 5 s"):
        queue.admit(Ticket("lark"), attempt)


def test_patience_of_ones_own(queue: AdmissionQueue, clock: FakeClock) -> None:
    first = Start(queue, patience_s=3.0).waits(1)
    clock.advance(3.0)
    with pytest.raises(WorkerRefused, match="gave up after 3 s"):
        first.result()


def test_without_patience_it_looks_once(queue: AdmissionQueue) -> None:
    first = Start(queue, patience_s=0.0)
    with pytest.raises(
        WorkerRefused, match=r"gave up after 0 s \(waiting for memory held by other\)"
    ):
        first.result()
    assert len(first.turns) == 1


def test_without_patience_it_still_gets_what_it_made_room_for(queue: AdmissionQueue) -> None:
    plans: list[Plan] = [EVICT, FITS]
    queue.admit(Ticket("lark", patience_s=0.0), lambda _: plans.pop(0))


def test_memory_that_is_on_its_way_is_worth_a_moment_more(
    queue: AdmissionQueue, clock: FakeClock
) -> None:
    """It has stopped somebody, and readings lag."""
    plans: list[Plan] = [EVICT]
    first = Start(queue, plan=lambda _: plans.pop() if plans else COMING, patience_s=0.0).waits(2)
    for turns in range(3, 6):
        clock.advance(0.01)
        first.waits(turns)
    first.let_go()


def test_memory_that_never_comes_is_not_waited_for(queue: AdmissionQueue, clock: FakeClock) -> None:
    first = Start(queue, plan=COMING, patience_s=0.0).waits(1)
    first.plan = WAIT
    clock.advance(0.01)
    first.waits(2)
    clock.advance(1.0)
    with pytest.raises(
        WorkerRefused, match=r"gave up after 1 s \(waiting for memory held by other\)"
    ):
        first.result()


def test_patience_ends_behind_the_head(queue: AdmissionQueue, clock: FakeClock) -> None:
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


def test_patience_ends_during_the_attempt_of_another(
    queue: AdmissionQueue, clock: FakeClock
) -> None:
    inside, pass_on = threading.Event(), threading.Event()

    def stop_somebody(_: Turn) -> Plan:
        inside.set()
        assert pass_on.wait(PATIENCE_S)
        return FITS

    first = Start(queue, plan=stop_somebody)
    assert inside.wait(PATIENCE_S)
    second = Start(queue, "second").waits(0)
    clock.advance(100.0)
    with pytest.raises(WorkerRefused, match=r"gave up after 100 s \(waiting for first to start\)"):
        second.result()
    pass_on.set()
    first.result()


# Giving up.


def test_cancelled_at_the_head(queue: AdmissionQueue) -> None:
    first = Start(queue).waits()
    queue.cancel(first.ticket)
    with pytest.raises(WorkerStopped, match="first was stopped while waiting to start"):
        first.result()
    queue.admit(Ticket("next"), lambda _: FITS)


def test_cancelled_behind_the_head(queue: AdmissionQueue) -> None:
    first = Start(queue).waits()
    second = Start(queue, "second").waits()
    queue.cancel(second.ticket)
    with pytest.raises(WorkerStopped):
        second.result()
    first.let_go()


def test_cancelled_before_it_came(queue: AdmissionQueue) -> None:
    ticket = Ticket("lark")
    queue.cancel(ticket)
    with pytest.raises(WorkerStopped):
        queue.admit(ticket, lambda _: FITS)


@pytest.mark.parametrize("plan", [WAIT, EVICT, REFUSE], ids=["wait", "evict", "refuse"])
def test_cancelled_during_its_attempt(queue: AdmissionQueue, plan: Plan) -> None:
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


def test_what_has_been_promised_stands_though_it_was_cancelled(queue: AdmissionQueue) -> None:
    ticket = Ticket("lark")

    def attempt(_: Turn) -> Plan:
        queue.cancel(ticket)
        return FITS

    queue.admit(ticket, attempt)


def test_what_a_cancelled_start_has_freed_is_looked_at(queue: AdmissionQueue) -> None:
    inside, pass_on = threading.Event(), threading.Event()

    def stop_somebody(_: Turn) -> Plan:
        inside.set()
        assert pass_on.wait(PATIENCE_S)
        return EVICT

    zeroth = Start(queue, "zeroth").waits(1)
    first = Start(queue, "first").waits(1)
    second = Start(queue, "second").waits(1)
    third = Start(queue, "third").waits(1)
    first.plan = stop_somebody
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
def test_attempt_that_fails_concerns_its_caller_alone(
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
def test_interrupted_waiting_leaves_the_queue(place: str) -> None:
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
