"""Which state may follow which."""

from __future__ import annotations

import itertools

import pytest

from workers.base.states import WorkerState

STOPPED, STARTING, READY = WorkerState.STOPPED, WorkerState.STARTING, WorkerState.READY
BUSY, STOPPING, CRASHED = WorkerState.BUSY, WorkerState.STOPPING, WorkerState.CRASHED

EXPECTED = {
    (STOPPED, STARTING),
    (STARTING, READY),
    (STARTING, STOPPING),
    (STARTING, STOPPED),  # refused for want of memory
    (STARTING, CRASHED),
    (READY, STOPPING),
    (READY, CRASHED),
    (STOPPING, STOPPED),
    (CRASHED, STARTING),
}


@pytest.mark.parametrize(("first", "second"), list(itertools.product(WorkerState, repeat=2)))
def test_states_follow_each_other_as_expected(first: WorkerState, second: WorkerState) -> None:
    assert first.may_become(second) is ((first, second) in EXPECTED)


def test_worker_runs_while_it_is_ready_or_busy() -> None:
    assert [state for state in WorkerState if state.is_running] == [READY, BUSY]
