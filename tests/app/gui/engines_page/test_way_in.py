"""Ways to open the engines window: main window, banner, and tray."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame
from pytestqt.qtbot import QtBot

from app.gui.application import Application
from app.gui.engines_page.window import EnginesWindow
from app.gui.main_window.welcome import WelcomeBanner
from app.gui.windows import windows
from tests.app.gui.conftest import PATIENCE_MS, Desk

pytestmark = pytest.mark.qt_log_ignore(
    "systemTrayWindowChanged", "does not support raise", "propagateSizeHints"
)


def shown(application: Application) -> EnginesWindow:
    window = application.engines_window
    assert window is not None
    assert window.isVisible()
    return window


def test_button_and_shortcut_open_the_engines_window(
    application: Application, qtbot: QtBot
) -> None:
    assert application.window is not None
    application.window.more.click()
    shown(application).close()
    qtbot.keyClick(application.window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    shown(application)


def test_welcome_banner_opens_the_engines_window(application: Application) -> None:
    assert application.window is not None
    banner = application.window.findChild(QFrame, "welcome")
    assert isinstance(banner, WelcomeBanner)
    banner.more.click()
    shown(application)
    assert banner.isVisible(), "the banner has further steps"


def test_tray_menu_opens_the_engines_window(
    start_application: Callable[..., Application], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(windows, "has_tray", lambda: True)
    application = start_application(is_hidden=True)
    application.tray.menu.rebuild()
    titles = {action.text(): action for action in application.tray.menu.actions()}
    assert "Cloner: Not installed" not in titles
    titles["More engines…"].trigger()
    shown(application)
    assert application.window is None


def test_table_and_tray_show_installed_engines(application: Application) -> None:
    assert application.window is not None
    assert application.window.table.shown.rowCount() == 2


def test_install_of_licensed_engine_opens_the_engines_window(
    application: Application, desk: Desk, qtbot: QtBot
) -> None:
    assert application.window is not None
    preview = application.window.preview
    preview.form.choose("cloner")
    preview.play.click()
    window = shown(application)
    assert window.list.engine == "cloner"
    qtbot.waitUntil(lambda: window.detail.setup.plan is not None, timeout=PATIENCE_MS)
    assert desk.hub.install_queue.task("cloner") is None
    preview.form.choose("small")
    preview.play.click()
    assert desk.hub.install_queue.task("small") is not None, (
        "a small engine without weights needs no confirmation"
    )


def test_transcription_opens_for_a_speech_to_text_engine(
    application: Application, desk: Desk, qtbot: QtBot
) -> None:
    application.show_engines()
    window = shown(application)
    assert application.window is not None
    window.preview_asked.emit("listener")
    assert application.window.modes.transcribe.isVisible()
    assert application.window.modes.transcribe.engine.currentData() == "listener"
    window.preview_asked.emit("second")
    assert application.window.preview.isVisible()
    assert application.window.preview.form.engine.currentData() == "second"


def test_log_opens_from_the_engines_window(application: Application) -> None:
    application.show_engines()
    shown(application).log_asked.emit("talker")
    assert application.window is not None
    logs = application.window._logs
    assert logs is not None
    assert logs.isVisible()


def test_engines_window_closes_with_the_program(application: Application) -> None:
    application.show_engines()
    window = shown(application)
    application.stop()
    assert not window.isVisible()
