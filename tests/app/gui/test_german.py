"""The program in German, selected by the settings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.gui.application import Application
from app.gui.preview.speech_table import SpeechTable
from app.gui.style.theme import GRID
from app.gui.text import durations, wording
from app.gui.text.language_names import language_name
from app.gui.widgets.form import plain
from app.gui.worker_table.columns import Column, heading
from installer import translations
from tests.app.gui.conftest import PATIENCE_MS, Desk
from tests.app.gui.test_accessibility import cut_texts, fits

ROOT = Path(__file__).resolve().parents[3]

pytestmark = [
    pytest.mark.parametrize("language", ["de"], indirect=True),
    pytest.mark.usefixtures("language"),
    # The offscreen platform can't raise windows, and warns.
    pytest.mark.qt_log_ignore("systemTrayWindowChanged", "does not support raise"),
]


@pytest.fixture
def windows(language: str, desk: Desk, application: Application, qtbot: QtBot) -> list[QWidget]:
    """Main window, settings, logs, and engines window, after one engine has spoken."""
    assert language == "de"
    desk.hear(qtbot, "talker")
    assert application.window is not None
    application.show_settings()
    assert application.settings_window is not None
    application.window.open_log()
    logs = application.window._logs
    assert logs is not None
    application.show_engines()
    assert application.engines_window is not None
    return [application.window, application.settings_window, logs, application.engines_window]


def shown_texts(window: QWidget) -> Iterator[str]:
    """Returns all visible and accessible texts of a window."""
    for widget in (window, *window.findChildren(QWidget)):
        if isinstance(widget, QLabel | QAbstractButton):
            yield plain(widget.text())
        yield from (widget.windowTitle(), widget.toolTip(), widget.accessibleName())
    for action in window.findChildren(QAction):
        yield from (plain(action.text()), action.toolTip())


def test_no_text_is_in_english(windows: list[QWidget], application: Application) -> None:
    translated = translations.read(ROOT / translations.FOLDER / "engineroom_de.ts")
    german = {plain(text) for text in translated.values()}
    english = {plain(text.source) for text in translated} - german
    seen = {text for window in windows for text in shown_texts(window)}
    seen |= {action.text() for action in application.tray.menu.actions()}
    assert len(seen & german) > 80
    assert not seen & english


def test_words_numbers_and_keys_are_german(windows: list[QWidget], desk: Desk) -> None:
    window, settings, *_ = windows
    assert settings.windowTitle() == "Einstellungen von Engine Room"
    assert wording.state(desk.view()) == "Bereit"
    assert wording.memory_size(int(2.1 * 2**30)) == "2,1 GB"
    button = window.findChild(QWidget, "openSettings")
    assert button is not None
    assert button.toolTip() == "Einstellungen (Strg+,)"
    for seconds in (0.0, 1.5, 90.0, 300.0, 7200.0):
        assert durations.parsed(durations.spoken(seconds)) == seconds
    assert durations.spoken(1.5) == "1,5 s"
    assert durations.parsed("Nie") == 0.0
    assert [language_name(code) for code in ("de", "en", "en-US", "pt-BR", "xx")] == [
        "Deutsch",
        "English",
        "English (US)",
        "Português (BR)",
        "xx",
    ]


def test_german_is_listed_as_a_language(
    language: str, application: Application, qtbot: QtBot
) -> None:
    application.show_settings()
    assert application.settings_window is not None
    offered = application.settings_window.general.language

    def is_offered() -> None:
        texts = [offered.itemText(row) for row in range(offered.count())]
        assert texts == ["Systemstandard", "English", "Deutsch"]

    qtbot.waitUntil(is_offered, timeout=PATIENCE_MS)
    assert (offered.currentText(), offered.currentData()) == ("Deutsch", language)


def test_table_headings_are_not_cut_off(application: Application) -> None:
    assert application.window is not None
    header = application.window.table.header
    for column in Column:
        header.show_column(column, is_shown=True)
    beside = GRID + GRID // 2 + 10  # Padding and sort indicator.
    for column in Column:
        text = header.fontMetrics().horizontalAdvance(heading(column))
        assert header.sectionSize(column) >= text + beside, heading(column)


def buttons_of(table: SpeechTable) -> list[QPushButton]:
    return [it for row in range(table.rowCount()) if (it := table.button(row)) is not None]


def test_preview_texts_are_not_cut_off(application: Application, qtbot: QtBot) -> None:
    window = application.window
    assert window is not None
    window.resize(1024, 820)

    def nothing_is_cut() -> None:
        assert not cut_texts(window)  # After the layouts have settled.
        cells = [cell for table in window.findChildren(SpeechTable) for cell in buttons_of(table)]
        assert cells
        assert not [cell.text() for cell in cells if cell.isVisible() and not fits(cell)]

    for mode in window.modes.switch.buttons.buttons():
        mode.click()
        qtbot.waitUntil(nothing_is_cut, timeout=PATIENCE_MS)
