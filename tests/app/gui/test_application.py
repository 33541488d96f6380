"""The application without a tray: starting, closing, and quitting."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QSlider,
    QTableView,
)
from pytestqt.qtbot import QtBot

from app.gui import application as application_module
from app.gui.application import Application
from app.gui.failures.card import FailureCard
from app.gui.main_window.problems import ProblemBanner
from app.gui.main_window.window import MainWindow
from app.gui.style.apply import Style
from app.gui.tray.icon import TrayIcon
from app.gui.vram_gauge.bar import GaugeBar
from app.gui.vram_gauge.history_chart import HistoryChart
from app.gui.windows import windows
from app.settings import SettingsStore
from tests.app.gui.conftest import PATIENCE_MS, Desk, args_of, entry
from tests.app.gui.pictures import view
from workers.base.states import WorkerState
from workers.diagnosis.failure import Failure
from workers.memory.budgets import VRAM_BUDGETS

# The offscreen platform can't raise windows, and warns.
pytestmark = pytest.mark.qt_log_ignore(
    "systemTrayWindowChanged", "does not support raise", "propagateSizeHints"
)


def status(application: Application) -> str:
    assert application.window is not None
    label = application.window.findChild(QLabel, "status")
    assert label is not None
    return label.text()


def test_missing_tray_shows_the_window_with_a_notice(
    application: Application,
) -> None:
    assert application.window is not None
    assert application.window.isVisible()
    assert "no tray" in status(application)
    assert "quits" in status(application)


def test_window_stays_hidden_while_the_tray_may_appear(
    start_application: Callable[..., Application], monkeypatch: pytest.MonkeyPatch
) -> None:
    # The tray may appear later if both start with the session.
    monkeypatch.setattr(application_module, "_LOOK_FOR_TRAY_MS", 3_600_000)
    assert start_application(is_hidden=True).window is None


def test_window_is_shown_if_no_tray_appears(
    start_application: Callable[..., Application], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(application_module, "_LOOK_FOR_TRAY_MS", 100)
    application = start_application(is_hidden=True)
    qtbot.waitUntil(lambda: application.window is not None, timeout=PATIENCE_MS)
    assert "no tray" in status(application)


def test_closing_the_window_without_a_tray_quits(application: Application, qtbot: QtBot) -> None:
    assert application.window is not None
    with qtbot.waitSignal(application.hub.closed, timeout=PATIENCE_MS) as closed:
        application.window.close()
        assert status(application) == "Stopping engines…"
        assert application.window.isVisible(), "the window must show that engines are being stopped"
    assert args_of(closed) == [True]


def test_closing_the_window_with_a_tray_hides_it_and_explains_once(
    application: Application, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    explained: list[bool] = []
    monkeypatch.setattr(windows, "has_tray", lambda: True)
    monkeypatch.setattr(application.tray, "explain_closing", lambda: explained.append(True))
    assert application.window is not None
    for _ in range(2):
        application.window.close()
        assert not application.window.isVisible()
        assert not application.hub.is_closing
        application.toggle_window()
        assert application.window.isVisible()
    assert explained == [True]
    qtbot.waitUntil(lambda: desk.settings().settings.tray_explained, timeout=PATIENCE_MS)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_signal_stops_the_engines_and_quits(
    application: Application, desk: Desk, qtbot: QtBot, number: int
) -> None:
    application.hub.start("talker")
    ready = WorkerState.READY
    qtbot.waitUntil(lambda: desk.view().worker.state is ready, timeout=PATIENCE_MS)
    with qtbot.waitSignal(application.hub.closed, timeout=PATIENCE_MS) as closed:
        os.kill(os.getpid(), number)
    assert args_of(closed) == [True]
    assert not application.hub.worker("talker").is_alive()


def test_quit_by_the_system_stops_the_engines_first(
    application: Application, qapp: Any, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(application.hub.closed, timeout=PATIENCE_MS):
        QCoreApplication.sendEvent(qapp, QEvent(QEvent.Type.Quit))
        assert application.hub.is_closing


def test_second_start_raises_the_window(application: Application) -> None:
    assert application.window is not None
    application.window.hide()
    application._instance.raise_asked.emit()
    assert application.window.isVisible()


@pytest.fixture
def in_tray(application: Application, monkeypatch: pytest.MonkeyPatch) -> Application:
    """The application in the tray, with GPU memory for one engine."""
    for engine in ("talker", "second"):
        monkeypatch.setitem(VRAM_BUDGETS, f"tts_{engine}", (5.0, 5.0))
    monkeypatch.setattr(windows, "has_tray", lambda: True)
    assert application.window is not None
    application.window.hide()
    return application


def test_question_from_the_tray_shows_the_window(
    in_tray: Application, desk: Desk, qtbot: QtBot
) -> None:
    desk.hear(qtbot, "talker")
    assert in_tray.window is not None
    in_tray.hub.start("second")
    qtbot.waitUntil(in_tray.window.isVisible, timeout=PATIENCE_MS)
    bar = in_tray.window.findChild(QFrame, "startQuestion")
    assert bar is not None
    assert bar.isVisible()
    in_tray.hub.start_requests.cancel_all()


def test_refused_start_from_the_tray_is_a_message_there(
    in_tray: Application, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(VRAM_BUDGETS, "tts_talker", (9.0, 9.0))
    messages: list[str] = []
    monkeypatch.setattr(in_tray.tray, "notify", messages.append)
    in_tray.hub.start("talker")
    qtbot.waitUntil(lambda: bool(messages), timeout=PATIENCE_MS)
    assert "9.00 GB" in messages[0]
    assert in_tray.window is not None
    assert not in_tray.window.isVisible()


@pytest.mark.parametrize("is_in_sight", [False, True])
def test_crash_is_a_message_at_the_tray_while_the_window_is_hidden(
    in_tray: Application, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, is_in_sight: bool
) -> None:
    messages: list[str] = []
    monkeypatch.setattr(in_tray.tray, "notify", messages.append)
    assert in_tray.window is not None
    in_tray.window.setVisible(is_in_sight)
    in_tray.hub.worker("talker").variant = "dying"
    with qtbot.waitSignal(in_tray.hub.failures.failed, timeout=PATIENCE_MS):
        in_tray.hub.start("talker")
    if is_in_sight:
        assert messages == []
    else:
        assert messages[0].startswith("Couldn’t start Talker. ")
    card = in_tray.window.findChild(QFrame, "failure")
    assert card is not None
    assert card.isVisible() == is_in_sight


def test_all_engines_are_visible_at_the_start(desk: Desk, style: Style, qtbot: QtBot) -> None:
    desk.entries = [entry(f"engine{number}") for number in range(3)]
    desk.environments.complete.update(engine.id for engine in desk.entries)
    window = MainWindow(desk.hub, style)
    qtbot.addWidget(window)
    window.show()
    with qtbot.waitSignal(desk.hub.opened, timeout=PATIENCE_MS):
        desk.hub.open(desk.build)
    assert window.table.model().rowCount() == 3
    qtbot.waitUntil(lambda: window.table.verticalScrollBar().maximum() == 0, timeout=PATIENCE_MS)
    desk.close(qtbot)


def test_window_grows_for_a_failure_and_shrinks_again(
    application: Application, desk: Desk, qtbot: QtBot
) -> None:
    window = application.window
    assert window is not None
    window.resize(1024, window.layout().totalHeightForWidth(1024))  # pyright: ignore[reportOptionalMemberAccess]
    height = window.height()
    died = view("talker", WorkerState.CRASHED, failure=Failure(1.0, "it died"))
    desk.hub.failures.update(died)
    assert window.height() > height
    card = window.findChild(FailureCard)
    assert card is not None
    folded = window.height()
    card.more.click()
    assert window.height() > folded
    desk.hub.failures.dismiss("talker")
    assert window.height() == height
    # A height set by the user is kept.
    desk.hub.failures.update(replace(died, worker=replace(died.worker, failure=Failure(2.0, "x"))))
    window.resize(1024, window.height() + 10)
    chosen = window.height()
    desk.hub.failures.dismiss("talker")
    assert window.height() == chosen


def test_log_window_closes_with_the_program(
    application: Application, desk: Desk, qtbot: QtBot
) -> None:
    window = application.window
    assert window is not None
    assert window._logs is None, "created before its first use"
    window.logs.click()
    logs = window._logs
    assert logs is not None
    assert (logs.isVisible(), logs.list.currentItem().text()) == (True, "Engine Room")
    failed = view("second", WorkerState.CRASHED, failure=Failure(1.0, "it died"))
    desk.hub.failures.update(failed)
    card = window.findChild(FailureCard)
    assert card is not None
    card.log.click()
    assert window._logs is logs
    assert logs.list.currentItem().text() == "Second"
    application.quit()
    assert not logs.isVisible()
    with qtbot.waitSignal(desk.hub.closed, timeout=PATIENCE_MS):
        pass
    window.open_log("second")
    assert not logs.isVisible()


def test_widgets_do_not_overlap_in_small_windows(application: Application, qtbot: QtBot) -> None:
    window = application.window
    assert window is not None
    window.show_status("A sentence that is far too long for one line of it. " * 12)
    window.resize(0, 0)
    qtbot.waitUntil(lambda: window.height() == window.minimumHeight(), timeout=PATIENCE_MS)
    label = window.findChild(QLabel, "status")
    assert label is not None
    assert label.height() >= label.heightForWidth(label.width())


def test_open_memory_history_is_restored(
    application: Application, desk: Desk, qtbot: QtBot
) -> None:
    window = application.window
    assert window is not None
    qtbot.waitUntil(lambda: bool(window.gauge._devices), timeout=PATIENCE_MS)
    for is_open in (True, False, True):
        window.gauge._devices[0].disclosure.click()
        qtbot.waitUntil(
            lambda is_open=is_open: (
                SettingsStore(desk.settings_path).settings.history_shown is is_open
            ),
            timeout=PATIENCE_MS,
        )
    assert application.style is not None
    later = MainWindow(application.hub, application.style)
    qtbot.addWidget(later)
    assert not later.gauge._devices[0].chart.isHidden()


#: Interactive controls; scroll bars and headers have their own names.
CONTROLS = (
    QPushButton,
    QTableView,
    QSlider,
    QComboBox,
    QPlainTextEdit,
    QProgressBar,
    GaugeBar,
    HistoryChart,
)


def test_controls_have_accessible_names(application: Application) -> None:
    assert application.window is not None
    controls = [
        control
        for kind in CONTROLS
        for control in application.window.findChildren(kind)
        if not control.objectName().startswith("qt_")
    ]
    assert len(controls) >= 10
    for control in controls:
        text = control.text() if isinstance(control, QPushButton) else ""
        assert control.accessibleName() or text, f"{control} has no name"


def test_damaged_settings_are_shown_until_dismissed(
    desk: Desk, start_application: Callable[..., Application], qtbot: QtBot
) -> None:
    desk.settings_path.parent.mkdir(parents=True)
    desk.settings_path.write_text("engines = [")
    desk.problems = (desk.settings().problem or "",)
    application = start_application()
    assert application.window is not None
    banner = application.window.findChild(QFrame, "problems")
    assert isinstance(banner, ProblemBanner)
    qtbot.waitUntil(banner.isVisible, timeout=PATIENCE_MS)
    assert "settings.damaged-1.toml" in banner.accessibleDescription()
    banner.dismiss.click()
    assert not banner.isVisible()


def test_problems_are_a_message_at_the_tray_while_the_window_is_hidden(
    desk: Desk,
    start_application: Callable[..., Application],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    messages: list[str] = []
    monkeypatch.setattr(windows, "has_tray", lambda: True)
    monkeypatch.setattr(TrayIcon, "notify", lambda _, text: messages.append(text))
    desk.problems = ("The catalog could not be read.",)
    application = start_application(is_hidden=True)
    assert messages == ["The catalog could not be read."]
    application.show_window()
    assert application.window is not None
    banner = application.window.findChild(QFrame, "problems")
    assert banner is not None
    assert banner.isVisible(), "a missed notification must stay visible in the window"
