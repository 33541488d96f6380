"""An idle worker stops after its timeout, and never during a request."""

from __future__ import annotations

import gc
import threading
import weakref

import pytest

from tests.support.tool_room import PATIENCE_S, BackgroundCall, Events, Room, freeze, until
from workers.base.states import WorkerState
from workers.supervisor.supervised_tool import SupervisedTool
from workers.testing import FakeClock
from workers.tool.tool_worker import ToolWorker


@pytest.fixture
def clock(room: Room) -> FakeClock:
    clock = FakeClock()
    room.supervise(clock=clock)
    return clock


def started(tool: ToolWorker) -> Events:
    """Starts a tool; returns its later events."""
    tool.start()
    events = Events()
    tool.add_observer(events)
    return events


class Watched(SupervisedTool):
    """A tool that records looks of the idle clock, which looks at all others before it."""

    def __init__(self) -> None:
        self.was_seen = threading.Event()

    def idle_deadline(self) -> float | None:
        self.was_seen.set()
        return None


def assert_stays(room: Room, tool: ToolWorker) -> None:
    """Asserts that the idle clock has looked and left the tool running."""
    watched = Watched()  # pyright: ignore[reportAbstractUsage]
    room.supervisor.register(watched)
    room.supervisor.notify_changed()
    assert watched.was_seen.wait(PATIENCE_S)
    assert tool.is_alive()


def test_stops_after_its_time_out(room: Room, clock: FakeClock) -> None:
    tool = room.tool(idle_timeout=300.0, gb=2.0)
    events = started(tool)
    clock.advance(299.9)
    assert_stays(room, tool)
    clock.advance(0.1)
    events.wait_for("stopped")
    assert tool.state is WorkerState.STOPPED
    assert tool.snapshot().pid is None
    assert room.supervisor.memory.ledger.reserved_bytes() == 0
    assert "error" not in tool.call({})


def test_each_request_starts_the_time_anew(room: Room, clock: FakeClock) -> None:
    tool = room.tool(idle_timeout=10.0)
    events = started(tool)
    for _ in range(3):
        clock.advance(9.0)
        tool.call({})
    assert_stays(room, tool)
    assert tool.snapshot().idle_remaining_s == 10.0
    clock.advance(10.0)
    events.wait_for("stopped")


def test_request_being_served_is_never_idle(room: Room, clock: FakeClock) -> None:
    tool, gate = room.tool(idle_timeout=1.0), room.gate()
    events = started(tool)
    asking = BackgroundCall(lambda: tool.call({"do": "pass", "gate": gate.port}))
    gate.wait_entered()
    for _ in range(20):
        clock.advance(100.0)
        assert_stays(room, tool)
    assert tool.snapshot().idle_remaining_s is None
    gate.let_pass()
    assert asking.result()["passed"]
    assert tool.snapshot().idle_remaining_s == 1.0  # counted from the answer
    assert_stays(room, tool)
    clock.advance(1.0)
    events.wait_for("stopped")


def test_stream_being_read_is_never_idle(room: Room, clock: FakeClock) -> None:
    tool = room.tool(idle_timeout=1.0)
    events = started(tool)
    stream = tool.stream({"do": "stream", "chunks": 3})
    next(stream)
    clock.advance(100.0)
    assert_stays(room, tool)
    assert len(list(stream)) == 2
    clock.advance(1.0)
    events.wait_for("stopped")


@pytest.mark.parametrize("never", [0, 0.0, -1, -300.0, float("nan")])
def test_zero_and_less_mean_never(room: Room, clock: FakeClock, never: float) -> None:
    tool = room.tool(idle_timeout=never)
    assert tool.idle_timeout == 0
    started(tool)
    clock.advance(1e9)
    assert_stays(room, tool)
    assert tool.snapshot().idle_remaining_s is None


def test_shorter_takes_effect_at_once(room: Room, clock: FakeClock) -> None:
    tool = room.tool(idle_timeout=300.0)
    events = started(tool)
    clock.advance(60.0)
    tool.set_idle_timeout(61.0)
    assert_stays(room, tool)
    assert tool.idle_timeout == 61.0
    tool.set_idle_timeout(60.0)
    events.wait_for("stopped")


def test_longer_takes_effect_at_once(room: Room, clock: FakeClock) -> None:
    tool = room.tool(idle_timeout=10.0)
    events = started(tool)
    clock.advance(9.0)
    tool.set_idle_timeout(100.0)
    clock.advance(90.0)
    assert_stays(room, tool)
    clock.advance(1.0)
    events.wait_for("stopped")


def test_never_takes_effect_at_once_and_so_does_its_end(room: Room, clock: FakeClock) -> None:
    tool = room.tool(idle_timeout=10.0)
    events = started(tool)
    tool.set_idle_timeout(-5)
    assert tool.idle_timeout == 0
    clock.advance(1000.0)
    assert_stays(room, tool)
    tool.idle_timeout = 500.0
    events.wait_for("stopped")


@pytest.mark.parametrize("forever", [float("inf"), 1e300, 1e10])
def test_no_time_out_is_too_long_for_the_real_clock(room: Room, forever: float) -> None:
    tool, other = room.tool(idle_timeout=forever), room.tool("other", idle_timeout=0.01)
    tool.start()
    assert_stays(room, tool)
    events = started(other)
    events.wait_for("stopped")
    assert tool.is_alive()


def test_tool_that_does_not_run_is_not_stopped(room: Room, clock: FakeClock) -> None:
    tool = room.tool(idle_timeout=1.0)
    events = Events()
    tool.add_observer(events)
    tool.set_idle_timeout(2.0)
    clock.advance(100.0)
    assert events.names == []
    assert tool.snapshot().idle_remaining_s is None


def test_time_counts_from_the_start_and_not_from_the_creation(room: Room, clock: FakeClock) -> None:
    tool = room.tool(idle_timeout=10.0)
    clock.advance(1000.0)
    started(tool)
    assert_stays(room, tool)
    assert tool.snapshot().idle_remaining_s == 10.0


def test_one_that_does_not_go_holds_up_no_other(room: Room, clock: FakeClock) -> None:
    stubborn, tool = room.tool("stubborn", idle_timeout=1.0), room.tool(idle_timeout=1.0)
    started(stubborn)
    events = started(tool)
    thaw = freeze(stubborn)
    clock.advance(1.0)
    events.wait_for("stopped")
    assert stubborn.state is WorkerState.STOPPING
    thaw()


def test_request_that_comes_as_the_timer_fires_is_served(room: Room, clock: FakeClock) -> None:
    """Tries 200 requests just before or after the timeout."""
    tool = room.tool(idle_timeout=1.0)
    tool.start()
    together = threading.Barrier(2)

    def ask() -> list[dict[str, object]]:
        answers = []
        for number in range(200):
            together.wait(PATIENCE_S)
            for _ in range(number % 30 * 500):
                pass  # the timer's thread takes some microseconds to come
            answers.append(tool.call({}))
        return answers

    asking = BackgroundCall(ask)
    for _ in range(200):
        until(tool.is_evictable)
        clock.advance(1.0)
        together.wait(PATIENCE_S)
    answers = asking.result()
    assert [answer for answer in answers if "error" in answer] == []
    pids = {answer["pid"] for answer in answers}
    assert 1 < len(pids) < 200, "it was never stopped, or always: nothing raced"


def test_request_that_comes_while_it_is_being_stopped_waits_and_is_served(
    room: Room, clock: FakeClock
) -> None:
    tool = room.tool(idle_timeout=1.0)
    events = started(tool)
    thaw = freeze(tool)
    clock.advance(1.0)
    until(lambda: tool.state is WorkerState.STOPPING)
    asking = BackgroundCall(lambda: tool.call({}))
    until(lambda: tool.snapshot().requests_in_flight == 1)
    thaw()
    assert "error" not in asking.result()
    assert events.names == ["stopped", "spawned"]


def test_dropped_tool_is_stopped_and_then_forgotten(room: Room, clock: FakeClock) -> None:
    tool = room.tool(idle_timeout=1.0)
    events = started(tool)
    dropped = weakref.ref(tool)
    del tool
    gc.collect()
    clock.advance(1.0)
    events.wait_for("stopped")

    def is_forgotten() -> bool:
        gc.collect()
        return dropped() is None

    until(is_forgotten)
    assert room.supervisor.workers() == ()
