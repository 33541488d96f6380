"""Arguments of a tool: current and deprecated names, and settings read at each start."""

from __future__ import annotations

import inspect
import sys
import warnings
from pathlib import Path

import pytest

from tests.support.tool_room import ACTOR, Room
from workers import ToolWorker
from workers.environments.installed import InstalledEnvironments
from workers.environments.marker import Marker, interpreter_in
from workers.environments.requirements import Contents
from workers.environments.store import EnvironmentStore


def test_signature_is_the_contracts() -> None:
    expected = {
        "tool_name": inspect.Parameter.empty,
        "tool_module": None,
        "vram_budget": inspect.Parameter.empty,
        "output_subdir": inspect.Parameter.empty,
        "engine": inspect.Parameter.empty,
        "variant": None,
        "startup_timeout": 90.0,
        "request_timeout": 120.0,
        "idle_timeout": 300.0,
        "python_exe": None,
        "worker_module": None,
        "worker_args": None,
    }
    parameters = inspect.signature(ToolWorker).parameters
    assert {name: parameters[name].default for name in expected} == expected
    assert {parameter.kind for parameter in parameters.values()} == {inspect.Parameter.KEYWORD_ONLY}
    ours = set(parameters) - set(expected)
    assert all(parameters[name].default is not inspect.Parameter.empty for name in ours)


def test_old_spellings_still_work_without_a_word(room: Room) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        tool = room.tool(tool_module=None, worker_module=ACTOR, worker_args=["louder"])
    assert tool.call({})["variant"] == "louder"
    assert tool.tool_module == ACTOR
    assert tool.variant == "louder"


def test_old_spellings_are_readable(room: Room) -> None:
    old = room.tool(tool_module=None, worker_module=ACTOR, worker_args=["louder"])
    new = room.tool(tool_module=ACTOR, variant="louder")
    plain = room.tool(tool_module=ACTOR)
    assert old.worker_module == new.worker_module == plain.worker_module == ACTOR
    assert old.worker_args == new.worker_args == ["louder"]
    assert not plain.worker_args
    assert plain.variant is None


def test_todays_spelling_is_the_stronger_one(room: Room) -> None:
    tool = room.tool(tool_module=ACTOR, worker_module="old", variant="new", worker_args=["old"])
    assert (tool.tool_module, tool.variant) == (ACTOR, "new")


def test_no_arguments_are_no_variant(room: Room) -> None:
    tool = room.tool(tool_module=None, worker_module=ACTOR, worker_args=[])
    assert tool.variant is None
    assert "variant" not in tool.call({})


def test_neither_module_is_a_value_error(room: Room) -> None:
    with pytest.raises(ValueError, match=r"lark.*tool_module"):
        room.tool("lark", tool_module=None)
    assert room.supervisor.workers() == ()


def test_more_than_a_variant_is_a_value_error_and_not_ignored(room: Room) -> None:
    with pytest.raises(ValueError, match=r"lark.*worker_args"):
        room.tool("lark", tool_module=None, worker_module=ACTOR, worker_args=["a", "b"])


@pytest.fixture
def other_python(tmp_path: Path) -> Path:
    """Returns a second path of this interpreter, which the child reports."""
    python = tmp_path / "other" / "python"
    python.parent.mkdir()
    python.write_text(f'#!/bin/sh\nOTHER_PYTHON="$0" exec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    return python


def test_python_exe_is_read_at_the_next_start(room: Room, other_python: Path) -> None:
    tool = room.tool()
    assert tool.call({"do": "environment", "name": "OTHER_PYTHON"})["value"] is None
    tool.python_exe = str(other_python)
    assert tool.call({"do": "environment", "name": "OTHER_PYTHON"})["value"] is None
    tool.stop()
    found = tool.call({"do": "environment", "name": "OTHER_PYTHON"})["value"]
    assert found == str(other_python)


def make_environment(name: str, python: Path, *, complete: bool) -> None:
    folder = EnvironmentStore()._folder(name)
    target = folder / "bin" / "python"
    target.parent.mkdir(parents=True)
    target.symlink_to(python)
    (folder / "pyvenv.cfg").write_text(f"home = {python.parent}\n")
    Marker(Contents(), "3.11.0", complete=complete).write(folder)
    assert interpreter_in(folder) is not None


@pytest.mark.skipif(sys.platform == "win32", reason="a script is no interpreter there")
def test_engines_own_environment_comes_next_if_it_is_complete(
    room: Room, other_python: Path
) -> None:
    make_environment("whole", other_python, complete=True)
    make_environment("half", other_python, complete=False)
    request = {"do": "environment", "name": "OTHER_PYTHON"}
    assert "whole" in room.tool("whole").call(request)["value"]
    assert "whole" in room.tool("another", environment="whole").call(request)["value"]
    assert room.tool("half").call(request)["value"] is None
    chosen = room.tool("whole", python_exe=sys.executable)
    assert chosen.call(request)["value"] is None


def test_environment_that_cannot_be_read_is_a_failed_start(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: InstalledEnvironments, name: str) -> Path:
        message = f"{name}: permission denied"
        raise PermissionError(message)

    monkeypatch.setattr(InstalledEnvironments, "interpreter", fail)
    answer = room.tool("lark").call({})
    assert answer["error"].startswith("lark worker startup failed: ")
    assert "permission denied" in answer["error"]


def test_env_reaches_the_worker(room: Room) -> None:
    tool = room.tool(env={"LARK": "sings"})
    assert tool.call({"do": "environment", "name": "LARK"})["value"] == "sings"
