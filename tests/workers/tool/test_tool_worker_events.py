"""Events of a tool: exactly what has happened, after the transition is complete."""

from __future__ import annotations

import itertools
import os
import signal

import pytest

from tests.support.tool_room import BackgroundCall, Events, Room, reload_as, until
from workers.base.states import WorkerState
from workers.errors import WorkerError
from workers.tool.tool_worker import ToolWorker


def observed(tool: ToolWorker) -> Events:
    events = Events()
    tool.add_observer(events)
    return events


def test_spawned_once_a_start_is_complete(room: Room) -> None:
    tool = room.tool(name="lark")
    events = observed(tool)
    tool.call({})
    tool.call({})
    assert events.seen == [("lark", "spawned")]


def test_stopped_once(room: Room) -> None:
    tool = room.tool()
    events = observed(tool)
    tool.call({})
    tool.stop()
    tool.stop()
    assert events.names == ["spawned", "stopped"]
    assert tool.state is WorkerState.STOPPED


def test_no_event_if_nothing_was_stopped(room: Room) -> None:
    tool = room.tool(load={"exit": 1})
    events = observed(tool)
    tool.stop()
    assert events.names == []
    tool.call({})
    tool.stop()
    assert events.names == ["crashed"]


def test_failed_start_is_a_crash(room: Room) -> None:
    tool = room.tool(load={"raise": "no weights"})
    events = observed(tool)
    tool.call({})
    tool.call({})
    assert events.names == ["crashed", "crashed"]
    reload_as(tool)
    tool.call({})
    assert events.names == ["crashed", "crashed", "spawned"]


def test_start_that_takes_too_long_is_a_crash(room: Room) -> None:
    tool = room.tool(load={"gate": room.gate().port}, startup_timeout=0.3)
    events = observed(tool)
    with pytest.raises(WorkerError, match=r"0\.3 s"):
        tool.start()
    assert events.names == ["crashed"]


def test_crash_in_a_request(room: Room) -> None:
    tool = room.tool()
    events = observed(tool)
    tool.call({"do": "exit"})
    assert events.names == ["spawned", "crashed"]


def test_time_out_is_a_crash(room: Room) -> None:
    tool = room.tool(request_timeout=0.2)
    events = observed(tool)
    tool.call({"do": "hang"})
    assert events.names == ["spawned", "crashed"]


def test_crash_between_requests_is_seen_without_a_request(room: Room) -> None:
    tool = room.tool()
    gate = room.gate()
    events = observed(tool)
    first = tool.call({"do": "answer_then_exit", "gate": gate.port})["pid"]
    gate.wait_entered()
    gate.let_pass()
    events.wait_for("crashed")
    assert tool.state is WorkerState.CRASHED
    assert not tool.is_alive()
    assert "exit code 9" in str(tool.snapshot().last_error)
    assert tool.call({})["pid"] != first
    assert events.names == ["spawned", "crashed", "spawned"]


def test_crash_during_an_unread_stream_is_seen(room: Room) -> None:
    """A reader may be away for minutes, such as a player that is paused."""
    tool = room.tool()
    events = observed(tool)
    stream = tool.stream({"do": "stream", "chunks": 100_000})
    next(stream)
    pid = tool.snapshot().pid
    assert pid is not None
    os.kill(pid, signal.SIGTERM)
    events.wait_for("crashed")
    assert tool.call({})["pid"] != pid
    with pytest.raises(WorkerError):
        for _ in stream:
            pass
    assert "error" not in tool.call({})
    assert events.names == ["spawned", "crashed", "spawned"]


def test_is_alive_is_current_in_the_callback(room: Room) -> None:
    tool = room.tool()
    seen: list[tuple[str, bool, WorkerState]] = []
    tool.add_observer(lambda _, event: seen.append((event, tool.is_alive(), tool.state)))
    tool.call({})
    tool.stop()
    tool.call({"do": "exit"})
    reload_as(tool, exit=1)
    tool.call({})
    assert seen == [
        ("spawned", True, WorkerState.READY),
        ("stopped", False, WorkerState.STOPPED),
        ("spawned", True, WorkerState.READY),
        ("crashed", False, WorkerState.CRASHED),
        ("crashed", False, WorkerState.CRASHED),
    ]


def test_order_of_events_under_16_threads(room: Room) -> None:
    """Each spawned worker ends before the next is spawned, whatever callers do."""
    tool = room.tool()
    events = observed(tool)
    tool.start()  # one at least is not stopped before it has spawned

    def ask(number: int) -> None:
        for turn in range(4):
            kind = (number + turn) % 4
            if kind == 0:
                tool.stop()
            elif kind == 1:
                assert "error" in tool.call({"do": "exit"})
            else:
                tool.call({})

    threads = [BackgroundCall(lambda number=number: ask(number)) for number in range(16)]
    for thread in threads:
        thread.result()
    tool.stop()
    until(lambda: events.names[-1] != "spawned")
    after_spawned = [
        second for first, second in itertools.pairwise(events.names) if first == "spawned"
    ]
    assert after_spawned
    assert set(after_spawned) <= {"stopped", "crashed"}


def test_supervisor_reports_events_of_all_tools(room: Room) -> None:
    events = Events()
    room.supervisor.add_observer(events)
    one, other = room.tool("one"), room.tool("other")
    one.call({})
    other.call({"do": "exit"})
    one.stop()
    assert events.seen == [
        ("one", "spawned"),
        ("other", "spawned"),
        ("other", "crashed"),
        ("one", "stopped"),
    ]
    room.supervisor.remove_observer(events)
    one.call({})
    assert len(events.seen) == 4
