"""Nothing may be left of a test: no process, no thread, no descriptor.

Every process that a test starts, and every one that those start, inherits a mark in its
environment. So even a daemon that has left its parent and its session is found.
"""

from __future__ import annotations

import contextlib
import gc
import os
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import psutil
import pytest

Found = TypeVar("Found")

MARK = "ENGINEROOM_TEST_MARK"
_PATIENCE_S = 10.0
_PROC = Path("/proc")
_DESCRIPTORS = "/proc/self/fd"
#: Opened once by whoever comes first, and kept for good.
_FOR_GOOD = ("/dev/urandom", "/dev/null", "/dev/tty")
#: Started once by multiprocessing, and kept until the end.
_TRACKER = "multiprocessing.resource_tracker"


@pytest.fixture(autouse=True)
def no_leftovers() -> Iterator[None]:
    """Fail the test that leaves a process, a thread or a descriptor behind."""
    with nothing_left():
        yield


@contextlib.contextmanager
def nothing_left(patience_s: float = _PATIENCE_S) -> Iterator[None]:
    """Fail when something is left of what was started inside.

    Args:
        patience_s: How long it may take to go, in seconds.
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
        gc.collect()  # what only a cycle keeps open is not left behind
    names += _still_there(new_descriptors, patience_s)
    if names:
        pytest.fail("left behind: " + "; ".join(names))


def processes_marked(mark: str) -> list[psutil.Process]:
    """The living processes that carry a test's mark, however far they have gone."""
    processes = map(_process, _suspects(mark)) if _PROC.is_dir() else psutil.process_iter()
    return [process for process in processes if process and _carries(process, mark)]


def _suspects(mark: str) -> Iterator[int]:
    """Processes with the mark in their environment: a quick look, made after every test."""
    for name in os.listdir(_PROC):  # noqa: PTH208 - see above
        if name.isdigit():
            try:
                with open(f"{_PROC}/{name}/environ", "rb") as environ:  # noqa: PTH123 - see above
                    if mark.encode() in environ.read():
                        yield int(name)
            except OSError:
                continue  # gone, or somebody else's


def _process(pid: int) -> psutil.Process | None:
    try:
        return psutil.Process(pid)
    except psutil.NoSuchProcess:
        return None


def open_descriptors() -> set[tuple[str, str]]:
    """Number and target of each descriptor of this process; empty where no one can tell."""
    found = set[tuple[str, str]]()
    if not os.path.isdir(_DESCRIPTORS):  # noqa: PTH112 - one string, many times
        return found
    for number in os.listdir(_DESCRIPTORS):  # noqa: PTH208
        try:
            target = os.readlink(f"{_DESCRIPTORS}/{number}")  # noqa: PTH115
        except OSError:
            continue  # the one that listed them
        if target not in _FOR_GOOD:
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
        return False  # gone, or somebody else's


def _describe(process: psutil.Process) -> str:
    try:
        return f"process {process.pid}: {' '.join(process.cmdline())[:200]}"
    except psutil.Error:
        return f"process {process.pid}"


def _still_there(look: Callable[[], list[Found]], patience_s: float) -> list[Found]:
    """What is found once it has had the time to go."""
    deadline = time.monotonic() + patience_s
    pause = threading.Event()
    while (found := look()) and time.monotonic() < deadline:
        pause.wait(0.01)
    return found
