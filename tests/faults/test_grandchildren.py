"""Workers that start processes: these end with the worker."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.faults.room import HASTE_S, Room
from tests.support.no_leftovers import MARK, processes_marked
from tests.support.patience import PATIENCE_S, until
from workers import GPUWorker, WorkerCrash, WorkerTimeout

KINDS = ["plain", "daemon", "fork"]


@pytest.fixture(params=[Room.by_hand, Room.dispatched], ids=["by_hand", "dispatched"])
def worker(request: pytest.FixtureRequest, room: Room) -> GPUWorker:
    worker = request.param(room)
    assert room.works(worker)
    return worker


def grandchild_of(worker: GPUWorker, kind: str) -> int:
    """Has a worker start a process; returns its ID."""
    pid = worker.call({"do": [f"grandchild:{kind}"]})["done"][0]
    assert is_running(pid)
    return pid


def is_running(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.mark.parametrize("kind", KINDS)
def test_grandchild_ends_with_a_crash(room: Room, worker: GPUWorker, kind: str) -> None:
    """The grandchild holds the worker's pipes open, which must not delay the error."""
    pid = grandchild_of(worker, kind)
    with pytest.raises(WorkerCrash, match=r"died \(exit=7\)"):
        worker.call({"do": ["exit:7"]})
    assert worker.wait_gone(PATIENCE_S)
    assert not is_running(pid)
    assert room.works(worker)


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="no environments in /proc")
def test_grandchild_that_is_starting_ends_with_a_crash(room: Room, worker: GPUWorker) -> None:
    """For a moment the process has no token in its environment yet."""
    pid = grandchild_of(worker, "late")
    with pytest.raises(WorkerCrash, match=r"died \(exit=7\)"):
        worker.call({"do": ["exit:7"]})
    assert worker.wait_gone(PATIENCE_S)
    assert not is_running(pid)


@pytest.mark.parametrize("kind", KINDS)
def test_grandchild_ends_with_a_stop(room: Room, worker: GPUWorker, kind: str) -> None:
    pid = grandchild_of(worker, kind)
    worker.stop()
    assert not is_running(pid)
    assert worker.outcome is not None
    assert worker.outcome.exit_code == 0


@pytest.mark.parametrize("kind", KINDS)
def test_grandchild_ends_with_a_timeout(room: Room, worker: GPUWorker, kind: str) -> None:
    pid = grandchild_of(worker, kind)
    worker.request_timeout = HASTE_S
    with pytest.raises(WorkerTimeout):
        worker.call({"do": ["hang"]})
    assert not is_running(pid)
    assert room.works(worker)


def test_grandchild_ends_without_the_guard(room: Room, worker: GPUWorker) -> None:
    """The guard is one of the children that the worker kills."""
    worker.call({"do": ["kill_children"]})
    pid = grandchild_of(worker, "plain")
    with pytest.raises(WorkerCrash, match=r"died \(exit=7\)"):
        worker.call({"do": ["exit:7"]})
    assert worker.wait_gone(PATIENCE_S)
    until(lambda: not is_running(pid))
    assert room.works(worker)


def test_forked_twin_ends_with_its_worker(room: Room, worker: GPUWorker) -> None:
    """After a fork in a handler, both processes answer requests."""
    assert worker.call({"text": "x", "do": ["twin"]})["echo"] == "x"
    for _ in range(10):
        assert room.works(worker)
    worker.stop(HASTE_S)
    assert not processes_marked(os.environ[MARK])
    assert room.works(worker)


@pytest.fixture
def nameless(room: Room) -> Iterator[list[int]]:
    """Ends processes that only the test can find."""
    pids: list[int] = []
    yield pids
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


@pytest.mark.parametrize("between_requests", [False, True])
def test_grandchild_that_cannot_be_found_is_not_waited_for(
    room: Room, nameless: list[int], between_requests: bool
) -> None:
    worker = room.by_hand()
    assert room.works(worker)
    nameless.append(grandchild_of(worker, "nameless"))
    if between_requests:
        worker.call({"after": ["exit:7"]})
        until(lambda: not worker.is_alive())
    with pytest.raises(WorkerCrash, match=r"died \(exit=7\)"):
        worker.call({"do": ["exit:7"]})
    assert is_running(nameless[0])
    assert room.works(worker)
