"""Old interpreters get a reason and a remedy instead of a SyntaxError."""

from __future__ import annotations

import ast
import shutil
import subprocess
from pathlib import Path

import pytest

from installer.python_version import reason_to_refuse

ROOT = Path(__file__).resolve().parents[2]
READ_BY_OLD_PYTHONS = ["__init__.py", "__main__.py", "python_version.py"]


@pytest.mark.parametrize("version", [(3, 11), (3, 14), (4, 0)])
def test_python_3_11_and_newer_are_accepted(version: tuple[int, int]) -> None:
    assert reason_to_refuse(version, "python3") is None


def test_reason_names_versions_and_a_newer_interpreter() -> None:
    installed = {"python3.12", "python3.11"}
    reason = reason_to_refuse((3, 9), "/usr/bin/python3", find=installed.__contains__)
    assert reason is not None
    assert "needs Python 3.11 or newer, but /usr/bin/python3 is 3.9" in reason
    assert "python3.12 -m installer run" in reason


def test_reason_without_a_newer_interpreter_says_to_install_one() -> None:
    reason = reason_to_refuse((3, 10), "python3", find=lambda _: None)
    assert reason is not None
    assert "Install Python 3.11 or newer" in reason


@pytest.mark.parametrize("file", READ_BY_OLD_PYTHONS)
def test_first_files_have_the_syntax_of_python_3_7(file: str) -> None:
    ast.parse((ROOT / "installer" / file).read_text(encoding="utf-8"), feature_version=(3, 7))


@pytest.mark.parametrize("minor", range(7, 11))
def test_real_old_python_gets_a_reason(minor: int) -> None:
    python = shutil.which(f"python3.{minor}")
    command = [python or "", "-B", "-m", "installer", "run"]
    answer = python and subprocess.run(
        command, cwd=ROOT, capture_output=True, check=False, text=True
    )
    if not answer or "command not found" in answer.stderr:
        pytest.skip(f"no Python 3.{minor} on this machine")
    assert answer.returncode == 1
    assert f"is 3.{minor}" in answer.stderr
    assert "Traceback" not in answer.stderr
