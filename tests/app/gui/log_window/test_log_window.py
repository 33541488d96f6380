"""The log window with real files and a real writer, by mouse and keyboard."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt, QThread, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from pytestqt.qtbot import QtBot

from app.gui.log_window.follower import LogFollower
from app.gui.log_window.view import LogView
from app.gui.log_window.window import LogWindow
from app.gui.style.apply import Style
from app.gui.style.theme import DARK
from app.logs import ProgramLog
from tests.app.gui.conftest import PATIENCE_MS
from tests.app.gui.pictures import view
from tests.app.gui.stall_watch import StallWatch

# The offscreen platform can't raise windows, and warns.
pytestmark = pytest.mark.qt_log_ignore("does not support raise", "propagateSizeHints")

TALKER = logging.getLogger("engineroom.worker.talker")


@pytest.fixture
def log(tmp_path: Path) -> Iterator[ProgramLog]:
    log = ProgramLog(lambda: tmp_path / "logs")
    log.start()
    yield log
    log.close()


@pytest.fixture
def window(log: ProgramLog, style: Style, qtbot: QtBot) -> Iterator[LogWindow]:
    window = LogWindow(log, [view("talker"), view("second")], style)
    yield window
    window.end()
    window.deleteLater()


def say(first: int, last: int, word: str = "line") -> None:
    for number in range(first, last + 1):
        TALKER.info("%s %d", word, number)


def lines(window: LogWindow) -> list[str]:
    """Returns the messages without time and level."""
    return [line[35:] for line in window.page.view.toPlainText().split("\n")]


def open_talker(window: LogWindow, qtbot: QtBot, count: int) -> LogView:
    """Opens the talker's log with numbered lines, and waits until they are shown."""
    say(1, count)
    window.show_log("talker")
    wait_for_last(window, qtbot, f"line {count}")
    return window.page.view


def wait_for_last(window: LogWindow, qtbot: QtBot, text: str) -> None:
    qtbot.waitUntil(lambda: lines(window)[-1] == text, timeout=PATIENCE_MS)


def at_end(shown: LogView) -> bool:
    bar = shown.verticalScrollBar()
    return bar.value() == bar.maximum()


def scroll(shown: LogView, value: int) -> None:
    shown.verticalScrollBar().setValue(value)


def test_logs_are_listed_with_the_programs_first(window: LogWindow, qtbot: QtBot) -> None:
    names = [window.list.item(row).text() for row in range(window.list.count())]
    assert names == ["Engine Room", "Talker", "Second"]
    logging.getLogger("app.of.ours").warning("of the program")
    window.show_log()
    wait_for_last(window, qtbot, "app.of.ours: of the program")
    say(1, 2)
    qtbot.keyClick(window.list, Qt.Key.Key_Down)
    wait_for_last(window, qtbot, "line 2")
    assert window.page.status.text().endswith("talker.log")
    qtbot.keyClick(window.list, Qt.Key.Key_Down)
    empty = window.page.view
    qtbot.waitUntil(lambda: empty.placeholderText() == "Log is empty", timeout=PATIENCE_MS)
    assert empty.toPlainText() == ""
    assert not window.page.open_file.isEnabled()


def test_new_lines_are_followed(window: LogWindow, qtbot: QtBot) -> None:
    shown = open_talker(window, qtbot, 100)
    assert at_end(shown)
    say(101, 150)
    wait_for_last(window, qtbot, "line 150")
    assert at_end(shown)
    assert lines(window) == [f"line {number}" for number in range(1, 151)]


def test_scrolling_up_pauses_and_scrolling_down_resumes(window: LogWindow, qtbot: QtBot) -> None:
    shown = open_talker(window, qtbot, 100)
    scroll(shown, 10)
    assert not shown.follows
    assert not window.page.follow.isChecked()
    say(101, 103)
    qtbot.waitUntil(
        lambda: window.page.follow.text() == "Follow (3 new lines)", timeout=PATIENCE_MS
    )
    assert (shown.verticalScrollBar().value(), lines(window)[-1]) == (10, "line 100")
    scroll(shown, shown.verticalScrollBar().maximum())
    assert (shown.follows, lines(window)[-1]) == (True, "line 103")
    assert at_end(shown)
    assert window.page.follow.text() == "Follow"


def test_button_pauses_and_resumes(window: LogWindow, qtbot: QtBot) -> None:
    shown = open_talker(window, qtbot, 100)
    qtbot.mouseClick(window.page.follow, Qt.MouseButton.LeftButton)
    assert not shown.follows
    say(101, 101)
    qtbot.waitUntil(lambda: "1 new line)" in window.page.follow.text(), timeout=PATIENCE_MS)
    qtbot.mouseClick(window.page.follow, Qt.MouseButton.LeftButton)
    assert lines(window)[-1] == "line 101"
    assert at_end(shown)


def test_resizing_and_wrapping_do_not_pause(window: LogWindow, qtbot: QtBot) -> None:
    TALKER.info("long %s", "word " * 400)
    shown = open_talker(window, qtbot, 100)
    for change in (
        lambda: window.resize(720, 400),
        window.page.wrap.click,
        lambda: window.resize(1100, 700),
        window.page.wrap.click,
    ):
        change()
        QCoreApplication.processEvents()  # Qt scrolls later, from the event loop.
        assert shown.follows
        assert at_end(shown)


def test_last_5000_lines_are_shown(window: LogWindow, qtbot: QtBot) -> None:
    open_talker(window, qtbot, 5100)
    assert lines(window) == [f"line {number}" for number in range(101, 5101)]
    say(5101, 5110)
    wait_for_last(window, qtbot, "line 5110")
    assert len(lines(window)) == 5000


def test_levels_are_filtered_and_shown_by_word_and_color(
    window: LogWindow, qtbot: QtBot, style: Style
) -> None:
    say(1, 3)
    TALKER.info("WARNING: hot")
    TALKER.info("ERROR: too hot")
    window.show_log("talker")
    wait_for_last(window, qtbot, "ERROR: too hot")
    shown = window.page.view
    for theme in (style.theme, DARK):
        style.use(theme)
        qtbot.waitUntil(
            lambda theme=theme: {"caution", "bad"} <= tones(shown, theme), timeout=PATIENCE_MS
        )
    window.page.level.setCurrentIndex(2)
    qtbot.waitUntil(
        lambda: lines(window) == ["WARNING: hot", "ERROR: too hot"], timeout=PATIENCE_MS
    )
    assert " WARNING " in shown.toPlainText()
    say(4, 4)
    TALKER.info("ERROR: again")
    wait_for_last(window, qtbot, "ERROR: again")
    assert "line 4" not in lines(window)
    window.page.level.setCurrentIndex(3)
    qtbot.waitUntil(
        lambda: lines(window) == ["ERROR: too hot", "ERROR: again"], timeout=PATIENCE_MS
    )


def tones(shown: LogView, theme: object) -> set[str]:
    """Returns the theme colors of the visible words."""
    inks = {mark.format.foreground().color().name() for mark in shown.extraSelections()}  # pyright: ignore[reportAttributeAccessIssue]
    return {name for name in ("muted", "caution", "bad") if getattr(theme, name) in inks}


def test_search_counts_and_visits_matches(window: LogWindow, qtbot: QtBot, style: Style) -> None:
    shown, search = open_talker(window, qtbot, 120), window.page.search
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert search.text.hasFocus()
    qtbot.keyClicks(search.text, "LINE 11")
    assert search.count.text() == "11 matches"
    backgrounds = {mark.format.background().color().name() for mark in shown.extraSelections()}  # pyright: ignore[reportAttributeAccessIssue]
    assert style.theme.selection in backgrounds
    scroll(shown, 0)
    qtbot.keyClick(search.text, Qt.Key.Key_Return)
    assert (search.count.text(), shown.textCursor().selectedText()) == ("1 of 11", "line 11")
    qtbot.keyClick(window, Qt.Key.Key_F3)
    assert search.count.text() == "2 of 11"
    assert shown.textCursor().block().text().endswith("line 110")
    qtbot.keyClick(search.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert search.count.text() == "1 of 11"
    qtbot.keyClick(window, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert search.count.text() == "11 of 11"
    qtbot.keyClicks(search.text, "x")
    assert search.count.text() == "No matches"
    assert not search.next.isEnabled()
    qtbot.keyClick(search.text, Qt.Key.Key_Escape)
    assert (search.text.text(), search.count.text()) == ("", "")
    assert window.isVisible()


def test_new_lines_are_counted_as_matches(window: LogWindow, qtbot: QtBot) -> None:
    open_talker(window, qtbot, 10)
    window.page.search.text.setText("line")
    say(11, 13)
    qtbot.waitUntil(lambda: window.page.search.count.text() == "13 matches", timeout=PATIENCE_MS)


def test_selected_text_becomes_the_search(window: LogWindow, qtbot: QtBot) -> None:
    shown = open_talker(window, qtbot, 10)
    window.page.search.text.setText("line 3")
    shown.go_to_next()
    window.page.search.text.clear()
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window.page.search.text.text() == "line 3"


def test_copy_takes_the_selection_or_all_lines(window: LogWindow, qtbot: QtBot) -> None:
    shown = open_talker(window, qtbot, 3)
    window.page.copy.click()
    assert QGuiApplication.clipboard().text() == shown.toPlainText()
    window.page.search.text.setText("line 2")
    shown.go_to_next()
    window.page.copy.click()
    assert QGuiApplication.clipboard().text() == "line 2"


def test_file_and_folder_are_opened_by_the_desktop(
    window: LogWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url)
        return len(opened) < 3

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    open_talker(window, qtbot, 1)
    file = tmp_path / "logs" / "talker.log"
    for button in (window.page.open_file, window.page.open_folder, window.page.open_file):
        button.click()
    assert [Path(url.toLocalFile()) for url in opened] == [file, file.parent, file]
    assert window.page.status.text() == f"No app can open {file}"


def test_unreadable_log_names_the_reason(window: LogWindow, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "logs" / "talker.log").mkdir(parents=True)
    window.show_log("talker")
    page = window.page
    qtbot.waitUntil(lambda: "Couldn’t read" in page.view.placeholderText(), timeout=PATIENCE_MS)
    assert "talker.log" in page.status.text()


def test_hidden_window_reads_no_logs(window: LogWindow, qtbot: QtBot) -> None:
    open_talker(window, qtbot, 1)
    (follower,) = window.findChildren(LogFollower)
    (thread,) = follower.findChildren(QThread)
    with qtbot.waitSignals([thread.finished, follower.destroyed], timeout=PATIENCE_MS):
        qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()
    say(2, 2)
    window.show_log("talker")
    wait_for_last(window, qtbot, "line 2")


def test_flood_of_lines_does_not_block_the_main_thread(window: LogWindow, qtbot: QtBot) -> None:
    shown = open_talker(window, qtbot, 5000)
    window.page.search.text.setText("weights")
    with StallWatch() as watch:
        # 500 a second, like an engine in an endless loop.
        for burst in range(60):
            for number in range(10):
                TALKER.info("WARNING: %d lines about the weights of the model", 10 * burst + number)
            qtbot.wait(20)
    qtbot.waitUntil(lambda: window.page.search.count.text() == "600 matches", timeout=PATIENCE_MS)
    assert at_end(shown)
    assert watch.longest_ms < 50
    assert watch.quantile_ms(0.99) < 16
