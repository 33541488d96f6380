"""The admission queue in a crowd: no start is forgotten, served twice, or overtaken for long."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable

import pytest

from tests.support.tool_room import BackgroundCall, until
from workers.base.clock import MonotonicClock
from workers.errors import WorkerRefused, WorkerStopped
from workers.memory.admission_queue import AdmissionQueue, Ticket, Turn
from workers.memory.plan import CPU, Evict, EvictedWorker, Fits, Plan, Refuse, Wait

AGEING_S = 0.002
ROOM = 8
CALLERS = 32
ROUNDS = 25


class BadLuckError(Exception):
    """What an attempt fails with, now and then."""


class NotedClock(MonotonicClock):
    """Remembers for each thread when it last looked: the moment that it decided by."""

    def __init__(self) -> None:
        self._last = threading.local()

    def now(self) -> float:
        self._last.moment = moment = super().now()
        return moment

    @property
    def last_moment(self) -> float:
        """When this thread last looked."""
        return self._last.moment


class Crowd:
    """Callers that want more room than there is, and what must hold at every instant.

    Attributes:
        outcomes: How often what came of a start.
    """

    def __init__(self, seed: int) -> None:
        self.clock = NotedClock()
        self.queue = AdmissionQueue(self.clock, patience_s=60.0, ageing_s=AGEING_S)
        self.outcomes: Counter[str] = Counter()
        self._seed = seed
        self._attempting = threading.Lock()
        self._lock = threading.Lock()
        # Guarded by _lock: bytes held by busy and by idle workers, by name.
        self._busy: dict[str, int] = {}
        self._idle: dict[str, int] = {}
        self._tickets: list[Ticket] = []

    def call(self, caller: int) -> None:
        """Start so many workers, one after the other."""
        rng = random.Random(self._seed * CALLERS + caller)
        for number in range(ROUNDS):
            patience_s = rng.choice([None, None, None, 0.0, 0.003])
            ticket = Ticket(f"{caller}.{number}", patience_s=patience_s)
            with self._lock:
                self._tickets.append(ticket)
                other = rng.choice(self._tickets)
            if rng.random() < 0.15:
                self.queue.cancel(other)
            outcome = self._start(ticket, rng)
            with self._lock:
                self._tickets.remove(ticket)
                self.outcomes[outcome] += 1

    def _start(self, ticket: Ticket, rng: random.Random) -> str:
        came = self.clock.now()
        size = rng.choice([1, 1, 1, 2, 5, ROOM])

        def attempt(turn: Turn) -> Plan:
            decided = self.clock.last_moment
            assert self._attempting.acquire(blocking=False), "two attempts at a time"
            try:
                self._check_fair(came, decided)
                return self._plan(ticket, size, turn, rng)
            finally:
                self._attempting.release()

        try:
            self.queue.admit(ticket, attempt)
        except WorkerRefused:
            return "refused"
        except WorkerStopped:
            assert ticket.cancelled.is_set()
            return "stopped"
        except BadLuckError:
            return "failed"
        self._work(ticket, rng)
        return "admitted"

    def _check_fair(self, came: float, decided: float) -> None:
        waiting = self.queue.waiting()
        now = self.clock.last_moment
        for other in waiting:
            since = now - other.waited_s
            is_before = since < came - 1e-6
            assert not is_before or decided - since < AGEING_S + 1e-6, f"{other} was overtaken"

    def _plan(self, ticket: Ticket, size: int, turn: Turn, rng: random.Random) -> Plan:
        luck = rng.random()
        if luck < 0.01:
            raise BadLuckError
        if luck < 0.02:
            return Refuse("It is too large.", "Choose a smaller model.")
        with self._lock:
            free = ROOM - sum(self._busy.values()) - sum(self._idle.values())
            if size <= free:
                self._busy[ticket.name] = size
                return Fits(CPU, size, free)
            if size <= free + sum(self._idle.values()):
                plan = Evict(
                    CPU, size, free, tuple(EvictedWorker(name, 1, 0.0) for name in self._idle)
                )
                if turn.may_evict:
                    self._idle.clear()
                return plan
            return Wait("those who work", rng.choice([0.001, 60.0]), tuple(self._busy))

    def _work(self, ticket: Ticket, rng: random.Random) -> None:
        working = threading.Condition()
        with working:
            self.clock.wait(working, rng.random() * 0.001)
        with self._lock:
            size = self._busy.pop(ticket.name)
            if rng.random() < 0.5:
                self._idle[ticket.name] = size
        self.queue.notify_changed()


@pytest.mark.parametrize("seed", range(4))
def test_every_start_is_answered(seed: int) -> None:
    crowd = Crowd(seed)
    callers = [
        BackgroundCall(lambda caller=caller: crowd.call(caller)) for caller in range(CALLERS)
    ]
    for caller in callers:
        caller.result()
    assert crowd.outcomes.total() == CALLERS * ROUNDS
    assert set(crowd.outcomes) == {"admitted", "refused", "stopped", "failed"}
    assert not crowd.queue.is_contended
    assert crowd.queue.waiting() == ()


def test_equal_needs_are_served_in_order_of_arrival() -> None:
    queue = AdmissionQueue(MonotonicClock(), ageing_s=AGEING_S)
    free = [0]
    served: list[int] = []

    def wants_one(number: int) -> Callable[[Turn], Plan]:
        def attempt(_: Turn) -> Plan:
            if not free[0]:
                return Wait("one", 0.001 if number % 3 else 60.0)
            free[0] -= 1
            served.append(number)
            return Fits(CPU, 1, 1)

        return attempt

    starts: list[BackgroundCall] = []
    for number in range(CALLERS):
        ticket, attempt = Ticket(str(number)), wants_one(number)
        starts.append(
            BackgroundCall(lambda ticket=ticket, attempt=attempt: queue.admit(ticket, attempt))
        )
        until(lambda ticket=ticket: ticket.reason)
    for number in range(CALLERS):
        free[0] += 1
        queue.notify_changed()
        starts[number].result()
    assert served == list(range(CALLERS))


def test_stream_of_small_starts_does_not_starve_a_large_one() -> None:
    queue = AdmissionQueue(MonotonicClock(), ageing_s=0.05)
    lock = threading.Lock()
    small: set[str] = set()
    is_over = threading.Event()

    def wants_all(_: Turn) -> Plan:
        with lock:
            return Wait("the small ones", 60.0) if small else Fits(CPU, 2, 2)

    def keep_coming(name: str) -> int:
        """Hold the room by turns, so that it is never empty while this is allowed to go on."""
        came = 0
        while not is_over.is_set():

            def attempt(_: Turn) -> Plan:
                with lock:
                    small.add(name)
                    return Fits(CPU, 1, 1)

            queue.admit(Ticket(name), attempt)
            came += 1
            others = {"a", "b"} - {name}
            until(lambda others=others: is_over.is_set() or small & others or large_is_aged())
            with lock:
                small.discard(name)
            queue.notify_changed()
        return came

    def large_is_aged() -> bool:
        return any(name == "large" and waited_s > 0.05 for name, _, waited_s in queue.waiting())

    stream = [BackgroundCall(lambda name=name: keep_coming(name)) for name in "ab"]
    until(lambda: small)
    try:
        BackgroundCall(lambda: queue.admit(Ticket("large"), wants_all)).result()
    finally:
        is_over.set()
    assert all(start.result() for start in stream)
