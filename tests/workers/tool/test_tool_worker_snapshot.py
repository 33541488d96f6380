"""A tool's snapshot never waits, in any state."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.tool_room import BackgroundCall, Room, freeze, until
from workers.base.states import WorkerState
from workers.snapshot import WorkerSnapshot
from workers.testing import FakeClock, FakeProbe, gpu
from workers.tool.tool_worker import ToolWorker


def test_before_the_first_start(room: Room) -> None:
    room.supervise(clock=FakeClock())
    tool = room.tool("lark", idle_timeout=10.0)
    assert tool.snapshot() == WorkerSnapshot(
        name="lark",
        engine="actor",
        state=WorkerState.STOPPED,
        idle_timeout_s=10.0,
    )


def test_while_it_runs(room: Room) -> None:
    clock = FakeClock()
    room.supervise(FakeProbe(gpu(8.0)), clock)
    tool = room.tool(idle_timeout=10.0, gb=2.0, load={"reported_gb": 1.5})
    tool.call({"do": "device", "device": "cuda:0"})
    clock.advance(4.0)
    (picture,) = room.supervisor.snapshot().workers
    assert picture.state is WorkerState.READY
    assert picture.device == "cuda:0"
    assert picture.memory_bytes == int(1.5 * 2**30)
    assert picture.memory_is_measured
    assert picture.memory_source == "worker"
    assert (picture.budget_bytes, picture.budget_is_measured) == (2 * 2**30, False)
    assert picture.place is not None
    assert picture.place.label == "cuda:0"
    assert picture.ram_bytes is not None
    assert picture.ram_bytes > 2**20
    assert (picture.idle_s, picture.idle_remaining_s) == (4.0, 6.0)
    assert picture.requests_served == 1
    assert picture.cpu_percent is None, "one look tells no share"
    clock.advance(1.0)
    (later,) = room.supervisor.snapshot().workers
    assert later.cpu_percent is not None


def test_while_it_serves(room: Room) -> None:
    tool, gate = room.tool(), room.gate()
    asking = BackgroundCall(lambda: tool.call({"do": "pass", "gate": gate.port}))
    gate.wait_entered()
    picture = tool.snapshot()
    assert picture.state is WorkerState.BUSY
    assert (picture.idle_s, picture.idle_remaining_s) == (None, None)
    gate.let_pass()
    asking.result()


def test_why_it_failed_until_it_has_succeeded(room: Room) -> None:
    tool = room.tool(load={"raise": "no weights"})
    tool.call({})
    assert "no weights" in str(tool.snapshot().last_error)
    tool.env["TOOL_ACTOR"] = json.dumps({})
    tool.call({})
    assert tool.snapshot().last_error is None
    tool.call({"do": "exit"})
    assert "exit=7" in str(tool.snapshot().last_error)
    tool.call({})
    assert tool.snapshot().last_error is None


def test_how_far_its_load_has_come(room: Room) -> None:
    gate = room.gate()
    tool = room.tool(load={"progress": ["Loading weights", 0.5], "gate": gate.port})
    starting = BackgroundCall(tool.start)
    gate.wait_entered()
    until(lambda: tool.snapshot().progress is not None)
    progress = tool.snapshot().progress
    assert progress is not None
    assert (progress.stage, progress.fraction) == ("Loading weights", 0.5)
    gate.let_pass()
    starting.result()
    assert tool.snapshot().progress is None


def test_how_fast_it_spoke_last(room: Room, tmp_path: Path) -> None:
    tool = room.tool()
    assert tool.snapshot().real_time_factor is None
    tool.call({"do": "echo"})
    assert tool.snapshot().real_time_factor is None, "it has not spoken"
    answer = json.loads(tool.synthesize(text="a second", output_path=str(tmp_path / "it.wav")))
    factor = tool.snapshot().real_time_factor
    assert factor is not None
    assert 0 < factor <= (answer["latency_ms"] + 0.1) / 1000, "without the start, and rounded"
    assert tool.snapshot().first_audio_s is None, "it has not streamed"


def test_how_soon_a_stream_was_heard(room: Room) -> None:
    clock, gate = FakeClock(), room.gate()
    room.supervise(clock=clock)
    tool = room.tool(load={"gate": gate.port})
    asking = BackgroundCall(lambda: tool.stream({"do": "stream", "chunks": 3}))
    gate.wait_entered()
    clock.advance(5.0)
    gate.let_pass()
    with asking.result() as stream:
        clock.advance(0.5)
        next(stream)
        assert tool.snapshot().first_audio_s == 5.5, "what it waited for counts"
        assert tool.snapshot().real_time_factor is None
    list(tool.stream({"do": "stream", "chunks": 3}))
    assert tool.snapshot().first_audio_s == 0.0
    assert tool.snapshot().real_time_factor is not None


def test_who_takes_chunks_slowly_does_not_make_the_engine_slow(room: Room) -> None:
    tool = room.tool()
    tool.start()
    begun = time.monotonic()
    with tool.stream({"do": "stream", "chunks": 3, "bytes": 2**22}) as stream:
        for _ in stream:
            threading.Event().wait(0.1)  # as long as it plays; the pipe is full meanwhile
    elapsed_ms = (time.monotonic() - begun) * 1000
    assert stream.result["latency_ms"] < elapsed_ms - 150


#: A tool that is in the middle of something, who waits for it, and how to let it go on.
Doing = tuple[ToolWorker, BackgroundCall, Callable[[], None]]


def in_the_middle_of_a_load(room: Room) -> Doing:
    gate = room.gate()
    tool = room.tool(load={"gate": gate.port})
    starting = BackgroundCall(tool.start)
    gate.wait_entered()
    return tool, starting, gate.let_pass


def in_the_middle_of_a_request(room: Room) -> Doing:
    tool, gate = room.tool(), room.gate()
    asking = BackgroundCall(lambda: tool.call({"do": "pass", "gate": gate.port}))
    gate.wait_entered()
    return tool, asking, gate.let_pass


def in_the_middle_of_a_stop(room: Room) -> Doing:
    tool = room.tool()
    tool.start()
    thaw = freeze(tool)
    stopping = BackgroundCall(tool.stop)
    until(lambda: tool.state is WorkerState.STOPPING)
    return tool, stopping, thaw


@pytest.mark.parametrize(
    "begin", [in_the_middle_of_a_load, in_the_middle_of_a_request, in_the_middle_of_a_stop]
)
def test_looking_and_setting_never_wait(room: Room, begin: Callable[[Room], Doing]) -> None:
    tool, doing, go_on = begin(room)
    state = tool.state

    def look_and_set() -> WorkerState:
        tool.set_idle_timeout(100.0)
        tool.idle_timeout = 200.0
        tool.request_timeout = 30.0
        tool.add_observer(print)
        tool.remove_observer(print)
        tool.is_alive()
        tool.is_evictable()
        return tool.snapshot().state

    assert BackgroundCall(look_and_set).result() is state
    assert tool.state is state, "it was over before we looked"
    go_on()
    doing.result()
