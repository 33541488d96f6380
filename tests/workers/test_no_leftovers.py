"""Detection of processes, threads, and descriptors that a test leaves behind."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable

import pytest

from tests.support.no_leftovers import nothing_left
from tests.support.tools import puppet


def fails(pattern: str, leave: Callable[[], object]) -> object:
    """Checks that something is found; returns the result of ``leave``."""
    left: list[object] = []
    with pytest.raises(pytest.fail.Exception, match=pattern), nothing_left(patience_s=0.2):
        left.append(leave())
    return left[0]


def test_nothing_left_passes() -> None:
    with nothing_left(patience_s=0):
        subprocess.run([sys.executable, "-I", "-c", ""], check=True)


def test_process_is_found() -> None:
    command = [sys.executable, "-I", "-c", puppet._FOREVER]
    left = fails("process .*Event", lambda: subprocess.Popen(command, stdout=subprocess.DEVNULL))
    assert isinstance(left, subprocess.Popen)
    assert left.wait(60) == -9


def test_daemon_is_found() -> None:
    fails("process .*Event", puppet._spawn_daemon)


def test_thread_is_found() -> None:
    end = threading.Event()
    thread = threading.Thread(target=end.wait, name="forgotten")
    fails("thread forgotten", thread.start)
    end.set()
    thread.join()


def test_descriptor_is_found() -> None:
    ends: list[int] = []
    fails("descriptor .*pipe", lambda: ends.extend(os.pipe()))
    for end in ends:
        os.close(end)


def test_thread_that_ends_soon_passes() -> None:
    with nothing_left():
        thread = threading.Timer(0.05, lambda: None)
        thread.start()
