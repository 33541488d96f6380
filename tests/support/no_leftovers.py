"""Fails tests that leave processes, threads, or file descriptors behind.

Every process that a test starts, and every descendant, inherits a mark in its environment. So even
a daemon that has left its parent and its session is found. Each test has its own mark, so tests
that run at the same time don't see each other's processes.
"""

from __future__ import annotations

import contextlib
import gc
import os
import threading
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import psutil
import pytest

from tests.support.patience import comes_true

Found = TypeVar("Found")

MARK = "ENGINEROOM_TEST_MARK"
_PATIENCE_S = 10.0
_PROC = Path("/proc")
_DESCRIPTORS = "/proc/self/fd"
#: Opened once and kept open by the libraries that use them.
_KEPT_OPEN = ("/dev/urandom", "/dev/null", "/dev/tty")
#: Process that multiprocessing starts once and keeps until exit.
_TRACKER = "multiprocessing.resource_tracker"


@pytest.fixture(autouse=True)
def no_leftovers() -> Iterator[None]:
    """Fails the test if it leaves a process, a thread, or a descriptor behind."""
    with nothing_left():
        yield


@contextlib.contextmanager
def nothing_left(patience_s: float = _PATIENCE_S) -> Iterator[None]:
    """Fails if something that was started in the block is left after it.

    Args:
        patience_s: Seconds that processes, threads, and descriptors may take to end, each, on an
            idle machine.
    """
    mark = uuid.uuid4().hex
    outer = os.environ.get(MARK)
    os.environ[MARK] = mark
    threads = set(threading.enumerate())
    descriptors = open_descriptors()
    try:
        yield
    finally:
        os.environ.pop(MARK)
        if outer is not None:
            os.environ[MARK] = outer

    def new_threads() -> list[str]:
        return [
            f"thread {thread.name}"
            for thread in set(threading.enumerate()) - threads
            if thread.is_alive() and not isinstance(thread, threading._DummyThread)
        ]

    def new_descriptors() -> list[str]:
        new = open_descriptors() - descriptors
        return [f"descriptor {number}: {target}" for number, target in sorted(new)]

    left = _still_there(lambda: processes_marked(mark), patience_s)
    names = [_describe(process) for process in left]
    for process in left:
        process.kill()
    names += _still_there(new_threads, patience_s)
    if new_descriptors():
        gc.collect()  # closes what only a reference cycle keeps open
    names += _still_there(new_descriptors, patience_s)
    if names:
        pytest.fail("left behind: " + "; ".join(names))


def processes_marked(mark: str) -> list[psutil.Process]:
    """Returns the living processes that carry a test's mark."""
    processes = map(_process, _suspects(mark)) if _PROC.is_dir() else psutil.process_iter()
    return [process for process in processes if process and _carries(process, mark)]


def _suspects(mark: str) -> Iterator[int]:
    """Yields the IDs of processes with the mark in their environment; runs after every test."""
    for name in os.listdir(_PROC):  # noqa: PTH208 - see above
        if name.isdigit():
            try:
                with open(f"{_PROC}/{name}/environ", "rb") as environ:  # noqa: PTH123 - see above
                    if mark.encode() in environ.read():
                        yield int(name)
            except OSError:
                continue  # ended, or another user's


def _process(pid: int) -> psutil.Process | None:
    try:
        return psutil.Process(pid)
    except psutil.NoSuchProcess:
        return None


def open_descriptors() -> set[tuple[str, str]]:
    """Returns number and target of each open descriptor; nothing on systems without /proc."""
    found = set[tuple[str, str]]()
    if not os.path.isdir(_DESCRIPTORS):  # noqa: PTH112 - one string, many times
        return found
    for number in os.listdir(_DESCRIPTORS):  # noqa: PTH208
        try:
            target = os.readlink(f"{_DESCRIPTORS}/{number}")  # noqa: PTH115
        except OSError:
            continue  # the one that listed them
        if target not in _KEPT_OPEN:
            found.add((number, target))
    return found


def _carries(process: psutil.Process, mark: str) -> bool:
    try:
        return (
            process.pid != os.getpid()
            and process.status() != psutil.STATUS_ZOMBIE
            and process.environ().get(MARK) == mark
            and _TRACKER not in " ".join(process.cmdline())
        )
    except (psutil.Error, OSError):
        return False  # ended, or another user's


def _describe(process: psutil.Process) -> str:
    try:
        return f"process {process.pid}: {' '.join(process.cmdline())[:200]}"
    except psutil.Error:
        return f"process {process.pid}"


def _still_there(find: Callable[[], list[Found]], patience_s: float) -> list[Found]:
    """Returns what is still found after some time."""
    found: list[Found] = []

    def is_empty() -> bool:
        found[:] = find()
        return not found

    comes_true(is_empty, timeout_s=patience_s, poll_s=0.01)
    return found
