"""A parent that is killed takes every worker and every grandchild with it, within a second."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import psutil
import pytest

from tests.support.by_hand import ROOT
from tests.support.processes import Watch

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a Job Object does it there")

SITUATIONS = [
    "idle",
    "idle_with_grandchildren",
    "importing",
    "loading",
    "in_a_request",
    "holding_the_lock",
    "streaming_to_a_full_pipe",
    "forked_before",
]
#: The figure of the contract.
LIMIT_S = 1.0

Keep = Callable[[str], tuple[subprocess.Popen[bytes], dict[str, Any]]]


@pytest.fixture
def keep() -> Iterator[Keep]:
    """Runs a program that brings its worker into a situation; its pid and whom it tells of."""
    kept: list[subprocess.Popen[bytes]] = []

    def run(situation: str) -> tuple[subprocess.Popen[bytes], dict[str, Any]]:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.parents.keeper", situation],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        kept.append(process)
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, f"{situation} did not come about"
        return process, json.loads(line)

    yield run
    for process in kept:
        process.kill()
        process.communicate(timeout=10)


@pytest.mark.parametrize("situation", SITUATIONS)
def test_no_process_outlives_a_killed_parent(keep: Keep, situation: str) -> None:
    parent, reported = keep(situation)
    worker = psutil.Process(reported["pids"][0])
    guards = [child.pid for child in worker.children() if child.pid not in reported["pids"]]
    try:
        with Watch([*reported["pids"], *guards]) as watch:
            assert watch.alive_after(0) != []
            assert len(watch.alive()) == len(reported["pids"]) + len(guards)
            parent.kill()
            assert watch.alive_after(LIMIT_S) == []
    finally:
        for pid in reported["outliving"]:
            os.kill(pid, signal.SIGKILL)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGSEGV])
def test_no_process_outlives_a_parent_ended_by_a_signal(keep: Keep, how: signal.Signals) -> None:
    parent, reported = keep("in_a_request")
    with Watch(reported["pids"]) as watch:
        parent.send_signal(how)
        assert watch.alive_after(LIMIT_S) == []


def test_no_process_outlives_a_parent_without_stop(keep: Keep) -> None:
    """It ends at once, without a word of complaint, and takes them along."""
    parent, reported = keep("ending")
    with Watch(reported["pids"]) as watch:
        _, complaints = parent.communicate(timeout=30)
        assert watch.alive_after(LIMIT_S) == []
    assert (parent.returncode, complaints) == (0, b"")


def test_no_child_outlives_a_killed_worker(keep: Keep) -> None:
    """The parent lives; what a worker has started goes with the worker."""
    parent, reported = keep("in_a_request")
    worker, *grandchildren = reported["pids"]
    # The one that hides from everybody is only found while its parent lives.
    with Watch(grandchildren[:-1]) as watch:
        hidden = psutil.Process(grandchildren[-1])
        os.kill(worker, signal.SIGKILL)
        assert watch.alive_after(LIMIT_S) == []
        assert parent.poll() is None
        hidden.kill()


def test_no_suspended_worker_outlives_a_killed_parent(keep: Keep) -> None:
    """A worker that is suspended does not get in the way of its end."""
    parent, reported = keep("in_a_request")
    os.kill(reported["pids"][0], signal.SIGSTOP)
    with Watch(reported["pids"]) as watch:
        parent.kill()
        assert watch.alive_after(LIMIT_S) == []
