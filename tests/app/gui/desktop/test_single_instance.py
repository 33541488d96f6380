"""A second start raises the window of the first, also after crashes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalServer
from pytestqt.qtbot import QtBot

from app.gui.desktop.single_instance import SingleInstance
from tests.app.gui.conftest import PATIENCE_MS

SECOND_START = """
import sys
from pathlib import Path
from app.gui.desktop.single_instance import SingleInstance
second = SingleInstance(Path(sys.argv[1]))
print(second.is_first, second.is_first or second.raise_first())
"""
FIRST_THAT_DIES = """
import os, sys
from pathlib import Path
from app.gui.desktop.single_instance import SingleInstance
first = SingleInstance(Path(sys.argv[1]))
first.listen()
print(first.is_first, flush=True)
os._exit(1)
"""


def start(script: str, state_dir: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", script, str(state_dir)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_second_start_raises_the_first(tmp_path: Path, qtbot: QtBot) -> None:
    first = SingleInstance(tmp_path)
    assert first.is_first
    first.listen()
    with qtbot.waitSignal(first.raise_asked, timeout=PATIENCE_MS):
        second = start(SECOND_START, tmp_path)
    # The answer comes from the event loop.
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=PATIENCE_MS)
    assert second.communicate()[0].split() == ["False", "True"]


def test_second_start_waits_for_a_starting_first(tmp_path: Path, qtbot: QtBot) -> None:
    first = SingleInstance(tmp_path)
    second = start(SECOND_START, tmp_path)
    qtbot.wait(300)
    with qtbot.waitSignal(first.raise_asked, timeout=PATIENCE_MS):
        first.listen()
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=PATIENCE_MS)
    assert second.communicate()[0].split() == ["False", "True"]


def test_crashed_first_instance_is_replaced(tmp_path: Path, qtbot: QtBot) -> None:
    assert start(FIRST_THAT_DIES, tmp_path).communicate()[0].strip() == "True"
    assert (tmp_path / "engineroom.lock").exists()
    next_one = SingleInstance(tmp_path)
    assert next_one.is_first
    next_one.listen()
    with qtbot.waitSignal(next_one.raise_asked, timeout=PATIENCE_MS):
        second = start(SECOND_START, tmp_path)
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=PATIENCE_MS)
    assert second.communicate()[0].split() == ["False", "True"]


def test_instances_with_different_homes_coexist(tmp_path: Path, qtbot: QtBot) -> None:
    one, other = SingleInstance(tmp_path / "one"), SingleInstance(tmp_path / "other")
    assert one.is_first
    assert other.is_first
    one.listen()
    other.listen()
    with qtbot.assertNotEmitted(other.raise_asked), qtbot.waitSignal(one.raise_asked):
        second = start(SECOND_START, tmp_path / "one")
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=PATIENCE_MS)
    second.communicate()


def test_taken_name_is_logged_and_harmless(
    tmp_path: Path, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    first = SingleInstance(tmp_path)
    first._name = str(tmp_path / "no" / "such" / "folder")
    first.listen()
    assert "won't raise this window" in caplog.text
    assert isinstance(first._server, QLocalServer)
