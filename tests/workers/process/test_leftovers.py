"""What a dead application left behind: ended when it is proved ours, and only then."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.support.by_hand import ROOT
from tests.support.gpu_workers import Puppet
from tests.support.patience import until
from tests.support.processes import Watch
from workers import WorkerCrash
from workers.base import paths
from workers.child.lineage import TOKEN_VARIABLE
from workers.process import leftovers

_FOREVER = "import threading; print(flush=True); threading.Event().wait()"
Leave = Callable[..., psutil.Process]


@pytest.fixture
def leave() -> Iterator[Leave]:
    """Starts a process and writes it down as one of an application that has ended."""
    started: list[subprocess.Popen[bytes]] = []

    def run(
        secret: str = "the secret", carried: str = "the secret", **changes: Any
    ) -> psutil.Process:
        process = subprocess.Popen(
            [sys.executable, "-I", "-c", _FOREVER],
            env={**os.environ, TOKEN_VARIABLE: carried},
            stdout=subprocess.PIPE,
        )
        started.append(process)
        assert process.stdout is not None
        process.stdout.readline()
        leftovers.record(process.pid, secret)
        file = record_of(process.pid)
        record = {**json.loads(file.read_text()), "owner_pid": _a_dead_pid(), **changes}
        file.write_text(json.dumps(record))
        return psutil.Process(process.pid)

    yield run
    for process in started:
        process.kill()
        process.wait(10)
        assert process.stdout is not None
        process.stdout.close()


def record_of(pid: int) -> Path:
    return paths.state_dir() / "processes" / f"{pid}.json"


def _a_dead_pid() -> int:
    process = subprocess.Popen([sys.executable, "-I", "-c", ""])
    process.wait(30)
    return process.pid


def has_ended(process: psutil.Process) -> bool:
    with Watch([process.pid]) as watch:
        return watch.alive_after(10) == []


def test_proven_leftover_is_ended_and_reported(
    leave: Leave, caplog: pytest.LogCaptureFixture
) -> None:
    process = leave()
    assert leftovers.end_leftovers() == (process.pid,)
    assert has_ended(process)
    assert not record_of(process.pid).exists()
    assert any(str(process.pid) in record.getMessage() for record in caplog.records)
    assert leftovers.end_leftovers() == ()


def test_worker_of_a_running_application_is_kept(leave: Leave) -> None:
    process = leave(owner_pid=os.getpid(), owner_started=psutil.Process().create_time())
    assert leftovers.end_leftovers() == ()
    assert process.is_running()
    assert record_of(process.pid).exists()


def test_application_is_identified_by_id_and_start_time(leave: Leave) -> None:
    process = leave(owner_pid=os.getpid(), owner_started=1.0)
    assert leftovers.end_leftovers() == (process.pid,)


def test_application_that_ended_and_was_not_waited_for_does_not_run(leave: Leave) -> None:
    zombie = subprocess.Popen([sys.executable, "-I", "-c", ""], stdout=subprocess.PIPE)
    assert zombie.stdout is not None
    zombie.stdout.read()
    owner = psutil.Process(zombie.pid)
    with Watch([zombie.pid]) as watch:
        assert watch.alive_after(10) == []
    process = leave(owner_pid=zombie.pid, owner_started=owner.create_time())
    assert leftovers.end_leftovers() == (process.pid,)
    zombie.communicate()


def test_another_start_time_is_another_process(leave: Leave) -> None:
    process = leave(started=1.0)
    assert leftovers.end_leftovers() == ()
    assert process.is_running()
    assert not record_of(process.pid).exists()


@pytest.mark.parametrize(
    ("written", "carried"), [("another secret", "the secret"), ("", "the secret"), ("", "")]
)
def test_another_secret_is_not_ours(leave: Leave, written: str, carried: str) -> None:
    process = leave(written, carried)
    assert leftovers.end_leftovers() == ()
    assert process.is_running()


def test_process_without_any_secret_is_not_ours(leave: Leave) -> None:
    process = leave(pid=os.getppid(), started=psutil.Process(os.getppid()).create_time())
    assert leftovers.end_leftovers() == ()
    assert process.is_running()


def test_ended_leftover_is_forgotten(leave: Leave) -> None:
    process = leave()
    process.kill()
    assert has_ended(process)
    assert leftovers.end_leftovers() == ()
    assert not record_of(process.pid).exists()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"pid": 1}', "\x00\xff"])
def test_invalid_record_is_removed_and_logged(
    content: str, caplog: pytest.LogCaptureFixture
) -> None:
    file = record_of(1)
    file.parent.mkdir(parents=True)
    file.write_text(content)
    assert leftovers.end_leftovers() == ()
    assert not file.exists()
    assert str(file) in caplog.text


def test_nothing_was_ever_left() -> None:
    assert leftovers.end_leftovers() == ()


def test_worker_is_written_down_while_it_runs(puppet: Puppet) -> None:
    assert puppet.pid is not None
    file = record_of(puppet.pid)
    record = json.loads(file.read_text())
    assert (record["pid"], record["owner_pid"]) == (puppet.pid, os.getpid())
    assert record["token"] == psutil.Process(puppet.pid).environ()[TOKEN_VARIABLE]
    assert len(record["token"]) >= 32
    if sys.platform != "win32":
        assert file.stat().st_mode & 0o077 == 0
    assert leftovers.end_leftovers() == ()
    assert puppet.is_alive()
    with Watch([puppet.pid]):
        puppet.stop()
    until(lambda: not file.exists())


def test_and_not_after_a_crash(puppet: Puppet) -> None:
    assert puppet.pid is not None
    file = record_of(puppet.pid)
    with pytest.raises(WorkerCrash):
        puppet.do("exit", code=1)
    until(lambda: not file.exists())


def test_every_worker_has_a_secret_of_its_own(make_worker: Any) -> None:
    secrets = set[str]()
    for _ in range(2):
        worker = make_worker()
        worker.start()
        secrets.add(worker.do("environment")["environ"][TOKEN_VARIABLE])
    assert len(secrets) == 2


@pytest.mark.skipif(sys.platform != "linux", reason="has its guard killed on Linux")
def test_worker_that_lost_its_guard_and_its_parent(engineroom_home: Path) -> None:
    """Whoever kills the guard as well leaves a worker that holds its interpreter behind."""
    command = [sys.executable, "-m", "tests.support.parents.keeper", "holding_the_lock"]
    parent = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
    assert parent.stdout is not None
    worker, *grandchildren = json.loads(parent.stdout.readline())["pids"]
    children = psutil.Process(worker).children()
    guard = next(child for child in children if child.pid not in grandchildren)
    with Watch([worker, *grandchildren]) as watch, Watch([guard.pid]) as guarded:
        assert len(watch.alive()) == 1 + len(grandchildren)
        guard.kill()
        assert guarded.alive_after(10) == []
        parent.kill()
        parent.wait(10)
        assert psutil.Process(worker).is_running()
        assert leftovers.end_leftovers() == (worker,)
        assert watch.alive_after(10) == []
    parent.stdout.close()
