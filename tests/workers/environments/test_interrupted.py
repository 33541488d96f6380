"""Creating environments is canceled or killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import psutil
import pytest

import workers
from tests.support.patience import PATIENCE_S
from tests.support.wheels import Wheels
from workers.base.events import Progress
from workers.environments.store import EnvironmentStore
from workers.errors import EnvironmentFailed


def _wait_until(happens: threading.Event, file: Path) -> None:
    """Waits for a file that another process creates."""
    tick = threading.Event()
    while not file.exists():
        assert not happens.is_set(), "it ended before it began"
        tick.wait(0.02)


def _wait_gone(pid: int) -> None:
    try:
        psutil.Process(pid).wait(PATIENCE_S)
    except psutil.NoSuchProcess:
        return


def test_cancel_kills_uv_and_its_children(store: EnvironmentStore, wheels: Wheels) -> None:
    wheels.add_slow()
    cancelled, ended = threading.Event(), threading.Event()
    errors: list[EnvironmentFailed] = []

    def create() -> None:
        try:
            store.create("core", ["slow"], cancelled=cancelled)
        except EnvironmentFailed as error:
            errors.append(error)
        finally:
            ended.set()

    thread = threading.Thread(target=create)
    thread.start()
    _wait_until(ended, wheels.builds)
    build = int(wheels.builds.read_text())
    cancelled.set()
    thread.join(PATIENCE_S)
    assert not thread.is_alive()
    assert "Canceled installing environment 'core'. Install it again" in str(errors[0])
    _wait_gone(build)
    assert not psutil.pid_exists(build)
    assert store.interpreter("core") is None
    wheels.let_go()
    assert store.create("core", ["slow"]) == store.interpreter("core")


def test_cancel_does_not_wait_for_the_lock(store: EnvironmentStore, wheels: Wheels) -> None:
    wheels.add_slow()
    ended = threading.Event()

    def create() -> None:
        store.create("core", ["slow"])
        ended.set()

    first = threading.Thread(target=create)
    first.start()
    _wait_until(ended, wheels.builds)
    cancelled = threading.Event()
    cancelled.set()
    with pytest.raises(EnvironmentFailed, match="Canceled"):
        store.create("core", ["alpha"], cancelled=cancelled)
    wheels.let_go()
    first.join()
    assert ended.is_set()


def test_failing_progress_callback_leaves_no_uv_behind(
    store: EnvironmentStore, wheels: Wheels
) -> None:
    def fail(_: Progress) -> None:
        raise RuntimeError("the window is gone")

    with pytest.raises(RuntimeError, match="the window is gone"):
        store.create("core", ["alpha"], progress=fail)
    assert store.interpreter("core") is None
    assert store.create("core", ["alpha"]) == store.interpreter("core")


@pytest.mark.skipif(sys.platform == "win32", reason="the lock is not inherited there")
def test_create_waits_for_the_uv_of_a_killed_process(
    store: EnvironmentStore, wheels: Wheels, tmp_path: Path
) -> None:
    wheels.add_slow()
    code = (
        "import sys; from pathlib import Path\n"
        "from workers.environments.store import EnvironmentStore\n"
        "EnvironmentStore(Path(sys.argv[1])).create('core', ['slow'])"
    )
    root = Path(workers.__file__).parents[1]
    command = [sys.executable, "-c", code, str(tmp_path / "environments")]
    with subprocess.Popen(command, cwd=root) as creator:
        _wait_until(threading.Event(), wheels.builds)
        os.kill(creator.pid, signal.SIGKILL)
    assert store.interpreter("core") is None
    assert not store.is_complete("core", ["slow"])

    finished = threading.Event()

    def create() -> None:
        store.create("core", ["slow"])
        finished.set()

    second = threading.Thread(target=create)
    second.start()
    assert not finished.wait(1.0), "it did not wait for the uv that still builds"
    assert len(wheels.builds.read_text().split()) == 1
    wheels.let_go()
    second.join(PATIENCE_S)
    assert finished.is_set()
    assert store.is_complete("core", ["slow"])
