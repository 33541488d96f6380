"""Workers that hang: callers wait for their timeout, and no longer."""

from __future__ import annotations

import os
import time

import pytest

from tests.faults.room import HASTE_S, Room
from tests.support.background import BackgroundCall
from tests.support.no_leftovers import MARK, processes_marked
from tests.support.patience import until
from workers import GPUWorker, WorkerTimeout
from workers.errors import WorkerStopped

HANGS = ["hang", "spin", "hang_in_c", "signal:SIGSTOP"]


@pytest.fixture(params=[Room.by_hand, Room.dispatched], ids=["by_hand", "dispatched"])
def worker(request: pytest.FixtureRequest, room: Room) -> GPUWorker:
    return request.param(room)


def assert_times_out(worker: GPUWorker, request: dict[str, object]) -> None:
    """Sends a request that times out."""
    worker.request_timeout = HASTE_S
    began = time.monotonic()
    with pytest.raises(WorkerTimeout) as caught:
        worker.call(request)
    assert time.monotonic() - began >= HASTE_S
    assert f"{worker.name} gave no answer within {HASTE_S:g} s and was killed" in str(caught.value)
    assert "request_timeout" in str(caught.value)
    assert not worker.is_alive()


@pytest.mark.parametrize("way", HANGS)
def test_hang_in_a_request_times_out(room: Room, worker: GPUWorker, way: str) -> None:
    assert room.works(worker)
    assert_times_out(worker, {"do": [way]})
    assert room.works(worker)


@pytest.mark.parametrize("way", HANGS)
def test_hang_during_startup_times_out(room: Room, worker: GPUWorker, way: str) -> None:
    room.at_next_start(worker, way)
    worker.startup_timeout = HASTE_S
    with pytest.raises(WorkerTimeout) as caught:
        worker.start()
    assert f"{worker.name} was not ready within {HASTE_S:g} s and was killed" in str(caught.value)
    assert not worker.is_alive()
    room.at_next_start(worker, "")  # on a busy machine the fault may be unused
    assert room.works(worker)


@pytest.mark.parametrize("way", HANGS)
def test_stop_ends_a_hanging_request(room: Room, worker: GPUWorker, way: str) -> None:
    assert room.works(worker)
    call = BackgroundCall(lambda: worker.call({"do": ["log:hanging", way]}))
    until(lambda: "hanging" in worker.stderr_tail())
    worker.stop(HASTE_S)
    with pytest.raises(WorkerStopped, match=f"{worker.name} died"):
        call.result()
    assert room.works(worker)


@pytest.mark.parametrize("way", HANGS)
def test_stop_ends_a_hanging_load(room: Room, worker: GPUWorker, way: str) -> None:
    room.at_next_start(worker, way)
    start = BackgroundCall(worker.start)
    until(lambda: room.is_misbehaving(worker))
    worker.stop(HASTE_S)
    with pytest.raises(WorkerStopped, match=f"{worker.name} died during startup"):
        start.result()
    assert room.works(worker)


@pytest.mark.parametrize("size", [100, 10**6])
def test_worker_that_reads_nothing_times_out(room: Room, size: int) -> None:
    worker = room.by_hand("deaf")
    worker.start()
    assert_times_out(worker, {"text": "x" * size})


def test_worker_that_ignores_shutdown_is_killed(room: Room, worker: GPUWorker) -> None:
    worker.start()
    worker.call({"do": ["ignore_shutdown"]})
    began = time.monotonic()
    worker.stop(HASTE_S)
    if worker.module != "workers.child":  # which exits sooner
        assert time.monotonic() - began >= HASTE_S
    assert not worker.is_alive()
    assert not processes_marked(os.environ[MARK])
    assert room.works(worker)


def test_slow_load_is_waited_for(room: Room, worker: GPUWorker) -> None:
    room.at_next_start(worker, "wait:0.5")
    assert room.works(worker)


def test_hang_in_a_stream_times_out(room: Room) -> None:
    worker = room.dispatched()
    worker.start()
    worker.request_timeout = HASTE_S
    stream = worker.stream({"chunks": 3, "do": ["hang"]})
    next(stream)
    with pytest.raises(WorkerTimeout):
        next(stream)
    assert room.works(worker)


def test_half_an_answer_times_out(room: Room) -> None:
    worker = room.by_hand()
    worker.start()
    assert_times_out(worker, {"say": ['{"id": %ID%, "echo'], "do": ["hang"]})
    assert room.works(worker)


def test_half_a_payload_times_out(room: Room) -> None:
    worker = room.by_hand()
    worker.start()
    assert_times_out(
        worker, {"say": ['{"id": %ID%, "payload_bytes": 9}\n', "12345"], "do": ["hang"]}
    )
    assert room.works(worker)


def test_endless_foreign_answers_time_out(room: Room) -> None:
    worker = room.by_hand()
    assert room.works(worker)
    assert_times_out(worker, {"flood": '{"id": 4711, "echo": "not what you asked"}\n' * 50})
    assert room.works(worker)


def test_endless_chatter_before_ready_times_out(room: Room) -> None:
    worker = room.by_hand()
    room.at_next_start(worker, "chatter")
    worker.startup_timeout = 1.0
    with pytest.raises(WorkerTimeout, match="was not ready within"):
        worker.start()
    room.at_next_start(worker, "")
    assert room.works(worker)


def test_stream_that_ignores_cancel_times_out(room: Room) -> None:
    worker = room.by_hand()
    assert room.works(worker)
    worker.request_timeout = HASTE_S
    stream = worker.stream({"flood": '{"id": %ID%, "event": "chunk", "number": 1}\n' * 50})
    assert next(stream) == {"number": 1}
    with pytest.raises(WorkerTimeout, match="gave no answer"):
        stream.close()
    assert room.works(worker)


def test_abandoned_stream_does_not_block_the_next_request(room: Room) -> None:
    worker = room.dispatched()
    assert room.works(worker)
    stream = worker.stream({"chunks": "endless"})
    next(stream)
    del stream
    assert room.works(worker)
