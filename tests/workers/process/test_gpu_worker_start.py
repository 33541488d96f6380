"""start(): blocks until READY, leaves what lives, respawns what is dead, says why it failed."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Any

import pytest

from tests.support.gpu_workers import BackgroundCall, MakeWorker, Puppet
from tests.support.interrupts import Interrupted, interrupted_once
from tests.support.patience import until
from workers import GPUWorker, WorkerCrash, WorkerError, WorkerStopped, WorkerTimeout
from workers.base.events import Progress
from workers.process.launch import LaunchPlan, plan_launch


def test_worker_is_alive_once_ready(make_worker: MakeWorker) -> None:
    worker = make_worker()
    assert not worker.is_alive()
    worker.start()
    assert worker.is_alive()
    assert worker.pid is not None


def test_second_start_does_nothing(puppet: Puppet) -> None:
    pid = puppet.pid
    puppet.start()
    assert puppet.pid == pid


def test_starts_together_spawn_one_process(make_worker: MakeWorker) -> None:
    worker = make_worker()
    starts = [BackgroundCall(worker.start) for _ in range(4)]
    for start in starts:
        start.result()
    assert worker.do("model")["model"]["asked"] == [None]
    worker.stderr.wait_for("startup: ")
    assert sum("startup: " in line for line in worker.stderr_tail()) == 1


def test_dead_worker_is_restarted(puppet: Puppet) -> None:
    first = puppet.pid
    with pytest.raises(WorkerCrash):
        puppet.do("exit", code=9)
    assert not puppet.is_alive()
    puppet.start()
    assert puppet.is_alive()
    assert puppet.pid != first
    assert puppet.do("value", value=1) == {"result": 1}


def test_stopped_worker_is_restarted(puppet: Puppet) -> None:
    puppet.stop()
    puppet.start()
    assert puppet.do("value", value=1) == {"result": 1}


@pytest.mark.parametrize(
    ("variant", "code", "reason"),
    [
        ("failing", 2, "RuntimeError: no such weights"),
        ("exiting", 2, "this machine will not do"),
        ("dying", 7, "about to die"),
    ],
)
def test_death_during_startup(
    make_worker: MakeWorker, variant: str, code: int, reason: str
) -> None:
    worker = make_worker(variant)
    with pytest.raises(WorkerCrash) as caught:
        worker.start()
    assert "died during startup" in str(caught.value)
    assert f"exit={code}" in str(caught.value)
    assert reason in str(caught.value)
    assert caught.value.exit_code == code
    assert caught.value.worker == "puppet"
    assert any(reason in line for line in caught.value.stderr_tail)
    assert not worker.is_alive()


def test_missing_module_fails_the_start() -> None:
    worker = GPUWorker("absent", "no_such_module_anywhere")
    with pytest.raises(WorkerCrash, match=r"died during startup \(exit=1\)") as caught:
        worker.start()
    assert "no_such_module_anywhere" in str(caught.value)


def test_missing_interpreter_fails_the_start(make_worker: MakeWorker) -> None:
    worker = make_worker(python_exe="/nowhere/python")
    with pytest.raises(WorkerCrash, match="died during startup") as caught:
        worker.start()
    assert "/nowhere/python" in str(caught.value)
    assert "python_exe" in str(caught.value)
    with pytest.raises(WorkerError):
        worker.do("echo")


def test_exiting_interpreter_fails_the_start(make_worker: MakeWorker, tmp_path: Path) -> None:
    script = tmp_path / "python"
    script.write_text("#!/bin/sh\nexit 66\n")
    script.chmod(0o755)
    gone = threading.Event()
    for _ in range(5):  # it may be gone before anybody has looked
        worker = make_worker(python_exe=str(script))
        gone.clear()
        worker.on_gone(lambda _: gone.set())
        with pytest.raises(WorkerCrash, match=r"died during startup \(exit=66\)"):
            worker.start()
        assert gone.wait(10)


def test_silence_ends_a_start(make_worker: MakeWorker) -> None:
    worker = make_worker("stuck", startup_timeout=1.5)
    with pytest.raises(WorkerTimeout, match=r"not ready within 1\.5 s") as caught:
        worker.start()
    assert "startup_timeout" in str(caught.value)
    assert not worker.is_alive()
    assert worker.wait_gone(0)


def test_chatter_is_silence(make_worker: MakeWorker) -> None:
    worker = GPUWorker("chatterbox", "tests.support.tools.endless_chatter", startup_timeout=1.5)
    with pytest.raises(WorkerTimeout):
        worker.start()


def test_progress_is_no_silence(make_worker: MakeWorker, tmp_path: Path) -> None:
    """Four steps, each of which takes most of the time that silence may last."""
    fifo = tmp_path / "steps"
    os.mkfifo(fifo)
    worker = make_worker("reported", startup_timeout=3.0, env={"TOLD": str(fifo)})
    seen: list[tuple[str, float | None, str]] = []
    reported = threading.Semaphore(0)

    def note(progress: Progress) -> None:
        seen.append((progress.stage, progress.fraction, progress.detail))
        reported.release()

    worker.on_progress(note)
    start = BackgroundCall(worker.start)
    pause = threading.Event()
    with fifo.open("w") as steps:
        for step in (0.2, 0.4, 0.6, 0.8):
            pause.wait(0.9)
            steps.write(f"{step}\n")
            steps.flush()
            assert reported.acquire(timeout=10)
    start.result()
    assert seen == [("Loading", step, "weights") for step in (0.2, 0.4, 0.6, 0.8)]


def test_failing_listener_is_isolated(make_worker: MakeWorker, tmp_path: Path) -> None:
    steps = tmp_path / "steps"
    steps.write_text("0.5\n")
    worker = make_worker("reported", env={"TOLD": str(steps)})
    worker.on_progress(lambda progress: 1 / 0)
    worker.start()
    assert worker.is_alive()


def test_stop_during_a_start(make_worker: MakeWorker) -> None:
    worker = make_worker("stuck")
    start = BackgroundCall(worker.start)
    worker.stderr.wait_for("stuck in load")
    worker.stop()
    error = start.error()
    assert isinstance(error, WorkerStopped)
    assert "died during startup" in str(error)
    assert not worker.is_alive()


def test_stop_before_the_child_has_read_its_plan(make_worker: MakeWorker) -> None:
    """The shutdown comes right behind the plan, and is not overlooked."""
    worker = make_worker()
    start = BackgroundCall(worker.start)
    until(lambda: worker.pid)
    worker.stop(60)
    assert worker.outcome is not None
    assert worker.outcome.exit_code == 0
    assert not [line for line in worker.stderr_tail() if "Traceback" in line]
    start.join()


def test_stop_while_the_process_is_spawned(
    make_worker: MakeWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = make_worker()

    def stop_and_plan(*args: Any, **options: Any) -> LaunchPlan:
        worker.stop()
        return plan_launch(*args, **options)

    monkeypatch.setattr("workers.process.session.plan_launch", stop_and_plan)
    with pytest.raises(WorkerStopped):
        worker.start()
    assert not worker.is_alive()
    assert worker.wait_gone(0)


@pytest.mark.parametrize("attempt", range(10))
def test_stop_at_any_moment_of_a_start(make_worker: MakeWorker, attempt: int) -> None:
    worker = make_worker(env={"ATTEMPT": str(attempt)})
    start = BackgroundCall(worker.start)
    threading.Event().wait(attempt * 0.007)
    worker.stop()
    try:
        start.result()
    except WorkerStopped:
        assert not worker.is_alive()
    worker.stop()
    assert not worker.is_alive()


def test_interrupted_start_leaves_nothing(make_worker: MakeWorker) -> None:
    worker = make_worker("stuck")
    with (
        interrupted_once(lambda: worker.stderr.wait_for("stuck in load")),
        pytest.raises(Interrupted),
    ):
        worker.start()
    assert worker.wait_gone(0)
