"""Failure cards in the window, by mouse, keyboard, and clipboard."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.gui.failures.area import MOST_CARDS, FailureArea
from app.gui.failures.card import FailureCard
from app.gui.style.apply import Style
from app.gui.style.theme import DARK
from tests.app.gui.conftest import PATIENCE_MS, Desk, args_of
from tests.app.gui.pictures import view
from workers.base.exit_status import ExitStatus
from workers.base.states import WorkerState
from workers.diagnosis.failure import Failure

LINES = ("loading", "torch.OutOfMemoryError: CUDA out of memory.")


@pytest.fixture
def window(open_desk: Desk, style: Style, qtbot: QtBot) -> Iterator[QWidget]:
    """A window with the failures between two other controls."""
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    layout.addWidget(QPushButton("before", window))
    layout.addWidget(FailureArea(open_desk.hub, style, window))
    text = QPlainTextEdit(window)
    text.setObjectName("after")
    text.setTabChangesFocus(True)
    layout.addWidget(text)
    layout.addStretch()
    window.resize(900, 600)
    window.show()
    window.activateWindow()
    yield window
    window.hide()


def fail(
    desk: Desk, engine: str = "talker", at_s: float = 1.0, lines: tuple[str, ...] = LINES
) -> None:
    """Reports a failure of an engine, as the hub does."""
    failure = Failure(at_s, f"{engine} died (exit=1)", ExitStatus(1), lines)
    desk.hub.failures.update(view(engine, WorkerState.CRASHED, failure=failure))


def area(window: QWidget) -> FailureArea:
    found = window.findChild(FailureArea)
    assert isinstance(found, FailureArea)
    return found


def cards(window: QWidget) -> list[FailureCard]:
    """Returns the cards from top to bottom."""
    found = [card for card in window.findChildren(FailureCard) if card.isVisible()]
    return sorted(found, key=lambda card: card.y())


def test_card_names_the_engine_and_the_cause(window: QWidget, open_desk: Desk) -> None:
    assert not area(window).isVisible()
    fail(open_desk)
    (card,) = cards(window)
    assert card.headline.text() == "Talker ran out of GPU memory."
    assert card.detail.text() == "The engine gets more memory the next time it starts."
    assert card.act.text() == "Free memory and start"
    assert (card.accessibleName(), card.accessibleDescription()) == (
        card.headline.text(),
        card.detail.text(),
    )
    assert not card.lines.isVisible()
    open_desk.hub.failures.update(view(state=WorkerState.STARTING))
    assert not card.act.isEnabled()
    open_desk.hub.failures.update(view(state=WorkerState.READY))
    assert cards(window) == []
    assert not area(window).isVisible()


def test_last_output_lines_unfold_and_can_be_copied(
    window: QWidget, open_desk: Desk, qtbot: QtBot
) -> None:
    fail(open_desk)
    (card,) = cards(window)
    height = card.height()
    qtbot.mouseClick(card.more, Qt.MouseButton.LeftButton)
    assert card.lines.isVisible()
    assert card.lines.toPlainText() == "\n".join(LINES)
    assert card.lines.isReadOnly()
    qtbot.waitUntil(lambda: card.height() > height, timeout=PATIENCE_MS)
    qtbot.keyClick(card.lines, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(card.lines, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "\n".join(LINES)
    fail(open_desk, at_s=2.0, lines=("another",))
    assert card.lines.toPlainText() == "another"


def test_output_lines_are_read_from_the_log(window: QWidget, open_desk: Desk, qtbot: QtBot) -> None:
    open_desk.log.start()
    try:
        logging.getLogger("engineroom.worker.talker").info("ERROR: the last word")
    finally:
        open_desk.log.close()
    fail(open_desk, lines=())
    (card,) = cards(window)
    qtbot.mouseClick(card.more, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "the last word" in card.lines.toPlainText(), timeout=PATIENCE_MS)
    assert " ERROR    ERROR: the last word" in card.lines.toPlainText()


def test_missing_output_is_mentioned(window: QWidget, open_desk: Desk, qtbot: QtBot) -> None:
    fail(open_desk, lines=())
    (card,) = cards(window)
    qtbot.mouseClick(card.more, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: card.lines.toPlainText() == "No output", timeout=PATIENCE_MS)


def test_newest_three_failures_are_shown_and_the_rest_counted(
    window: QWidget, open_desk: Desk, qtbot: QtBot
) -> None:
    more = window.findChild(QLabel, "moreFailures")
    assert more is not None
    for number in range(1, MOST_CARDS + 3):
        fail(open_desk, f"engine{number}", float(number))
    qtbot.waitUntil(lambda: len({card.y() for card in cards(window)}) == 3, timeout=PATIENCE_MS)
    assert [card.note.engine for card in cards(window)] == ["engine5", "engine4", "engine3"]
    assert (more.isVisible(), more.text()) == (True, "2 more engines failed.")
    open_desk.hub.failures.dismiss("engine4")
    qtbot.waitUntil(lambda: len({card.y() for card in cards(window)}) == 3, timeout=PATIENCE_MS)
    assert [card.note.engine for card in cards(window)] == ["engine5", "engine3", "engine2"]
    assert more.text() == "1 more engine failed."
    open_desk.hub.failures.dismiss("engine5")
    assert not more.isVisible()


def test_space_is_requested_for_new_cards_only(window: QWidget, open_desk: Desk) -> None:
    signals: list[str] = []
    area(window).growing.connect(lambda: signals.append("growing"))
    area(window).grown.connect(lambda: signals.append("grown"))
    area(window).gone.connect(lambda: signals.append("gone"))
    fail(open_desk)
    assert signals == ["growing", "grown"]
    open_desk.hub.failures.update(view(state=WorkerState.STARTING))
    fail(open_desk, at_s=2.0)
    assert signals == ["growing", "grown"]
    open_desk.hub.failures.dismiss("talker")
    assert signals == ["growing", "grown", "gone"]


def test_new_card_takes_no_focus(window: QWidget, open_desk: Desk) -> None:
    text = window.findChild(QPlainTextEdit, "after")
    assert text is not None
    text.setFocus()
    fail(open_desk)
    assert text.hasFocus()


def test_tab_visits_the_cards_from_top_to_bottom(
    window: QWidget, open_desk: Desk, qtbot: QtBot
) -> None:
    fail(open_desk, "first", 1.0)
    fail(open_desk, "second", 2.0)
    upper, lower = cards(window)
    before = window.findChild(QPushButton)
    assert before is not None
    before.setFocus()
    reached = []
    for _ in range(7):
        focused = window.focusWidget()
        assert focused is not None
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
        reached.append(window.focusWidget())
    text = window.findChild(QPlainTextEdit, "after")
    assert reached == [*upper.controls()[:3], *lower.controls()[:3], text]


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_keyboard_dismissal_moves_the_focus_on(
    window: QWidget, open_desk: Desk, qtbot: QtBot, key: Qt.Key
) -> None:
    fail(open_desk, "first", 1.0)
    fail(open_desk, "second", 2.0)
    upper, lower = cards(window)
    upper.close_button.setFocus()
    qtbot.keyClick(upper.close_button, key)
    assert cards(window) == [lower]
    assert lower.act.hasFocus()
    qtbot.keyClick(lower.act, Qt.Key.Key_Escape)
    assert cards(window) == []
    text = window.findChild(QPlainTextEdit, "after")
    assert text is not None
    assert text.hasFocus()


def test_copied_report_contains_no_personal_data(
    window: QWidget, open_desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("USER", "wendy")
    qtbot.waitUntil(lambda: bool(area(window)._devices), timeout=PATIENCE_MS)
    fail(open_desk, lines=('File "/home/wendy/x.py"', "HF_TOKEN=abc"))
    (card,) = cards(window)
    card.more.click()
    card.report.click()
    qtbot.waitUntil(lambda: card.report.text() == "Copied", timeout=PATIENCE_MS)
    report = QGuiApplication.clipboard().text()
    assert "Name: Talker (talker, tts)" in report
    assert "GPU 0: Test GPU 0, 8.0 GB" in report
    assert 'File "~/x.py"' in report
    assert "wendy" not in report
    assert "HF_TOKEN=[removed]" in report


def test_failed_report_names_the_reason(window: QWidget, open_desk: Desk, qtbot: QtBot) -> None:
    log = open_desk.log.path("talker")
    log.mkdir(parents=True)
    fail(open_desk)
    (card,) = cards(window)
    card.more.click()
    with qtbot.waitSignal(open_desk.hub.notice, timeout=PATIENCE_MS) as notice:
        card.report.click()
    assert "Couldn’t create the report" in args_of(notice)[0]


def test_show_log_requests_the_log(window: QWidget, open_desk: Desk, qtbot: QtBot) -> None:
    fail(open_desk)
    (card,) = cards(window)
    card.more.click()
    with qtbot.waitSignal(area(window).log_asked, timeout=PATIENCE_MS) as asked:
        card.log.click()
    assert args_of(asked) == ["talker"]


def test_failure_mark_is_visible_in_both_themes(
    window: QWidget, open_desk: Desk, style: Style, qtbot: QtBot
) -> None:
    fail(open_desk)
    (card,) = cards(window)
    for theme in (style.theme, DARK):
        style.use(theme)
        picture = card._mark.grab().toImage()
        colors = {picture.pixelColor(x, y).name() for x in range(16) for y in range(16)}
        assert theme.bad in colors
