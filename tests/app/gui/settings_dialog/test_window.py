"""The settings window: pages by keyboard, messages, and alignment."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.gui.settings_dialog.window import SettingsWindow
from tests.app.gui.conftest import PATIENCE_MS, Desk


def test_keyboard_changes_pages(window: SettingsWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(window.names.hasFocus, timeout=PATIENCE_MS)
    assert [page.title for page in window.pages if page.isVisible()] == ["General"]
    qtbot.keyClick(window.names, Qt.Key.Key_Down)
    assert [page.title for page in window.pages if page.isVisible()] == ["Engines"]
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(window, Qt.Key.Key_PageUp, control)
    qtbot.keyClick(window, Qt.Key.Key_PageUp, control)
    assert [page.title for page in window.pages if page.isVisible()] == ["Advanced"]
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_messages_stay_until_the_page_changes(window: SettingsWindow, open_desk: Desk) -> None:
    open_desk.hub.settings.notice.emit("It could not be saved.")
    assert window._news.isVisible()
    assert window._news.text() == "It could not be saved."
    window.turn_to(window.memory)
    assert not window._news.isVisible()


def test_texts_of_both_directions_align_with_the_rows(window: SettingsWindow) -> None:
    window.turn_to(window.engines)
    label = window.engines.form.disk_use
    for direction, side in (
        (Qt.LayoutDirection.RightToLeft, Qt.AlignmentFlag.AlignRight),
        (Qt.LayoutDirection.LeftToRight, Qt.AlignmentFlag.AlignLeft),
    ):
        window.setLayoutDirection(direction)
        assert label.alignment() & side
