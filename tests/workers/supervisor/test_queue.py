"""The admission queue: in order of arrival, cancellable, patient for so long."""

from __future__ import annotations

import threading

import pytest

from tests.support.interrupts import Interrupted, interrupted_once
from tests.support.tool_room import PATIENCE_S, Asking, until
from workers.clock import MonotonicClock
from workers.errors import WorkerRefused, WorkerStopped
from workers.supervisor.admission import Decision, Evict, Fits, Refuse, Wait
from workers.supervisor.queue import AdmissionQueue, Ticket
from workers.testing import FakeClock

WAIT = Wait("the memory that other hold")


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def queue(clock: FakeClock) -> AdmissionQueue:
    return AdmissionQueue(clock, patience_s=10.0)


class Holding:
    """Somebody at the head of the queue, until it is let go."""

    def __init__(self, queue: AdmissionQueue, name: str = "first") -> None:
        self._queue = queue
        self._decision: Decision = WAIT
        self.attempts = 0
        self.ticket = Ticket(name)
        self.thread = Asking(lambda: queue.admit(self.ticket, self._attempt))
        until(lambda: self.ticket.reason)

    def _attempt(self) -> Decision:
        self.attempts += 1
        return self._decision

    def let_go(self) -> None:
        self._decision = Fits()
        self._queue.something_changed()
        self.thread.result()


def test_who_fits_goes_at_once(queue: AdmissionQueue) -> None:
    ticket = Ticket("lark")
    queue.admit(ticket, Fits)
    assert not queue.is_contended
    assert ticket.reason == ""


def test_after_an_eviction_it_looks_again(queue: AdmissionQueue) -> None:
    decisions: list[Decision] = [Evict(("a",)), Evict(("b",)), Fits()]
    queue.admit(Ticket("lark"), lambda: decisions.pop(0))
    assert decisions == []


def test_refusal_names_the_worker_and_the_reason(queue: AdmissionQueue) -> None:
    with pytest.raises(WorkerRefused, match="lark was not started: too large") as caught:
        queue.admit(Ticket("lark"), lambda: Refuse("too large"))
    assert caught.value.worker == "lark"
    assert not queue.is_contended


def test_in_order_of_arrival(queue: AdmissionQueue) -> None:
    order: list[int] = []
    first = Holding(queue)
    waiting = []
    for number in range(8):
        ticket = Ticket(str(number))

        def attempt(number: int = number) -> Decision:
            order.append(number)
            return Fits()

        waiting.append(Asking(lambda ticket=ticket, attempt=attempt: queue.admit(ticket, attempt)))
        until(lambda ticket=ticket: ticket.reason)
        assert ticket.reason == "waits for the start of first"
    first.let_go()
    for thread in waiting:
        thread.result()
    assert order == list(range(8))


def test_only_one_attempts_at_a_time(queue: AdmissionQueue) -> None:
    inside = threading.Lock()

    def attempt() -> Decision:
        assert inside.acquire(blocking=False)
        inside.release()
        return Fits()

    threads = [Asking(lambda: queue.admit(Ticket("lark"), attempt)) for _ in range(32)]
    for thread in threads:
        thread.result()


def test_says_why_it_waits(queue: AdmissionQueue) -> None:
    first = Holding(queue)
    assert first.ticket.reason == "waits for the memory that other hold"
    first.let_go()
    assert first.ticket.reason == ""


def test_looks_again_when_something_changed(queue: AdmissionQueue) -> None:
    first = Holding(queue)
    seen = first.attempts
    queue.something_changed()
    until(lambda: first.attempts > seen)
    first.let_go()


def test_looks_again_after_a_while_by_itself(queue: AdmissionQueue, clock: FakeClock) -> None:
    first = Holding(queue)
    seen = first.attempts
    clock.advance(0.25)
    until(lambda: first.attempts > seen)
    first.let_go()


def test_a_change_during_the_attempt_is_not_missed(clock: FakeClock) -> None:
    queue = AdmissionQueue(clock)
    decisions: list[Decision] = [WAIT, Fits()]

    def attempt() -> Decision:
        queue.something_changed()  # as when a worker becomes idle right after it was looked at
        return decisions.pop(0)

    Asking(lambda: queue.admit(Ticket("lark"), attempt)).result()


def test_patience_ends(queue: AdmissionQueue, clock: FakeClock) -> None:
    first = Holding(queue)
    clock.advance(10.0)
    with pytest.raises(WorkerRefused, match="waited 10 s for the memory that other hold"):
        first.thread.result()
    assert not queue.is_contended


def test_cancelled_at_the_head(queue: AdmissionQueue) -> None:
    first = Holding(queue)
    queue.cancel(first.ticket)
    with pytest.raises(WorkerStopped, match="first was stopped while it waited"):
        first.thread.result()
    queue.admit(Ticket("next"), Fits)


def test_cancelled_behind_the_head(queue: AdmissionQueue) -> None:
    first = Holding(queue)
    ticket = Ticket("second")
    second = Asking(lambda: queue.admit(ticket, Fits))
    until(lambda: ticket.reason)
    queue.cancel(ticket)
    with pytest.raises(WorkerStopped):
        second.result()
    first.let_go()


def test_cancelled_before_it_came(queue: AdmissionQueue) -> None:
    ticket = Ticket("lark")
    queue.cancel(ticket)
    with pytest.raises(WorkerStopped):
        queue.admit(ticket, Fits)


def test_attempt_that_fails_leaves_the_queue(queue: AdmissionQueue) -> None:
    def fail() -> Decision:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        queue.admit(Ticket("lark"), fail)
    queue.admit(Ticket("next"), Fits)


@pytest.mark.parametrize("place", ["head", "behind"])
def test_interrupted_waiting_leaves_the_queue(place: str) -> None:
    queue = AdmissionQueue(MonotonicClock(), PATIENCE_S)
    first = Holding(queue) if place == "behind" else None
    ticket = Ticket("lark")
    with (
        pytest.raises(Interrupted),
        interrupted_once(lambda: until(lambda: ticket.reason)),
    ):
        queue.admit(ticket, lambda: WAIT)
    if first is not None:
        first.let_go()
    queue.admit(Ticket("next"), Fits)
