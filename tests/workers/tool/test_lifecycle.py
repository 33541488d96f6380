"""Lifecycle at the moments between two changes of state."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.support.interrupts import Interrupted
from tests.support.tool_room import ACTOR, PATIENCE_S, BackgroundCall, Events, Room, until
from workers.base.states import WorkerState
from workers.environments.requirements import EnvironmentSpec
from workers.errors import StartFailed, WorkerCrash, WorkerStopped
from workers.memory.admission_queue import Ticket
from workers.memory.ledger import Reservation
from workers.memory.memory_user import MemoryUser
from workers.process.gpu_worker import GPUWorker
from workers.testing import FakeClock
from workers.tool.dependency_repair import DependencyRepair
from workers.tool.lifecycle import Lifecycle

_A_MOMENT_S = 0.3


MakeLifecycle = Callable[[float], Lifecycle]


@pytest.fixture
def lifecycle(room: Room) -> Iterator[MakeLifecycle]:
    """Makes lifecycles of so many GB, between whose steps a test can act."""
    made: list[Lifecycle] = []

    def make_worker(_: Reservation) -> GPUWorker:
        env = {"TOOL_ACTOR": "{}"}
        return GPUWorker("lark", "workers.child", env=env, args=[ACTOR], startup_timeout=PATIENCE_S)

    def make(gb: float) -> Lifecycle:
        repair = DependencyRepair("actor", "lark", EnvironmentSpec())
        tool = room.tool("lark", gb=gb)
        made.append(Lifecycle(tool, room.supervisor, make_worker, repair))
        return made[-1]

    yield make
    for life in made:
        life.stop()


def pid(worker: GPUWorker) -> Any:
    return worker.exchange({})["pid"]


def kill(worker: GPUWorker) -> None:
    """Kills a process, and waits until it is gone."""
    assert worker.pid is not None
    os.kill(worker.pid, signal.SIGTERM)
    assert worker.wait_gone(PATIENCE_S)


def interrupt(*_: object) -> None:
    raise Interrupted


def promised_bytes(room: Room) -> int:
    return room.supervisor.memory.ledger.reserved_bytes()


# Deaths.


def test_death_between_the_answer_and_the_end_of_the_turn_is_a_crash(
    room: Room, lifecycle: MakeLifecycle
) -> None:
    """The caller has its answer, and no request follows that could notice the death."""
    life, events = lifecycle(2.0), Events()
    life.observers.add(events)

    def answer_and_die(worker: GPUWorker) -> str:
        kill(worker)
        assert life.state is WorkerState.BUSY
        return "answer"

    assert life.serve(answer_and_die) == "answer"
    events.wait_for("crashed")
    assert life.state is WorkerState.CRASHED
    assert events.names == ["spawned", "crashed"]
    assert promised_bytes(room) == 0
    assert "SIGTERM" in str(life.failures.last_error)


def test_death_between_ready_and_the_first_turn_is_a_failed_start(
    room: Room, lifecycle: MakeLifecycle
) -> None:
    life, memory = lifecycle(2.0), room.supervisor.memory
    settle = memory.settle

    def die_before(reservation: Reservation, process: GPUWorker, load_s: float) -> None:
        memory.settle = settle
        kill(process)
        settle(reservation, process, load_s)

    memory.settle = die_before
    with pytest.raises(StartFailed, match="died during startup"):
        life.serve(pid)
    assert promised_bytes(room) == 0
    assert life.serve(pid)


def test_out_of_memory_just_after_ready_is_tried_once_more(
    room: Room, lifecycle: MakeLifecycle
) -> None:
    life, memory = lifecycle(2.0), room.supervisor.memory
    settle = memory.settle

    def run_out_before(reservation: Reservation, process: GPUWorker, load_s: float) -> None:
        memory.settle = settle
        with pytest.raises(WorkerCrash):
            process.exchange({"do": "run_out"})
        process.wait_gone(PATIENCE_S)
        settle(reservation, process, load_s)

    memory.settle = run_out_before
    assert life.serve(pid)
    need = room.supervisor.budgets.budget("budget_2", "Test GPU 0", "")
    assert need.bytes > 2 * 2**30


def test_out_of_memory_in_a_stream_raises_the_budget(room: Room) -> None:
    tool = room.tool(gb=2.0)
    for _ in range(5):
        tool.start()
        with pytest.raises(WorkerCrash):
            list(tool.stream({"do": "run_out"}))
        until(lambda: tool.state is WorkerState.CRASHED)
        assert room.supervisor.budgets.budget("budget_2", "Test GPU 0", "").bytes > 2 * 2**30


def test_requests_that_always_run_out_of_memory_delay_the_next_start(room: Room) -> None:
    room.supervise(clock=FakeClock())
    tool = room.tool(gb=0.5)
    answers = [tool.call({"do": "run_out"}) for _ in range(5)]
    assert all(answer["transient"] for answer in answers)
    assert "in a row" in answers[-1]["error"]
    tool.start()
    assert "error" not in tool.call({})


# Interrupts; tests/faults/test_interrupts.py throws them at random instructions.


def test_stop_that_is_interrupted_while_it_waits_has_stopped(
    room: Room, lifecycle: MakeLifecycle
) -> None:
    life = lifecycle(1.0)

    def keep_from_waiting(worker: GPUWorker) -> None:
        worker.wait_gone = interrupt  # pyright: ignore[reportAttributeAccessIssue]

    life.serve(keep_from_waiting)
    with pytest.raises(Interrupted):
        life.stop()
    assert life.state is WorkerState.STOPPED
    assert promised_bytes(room) == 0
    assert life.serve(pid)


def test_start_that_is_interrupted_twice_can_be_started_again(
    room: Room, lifecycle: MakeLifecycle
) -> None:
    life, memory = lifecycle(1.0), room.supervisor.memory
    settle = memory.settle

    def interrupt_twice(reservation: Reservation, process: GPUWorker, load_s: float) -> None:
        memory.settle = settle
        process.wait_gone = interrupt  # pyright: ignore[reportAttributeAccessIssue]
        raise Interrupted

    memory.settle = interrupt_twice
    with pytest.raises(Interrupted):
        life.start()
    assert life.state is WorkerState.CRASHED
    assert promised_bytes(room) == 0
    assert life.serve(pid)


def test_start_that_is_interrupted_when_it_is_ready_has_started(room: Room) -> None:
    tool, supervisor = room.tool(), room.supervisor
    notify_changed = supervisor.notify_changed

    def interrupt_once() -> None:
        supervisor.notify_changed = notify_changed
        raise Interrupted

    supervisor.notify_changed = interrupt_once
    with pytest.raises(Interrupted):
        tool.start()
    assert tool.state is WorkerState.READY
    assert "error" not in tool.call({})


# Stops.


def test_stop_between_the_turn_and_the_request_is_a_transient_error(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    tool, exchange = room.tool(), GPUWorker.exchange

    def stop_and_exchange(worker: GPUWorker, *arguments: Any) -> dict[str, Any]:
        tool.stop()
        return exchange(worker, *arguments)

    with monkeypatch.context() as patch:
        patch.setattr(GPUWorker, "exchange", stop_and_exchange)
        answer = tool.call({})
    assert answer["transient"] is True
    assert "stopped before the request was sent" in answer["error"]
    assert "error" not in tool.call({})


def test_stop_by_an_observer_of_the_start_stops_the_request(room: Room) -> None:
    tool = room.tool()
    tool.add_observer(lambda _, event: tool.stop() if event == "spawned" else None)
    answer = tool.call({})
    assert "stopped" in answer["error"]
    assert answer["transient"] is True
    assert tool.snapshot().requests_in_flight == 0


def test_stop_before_the_load_spawns_nothing(room: Room) -> None:
    tool, memory = room.tool(gb=2.0), room.supervisor.memory
    admit = memory.admit

    def stop_and_admit(user: MemoryUser, ticket: Ticket) -> Reservation:
        BackgroundCall(tool.stop)
        until(lambda: tool.state is WorkerState.STOPPING)
        return admit(user, ticket)

    memory.admit = stop_and_admit
    with pytest.raises(WorkerStopped):
        tool.start()
    until(lambda: tool.state is WorkerState.STOPPED)
    assert tool.snapshot().pid is None
    assert promised_bytes(room) == 0


def test_stop_of_a_paused_tool_answers_who_waits(room: Room) -> None:
    tool = room.tool()
    tool.start()
    tool.pause_requests("test")
    waiting = BackgroundCall(lambda: tool.call({}))
    waiting.join(_A_MOMENT_S)
    tool.stop()
    answer = waiting.result()
    assert answer["transient"] is True
    tool.resume_requests("test")
    assert "error" not in tool.call({})


def test_answer_that_ends_after_a_stop_leaves_the_next_run_alone(room: Room) -> None:
    tool, gate = room.tool(), room.gate()
    stale = tool.stream({"do": "stream", "chunks": 100_000})
    next(stale)
    tool.stop()
    serving = BackgroundCall(lambda: tool.call({"do": "pass", "gate": gate.port}))
    gate.wait_entered()
    with pytest.raises(WorkerStopped):
        list(stale)
    assert tool.state is WorkerState.BUSY
    assert tool.snapshot().requests_in_flight == 1
    waiting = BackgroundCall(lambda: tool.call({}))
    until(lambda: tool.snapshot().requests_in_flight == 2)
    gate.let_pass()
    assert serving.result()["passed"]
    assert "pid" in waiting.result()


# Starts and restarts.


def test_defect_in_a_start_is_an_answer_and_can_be_tried_again(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    tool, memory = room.tool("lark", gb=1.0), room.supervisor.memory
    attach = memory.attach

    def fail(reservation: Reservation, process: GPUWorker) -> None:
        memory.attach = attach
        raise ZeroDivisionError("a defect of ours")

    memory.attach = fail
    answer = tool.call({})
    assert answer == {"error": "lark worker startup failed: ZeroDivisionError: a defect of ours"}
    assert any(record.exc_info for record in caplog.records), "its traceback was not logged"
    assert tool.state is WorkerState.CRASHED
    assert promised_bytes(room) == 0
    assert "pid" in tool.call({})


def test_tool_that_is_stopped_while_it_restarts_stays_stopped(room: Room) -> None:
    tool, events = room.tool(), Events()
    tool.start()
    stopped, may_go_on = threading.Event(), threading.Event()

    def hold_up(_: str, event: str) -> None:
        if event == "stopped":
            stopped.set()
            assert may_go_on.wait(60.0)

    tool.add_observer(hold_up)
    tool.add_observer(events)
    restarting = BackgroundCall(tool.restart_if_idle)
    assert stopped.wait(60.0)
    tool.stop()
    may_go_on.set()
    assert restarting.result() is True
    for thread in threading.enumerate():
        if thread.name.startswith("restart-"):
            thread.join(60.0)
    assert tool.state is WorkerState.STOPPED
    assert events.names == ["stopped"]


def test_request_during_a_restart_is_served(room: Room) -> None:
    tool = room.tool()
    first = tool.call({})["pid"]
    answers: list[Any] = []
    tool.add_observer(lambda _, event: answers.append(tool.call({})) if event == "stopped" else 0)
    assert tool.restart_if_idle()
    assert answers[0]["pid"] != first
    assert tool.call({})["pid"] == answers[0]["pid"], "one start is enough"


def test_start_that_is_interrupted_after_its_admission_returns_its_memory(room: Room) -> None:
    lark, memory = room.tool("lark", gb=2.0), room.supervisor.memory
    admit = memory.queue.admit

    def keep_out_and_admit(ticket: Ticket, attempt: Any) -> None:
        admit(ticket, attempt)
        for cell in attempt.__closure__:
            if cell.cell_contents == []:
                cell.cell_contents.append(Interrupting())

    class Interrupting:
        def resume_requests(self, owner: object) -> None:
            raise Interrupted

    memory.queue.admit = keep_out_and_admit  # pyright: ignore[reportAttributeAccessIssue]
    with pytest.raises(Interrupted):
        lark.start()
    assert promised_bytes(room) == 0


def test_reservation_that_an_interrupt_hides_is_released(room: Room) -> None:
    lark, memory = room.tool("lark", gb=2.0), room.supervisor.memory
    admit = memory.admit

    def admit_and_interrupt(user: MemoryUser, ticket: Ticket) -> Reservation:
        admit(user, ticket)
        raise Interrupted

    memory.admit = admit_and_interrupt
    with pytest.raises(Interrupted):
        lark.start()
    assert promised_bytes(room) == 0
    memory.admit = admit
    lark.start()
    assert promised_bytes(room) > 0


# Time limits.


def test_time_limit_holds_while_requests_are_paused(room: Room) -> None:
    tool = room.tool()
    tool.start()
    tool.pause_requests("test")
    answer = tool.call({}, patience_s=0.05)
    assert "0.05 s" in answer["error"]
    assert tool.snapshot().requests_in_flight == 0
    tool.resume_requests("test")
    assert "error" not in tool.call({}, patience_s=60.0)


def test_callers_of_one_start_wait_for_memory_together(room: Room) -> None:
    clock = FakeClock()
    room.supervise(clock=clock, patience_s=100.0)
    gate = room.gate()
    lark, wren = room.tool("lark", gb=6.0), room.tool("wren", gb=6.0)
    lark.start()
    busy = BackgroundCall(lambda: lark.call({"do": "pass", "gate": gate.port}))
    gate.wait_entered()
    waiting = [BackgroundCall(lambda: wren.call({})) for _ in range(3)]
    until(lambda: wren.snapshot().requests_in_flight == 3 and "lark" in wren.waits_for)
    clock.advance(100.0)
    for asking in waiting:
        assert "lark" in asking.result()["error"]
    gate.let_pass()
    assert busy.result()["passed"]
