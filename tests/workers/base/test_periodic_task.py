"""A background task: requests, deadlines of its own, failures, and closing."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator

import pytest

from tests.support.tool_room import until
from workers.base.periodic_task import PeriodicTask
from workers.testing import FakeClock


class Runs:
    """Counts the runs of a task, which returns what the test says."""

    def __init__(self, clock: FakeClock, delay_s: float) -> None:
        self.count = 0
        self.next_s: float | None = None
        self.error: Exception | None = None
        self.task = PeriodicTask(clock, self._run, "test-task", delay_s=delay_s)

    def _run(self) -> float | None:
        self.count += 1
        error, self.error = self.error, None
        if error is not None:
            raise error
        return self.next_s


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(params=[0.0, 2.0])
def runs(clock: FakeClock, request: pytest.FixtureRequest) -> Iterator[Runs]:
    runs = Runs(clock, request.param)
    yield runs
    runs.task.close()


def advance_until(clock: FakeClock, runs: Runs, count: int) -> None:
    """Advances the clock in small steps until the task has run so often."""

    def has_run() -> bool:
        clock.advance(0.5)
        return runs.count >= count

    until(has_run)


def test_task_starts_no_thread_before_the_first_request(runs: Runs) -> None:
    assert "test-task" not in [thread.name for thread in threading.enumerate()]
    assert runs.count == 0


def test_request_runs_the_task(clock: FakeClock, runs: Runs) -> None:
    runs.task.request()
    advance_until(clock, runs, 1)
    runs.task.request()
    advance_until(clock, runs, 2)


def test_task_runs_again_after_the_time_that_it_returns(clock: FakeClock, runs: Runs) -> None:
    runs.next_s = 100.0
    runs.task.request()
    advance_until(clock, runs, 1)
    before = clock.now()
    advance_until(clock, runs, 2)
    assert clock.now() - before >= 100.0 - 2 * 0.5


def test_request_comes_before_the_time_that_the_task_returned(clock: FakeClock, runs: Runs) -> None:
    runs.next_s = 1e9
    runs.task.request()
    advance_until(clock, runs, 1)
    runs.task.request()
    advance_until(clock, runs, 2)
    assert clock.now() < 1e6


def test_requests_within_the_delay_share_one_run(clock: FakeClock) -> None:
    runs = Runs(clock, delay_s=10.0)
    for _ in range(5):
        runs.task.request()
        clock.advance(1.0)
    assert runs.count == 0
    advance_until(clock, runs, 1)
    runs.task.close()
    assert runs.count == 1


def test_failed_task_is_logged_and_runs_again(
    clock: FakeClock, runs: Runs, caplog: pytest.LogCaptureFixture
) -> None:
    runs.error = ZeroDivisionError("a bug of ours")
    with caplog.at_level(logging.ERROR):
        runs.task.request()
        advance_until(clock, runs, 2)
    assert "a bug of ours" in caplog.text


def test_task_may_request_itself(clock: FakeClock) -> None:
    counts: list[int] = []

    def run() -> None:
        counts.append(1)
        if len(counts) < 3:
            task.request()

    task = PeriodicTask(clock, run, "test-task")
    task.request()
    until(lambda: len(counts) == 3)
    task.close()


def test_closed_task_does_not_run(clock: FakeClock) -> None:
    runs = Runs(clock, delay_s=5.0)
    runs.task.request()
    runs.task.close()
    runs.task.request()
    clock.advance(100.0)
    assert runs.count == 0
