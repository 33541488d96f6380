"""Quitting while engines work asks once; the end of the session doesn't ask."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QSessionManager
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from app.gui.application import Application
from app.gui.desktop.session_end import SessionEnd
from app.gui.widgets.confirmation import Confirmation
from app.gui.windows.quit_question import consequences
from tests.app.gui.conftest import PATIENCE_MS, Desk, args_of
from tests.support.users_catalog import write_users_catalog
from workers.base.states import WorkerState

ROOT = Path(__file__).resolve().parents[3]

# The offscreen platform can't raise windows, and warns.
pytestmark = pytest.mark.qt_log_ignore(
    "systemTrayWindowChanged", "does not support raise", "propagateSizeHints"
)


@pytest.fixture
def at_work(application: Application, desk: Desk, qtbot: QtBot) -> Application:
    """The application with an engine that speaks without end."""
    worker = application.hub.worker("talker")
    application.hub.background.run(lambda: worker.call({"text": "wait"}))
    qtbot.waitUntil(lambda: worker.state is WorkerState.BUSY, timeout=PATIENCE_MS)
    return application


def questions() -> list[Confirmation]:
    windows = QApplication.topLevelWidgets()
    return [window for window in windows if isinstance(window, Confirmation) and window.isVisible()]


def press(name: str) -> None:
    (asked,) = questions()
    button = asked.findChild(QPushButton, name)
    assert button is not None
    button.click()


def test_quit_asks_once_and_can_be_canceled(at_work: Application, qtbot: QtBot) -> None:
    at_work.quit()
    at_work.quit()
    (asked,) = questions()
    assert asked.accessibleName() == "Quit Engine Room?"
    assert (
        asked.accessibleDescription() == "Talker is still working. Unfinished speech will be lost."
    )
    press("refuse")
    assert not at_work.hub.is_closing
    assert not questions()
    at_work.quit()
    with qtbot.waitSignal(at_work.hub.closed, timeout=PATIENCE_MS) as closed:
        press("confirm")
    assert args_of(closed) == [True]


def test_escape_keeps_the_program_running(at_work: Application, qtbot: QtBot) -> None:
    at_work.quit()
    (asked,) = questions()
    qtbot.keyClick(asked, Qt.Key.Key_Escape)
    assert not questions()
    assert not at_work.hub.is_closing
    assert at_work.hub.worker("talker").state is WorkerState.BUSY


def test_quit_from_the_tray_asks_in_a_dialog(at_work: Application) -> None:
    assert at_work.window is not None
    at_work.window.hide()
    at_work.tray.menu.quit_asked.emit()
    (asked,) = questions()
    assert asked.parent() is None
    assert not at_work.window.isVisible()
    press("refuse")


def test_quit_asks_nothing_while_no_engine_works(
    application: Application, desk: Desk, qtbot: QtBot
) -> None:
    desk.hear(qtbot, "talker")
    with qtbot.waitSignal(application.hub.closed, timeout=PATIENCE_MS):
        application.quit()
        assert not questions()


def test_question_names_working_engines_and_installations(
    at_work: Application, desk: Desk, qtbot: QtBot
) -> None:
    second = at_work.hub.worker("second")
    at_work.hub.background.run(lambda: second.call({"text": "wait"}))
    qtbot.waitUntil(lambda: second.state is WorkerState.BUSY, timeout=PATIENCE_MS)
    desk.environments.complete.discard("second")
    at_work.hub.installations.install("second")
    assert consequences(at_work.hub) == (
        "Talker and Second are still working. Unfinished speech will be lost.\n"
        "Still installing: Second."
    )


class _Manager:
    """Stand-in for Qt's session manager, which only Qt can create."""

    def __init__(self) -> None:
        self.hint: QSessionManager.RestartHint | None = None

    def setRestartHint(self, hint: QSessionManager.RestartHint) -> None:  # noqa: N802 - Qt's
        self.hint = hint


def test_session_end_stops_everything_before_returning(
    at_work: Application,
) -> None:
    at_work.quit()
    assert questions(), "no question is open"
    manager: Any = _Manager()
    ending = at_work.findChild(SessionEnd)
    assert isinstance(ending, SessionEnd)
    ending.end(manager)
    assert at_work.hub.is_closed
    assert not at_work.hub.worker("talker").is_alive()
    assert not questions()
    assert manager.hint is QSessionManager.RestartHint.RestartNever
    ending.end(manager)


_CATALOG = """\
[engines.talker]
name = "Talker"
kind = "tts"
adapter = "tests.support.tools.talker"
"""
#: Runs the real program with an engine that speaks without end, and prints the engine's PID.
_BUSY_PROGRAM = """
import sys
from PySide6.QtCore import QTimer
from app import compose
from app.gui import application
from workers.base.states import WorkerState

class Busy(application.Application):
    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.hub.opened.connect(self.begin)
        self.timer = QTimer(self)
        self.timer.timeout.connect(self.look)

    def begin(self):
        worker = self.hub.worker('talker')
        self.hub.background.run(lambda: worker.call({'text': 'wait'}))
        self.timer.start(20)

    def look(self):
        worker = self.hub.worker('talker')
        if worker.state is WorkerState.BUSY:
            self.timer.stop()
            print('busy', worker.snapshot().pid, flush=True)

application.Application = Busy
sys.exit(compose.desktop())
"""


@pytest.fixture
def busy_program(engineroom_home: Path) -> Iterator[subprocess.Popen[str]]:
    write_users_catalog(engineroom_home, _CATALOG)
    process = subprocess.Popen(
        [sys.executable, "-c", _BUSY_PROGRAM],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        text=True,
    )
    yield process
    process.kill()
    process.wait()
    assert process.stdout is not None
    process.stdout.close()


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_signal_ends_a_working_program_cleanly(
    busy_program: subprocess.Popen[str], name: str
) -> None:
    assert busy_program.stdout is not None
    word, pid = busy_program.stdout.readline().split()
    assert word == "busy"
    worker = psutil.Process(int(pid))
    busy_program.send_signal(getattr(signal, name))
    assert busy_program.wait(timeout=30) == 0
    worker.wait(timeout=5)
