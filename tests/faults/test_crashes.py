"""Workers that crash: callers get the exit code, and the next start works."""

from __future__ import annotations

import signal
from collections.abc import Callable

import pytest

from tests.faults.room import HASTE_S, Room
from tests.support.background import BackgroundCall
from tests.support.patience import PATIENCE_S, until
from workers import GPUWorker, WorkerCrash, WorkerNotReady, WorkerTimeout

Make = Callable[[Room], GPUWorker]

#: Faults with the exit code and the text of the error.
ENDINGS = [
    ("exit:7", 7, "ended with exit code 7"),
    ("exit:0", 0, "exited on its own with exit code 0"),
    ("abort", -signal.SIGABRT, "was killed by SIGABRT"),
    ("segfault", -signal.SIGSEGV, "was killed by SIGSEGV"),
    ("signal:SIGKILL", -signal.SIGKILL, "was killed by SIGKILL"),
    ("signal:SIGTERM", -signal.SIGTERM, "was killed by SIGTERM"),
]


@pytest.fixture(params=[Room.by_hand, Room.dispatched], ids=["by_hand", "dispatched"])
def worker(request: pytest.FixtureRequest, room: Room) -> GPUWorker:
    make: Make = request.param
    return make(room)


@pytest.mark.parametrize(("way", "code", "says"), ENDINGS)
def test_crash_in_a_request_is_raised(
    room: Room, worker: GPUWorker, way: str, code: int, says: str
) -> None:
    assert room.works(worker)
    with pytest.raises(WorkerCrash) as caught:
        worker.call({"do": [way]})
    assert type(caught.value) is WorkerCrash
    assert f"{worker.name} died (exit={code}): it {says}" in str(caught.value)
    assert caught.value.exit_code == code
    assert not worker.is_alive()
    assert room.works(worker)


@pytest.mark.parametrize(("way", "code", "says"), ENDINGS)
def test_crash_during_startup_is_raised(
    room: Room, worker: GPUWorker, way: str, code: int, says: str
) -> None:
    room.at_next_start(worker, way)
    with pytest.raises(WorkerCrash) as caught:
        worker.start()
    assert type(caught.value) is WorkerCrash
    assert f"{worker.name} died during startup (exit={code}): it {says}" in str(caught.value)
    assert caught.value.exit_code == code
    with pytest.raises(WorkerCrash, match="died"):
        worker.call({})
    assert room.works(worker)


@pytest.mark.parametrize(("way", "code", "says"), ENDINGS)
def test_crash_between_requests_is_raised_by_the_next(
    room: Room, way: str, code: int, says: str
) -> None:
    worker = room.by_hand()
    assert room.works(worker)
    worker.call({"after": [way]})
    check_found_dead(room, worker, code, says)


def test_crash_of_a_dispatched_tool_between_requests(room: Room) -> None:
    worker = room.dispatched()
    assert room.works(worker)
    worker.call({"do": ["exit_soon:7"]})
    check_found_dead(room, worker, 7, "ended with exit code 7")


def check_found_dead(room: Room, worker: GPUWorker, code: int, says: str) -> None:
    until(lambda: not worker.is_alive())
    with pytest.raises(WorkerCrash) as caught:
        worker.call({})
    assert f"{worker.name} died (exit={code}): it {says}" in str(caught.value)
    assert caught.value.exit_code == code
    assert room.works(worker)


def test_answer_before_a_crash_is_returned(room: Room) -> None:
    worker = room.by_hand()
    worker.start()
    assert worker.call({"text": "last", "after": ["exit:7"]})["echo"] == "last"


def test_load_error_is_in_the_message(room: Room) -> None:
    worker = room.dispatched()
    room.at_next_start(worker, "raise:no such model")
    with pytest.raises(WorkerCrash) as caught:
        worker.start()
    assert caught.value.exit_code == 2
    assert "its model or its tool module could not be loaded" in str(caught.value)
    assert str(caught.value).endswith("load failed: RuntimeError: no such model")
    assert room.works(worker)


def test_sys_exit_in_a_handler_ends_only_the_worker(room: Room) -> None:
    worker = room.dispatched()
    worker.start()
    with pytest.raises(WorkerCrash) as caught:
        worker.call({"do": ["raise_exit:5"]})
    assert caught.value.exit_code == 3
    assert room.works(worker)


@pytest.mark.parametrize("way", ["exit:7", "signal:SIGKILL"])
def test_crash_in_a_stream_is_raised(room: Room, way: str) -> None:
    worker = room.dispatched()
    worker.start()
    stream = worker.stream({"chunks": 3, "do": [way]})
    assert len(next(stream)["payload"]) == 4
    with pytest.raises(WorkerCrash, match="died"):
        next(stream)
    assert list(stream) == []
    assert room.works(worker)


@pytest.mark.parametrize("way", ["exit:7", "hang"])
def test_crash_is_raised_in_all_waiting_callers(room: Room, worker: GPUWorker, way: str) -> None:
    assert room.works(worker)
    worker.request_timeout = HASTE_S if way == "hang" else PATIENCE_S
    first = BackgroundCall(lambda: worker.call({"do": ["log:begun", way]}))
    until(lambda: "begun" in worker.stderr_tail() or not first.is_alive())
    others = [BackgroundCall(lambda: worker.call({})) for _ in range(8)]
    with pytest.raises(WorkerTimeout if way == "hang" else WorkerCrash):
        first.result()
    for other in others:
        with pytest.raises(WorkerCrash, match=r"died \(exit=(7|-9)\)"):
            other.result()
    assert room.works(worker)


def test_stopped_worker_is_not_ready(room: Room) -> None:
    worker = room.by_hand()
    assert room.works(worker)
    worker.stop()
    with pytest.raises(WorkerNotReady):
        worker.call({})
    assert room.works(worker)
