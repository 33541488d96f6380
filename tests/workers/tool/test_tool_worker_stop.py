"""Stopping never waits for a request, and every waiting caller gets an answer."""

from __future__ import annotations

import threading

import pytest

from tests.support.interrupts import Interrupted, interrupted_once
from tests.support.tool_room import PATIENCE_S, BackgroundCall, Events, Room, freeze, until
from workers.base.states import WorkerState
from workers.errors import WorkerError, WorkerStopped


def test_busy_worker_is_stopped_and_its_caller_gets_a_transient_error(room: Room) -> None:
    tool, gate = room.tool(name="lark"), room.gate()
    asking = BackgroundCall(lambda: tool.call({"do": "pass", "gate": gate.port}))
    gate.wait_entered()
    assert tool.state is WorkerState.BUSY
    BackgroundCall(tool.stop).result()  # although the request is still held
    answer = asking.result()
    assert set(answer) == {"error", "transient"}
    assert answer["error"].startswith("lark crashed: ")
    assert answer["transient"] is True
    assert tool.state is WorkerState.STOPPED
    assert not tool.is_alive()


def test_queued_callers_get_a_transient_error_too(room: Room) -> None:
    tool, gate = room.tool(), room.gate()
    events = Events()
    tool.add_observer(events)
    asking = [
        BackgroundCall(lambda: tool.call({"do": "pass", "gate": gate.port})) for _ in range(6)
    ]
    gate.wait_entered()
    until(lambda: tool.snapshot().requests_in_flight == 6)
    tool.stop()
    assert [caller.result()["transient"] for caller in asking] == [True] * 6
    assert events.names == ["spawned", "stopped"]


def test_next_call_starts_it_again(room: Room) -> None:
    tool = room.tool()
    first = tool.call({})["pid"]
    tool.stop()
    assert tool.snapshot().pid is None
    assert tool.call({})["pid"] != first


def test_stop_while_it_loads(room: Room) -> None:
    gate = room.gate()
    tool = room.tool(name="lark", load={"gate": gate.port})
    events = Events()
    tool.add_observer(events)
    asking = BackgroundCall(lambda: tool.call({}))
    gate.wait_entered()
    assert tool.state is WorkerState.STARTING
    BackgroundCall(tool.stop).result()
    answer = asking.result()
    assert answer["transient"] is True
    assert "stopped" in answer["error"]
    assert tool.state is WorkerState.STOPPED
    assert events.names == ["stopped"]
    assert tool.snapshot().last_error is None


def test_start_that_is_stopped_says_so(room: Room) -> None:
    gate = room.gate()
    tool = room.tool(load={"gate": gate.port})
    starting = BackgroundCall(tool.start)
    gate.wait_entered()
    tool.stop()
    with pytest.raises(WorkerStopped, match="stopped"):
        starting.result()


def test_callers_that_wait_for_a_start_that_is_stopped(room: Room) -> None:
    gate = room.gate()
    tool = room.tool(load={"gate": gate.port})
    asking = [BackgroundCall(lambda: tool.call({})) for _ in range(6)]
    gate.wait_entered()
    until(lambda: tool.snapshot().requests_in_flight == 6)
    tool.stop()
    assert all(caller.result()["transient"] for caller in asking)
    assert tool.state is WorkerState.STOPPED


def test_two_stops_at_once_both_return_when_it_has_stopped(room: Room) -> None:
    tool = room.tool()
    events = Events()
    tool.add_observer(events)
    tool.call({})
    together = threading.Barrier(8)

    def stop() -> WorkerState:
        together.wait(PATIENCE_S)
        tool.stop()
        return tool.state

    stopping = [BackgroundCall(stop) for _ in range(8)]
    assert {caller.result() for caller in stopping} == {WorkerState.STOPPED}
    assert events.names == ["spawned", "stopped"]


def test_stop_calls_off_callers_that_wait_while_nothing_runs(room: Room) -> None:
    """For example, all tools are stopped while one crashes under its callers."""
    tool = room.tool()

    def stop_and_look(_: str, event: str) -> None:
        if event == "crashed":
            tool.stop()

    tool.add_observer(stop_and_look)
    gate = room.gate()
    crashing = BackgroundCall(lambda: tool.call({"do": "pass_then_exit", "gate": gate.port}))
    gate.wait_entered()
    waiting = [BackgroundCall(lambda: tool.call({})) for _ in range(4)]
    until(lambda: tool.snapshot().requests_in_flight == 5)
    gate.let_pass()
    assert crashing.result()["transient"] is True
    answers = [caller.result() for caller in waiting]
    assert all(answer.get("transient") or "pid" in answer for answer in answers)
    tool.stop()
    assert not tool.is_alive()


def test_stop_racing_starts_and_requests_leaves_nothing_half_done(room: Room) -> None:
    tool = room.tool()
    stops = threading.Event()

    def ask() -> list[dict[str, object]]:
        answers = []
        while not stops.is_set():
            answers.append(tool.call({}))
        return answers

    asking = [BackgroundCall(ask) for _ in range(6)]
    for number in range(24):
        state = (WorkerState.STARTING, WorkerState.READY, WorkerState.BUSY)[number % 3]
        until(lambda state=state: tool.state is state)
        tool.stop()
    stops.set()
    answers = [answer for caller in asking for answer in caller.result()]
    assert answers
    for answer in answers:
        assert "pid" in answer or answer["transient"] is True, answer
    tool.stop()
    assert tool.state is WorkerState.STOPPED
    assert tool.is_evictable() is False
    assert tool.snapshot().requests_in_flight == 0
    assert "pid" in tool.call({})


def test_unread_stream_does_not_outlive_a_stop(room: Room) -> None:
    tool = room.tool()
    stream = tool.stream({"do": "stream", "chunks": 100_000})
    next(stream)
    queued = BackgroundCall(lambda: tool.call({}))
    until(lambda: tool.snapshot().requests_in_flight == 2)
    BackgroundCall(tool.stop).result()
    assert queued.result()["transient"] is True
    assert "pid" in BackgroundCall(lambda: tool.call({})).result()
    assert tool.is_evictable()
    with pytest.raises(WorkerError):
        for _ in stream:
            pass
    assert tool.is_evictable()


def test_dropped_stream_frees_its_worker(room: Room) -> None:
    tool = room.tool()
    stream = tool.stream({"do": "stream", "chunks": 100_000})
    next(stream)
    del stream
    assert "pid" in BackgroundCall(lambda: tool.call({})).result()


def test_interrupted_stop_has_stopped_it_all_the_same(room: Room) -> None:
    """Ctrl-C strikes the wait for a worker that does not exit."""
    tool = room.tool()
    events = Events()
    tool.add_observer(events)
    tool.start()
    freeze(tool)
    with (
        pytest.raises(Interrupted),
        interrupted_once(lambda: until(lambda: tool.state is WorkerState.STOPPING)),
    ):
        tool.stop()
    assert tool.state is WorkerState.STOPPED
    assert not tool.is_alive()
    assert "pid" in BackgroundCall(lambda: tool.call({})).result()
    until(lambda: events.names == ["spawned", "stopped", "spawned"])


def test_interrupted_start_leaves_no_process_and_can_be_tried_again(room: Room) -> None:
    gate = room.gate()
    tool = room.tool(load={"gate": gate.port})
    with pytest.raises(Interrupted), interrupted_once(gate.wait_entered):
        tool.call({})
    assert tool.state is WorkerState.CRASHED
    asking = BackgroundCall(lambda: tool.call({}))
    gate.wait_entered()
    gate.let_pass()
    assert "pid" in asking.result()


def test_interrupted_request_frees_the_turn(room: Room) -> None:
    tool, gate = room.tool(), room.gate()
    tool.start()
    with pytest.raises(Interrupted), interrupted_once(gate.wait_entered):
        tool.call({"do": "pass", "gate": gate.port})
    gate.let_pass()
    assert BackgroundCall(lambda: tool.call({"n": 2})).result()["echo"] == {"n": 2}
    assert tool.is_evictable()


def test_interrupted_wait_for_a_turn_harms_no_other_caller(room: Room) -> None:
    tool, gate = room.tool(), room.gate()
    tool.start()
    asking = BackgroundCall(lambda: tool.call({"do": "pass", "gate": gate.port}))
    gate.wait_entered()
    with (
        pytest.raises(Interrupted),
        interrupted_once(lambda: until(lambda: tool.snapshot().requests_in_flight == 2)),
    ):
        tool.call({})
    gate.let_pass()
    assert asking.result()["passed"]
    assert "pid" in BackgroundCall(lambda: tool.call({})).result()
    assert tool.is_evictable()


def test_closed_supervisor_starts_nothing_any_more(room: Room) -> None:
    tool, other = room.tool(), room.tool("other", gb=1.0)
    tool.start()
    room.supervisor.close()
    assert not tool.is_alive()
    for answer in (tool.call({}), other.call({})):
        assert answer["transient"] is True
        assert "closed" in answer["error"]
    assert tool.state is WorkerState.STOPPED


def test_supervisor_that_is_closed_while_tools_start(room: Room) -> None:
    gate = room.gate()
    supervisor = room.supervisor
    tools = [room.tool(f"tool{n}", gb=n % 2, load={"gate": gate.port}) for n in range(4)]
    asking = [BackgroundCall(lambda tool=tool: tool.call({})) for tool in tools]
    gate.wait_entered()
    BackgroundCall(supervisor.close).result()
    assert all(caller.result()["transient"] for caller in asking)
    assert not any(tool.is_alive() for tool in tools)
    assert supervisor.memory.ledger.reserved_bytes() == 0


def test_stop_all_stops_everything_at_the_same_time(room: Room) -> None:
    tools = [room.tool(f"tool{n}") for n in range(4)]
    for tool in tools:
        tool.start()
    room.supervisor.stop_all()
    assert [tool.state for tool in tools] == [WorkerState.STOPPED] * 4
    assert "pid" in tools[0].call({})
