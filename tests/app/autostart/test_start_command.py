"""What is run at log-in: this copy of the program, wherever it is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app.autostart import StartCommand

ROOT = Path(__file__).resolve().parents[3]


def test_checkout_is_run_by_its_interpreter_in_its_folder() -> None:
    command = StartCommand.of_this_copy()
    assert command == StartCommand((sys.executable, "-m", "app", "--hidden"), ROOT)


def test_start_command_runs_the_program() -> None:
    command = StartCommand.of_this_copy()
    answer = subprocess.run(
        [*command.arguments, "--help"],
        cwd=command.folder,
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.startswith("usage: engineroom")


def test_installed_package_needs_no_folder() -> None:
    root = Path("/opt/engineroom/lib/python3.11/site-packages")
    command = StartCommand.of_this_copy("/opt/engineroom/bin/python", root, is_frozen=False)
    assert command == StartCommand(("/opt/engineroom/bin/python", "-m", "app", "--hidden"))


def test_frozen_build_is_run_itself() -> None:
    command = StartCommand.of_this_copy("/opt/Engine Room/engineroom", is_frozen=True)
    assert command == StartCommand(("/opt/Engine Room/engineroom", "--hidden"))


@pytest.mark.parametrize(("has_windowed", "name"), [(True, "pythonw.exe"), (False, "python.exe")])
def test_on_windows_no_console_opens_where_that_can_be_had(
    tmp_path: Path, has_windowed: bool, name: str
) -> None:
    if has_windowed:
        (tmp_path / "pythonw.exe").touch()
    command = StartCommand.of_this_copy(str(tmp_path / "python.exe"), is_frozen=False)
    assert command.arguments[0] == str(tmp_path / name)
