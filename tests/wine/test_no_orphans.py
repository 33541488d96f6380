"""Processes end with their parent, through the Job Object."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.wine import WindowsProgram

SOON_S = 5.0

End = Callable[[WindowsProgram, WindowsProgram], None]


def kill(program: WindowsProgram, watcher: WindowsProgram) -> None:
    program.kill()


def terminate(program: WindowsProgram, watcher: WindowsProgram) -> None:
    """TerminateProcess, as the task manager calls it."""
    watcher.run(f"psutil.Process({program.value('os.getpid()')}).kill()")


def let_end(program: WindowsProgram, watcher: WindowsProgram) -> None:
    """Without having stopped its worker; interpreters exit so."""
    program.end()


@pytest.fixture
def worker(program: WindowsProgram) -> WindowsProgram:
    program.run("import os; from tests.wine.program_with_worker import *")
    program.run("worker = Watched()")
    return program


def watch(watcher: WindowsProgram, pids: list[int]) -> None:
    watcher.run(f"watched = [psutil.Process(pid) for pid in {pids}]")
    assert watcher.value("all(process.is_running() for process in watched)")


def all_gone(watcher: WindowsProgram) -> bool:
    return watcher.value(f"not psutil.wait_procs(watched, timeout={SOON_S})[1]")


@pytest.mark.parametrize("end", [kill, terminate, let_end])
def test_idle_worker_ends_with_its_parent(
    worker: WindowsProgram, watcher: WindowsProgram, end: End
) -> None:
    worker.run("worker.start()")
    watch(watcher, [worker.value("worker.pid")])
    end(worker, watcher)
    assert all_gone(watcher)


@pytest.mark.parametrize("end", [kill, terminate])
def test_stuck_worker_and_its_child_end_with_the_parent(
    worker: WindowsProgram, watcher: WindowsProgram, end: End
) -> None:
    worker.run("worker.start(); child = worker.call({'do': 'grandchild'})['result']")
    worker.run("in_background(worker.call, {'do': 'hold'}); worker.wait_for_line('holding')")
    watch(watcher, worker.value("[worker.pid, child]"))
    end(worker, watcher)
    assert all_gone(watcher)


def test_load_ends_with_the_parent(worker: WindowsProgram, watcher: WindowsProgram) -> None:
    worker.run("worker = Watched(TOOL, 'in_company'); in_background(worker.start)")
    grandchild = int(worker.value("worker.wait_for_line('loading')").split()[1])
    watch(watcher, [worker.value("worker.pid"), grandchild])
    worker.kill()
    assert all_gone(watcher)


@pytest.mark.parametrize(
    "how", ["worker.stop()", "failure(worker.call, {'do': 'exit', 'code': 7})"]
)
def test_grandchild_ends_with_its_worker(
    worker: WindowsProgram, watcher: WindowsProgram, how: str
) -> None:
    worker.run("worker.start(); child = worker.call({'do': 'grandchild'})['result']")
    watch(watcher, worker.value("[worker.pid, child]"))
    worker.run(how)
    assert worker.value("worker.wait_gone(5)")
    assert all_gone(watcher)


def test_process_started_by_a_launcher_belongs_to_the_worker(
    worker: WindowsProgram, watcher: WindowsProgram, tmp_path: Path
) -> None:
    """On Windows, the ``python.exe`` of a virtual environment starts another one."""
    launcher = tmp_path / "launcher.cmd"
    python = worker.value("__import__('sys').executable")
    launcher.write_text(f'@"{python}" %*\r\n')
    path = str(launcher).replace("/", "\\")
    worker.run(f"worker = Watched(python_exe={'Z:' + path!r}); worker.start()")
    pids = worker.value("[worker.pid, worker.call({'do': 'facts'})['pid']]")
    assert pids[0] != pids[1], "the launcher is the worker, so this tests nothing"
    watch(watcher, pids)
    worker.kill()
    assert all_gone(watcher)
