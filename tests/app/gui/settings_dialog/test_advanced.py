"""The advanced page: folders, log level, and reset."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.gui.settings_dialog.advanced import AdvancedPage
from app.gui.settings_dialog.window import SettingsWindow
from app.gui.widgets.confirmation import Confirmation
from app.settings import EngineSettings, Settings
from tests.app.gui.conftest import PATIENCE_MS, Desk, args_of
from workers.base import paths

# The offscreen platform can't raise windows, and warns.
pytestmark = pytest.mark.qt_log_ignore("does not support raise", "propagateSizeHints")


@pytest.fixture
def page(window: SettingsWindow, qtbot: QtBot) -> AdvancedPage:
    window.turn_to(window.advanced)
    qtbot.waitUntil(lambda: bool(folder(window.advanced, "logs").text()), timeout=PATIENCE_MS)
    return window.advanced


def folder(page: AdvancedPage, name: str) -> QLineEdit:
    line = page.findChild(QLineEdit, f"{name}Folder")
    assert line is not None
    return line


def press(page: AdvancedPage, name: str) -> None:
    button = page.findChild(QPushButton, name)
    assert button is not None
    button.click()


def test_folders_are_shown_and_copied(page: AdvancedPage, open_desk: Desk) -> None:
    shown = {name: folder(page, name).text() for name in ("config", "data", "state", "models")}
    assert shown == {
        "config": str(paths.config_dir()),
        "data": str(paths.environments_dir()),
        "state": str(paths.state_dir()),
        "models": str(paths.models_dir()),
    }
    assert folder(page, "logs").text() == str(open_desk.log.path().parent)
    press(page, "stateCopy")
    assert QGuiApplication.clipboard().text() == str(paths.state_dir())


def test_folder_is_opened_if_it_exists(
    page: AdvancedPage, open_desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()) or True
    )
    with qtbot.waitSignal(open_desk.hub.settings.notice, timeout=PATIENCE_MS) as notice:
        press(page, "configOpen")
    assert "is created when it’s first needed" in args_of(notice)[0]
    paths.config_dir().mkdir(parents=True)
    press(page, "configOpen")
    qtbot.waitUntil(lambda: bool(opened), timeout=PATIENCE_MS)
    assert Path(opened[0]) == paths.config_dir()
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _: False)
    with qtbot.waitSignal(open_desk.hub.settings.notice, timeout=PATIENCE_MS) as notice:
        press(page, "configOpen")
    assert "No app on this desktop can show" in args_of(notice)[0]


def test_log_level_applies_at_once(page: AdvancedPage, open_desk: Desk, qtbot: QtBot) -> None:
    open_desk.log.start()
    try:
        row = page.log_level.findData("debug")
        page.log_level.setCurrentIndex(row)
        page.log_level.activated.emit(row)
        assert logging.getLogger("app").level == logging.DEBUG
    finally:
        open_desk.log.close()
    debug = "debug"
    qtbot.waitUntil(lambda: open_desk.settings().settings.log_level == debug, timeout=PATIENCE_MS)


def question(page: AdvancedPage) -> Confirmation:
    asked = page.window().findChild(Confirmation, "resetQuestion")
    assert asked is not None
    return asked


def test_reset_asks_and_returns_all_settings_to_defaults(
    page: AdvancedPage, window: SettingsWindow, open_desk: Desk, qtbot: QtBot
) -> None:
    settings, room = open_desk.hub.settings, open_desk.hub.room
    assert room is not None
    settings.set_of(EngineSettings.pinned, "talker", value=True)
    settings.set_of(EngineSettings.idle_timeout_s, "talker", 7.0)
    settings.set_of(EngineSettings.device, "talker", "cpu")
    settings.set(Settings.theme, "dark")
    settings.set(Settings.reserve_gb, 3.0)
    settings.set(Settings.output_device, "Headphones, ALSA")
    settings.set(Settings.tray_explained, value=True)
    page.reset.click()
    press_in(question(page), "refuse")
    assert settings.current.theme == "dark"
    page.reset.click()
    with qtbot.waitSignal(settings.notice, timeout=PATIENCE_MS) as notice:
        press_in(question(page), "confirm")
    kept = open_desk.settings_path.with_suffix(".before-reset-1.toml")
    assert args_of(notice) == [f"Settings reset to defaults. Backup: {kept}"]
    assert window._news.text() == args_of(notice)[0]
    assert 'theme = "dark"' in kept.read_text()
    view = open_desk.view()
    assert (view.worker.is_pinned, view.worker.idle_timeout_s) == (False, 300.0)
    assert view.fixed_to is None
    assert room.supervisor.reserve_bytes == 2**29
    assert open_desk.player.device_id is None
    assert window.general.theme.currentData() == "system"
    assert open_desk.settings().settings == settings.current
    assert settings.current.tray_explained, "the explanation would be shown again"


def press_in(asked: Confirmation, name: str) -> None:
    button = asked.findChild(QPushButton, name)
    assert button is not None
    button.click()
