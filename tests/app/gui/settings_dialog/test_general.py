"""The general page: autostart, theme, tray, and language."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget
from pytestqt.qtbot import QtBot

from app.autostart import AutostartState, StartCommand
from app.autostart.freedesktop import DesktopEntry
from app.gui.settings_dialog.general import GeneralPage
from app.gui.settings_dialog.window import SettingsWindow
from app.gui.text import language
from tests.app.gui.conftest import PATIENCE_MS, Desk, args_of


@pytest.fixture
def page(window: SettingsWindow, qtbot: QtBot) -> GeneralPage:
    qtbot.waitUntil(window.general.at_login.isEnabled, timeout=PATIENCE_MS)
    return window.general


def test_autostart_is_read_from_the_disk(
    page: GeneralPage, autostart: DesktopEntry, qtbot: QtBot
) -> None:
    on, off = AutostartState.ON, AutostartState.OFF
    assert not page.at_login.isChecked()
    page.at_login.click()
    qtbot.waitUntil(lambda: autostart.state() is on, timeout=PATIENCE_MS)
    page.at_login.click()
    qtbot.waitUntil(lambda: autostart.state() is off, timeout=PATIENCE_MS)


def test_external_change_of_autostart_is_seen_on_activation(
    page: GeneralPage, autostart: DesktopEntry, qtbot: QtBot
) -> None:
    autostart.turn_on()
    QApplication.sendEvent(page, QEvent(QEvent.Type.ActivationChange))
    qtbot.waitUntil(page.at_login.isChecked, timeout=PATIENCE_MS)
    other = DesktopEntry(StartCommand(("/elsewhere",)), autostart._path.parent)
    other.turn_on()
    page.hide()
    page.show()
    qtbot.waitUntil(lambda: not page.at_login.isChecked(), timeout=PATIENCE_MS)
    assert "Another copy" in page._at_login_note.text()


def test_failed_change_of_autostart_is_reported_and_not_shown(
    page: GeneralPage, autostart: DesktopEntry, open_desk: Desk, qtbot: QtBot
) -> None:
    autostart._path.parent.write_text("a file, where a folder has to be")
    with qtbot.waitSignal(open_desk.hub.settings.notice, timeout=PATIENCE_MS) as notice:
        page.at_login.click()
    assert "Couldn’t change this setting" in args_of(notice)[0]
    qtbot.waitUntil(lambda: not page.at_login.isChecked(), timeout=PATIENCE_MS)


def test_copy_with_a_custom_home_cannot_start_at_login(open_desk: Desk) -> None:
    page = GeneralPage(open_desk.hub, None)
    assert not page.at_login.isEnabled()
    assert "custom ENGINEROOM_HOME" in page._at_login_note.text()
    page.deleteLater()


def test_theme_and_tray_settings_are_saved(
    page: GeneralPage, open_desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)
    page._read_autostart()
    settings = open_desk.hub.settings
    page.hidden.click()
    page.theme.setFocus()
    qtbot.keyClick(page.theme, Qt.Key.Key_End)
    assert (settings.current.starts_hidden, settings.current.theme) == (True, "dark")
    qtbot.waitUntil(lambda: open_desk.settings().settings == settings.current, timeout=PATIENCE_MS)


def test_missing_tray_disables_starting_in_the_tray(
    page: GeneralPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: False)
    page._read_autostart()
    assert not page.hidden.isEnabled()
    assert "no tray" in page._hidden_note.text()


def test_language_applies_after_a_restart(page: GeneralPage, open_desk: Desk) -> None:
    page._offer_languages((language.SOURCE, "de"))
    texts = [page.language.itemText(row) for row in range(page.language.count())]
    assert texts == ["System default", "English", "Deutsch"]
    assert page._language_note.isHidden()
    page.language.setCurrentIndex(2)
    page.language.activated.emit(2)
    assert open_desk.hub.settings.current.language == "de"
    assert not page._language_note.isHidden()
    page._offer_languages((language.SOURCE,))
    assert page.language.currentText() == "de (not available)"
    page.language.setCurrentIndex(0)
    page.language.activated.emit(0)
    assert open_desk.hub.settings.current.language is None
    assert page._language_note.isHidden()


def test_wheel_changes_no_unfocused_field(page: GeneralPage, qtbot: QtBot) -> None:
    page.at_login.setFocus()
    before = page.theme.currentIndex()
    scroll(page.theme)
    assert page.theme.currentIndex() == before
    page.theme.setFocus()
    qtbot.waitUntil(page.theme.hasFocus, timeout=PATIENCE_MS)
    scroll(page.theme)
    assert page.theme.currentIndex() == before + 1


def scroll(widget: QWidget) -> None:
    event = QWheelEvent(
        QPointF(5, 5),
        QPointF(widget.mapToGlobal(QPoint(5, 5))),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)
