"""Turns are given in order of arrival, whoever releases and whoever goes away."""

from __future__ import annotations

import pytest

from tests.support.gpu_workers import Asking
from tests.support.interrupts import Interrupted, interrupted_once
from tests.support.patience import until
from workers.process.fifo_lock import FifoLock


def wait_until_waiting(turns: FifoLock, count: int) -> None:
    until(lambda: len(turns._waiting) == count)


def test_in_order_of_arrival() -> None:
    turns = FifoLock()
    order: list[int] = []
    turns.acquire()

    def take(number: int) -> None:
        with turns:
            order.append(number)

    waiting: list[Asking] = []
    for number in range(20):
        waiting.append(Asking(lambda number=number: take(number)))
        wait_until_waiting(turns, number + 1)
    turns.release()
    for thread in waiting:
        thread.result()
    assert order == list(range(20))


def test_one_at_a_time() -> None:
    turns = FifoLock()
    inside = 0

    def work() -> None:
        nonlocal inside
        for _ in range(300):
            with turns:
                inside += 1
                assert inside == 1
                inside -= 1

    for thread in [Asking(work) for _ in range(8)]:
        thread.result()


def test_any_thread_may_release() -> None:
    turns = FifoLock()
    turns.acquire()
    waiting = Asking(turns.acquire)
    wait_until_waiting(turns, 1)
    Asking(turns.release).result()
    waiting.result()
    turns.release()


def test_one_whose_time_is_up_is_passed_over() -> None:
    turns = FifoLock()
    assert turns.acquire(0.0)
    assert not turns.acquire(0.01)
    assert not turns._waiting
    next_one = Asking(lambda: turns.acquire(60.0))
    wait_until_waiting(turns, 1)
    turns.release()
    assert next_one.result()
    turns.release()
    with turns:
        pass


def test_a_release_too_many() -> None:
    with pytest.raises(RuntimeError):
        FifoLock().release()


def test_one_that_goes_away_while_it_waits() -> None:
    turns = FifoLock()
    turns.acquire()
    with interrupted_once(lambda: wait_until_waiting(turns, 1)), pytest.raises(Interrupted):
        turns.acquire()
    next_one = Asking(turns.acquire)
    wait_until_waiting(turns, 1)
    turns.release()
    next_one.result()
    turns.release()
    with turns:
        pass
