"""The FIFO lock: turns in order of arrival, which no interrupt can lose."""

from __future__ import annotations

import contextlib
import ctypes
import random
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Literal

import pytest

from tests.support.gpu_workers import BackgroundCall
from tests.support.interrupts import Interrupted, interrupted_once
from tests.support.patience import until
from workers.process.fifo_lock import FifoLock

#: ``run()``, or ``turn()`` with this limit in seconds.
Way = Literal["run"] | float | None
WAYS: list[Way] = ["run", None, 1.0, 1e-5]
OTHER_WAYS: list[Way] = ["run", None, 1e-5]
#: Interrupts of each stress test.
INTERRUPTS = 400


@contextlib.contextmanager
def turn_of(lock: FifoLock) -> Iterator[None]:
    turn = lock.turn()
    try:
        next(turn)
        yield
    finally:
        turn.close()


def is_free(lock: FifoLock) -> bool:
    """Whether a turn comes at once."""
    turn = lock.turn(0.0)
    try:
        return next(turn, False)
    finally:
        turn.close()


def test_turns_come_in_order_of_arrival() -> None:
    lock = FifoLock()
    order: list[int] = []

    def take(number: int) -> None:
        with turn_of(lock):
            order.append(number)

    waiting: list[BackgroundCall] = []
    with turn_of(lock):
        for number in range(20):
            waiting.append(BackgroundCall(lambda number=number: take(number)))
            until(lambda count=number + 1: lock.waiting == count)
    for thread in waiting:
        thread.result()
    assert order == list(range(20))


def test_one_turn_at_a_time() -> None:
    lock = FifoLock()
    inside = 0

    def work() -> None:
        nonlocal inside
        for _ in range(300):
            with turn_of(lock):
                inside += 1
                assert inside == 1
                inside -= 1

    for thread in [BackgroundCall(work) for _ in range(8)]:
        thread.result()


def test_another_thread_may_end_a_turn() -> None:
    lock = FifoLock()
    turn = lock.turn()
    assert next(turn)
    second = lock.turn()
    waiting = BackgroundCall(lambda: next(second))
    until(lambda: lock.waiting == 1)
    BackgroundCall(turn.close).result()
    assert waiting.result()
    second.close()
    assert is_free(lock)


def test_ending_a_turn_twice_ends_no_other_turn() -> None:
    lock = FifoLock()
    first, second = lock.turn(), lock.turn()
    next(first)
    first.close()
    next(second)
    first.close()
    assert not is_free(lock)
    second.close()
    assert is_free(lock)


def test_turn_that_is_dropped_ends() -> None:
    lock = FifoLock()
    next(lock.turn())
    assert is_free(lock)


def test_turn_that_was_never_waited_for_blocks_no_other() -> None:
    lock = FifoLock()
    turn = lock.turn()
    assert is_free(lock)
    turn.close()


def test_timed_out_callers_are_skipped() -> None:
    lock = FifoLock()
    with turn_of(lock):
        assert not next(lock.turn(0.0), False)
        assert not next(lock.turn(0.01), False)
        assert lock.waiting == 0
        turn = lock.turn(60.0)
        waiting = BackgroundCall(lambda: next(turn))
        until(lambda: lock.waiting == 1)
        assert not next(lock.turn(0.01), False)
    assert waiting.result()
    turn.close()
    assert is_free(lock)


def test_order_holds_behind_a_caller_that_gave_up() -> None:
    lock = FifoLock()
    order: list[str] = []

    def take(name: str) -> None:
        with turn_of(lock):
            order.append(name)

    with turn_of(lock):
        first = BackgroundCall(lambda: take("first"))
        until(lambda: lock.waiting == 1)
        gives_up = BackgroundCall(lambda: next(lock.turn(0.05), False))
        until(lambda: lock.waiting == 2)
        last = BackgroundCall(lambda: take("last"))
        until(lambda: lock.waiting == 3)
        assert not gives_up.result()
        assert order == []
    for thread in (first, last):
        thread.result()
    assert order == ["first", "last"]


def test_interrupted_caller_leaves_the_line() -> None:
    lock = FifoLock()
    with turn_of(lock):
        waits = lambda: until(lambda: lock.waiting == 1)  # noqa: E731
        with interrupted_once(waits), pytest.raises(Interrupted), turn_of(lock):
            pass
        assert lock.waiting == 0
        following = lock.turn()
        waiting = BackgroundCall(lambda: next(following))
        until(lambda: lock.waiting == 1)
    assert waiting.result()
    following.close()
    assert is_free(lock)


class Visitor:
    """Takes turns until it is interrupted, and sees that it has them alone."""

    def __init__(self, lock: FifoLock, inside: threading.Lock, way: Way) -> None:
        self._lock = lock
        self._inside = inside  # entered in C, so that no interrupt can lose it
        self._way = way
        self.turns = 0

    def visit(self) -> None:
        if isinstance(self._way, str):
            self._lock.run(self._use_turn)
            return
        turn = self._lock.turn(self._way)
        try:
            if next(turn, False):
                self._use_turn()
        finally:
            turn.close()

    def _use_turn(self) -> None:
        assert not self._inside.locked(), "two turns at once"
        with self._inside:
            self.turns += 1


@pytest.fixture
def busy_lock() -> Iterator[tuple[FifoLock, threading.Lock]]:
    """A lock that three other threads keep asking for, and what is held during each turn."""
    lock, inside, ended = FifoLock(), threading.Lock(), threading.Event()

    def keep_asking(visitor: Visitor) -> None:
        while not ended.is_set():
            visitor.visit()

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)  # so that interrupts come at any instruction
    others = [Visitor(lock, inside, way) for way in OTHER_WAYS]
    threads = [BackgroundCall(lambda visitor=visitor: keep_asking(visitor)) for visitor in others]
    yield lock, inside
    sys.setswitchinterval(interval)
    ended.set()
    for thread in threads:
        thread.result()
    until(lambda: is_free(lock))
    assert not inside.locked()


@pytest.mark.parametrize("way", WAYS)
def test_no_signal_loses_a_turn(busy_lock: tuple[FifoLock, threading.Lock], way: Way) -> None:
    visitor = Visitor(*busy_lock, way)
    random_moment = random.Random(20261130)

    def interrupt(*_: object) -> None:
        raise Interrupted

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        for _ in range(INTERRUPTS):
            with contextlib.suppress(Interrupted):
                signal.setitimer(signal.ITIMER_REAL, random_moment.uniform(1e-6, 3e-4))
                while True:
                    visitor.visit()
    finally:
        signal.signal(signal.SIGALRM, before)
    assert visitor.turns


@pytest.mark.parametrize("way", WAYS)
def test_no_asynchronous_exception_loses_a_turn(
    busy_lock: tuple[FifoLock, threading.Lock], way: Way
) -> None:
    visitor = Visitor(*busy_lock, way)
    caught = 0
    is_catching = False

    def be_interrupted() -> None:
        nonlocal caught, is_catching
        while caught < INTERRUPTS:
            try:
                is_catching = True
                while True:
                    visitor.visit()
            except Interrupted:
                is_catching = False
                caught += 1

    thread = BackgroundCall(be_interrupted)
    random_moment = random.Random(20261130)
    for number in range(INTERRUPTS):
        _wait_while(
            lambda number=number: thread.is_alive() and (caught < number or not is_catching)
        )
        _wait_while(_is_before(time.perf_counter() + random_moment.uniform(0.0, 2e-4)))
        raise_in(thread, Interrupted)
    thread.result()
    assert caught == INTERRUPTS
    assert visitor.turns


def raise_in(thread: threading.Thread, kind: type[BaseException]) -> None:
    """Raise an exception in another thread, before one of its next instructions."""
    assert thread.ident is not None
    ident, error = ctypes.c_ulong(thread.ident), ctypes.py_object(kind)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ident, error)


def _is_before(moment: float) -> Callable[[], bool]:
    return lambda: time.perf_counter() < moment


def _wait_while(condition: Callable[[], bool]) -> None:
    """Wait without sleeping: the moment would always be the same instruction."""
    while condition():
        pass
