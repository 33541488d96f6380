"""Accessibility: names, keyboard focus, and large texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QFont
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.gui.application import Application
from app.gui.settings_dialog.window import SettingsWindow
from app.gui.text.language import available
from app.gui.widgets.confirmation import Confirmation
from app.gui.widgets.form import Page
from tests.app.gui.conftest import PATIENCE_MS, Desk
from workers.memory.budgets import VRAM_BUDGETS

# The offscreen platform can't raise windows, and warns.
pytestmark = pytest.mark.qt_log_ignore(
    "systemTrayWindowChanged", "does not support raise", "propagateSizeHints"
)


IN_ALL_LANGUAGES = pytest.mark.parametrize("language", available(), indirect=True)


@pytest.fixture
def everything(
    language: str,
    application: Application,
    desk: Desk,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> list[QWidget]:
    """Every window and dialog of the program, with visible questions and banners."""
    for engine in ("talker", "second"):
        monkeypatch.setitem(VRAM_BUDGETS, f"tts_{engine}", (5.0, 5.0))
    desk.hear(qtbot, "talker")
    application.hub.start("second")
    start_requests = application.hub.start_requests
    qtbot.waitUntil(lambda: bool(start_requests.questions), timeout=PATIENCE_MS)
    application.show_settings()
    assert application.settings_window is not None
    application.settings_window.advanced.reset.click()
    asked = application.settings_window.findChild(Confirmation)
    assert asked is not None
    assert application.window is not None
    application.show_engines()
    assert application.engines_window is not None
    return [application.window, application.settings_window, asked, application.engines_window]


def widgets_of(window: QWidget) -> Iterator[QWidget]:
    """Returns the widgets of a window, except those internal to Qt widgets."""
    for widget in (window, *window.findChildren(QWidget)):
        if not widget.objectName().startswith("qt_") and not is_inside_of_qts(widget):
            yield widget


def is_inside_of_qts(widget: QWidget) -> bool:
    """Returns whether the parent provides the name: a list's line edit, a header, a popup."""
    parent = widget.parentWidget()
    while parent is not None:
        is_area = isinstance(parent, QAbstractScrollArea) and not isinstance(parent, Page)
        if is_area or isinstance(parent, QComboBox | QAbstractSpinBox):
            return True
        parent = parent.parentWidget()
    return False


def spoken_name(widget: QWidget) -> str:
    """Returns the name for screen readers, as Qt finds it: own name, label, or text."""
    found = QAccessible.queryAccessibleInterface(widget)
    return found.text(QAccessible.Text.Name) if found is not None else ""


def test_focusable_widgets_have_accessible_names(
    everything: list[QWidget],
) -> None:
    focusable = [
        widget
        for window in everything
        for widget in widgets_of(window)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not isinstance(widget, QLabel)
    ]
    assert len(focusable) > 40
    nameless = [widget for widget in focusable if not spoken_name(widget).strip()]
    assert not nameless


def test_check_finds_a_control_without_a_name(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    bad = QComboBox(window)
    assert bad in set(widgets_of(window))
    assert not spoken_name(bad)


def test_windows_have_titles(everything: list[QWidget]) -> None:
    assert all(window.windowTitle() for window in everything)


@pytest.mark.parametrize("number", [0, 1, 3])
def test_tab_visits_all_controls_and_wraps_around(everything: list[QWidget], number: int) -> None:
    window = everything[number]
    expected = {
        widget
        for widget in widgets_of(window)
        if widget.isVisible()
        and widget.isEnabled()
        and isinstance(widget, QAbstractButton | QComboBox)
        and widget.window() is window
    }
    reached: set[QWidget] = set()
    current = window.nextInFocusChain()
    while current is not None and current is not window:
        reached.add(current)
        current = current.nextInFocusChain()
    assert current is window
    assert expected
    tabbed = {widget for widget in reached if widget.focusPolicy() & Qt.FocusPolicy.TabFocus}
    assert expected <= tabbed


@IN_ALL_LANGUAGES
def test_mnemonics_of_a_page_are_unique(everything: list[QWidget]) -> None:
    for window in everything:
        pages = getattr(window, "pages", (window,))
        for page in pages:
            letters = [letter for widget in widgets_of(page) if (letter := mnemonic(widget))]
            assert len(letters) == len(set(letters)), letters


def mnemonic(widget: QWidget) -> str:
    if not isinstance(widget, QLabel | QAbstractButton):
        return ""
    if isinstance(widget, QLabel) and widget.buddy() is None:
        return ""
    text = widget.text().replace("&&", "")
    return text[text.index("&") + 1].lower() if "&" in text else ""


@pytest.fixture
def scaled(qapp: Any) -> Iterator[Callable[[float], None]]:
    """Makes all texts larger, as the desktop's text scaling does."""
    plain = QFont(QApplication.font())

    def scale(factor: float) -> None:
        larger = QFont(plain)
        larger.setPointSizeF(plain.pointSizeF() * factor)
        QApplication.setFont(larger)

    yield scale
    QApplication.setFont(plain)


@IN_ALL_LANGUAGES
@pytest.mark.usefixtures("language")
@pytest.mark.parametrize("factor", [1.0, 1.5, 2.0])
def test_large_texts_are_not_cut_off(
    scaled: Callable[[float], None],
    factor: float,
    request: pytest.FixtureRequest,
    qtbot: QtBot,
) -> None:
    scaled(factor)
    everything: list[QWidget] = request.getfixturevalue("everything")
    settings = everything[1]
    assert isinstance(settings, SettingsWindow)

    def nothing_is_cut() -> None:
        # Layouts settle after a few turns of the event loop.
        assert not [text for window in everything for text in cut_texts(window)]

    for page in settings.pages:
        settings.turn_to(page)
        qtbot.waitUntil(nothing_is_cut, timeout=3000)


def cut_texts(window: QWidget) -> list[str]:
    """Returns the texts of widgets that are smaller than their texts."""
    visible = [widget for widget in widgets_of(window) if widget.isVisible()]
    shown = [widget for widget in visible if widget.window() is window]
    return [
        f"{widget.text()!r} has {widget.width()}×{widget.height()}"
        for widget in shown
        if isinstance(widget, QLabel | QPushButton | QCheckBox)
        and widget.text()
        and not fits(widget)
    ]


def fits(widget: QLabel | QPushButton | QCheckBox) -> bool:
    if isinstance(widget, QLabel) and widget.wordWrap():
        longest = max(widget.text().split(), key=len)
        width = widget.fontMetrics().horizontalAdvance(longest)
        return widget.height() >= widget.heightForWidth(widget.width()) and widget.width() >= width
    needed = widget.sizeHint()
    return widget.width() >= needed.width() and widget.height() >= needed.height()
