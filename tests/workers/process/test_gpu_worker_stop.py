"""stop(): ask, then kill, grandchildren included; never waits for a request."""

from __future__ import annotations

import os
import sys
import time

import pytest

from tests.support.gpu_workers import BackgroundCall, MakeWorker, Puppet
from tests.support.processes import Watch
from workers import GPUWorker, WorkerCrash, WorkerStopped

GRACEFUL_S = 60.0


def test_worker_exits_when_stopped(make_worker: MakeWorker, inbox: str) -> None:
    worker = make_worker(inbox=inbox)
    worker.start()
    worker.stop(GRACEFUL_S)
    assert not worker.is_alive()
    assert worker.wait_gone(0)
    assert worker.outcome is not None
    assert (worker.outcome.exit_code, worker.outcome.requested) == (0, True)
    assert "stopped" in str(worker.outcome)


def test_exit_handlers_are_run(make_worker: MakeWorker) -> None:
    worker = make_worker("tidy")
    worker.start()
    worker.stop(GRACEFUL_S)
    worker.stderr.wait_for("tidied up")


def test_in_the_middle_of_a_request(make_worker: MakeWorker, inbox: str) -> None:
    worker = make_worker(inbox=inbox)
    worker.start()
    asking = BackgroundCall(lambda: worker.do("hang"))
    worker.stderr.wait_for("hanging")
    worker.stop(GRACEFUL_S)
    error = asking.error()
    assert isinstance(error, WorkerStopped)
    assert "died" in str(error)
    assert worker.outcome is not None
    assert worker.outcome.exit_code == 0


def test_in_the_middle_of_a_stream(make_worker: MakeWorker, inbox: str) -> None:
    worker = make_worker(inbox=inbox)
    worker.start()
    stream = worker.stream({"do": "stream_and_wait"})
    next(stream)
    worker.stop(GRACEFUL_S)
    with pytest.raises(WorkerStopped):
        next(stream)


def test_while_the_pipe_is_full(puppet: Puppet) -> None:
    """Nobody reads the chunks: the worker sits in a write, and so does its main thread."""
    stream = puppet.stream({"do": "stream", "chunks": 100, "samples": 1_000_000})
    next(stream)
    puppet.stop(GRACEFUL_S)
    assert puppet.wait_gone(0)
    with pytest.raises(WorkerCrash):
        list(stream)


def test_unresponsive_worker_is_killed(puppet: Puppet) -> None:
    asking = BackgroundCall(lambda: puppet.do("hold_the_lock"))
    puppet.stderr.wait_for("holding the lock")
    puppet.stop(0.2)
    assert isinstance(asking.error(), WorkerStopped)
    assert puppet.outcome is not None
    assert puppet.outcome.exit_code == -9


def test_worker_that_ignores_shutdown_is_killed() -> None:
    worker = GPUWorker("stubborn", "tests.support.tools.stubborn")
    worker.start()
    worker.stop(0.2)
    assert worker.wait_gone(0)
    assert worker.outcome is not None
    assert worker.outcome.exit_code == -9


def test_stop_without_patience(puppet: Puppet) -> None:
    puppet.stop(0)
    assert puppet.wait_gone(0)


def test_never_started() -> None:
    worker = GPUWorker("idle", "workers.child")
    worker.stop()
    assert not worker.is_alive()
    assert worker.wait_gone(0)
    assert worker.outcome is None


def test_twice_and_together(puppet: Puppet) -> None:
    stops = [BackgroundCall(puppet.stop) for _ in range(4)]
    for stop in stops:
        stop.result()
    puppet.stop()
    assert puppet.wait_gone(0)


def test_after_a_crash(puppet: Puppet) -> None:
    with pytest.raises(WorkerCrash):
        puppet.do("exit", code=1)
    puppet.stop()
    assert puppet.outcome is not None
    assert (puppet.outcome.exit_code, puppet.outcome.requested) == (1, False)


KINDS = ["plain", "session", "fork", "daemon"]


@pytest.mark.parametrize("kind", [*KINDS, "bare", "group", "hidden"])
def test_stop_ends_grandchildren(puppet: Puppet, kind: str) -> None:
    pids = puppet.do("spawn", how=[kind])["pids"]
    with Watch(pids) as watch:
        assert len(watch.alive()) == len(pids)
        puppet.stop(GRACEFUL_S)
        assert watch.alive_after(0) == []


@pytest.mark.parametrize("ending", ["exit", "signal", "hang"])
def test_grandchildren_go_with_a_crash_and_a_timeout(puppet: Puppet, ending: str) -> None:
    pids = puppet.do("spawn", how=KINDS)["pids"]
    puppet.request_timeout = 0.2 if ending == "hang" else 60
    with Watch(pids) as watch:
        with pytest.raises(Exception, match=r"died|no answer"):
            puppet.do(ending, code=1, signal="SIGSEGV")
        assert puppet.wait_gone(10)
        assert watch.alive_after(0) == []


def test_grandchildren_of_a_load_go_with_its_timeout(make_worker: MakeWorker) -> None:
    worker = make_worker("stuck_with_children")
    starting = BackgroundCall(worker.start)
    spoken = worker.stderr.wait_for("spawned ")
    pids = [int(pid) for pid in spoken.partition("[")[2].rstrip("]").split(",")]
    with Watch(pids) as watch:
        worker.stop(0)
        assert isinstance(starting.error(), WorkerStopped)
        assert watch.alive_after(0) == []


def test_crash_is_reported_once_all_processes_have_gone(puppet: Puppet) -> None:
    pids = puppet.do("spawn", how=KINDS)["pids"]
    left: list[object] = []
    reported = []
    with Watch(pids) as watch:
        puppet.on_gone(lambda outcome: (reported.append(outcome), left.extend(watch.alive())))
        assert puppet.pid is not None
        os.kill(puppet.pid, 9)
        assert puppet.wait_gone(10)
        puppet.start()
    assert left == []
    assert [outcome.exit_code for outcome in reported] == [-9]


def test_stop_does_not_wait_for_an_open_stderr(puppet: Puppet) -> None:
    """A grandchild has the worker's stderr; it goes, so nobody waits for its end."""
    puppet.do("spawn", how=["session"])
    started = time.monotonic()
    puppet.stop(GRACEFUL_S)
    assert time.monotonic() - started < GRACEFUL_S / 2


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_no_guard_is_left_either(puppet: Puppet) -> None:
    import psutil

    assert puppet.pid is not None
    guards = psutil.Process(puppet.pid).children()
    assert len(guards) == 1
    with Watch([guards[0].pid]) as watch:
        puppet.stop()
        assert watch.alive_after(5) == []
