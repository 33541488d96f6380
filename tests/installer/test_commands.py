"""The installer's commands, in a small copy of the repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from installer import commands

ROOT = Path(__file__).resolve().parents[2]

APP = """
import os, sys
print("app", os.path.realpath(sys.prefix), *sys.argv[1:])
sys.exit(7)
"""
ENVIRONMENTS = """
print("environments")
"""


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the installer, with an application that only prints its arguments."""
    # pip's bytecode belongs into the environment, or the next run writes some there.
    monkeypatch.delenv("PYTHONPYCACHEPREFIX")
    ours = shutil.ignore_patterns("__pycache__", "engine_environments.py")
    shutil.copytree(ROOT / "installer", tmp_path / "installer", ignore=ours)
    (tmp_path / "installer" / "engine_environments.py").write_text(ENVIRONMENTS, encoding="utf-8")
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "app.txt").write_text("# nothing\n", encoding="utf-8")
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "__main__.py").write_text(APP, encoding="utf-8")
    return tmp_path


def install_and_run(repository: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "installer", "run", "--hidden", "run"]
    return subprocess.run(command, cwd=repository, capture_output=True, check=False, text=True)


def state_of(folder: Path) -> dict[str, int]:
    files = (file for file in folder.rglob("*") if "__pycache__" not in file.parts)
    return {str(file): file.lstat().st_mtime_ns for file in files}


def test_run_sets_up_once_and_starts_the_application(repository: Path) -> None:
    first = install_and_run(repository)
    assert "Creating a virtual environment" in first.stdout
    own = os.path.realpath(repository / ".venv")
    assert first.stdout.splitlines()[-2:] == ["environments", f"app {own} --hidden run"]
    assert first.returncode == 7, first.stderr

    before = state_of(repository / ".venv")
    second = install_and_run(repository)
    assert "virtual environment" not in second.stdout
    assert "Installing" not in second.stdout
    assert second.stdout.splitlines()[-1].startswith("app ")
    assert second.returncode == 7
    assert state_of(repository / ".venv") == before


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        commands.main(["--help"])
    output = capsys.readouterr().out
    assert all(f"\n{name} " in output for name in commands.COMMANDS)


def test_unknown_command_is_rejected(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        commands.main(["dance"])
    assert "dance" in capsys.readouterr().err
