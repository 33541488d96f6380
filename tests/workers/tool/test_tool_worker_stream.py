"""Answers in chunks, from a worker that starts on demand and is idle afterwards."""

from __future__ import annotations

import gc

import pytest

from tests.support.tool_room import BackgroundCall, Room, until
from workers.base.states import WorkerState
from workers.errors import StartFailed, WorkerCrash, WorkerStopped


def test_chunks_and_then_the_result(room: Room) -> None:
    tool = room.tool()
    stream = tool.stream({"do": "stream", "chunks": 3})
    assert [chunk["number"] for chunk in stream] == [0, 1, 2]
    assert stream.result["pid"] == tool.snapshot().pid
    assert tool.state is WorkerState.READY
    assert tool.snapshot().device == "cpu"
    assert tool.snapshot().requests_served == 1


def test_worker_is_busy_until_the_stream_has_ended(room: Room) -> None:
    tool = room.tool()
    with tool.stream({"do": "stream", "chunks": 3}) as stream:
        next(stream)
        assert tool.state is WorkerState.BUSY
        assert not tool.is_evictable()
        queued = BackgroundCall(lambda: tool.call({}))
        until(lambda: tool.snapshot().requests_in_flight == 2)
    assert "pid" in queued.result()
    assert tool.is_evictable()


def test_cancelled_stream_frees_the_worker(room: Room) -> None:
    tool = room.tool()
    stream = tool.stream({"do": "stream", "chunks": 1_000_000})
    next(stream)
    stream.cancel()
    for _ in stream:
        pass
    assert stream.result["cancelled"] is True
    assert "pid" in tool.call({})


def test_failed_start_is_raised(room: Room) -> None:
    tool = room.tool(load={"raise": "no weights"})
    with pytest.raises(StartFailed, match="no weights"):
        tool.stream({"do": "stream", "chunks": 1})
    assert not tool.snapshot().requests_in_flight


def test_crash_is_raised_while_it_is_read(room: Room) -> None:
    tool = room.tool()
    tool.start()
    with pytest.raises(WorkerCrash, match="exit=7"):
        list(tool.stream({"do": "exit"}))
    assert tool.state is WorkerState.CRASHED
    assert "pid" in tool.call({})


def test_stop_is_raised_while_it_is_read(room: Room) -> None:
    tool, gate = room.tool(), room.gate()
    stream = tool.stream({"do": "pass", "gate": gate.port})
    gate.wait_entered()
    reading = BackgroundCall(lambda: list(stream))
    tool.stop()
    with pytest.raises(WorkerStopped):
        reading.result()


def test_request_that_is_no_json_frees_the_worker(room: Room) -> None:
    tool = room.tool()
    with pytest.raises(Exception, match="JSON"):
        tool.stream({"text": object()})
    assert tool.is_evictable()
    assert "pid" in tool.call({})


def test_stream_that_only_a_cycle_keeps_frees_the_worker_when_it_is_collected(
    room: Room,
) -> None:
    """For example, a traceback holds the frame of the reader."""
    tool = room.tool()
    stream = tool.stream({"do": "stream", "chunks": 100_000})
    next(stream)
    cycle: list[object] = [stream]
    cycle.append(cycle)
    del cycle, stream
    gc.collect()
    assert "pid" in BackgroundCall(lambda: tool.call({})).result()
