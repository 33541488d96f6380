"""The moments between two changes of state, where nobody seems to be responsible."""

from __future__ import annotations

import os
import signal
import threading
from typing import Any

import pytest

from tests.support.interrupts import Interrupted
from tests.support.tool_room import PATIENCE_S, Asking, Events, Room, until
from workers.base.states import WorkerState
from workers.errors import WorkerCrash, WorkerStopped
from workers.tool.tool_worker import ToolWorker


def kill(tool: ToolWorker) -> None:
    """Kill a tool's process, and wait until everybody has been told."""
    worker = tool._life.worker
    assert worker is not None
    assert worker.pid is not None
    told = threading.Event()
    note = worker._listeners.on_gone
    assert note is not None
    worker.on_gone(lambda outcome: (note(outcome), told.set()))
    os.kill(worker.pid, signal.SIGTERM)
    assert told.wait(PATIENCE_S)


def interrupt(*_: object) -> None:
    raise Interrupted


def test_death_between_the_answer_and_the_end_of_the_turn(room: Room) -> None:
    """The reaper leaves it to the caller, who has its answer and knows of nothing."""
    tool = room.tool(gb=2.0)
    events = Events()
    tool.add_observer(events)
    visit = tool._life.begin()
    kill(tool)
    assert tool.state is WorkerState.BUSY
    tool._life.end(visit, None)
    assert tool.state is WorkerState.CRASHED
    assert events.names == ["spawned", "crashed"]
    assert room.supervisor.memory.ledger.reserved_bytes() == 0
    assert "SIGTERM" in str(tool.snapshot().last_error)


def test_death_between_ready_and_the_first_turn(room: Room) -> None:
    tool = room.tool(gb=2.0)
    settle = room.supervisor.memory.settle
    killed: list[int] = []

    def die_before(*arguments: object) -> None:
        if not killed:
            worker = tool._life.worker
            assert worker is not None
            assert worker.pid is not None
            killed.append(worker.pid)
            os.kill(worker.pid, signal.SIGTERM)
            worker.wait_gone(PATIENCE_S)
        settle(*arguments)  # pyright: ignore[reportArgumentType]

    room.supervisor.memory.settle = die_before  # pyright: ignore[reportAttributeAccessIssue]
    answer = tool.call({})
    assert "startup failed" in answer["error"]
    assert "died during startup" in answer["error"]
    assert room.supervisor.memory.ledger.reserved_bytes() == 0
    assert "pid" in tool.call({})


def test_death_for_want_of_memory_just_after_ready_is_tried_once_more(room: Room) -> None:
    tool, memory = room.tool("lark", gb=2.0), room.supervisor.memory
    settle = memory.settle

    def run_out_before(*arguments: object) -> None:
        memory.settle = settle  # pyright: ignore[reportAttributeAccessIssue]
        worker = tool._life.worker
        assert worker is not None
        with pytest.raises(WorkerCrash):
            worker.call({"do": "run_out"})
        worker.wait_gone(PATIENCE_S)
        settle(*arguments)  # pyright: ignore[reportArgumentType]

    memory.settle = run_out_before  # pyright: ignore[reportAttributeAccessIssue]
    assert "error" not in tool.call({})
    assert memory._budgets.budget(tool.vram_budget, "Test GPU 0", "").bytes > 2 * 2**30


def test_interrupted_again_while_it_is_cleared_away_it_has_stopped(room: Room) -> None:
    tool = room.tool(gb=1.0)
    tool.start()
    worker = tool._life.worker
    assert worker is not None
    worker.wait_gone = interrupt  # pyright: ignore[reportAttributeAccessIssue]
    with pytest.raises(Interrupted):
        tool.stop()
    assert tool.state is WorkerState.STOPPED
    assert room.supervisor.memory.ledger.reserved_bytes() == 0
    assert "pid" in tool.call({})


def test_interrupted_again_after_a_start_that_was_it_can_be_started(room: Room) -> None:
    tool, memory = room.tool(gb=1.0), room.supervisor.memory
    settle = memory.settle

    def interrupt_twice(_: object, worker: Any, *__: object) -> None:
        memory.settle = settle  # pyright: ignore[reportAttributeAccessIssue]
        worker.wait_gone = interrupt
        raise Interrupted

    memory.settle = interrupt_twice  # pyright: ignore[reportAttributeAccessIssue]
    with pytest.raises(Interrupted):
        tool.start()
    assert tool.state is WorkerState.CRASHED
    assert memory.ledger.reserved_bytes() == 0
    assert "pid" in tool.call({})


def test_stop_between_the_turn_and_the_request_is_a_transient_error(room: Room) -> None:
    tool = room.tool()
    tool.start()
    begin = tool._life.begin

    def stop_after(**options: Any) -> object:
        visit = begin(**options)
        tool.stop()
        return visit

    tool._life.begin = stop_after  # pyright: ignore[reportAttributeAccessIssue]
    answer = tool.call({})
    assert answer["transient"] is True
    assert "stopped" in answer["error"]
    tool._life.begin = begin
    assert "pid" in tool.call({})


def test_stop_between_ready_and_the_turn(room: Room) -> None:
    """Its observers hear of the start first, and one of them stops it."""
    tool = room.tool()
    tool.add_observer(lambda _, event: tool.stop() if event == "spawned" else None)
    with pytest.raises(WorkerStopped):
        tool._life.begin()
    assert tool._life.visits.in_flight == 0


def test_end_of_a_turn_that_was_given_back_for_its_caller_changes_nothing(room: Room) -> None:
    tool = room.tool()
    first = tool._life.begin()
    tool.stop()
    second = tool._life.begin()
    tool._life.end(first, None)
    assert tool.state is WorkerState.BUSY
    assert tool._life.visits.in_flight == 1
    waiting = Asking(lambda: tool.call({}))
    until(lambda: tool._life.visits.in_flight == 2)
    tool._life.end(second, None)
    assert "pid" in waiting.result()


def test_defect_in_a_start_is_an_answer_and_can_be_tried_again(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    tool = room.tool("lark", gb=1.0)
    make_worker = tool._life._starter._make_worker

    def fail(reservation: object) -> object:
        raise ZeroDivisionError("a defect of ours")

    tool._life._starter._make_worker = fail  # pyright: ignore[reportAttributeAccessIssue]
    answer = tool.call({})
    assert answer == {"error": "lark worker startup failed: ZeroDivisionError: a defect of ours"}
    assert any(record.exc_info for record in caplog.records), "its traceback was not logged"
    assert tool.state is WorkerState.CRASHED
    assert room.supervisor.memory.ledger.reserved_bytes() == 0
    tool._life._starter._make_worker = make_worker
    assert "pid" in tool.call({})
