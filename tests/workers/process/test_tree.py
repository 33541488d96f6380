"""Process trees, read from the operating system."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import IO

import psutil
import pytest

from workers.process import tree

UNUSED_PID = 2**22 + 1  # above the largest process id that Linux gives out
#: Starts a child and a grandchild, one from a thread; prints their PIDs.
FAMILY = """
import subprocess, sys, threading
def start():
    child = subprocess.Popen(
        [sys.executable, "-c", GRANDCHILD], stdout=subprocess.PIPE, stdin=subprocess.PIPE
    )
    print(child.pid, child.stdout.readline().decode(), flush=True)
    child.wait()
GRANDCHILD = '''
import subprocess
child = subprocess.Popen(["sleep", "600"])
print(child.pid, flush=True)
child.wait()
'''
threading.Thread(target=start).start()
"""


@pytest.fixture
def family() -> Iterator[list[int]]:
    """PIDs of a process, its child, and its grandchild."""
    process = subprocess.Popen(
        [sys.executable, "-c", FAMILY], stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    output: IO[str] | None = process.stdout
    assert output
    yield [process.pid, *map(int, output.readline().split())]
    os.killpg(process.pid, 9)
    process.wait()
    output.close()


@pytest.fixture(params=["from /proc", "through psutil"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs tests with both implementations; the second is that of other systems."""
    if request.param == "through psutil":
        monkeypatch.setattr(tree, "_lists_children", lambda: False)
        monkeypatch.setattr(sys, "platform", "freebsd14")
    elif not tree._lists_children():
        pytest.skip("this kernel does not list a thread's children")


def test_children_and_theirs(way: None, family: list[int]) -> None:
    assert tree.tree_pids(family[0]) == frozenset(family)
    assert tree.tree_pids(family[1]) == frozenset(family[1:])
    assert tree.tree_pids(family[2]) == frozenset(family[2:])


def test_ended_process_has_no_tree(way: None) -> None:
    process = subprocess.Popen(["true"])
    process.wait()
    assert tree.tree_pids(process.pid) == frozenset()
    assert tree.tree_pids(UNUSED_PID) == frozenset()


def test_ended_children_leave_the_tree(way: None, family: list[int]) -> None:
    os.kill(family[2], 9)
    gone = threading.Event()
    for _ in range(2000):
        if tree.tree_pids(family[0]) == frozenset(family[:1]):
            return  # the child waits for it, and goes, too
        gone.wait(0.005)
    pytest.fail(f"{tree.tree_pids(family[0])} is still there")


def test_resident_memory(way: None, family: list[int]) -> None:
    own = psutil.Process(family[0]).memory_info().rss
    assert tree.resident_bytes(family[:1]) == pytest.approx(own, rel=0.2)
    assert (tree.resident_bytes(family) or 0) > own
    assert tree.resident_bytes([UNUSED_PID, family[0]]) == pytest.approx(own, rel=0.2)
    assert tree.resident_bytes([UNUSED_PID]) is None
    assert tree.resident_bytes([]) is None


def test_processor_time(way: None, family: list[int]) -> None:
    own = psutil.Process(family[0]).cpu_times()
    taken = tree.cpu_seconds([UNUSED_PID, *family])
    assert sorted(taken) == sorted(family)
    assert taken[family[0]] == pytest.approx(own.user + own.system, abs=0.02)
    assert tree.cpu_seconds([os.getpid()])[os.getpid()] > 0
    assert tree.cpu_seconds([UNUSED_PID]) == {}


def test_start_times(way: None, family: list[int]) -> None:
    first = tree.start_time(family[0])
    assert first is not None
    assert first == tree.start_time(family[0])
    assert first <= (tree.start_time(family[2]) or 0)
    for pid in (UNUSED_PID, -1, 2**70):
        assert tree.start_time(pid) is None
