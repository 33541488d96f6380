"""Workers that flood, garble, or close their stderr."""

from __future__ import annotations

import tracemalloc

import pytest

from tests.faults.room import Room
from tests.support.patience import until
from workers import GPUWorker, WorkerCrash

MIB = 2**20


@pytest.fixture(params=[Room.by_hand, Room.dispatched], ids=["by_hand", "dispatched"])
def worker(request: pytest.FixtureRequest, room: Room) -> GPUWorker:
    worker = request.param(room)
    assert room.works(worker)
    return worker


@pytest.mark.parametrize("way", [f"flood_stderr:{50 * MIB}", f"flood_stderr_lines:{20 * MIB}"])
def test_stderr_flood_neither_blocks_nor_fills_memory(
    room: Room, worker: GPUWorker, way: str
) -> None:
    tracemalloc.start()
    try:
        assert worker.call({"text": "x", "do": [way]})["echo"] == "x"
        left, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 4 * MIB
    assert left < 2 * MIB
    assert len(worker.stderr_tail()) <= 50
    assert max(len(line) for line in worker.stderr_tail()) <= 8192
    assert room.works(worker)


def test_stderr_flood_during_startup_does_not_block(room: Room) -> None:
    worker = room.dispatched()
    room.at_next_start(worker, f"flood_stderr:{50 * MIB}")
    assert room.works(worker)


def test_stderr_noise_is_decoded(room: Room, worker: GPUWorker) -> None:
    assert worker.call({"text": "x", "do": ["noise:2"]})["echo"] == "x"
    worker.call({"do": ["log:", "log:the end"]})
    until(lambda: "the end" in worker.stderr_tail())
    garbled = next(line for line in worker.stderr_tail() if line.endswith("half a line"))
    assert "\N{REPLACEMENT CHARACTER}" in garbled


def test_closed_stderr_is_harmless(room: Room, worker: GPUWorker) -> None:
    assert worker.call({"text": "x", "do": ["close:2"]})["echo"] == "x"
    assert room.works(worker)
    with pytest.raises(WorkerCrash, match=r"died \(exit=7\)"):
        worker.call({"do": ["exit:7"]})
    assert room.works(worker)


def test_last_line_of_stderr_is_on_the_exception(room: Room, worker: GPUWorker) -> None:
    with pytest.raises(WorkerCrash) as caught:
        worker.call({"do": ["log:CUDA error: out of memory", "abort"]})
    assert caught.value.stderr_tail[-1] == "CUDA error: out of memory"
    assert room.works(worker)


def test_unfinished_line_of_stderr_is_on_the_exception(room: Room, worker: GPUWorker) -> None:
    with pytest.raises(WorkerCrash) as caught:
        worker.call({"do": ["noise:2", "exit:7"]})
    assert caught.value.stderr_tail[-1].endswith("half a line")


def test_failing_stderr_listener_is_logged(
    room: Room, worker: GPUWorker, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(line: str) -> None:
        raise ValueError(line)

    worker.stop()
    worker.on_stderr_line(fail)
    assert room.works(worker)
    assert worker.call({"text": "x", "do": ["log:one", "log:two"]})["echo"] == "x"
    until(lambda: "two" in worker.stderr_tail())
    until(lambda: "a stderr listener failed" in caplog.messages)
