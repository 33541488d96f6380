"""The guard: a process beside each worker that holds nothing of it and cannot be sent away."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests.support.gpu_workers import BackgroundCall, Puppet
from tests.support.processes import Watch
from workers import WorkerCrash

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes of Linux")


@pytest.fixture
def guard(puppet: Puppet) -> psutil.Process:
    """The guard of the puppet, which has started nothing else."""
    (guard,) = psutil.Process(puppet.pid).children()
    return guard


def test_guard_holds_no_descriptors_of_the_worker(guard: psutil.Process) -> None:
    open_now = Path(f"/proc/{guard.pid}/fd").iterdir()
    kinds = sorted(str(link.readlink()).partition(":")[0] for link in open_now)
    # The null device thrice, two processes that it watches, and the pipe that tells its end.
    assert kinds == ["/dev/null"] * 3 + ["anon_inode"] * 2 + ["pipe"]


def test_guard_ignores_signals(puppet: Puppet, guard: psutil.Process) -> None:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        guard.send_signal(number)
    assert puppet.do("value", value=1) == {"result": 1}
    with Watch([guard.pid]) as watch:
        assert watch.alive_after(0.1) != []


def test_guard_ends_with_its_worker(puppet: Puppet, guard: psutil.Process) -> None:
    with Watch([guard.pid]) as watch:
        puppet.stop()
        assert watch.alive_after(5) == []


def test_worker_without_its_guard_works_on(puppet: Puppet, guard: psutil.Process) -> None:
    grandchildren = puppet.do("spawn", how=["plain"])["pids"]
    with Watch([guard.pid, *grandchildren]) as watch:
        guard.kill()
        assert puppet.do("value", value=1) == {"result": 1}
        asking = BackgroundCall(lambda: puppet.do("hang"))
        puppet.stderr.wait_for("hanging")
        assert puppet.pid is not None
        os.kill(puppet.pid, signal.SIGKILL)
        assert isinstance(asking.error(), WorkerCrash)
        assert puppet.wait_gone(10)
        assert watch.alive_after(5) == []


def test_without_process_descriptors_an_end_is_seen_all_the_same() -> None:
    """Old kernels have none, and some containers forbid them."""
    from workers.child import guard as guard_module

    watching = [sys.executable, "-I", "-c", "import sys; sys.stdin.read()"]
    process = subprocess.Popen(watching, stdin=subprocess.PIPE)
    waiting = BackgroundCall(lambda: guard_module._wait_for_an_end([], (os.getpid(), process.pid)))
    waiting.join(0.3)
    assert waiting.is_alive()
    assert process.stdin is not None
    process.stdin.close()  # it ends, and is not waited for before it was seen
    waiting.result()
    assert process.wait(10) == 0


def test_suspended_guard_does_not_hold_up_a_crash(puppet: Puppet, guard: psutil.Process) -> None:
    guard.suspend()
    try:
        with pytest.raises(WorkerCrash):
            puppet.do("exit", code=1)
        assert not puppet.is_alive()
    finally:
        guard.resume()
    assert puppet.wait_gone(10)
