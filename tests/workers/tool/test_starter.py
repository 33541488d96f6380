"""A tool's starts, at the moments when somebody else wants something else."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from tests.support.interrupts import Interrupted
from tests.support.tool_room import Asking, Events, Room, until
from workers.base.states import WorkerState
from workers.errors import WorkerCrash, WorkerStopped
from workers.memory.admission_queue import Ticket
from workers.testing import FakeClock
from workers.tool.run import Run

_A_MOMENT_S = 0.3


def test_whoever_is_recycled_and_stopped_by_hand_stays_stopped(room: Room) -> None:
    tool, events = room.tool(), Events()
    tool.start()
    told, may_go_on = threading.Event(), threading.Event()

    def hold_up(_: str, event: str) -> None:
        if event == "stopped":
            told.set()
            assert may_go_on.wait(60.0)

    tool.add_observer(hold_up)
    tool.add_observer(events)
    recycling = Asking(tool.restart_if_idle)
    assert told.wait(60.0)
    tool.stop()
    may_go_on.set()
    assert recycling.result() is True
    for thread in threading.enumerate():
        if thread.name.startswith("recycle-"):
            thread.join(60.0)
    assert tool.state is WorkerState.STOPPED
    assert events.names == ["stopped"]


def test_who_comes_while_it_is_recycled_is_answered(room: Room) -> None:
    tool = room.tool()
    first = tool.call({})["pid"]
    answers: list[Any] = []
    tool.add_observer(lambda _, event: answers.append(tool.call({})) if event == "stopped" else 0)
    assert tool.restart_if_idle()
    assert answers[0]["pid"] != first
    assert tool.call({})["pid"] == answers[0]["pid"], "one start is enough"


def test_a_run_that_ends_by_itself_while_it_is_hurried(room: Room) -> None:
    """The starter forgets its worker in the middle of somebody's stop."""
    tool = room.tool()

    class Forgetting(Run):
        looks = 0

        @property
        def worker(self) -> Any:
            self.looks += 1
            return self if self.looks == 1 else None

        @worker.setter
        def worker(self, _: Any) -> None:  # pyright: ignore[reportIncompatibleVariableOverride]
            """Looked at above."""

        def stop(self, *_: Any) -> None:
            """As a worker."""

    run = Forgetting(tool, room.supervisor.memory, room.supervisor.clock, None)
    run.hurry()
    assert run.looks == 1


def test_interrupted_when_it_has_just_become_ready_it_runs(room: Room) -> None:
    tool, supervisor = room.tool(), room.supervisor
    something_changed = supervisor.something_changed

    def interrupt() -> None:
        supervisor.something_changed = something_changed  # pyright: ignore[reportAttributeAccessIssue]
        raise Interrupted

    supervisor.something_changed = interrupt  # pyright: ignore[reportAttributeAccessIssue]
    with pytest.raises(Interrupted):
        tool.start()
    assert tool.state is WorkerState.READY
    assert "error" not in tool.call({})


def test_interrupted_while_doors_are_opened_it_gives_back_what_it_was_promised(
    room: Room,
) -> None:
    lark, memory = room.tool("lark", gb=2.0), room.supervisor.memory
    admit = memory._queue.admit

    def keep_out_and_admit(ticket: Ticket, attempt: Any) -> None:
        admit(ticket, attempt)
        for cell in attempt.__closure__:
            if cell.cell_contents == []:
                cell.cell_contents.append(Interrupting())

    class Interrupting:
        def resume_requests(self, owner: object) -> None:
            raise Interrupted

    memory._queue.admit = keep_out_and_admit  # pyright: ignore[reportAttributeAccessIssue]
    with pytest.raises(Interrupted):
        lark.start()
    assert memory.ledger.promised_bytes() == 0


def test_requests_that_always_run_out_of_memory_are_backed_off_from(room: Room) -> None:
    room.supervise(clock=FakeClock())
    tool = room.tool(gb=0.5)
    answers = [tool.call({"do": "run_out"}) for _ in range(5)]
    assert all(answer["transient"] for answer in answers)
    assert "in a row" in answers[-1]["error"]
    tool.start()
    assert "error" not in tool.call({})


def test_stop_while_it_waits_at_the_door_is_a_transient_error(room: Room) -> None:
    tool = room.tool()
    tool.start()
    tool.pause_requests("test")
    waiting = Asking(lambda: tool.call({}))
    waiting.join(_A_MOMENT_S)
    tool.stop()
    answer = waiting.result()
    assert answer["transient"] is True
    tool.resume_requests("test")
    assert "error" not in tool.call({})


def test_patience_holds_at_the_door_as_well(room: Room) -> None:
    tool = room.tool()
    tool.start()
    tool.pause_requests("test")
    answer = tool.call({}, patience_s=0.05)
    assert "0.05 s" in answer["error"]
    assert tool._life.visits.in_flight == 0
    tool.resume_requests("test")
    assert "error" not in tool.call({}, patience_s=0.05)


def test_who_is_stopped_before_its_turn_to_load_spawns_nothing(room: Room) -> None:
    tool = room.tool(gb=2.0)
    admit = room.supervisor.memory.admit

    def stop_and_admit(*arguments: Any) -> Any:
        Asking(tool.stop)
        until(lambda: tool.state is WorkerState.STOPPING)
        return admit(*arguments)

    room.supervisor.memory.admit = stop_and_admit  # pyright: ignore[reportAttributeAccessIssue]
    with pytest.raises(WorkerStopped):
        tool.start()
    until(lambda: tool.state is WorkerState.STOPPED)
    assert tool._life.run is None
    assert room.supervisor.memory.ledger.promised_bytes() == 0
    assert not room.supervisor.memory._queue.is_contended


def test_an_out_of_memory_over_a_stream_is_learned_from(room: Room) -> None:
    room.supervise()
    tool = room.tool(gb=2.0)
    memory = room.supervisor.memory
    for _ in range(5):
        tool.start()
        with pytest.raises(WorkerCrash):
            list(tool.stream({"do": "run_out"}))
        until(lambda: tool.state is WorkerState.CRASHED)
        need = memory._budgets.need(tool.vram_budget, "Test GPU 0", "")
        assert need.bytes > 2 * 2**30


def test_who_waits_for_the_same_start_has_waited_with_it(room: Room) -> None:
    """Many callers of one tool wait for memory together, not one after the other."""
    clock = FakeClock()
    room.supervise(clock=clock, patience_s=100.0)
    gate = room.gate()
    lark, wren = room.tool("lark", gb=6.0), room.tool("wren", gb=6.0)
    lark.start()
    busy = Asking(lambda: lark.call({"do": "pass", "gate": gate.port}))
    gate.wait_entered()
    waiting = [Asking(lambda: wren.call({})) for _ in range(3)]
    until(lambda: wren._life.visits.in_flight == 3 and "lark" in wren.waits_for)
    clock.advance(100.0)
    for asking in waiting:
        assert "lark" in asking.result()["error"]
    gate.let_pass()
    assert busy.result()["passed"]
