"""A missing module is installed once if its entry declares it, else only reported."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.tool_room import PATIENCE_S, BackgroundCall, Events, Room
from workers.base.events import Progress
from workers.base.states import WorkerState
from workers.environments import remedies
from workers.environments.remedies import Install
from workers.environments.requirements import EnvironmentSpec
from workers.errors import EnvironmentFailed
from workers.tool.tool_worker import ToolWorker


class Installer:
    """Takes the place of uv: a module appears in a folder that the worker's PYTHONPATH names."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.installed: list[tuple[str, str, str]] = []
        self.before: Callable[[threading.Event], None] = lambda _: None

    def __call__(
        self,
        remedy: Install,
        store: object,
        environment: str,
        declared: EnvironmentSpec,
        *,
        progress: Callable[[Progress], None],
        cancelled: threading.Event,
    ) -> None:
        progress(Progress("Installing", 0.5))
        self.before(cancelled)
        self.installed.append((environment, remedy.module, remedy.requirement))
        (self.folder / f"{remedy.module}.py").touch()


@pytest.fixture
def installer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installer:
    installer = Installer(tmp_path / "packages")
    installer.folder.mkdir()
    monkeypatch.setattr(remedies, "install", installer)
    return installer


def tool_that(room: Room, installer: Installer, *requirements: str, **script: Any) -> ToolWorker:
    tool = room.tool(
        "lark", environment="birds", declared=EnvironmentSpec(requirements), load=script
    )
    tool.env["PYTHONPATH"] = str(installer.folder)
    return tool


def test_declared_is_installed_into_its_own_environment_and_started_once_more(
    room: Room, installer: Installer
) -> None:
    tool = tool_that(room, installer, "larklib==1.2", misses="larklib")
    events = Events()
    tool.add_observer(events)
    assert "error" not in tool.call({})
    assert installer.installed == [("birds", "larklib", "larklib==1.2")]
    assert events.names == ["spawned"]


def test_undeclared_module_is_reported_and_not_installed(room: Room, installer: Installer) -> None:
    tool = tool_that(room, installer, "other==1.0", misses="larklib")
    answer = tool.call({})
    assert answer["error"].startswith("lark worker startup failed: ")
    assert "'larklib'" in answer["error"]
    assert "The catalog entry doesn't list it" in answer["error"]
    assert installer.installed == []
    assert tool.state is WorkerState.CRASHED


def test_each_module_is_tried_once(
    room: Room, installer: Installer, monkeypatch: pytest.MonkeyPatch
) -> None:
    tool = tool_that(room, installer, "larklib", misses="larklib")
    tool.env["PYTHONPATH"] = str(installer.folder / "elsewhere")  # where it does not appear
    for _ in range(3):
        assert "startup failed" in tool.call({})["error"]
    assert len(installer.installed) == 1


def test_late_import_is_answered_and_installed_before_the_next_request(
    room: Room, installer: Installer
) -> None:
    tool = tool_that(room, installer, "larklib")
    request = {"do": "import", "module": "larklib"}
    answer = tool.call(request)
    assert "larklib" in answer["error"]
    assert answer["transient"] is True
    assert tool.call(request)["imported"]
    assert len(installer.installed) == 1


def test_interpreter_that_was_given_is_left_as_it_is(room: Room, installer: Installer) -> None:
    import sys

    tool = tool_that(room, installer, "larklib", misses="larklib")
    tool.python_exe = sys.executable
    assert "startup failed" in tool.call({})["error"]
    assert installer.installed == []


def test_failed_install_is_a_failed_start_that_says_why(room: Room, installer: Installer) -> None:
    def fail(_: threading.Event) -> None:
        raise EnvironmentFailed("larklib is nowhere to be had")

    installer.before = fail
    tool = tool_that(room, installer, "larklib", misses="larklib")
    assert "larklib is nowhere to be had" in tool.call({})["error"]
    assert tool.state is WorkerState.CRASHED


def test_stop_while_it_installs_ends_that_and_the_next_start_does_it(
    room: Room, installer: Installer
) -> None:
    entered = threading.Event()

    def wait(cancelled: threading.Event) -> None:
        entered.set()
        assert cancelled.wait(PATIENCE_S)
        raise EnvironmentFailed("cancelled")

    installer.before = wait
    tool = tool_that(room, installer, "larklib", misses="larklib")
    asking = BackgroundCall(lambda: tool.call({}))
    assert entered.wait(PATIENCE_S)
    assert tool.snapshot().progress == Progress("Installing", 0.5)
    BackgroundCall(tool.stop).result()
    assert asking.result()["transient"] is True
    assert tool.state is WorkerState.STOPPED
    installer.before = lambda _: None
    assert "error" not in tool.call({})
