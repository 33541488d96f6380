"""Comparison of engines: one row each, also after failures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.audio import PlaybackState
from app.gui.preview.compare.pane import ComparePane
from app.gui.preview.preview_panel import PreviewPanel
from app.gui.speech.speech import Speech
from app.gui.state.engine_view import Installation
from app.gui.style.apply import Style
from tests.app.gui.conftest import PATIENCE_MS, Desk, MakePane, entry
from workers.base.states import WorkerState
from workers.memory.budgets import VRAM_BUDGETS

MakeCompare = Callable[[], ComparePane]
RESULT, LOAD, FIRST, FACTOR, LENGTH = range(1, 6)


@pytest.fixture
def make_compare(
    desk: Desk, style: Style, make_pane: MakePane, qtbot: QtBot
) -> Iterator[MakeCompare]:
    """Creates visible panes over all engines of the desk."""
    made: list[PreviewPanel] = []

    def make() -> ComparePane:
        modes = PreviewPanel(desk.hub, style, make_pane())
        made.append(modes)
        modes.show_engines(desk.hub.views)
        desk.hub.engine_changed.connect(modes.show_engine)
        modes.show()
        modes.switch.buttons.button(1).click()
        return modes.compare

    yield make
    desk.close(qtbot)
    for modes in made:
        modes.close()
        modes.deleteLater()


@pytest.fixture
def compare(make_compare: MakeCompare) -> ComparePane:
    return make_compare()


def cell(pane: ComparePane, row: int, column: int) -> str:
    item = pane.table.item(row, column)
    assert item is not None
    return item.text()


def run(pane: ComparePane, text: str) -> None:
    pane.text.setText(text)
    pane.compare.click()


def wait_until_over(pane: ComparePane, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not pane.cancel.isEnabled(), timeout=PATIENCE_MS)


def test_comparable_engines_come_first_and_keep_their_ticks(
    desk: Desk, make_compare: MakeCompare, qtbot: QtBot
) -> None:
    desk.entries = [entry("absent"), entry("talker"), entry("late")]
    pane = make_compare()
    qtbot.waitUntil(lambda: cell(pane, 0, 0) == "Talker", timeout=PATIENCE_MS)
    assert [cell(pane, row, 0) for row in range(3)] == ["Talker", "Absent", "Late"]
    assert [cell(pane, row, RESULT) for row in range(3)] == ["", "Not installed", "Not installed"]
    pane.table.setCurrentCell(0, 0)
    qtbot.keyClick(pane.table, Qt.Key.Key_Space)
    pane.show_engine(replace(desk.view("late"), installation=Installation.INSTALLED))
    assert [cell(pane, row, 0) for row in range(3)] == ["Talker", "Late", "Absent"]
    ticks = [item.checkState() for row in range(3) if (item := pane.table.item(row, 0))]
    no, yes = Qt.CheckState.Unchecked, Qt.CheckState.Checked
    assert ticks == [no, yes, no]
    assert [pane.table.columnSpan(row, RESULT) for row in range(3)] == [1, 1, 5]


def test_unreadable_text_starts_no_engine(compare: ComparePane, desk: Desk) -> None:
    run(compare, "Привет, как дела?")
    for row in (0, 1):
        assert cell(compare, row, RESULT).startswith("The text doesn’t look like English.")
    assert not compare.cancel.isEnabled()
    assert desk.hub.worker("talker").state is WorkerState.STOPPED


def test_every_engine_has_figures(compare: ComparePane, desk: Desk, qtbot: QtBot) -> None:
    results: list[Speech] = []
    compare.spoken.connect(results.append)
    run(compare, "say 4")
    assert cell(compare, 1, RESULT) == "Waiting"
    wait_until_over(compare, qtbot)
    for row in (0, 1):
        assert cell(compare, row, RESULT) == "Done"
        assert cell(compare, row, LENGTH) == "200 ms"
        assert "× real time" in cell(compare, row, FACTOR)
        assert cell(compare, row, LOAD).endswith("s")
        assert cell(compare, row, FIRST).endswith("ms"), "the load time is included"
    assert [speech.request.engine for speech in results] == ["talker", "second"]
    assert desk.player.playbacks == [], "audio was played during the comparison"
    run(compare, "say 1")
    wait_until_over(compare, qtbot)
    assert cell(compare, 0, LOAD) == "–", "a loaded engine has a load time"


def test_every_result_can_be_played(compare: ComparePane, desk: Desk, qtbot: QtBot) -> None:
    button = compare.table.button(1)
    assert button is not None
    assert not button.isEnabled()
    run(compare, "say 4")
    wait_until_over(compare, qtbot)
    assert button.isEnabled()
    button.click()
    playback = desk.playback(qtbot)
    assert len(playback.fed) == 4 * 4800
    assert (button.text(), button.accessibleName()) == ("Stop", "Stop Second")
    button.click()
    assert playback.state is PlaybackState.STOPPED
    assert button.text() == "Play"


def test_failed_engine_has_a_row_with_the_reason(
    desk: Desk, make_compare: MakeCompare, qtbot: QtBot
) -> None:
    desk.entries = [entry("broken", variant="failing"), entry("talker")]
    desk.environments.complete.add("broken")
    pane = make_compare()
    run(pane, "say 2")
    wait_until_over(pane, qtbot)
    assert "no such weights" in cell(pane, 0, RESULT)
    assert pane.table.columnSpan(0, RESULT) == 5, "the reason doesn't span the figures"
    assert cell(pane, 1, RESULT) == "Done"
    run(pane, "refuse")
    wait_until_over(pane, qtbot)
    assert "cannot be spoken" in cell(pane, 1, RESULT)
    assert cell(pane, 1, LENGTH) == "–", "figures of an earlier comparison"


def test_only_ticked_engines_are_compared(compare: ComparePane, desk: Desk, qtbot: QtBot) -> None:
    compare.table.setCurrentCell(0, RESULT)
    qtbot.keyClick(compare.table, Qt.Key.Key_Space)
    run(compare, "say 1")
    wait_until_over(compare, qtbot)
    assert cell(compare, 0, RESULT) == ""
    assert cell(compare, 1, RESULT) == "Done"
    assert not desk.hub.worker("talker").is_alive()
    compare.table.setCurrentCell(1, 0)
    qtbot.keyClick(compare.table, Qt.Key.Key_Space)
    assert not compare.compare.isEnabled(), "no engine is ticked"


def test_engines_without_the_language_are_marked(
    desk: Desk, make_compare: MakeCompare, qtbot: QtBot
) -> None:
    desk.entries = [
        entry("talker", languages=("de", "en")),
        entry("second", languages=("en",)),
        entry("third", languages=("de-AT",)),
    ]
    desk.environments.complete.add("third")
    pane = make_compare()
    run(pane, "say 1")
    wait_until_over(pane, qtbot)
    assert [cell(pane, row, RESULT) for row in range(3)] == [
        "Done",
        "Doesn’t speak German.",
        "Done",
    ]


def test_missing_engines_cannot_be_ticked(
    desk: Desk, make_compare: MakeCompare, qtbot: QtBot
) -> None:
    desk.environments.complete.remove("second")
    pane = make_compare()
    assert cell(pane, 1, RESULT) == "Not installed"
    item = pane.table.item(1, 0)
    assert item is not None
    assert not item.flags() & Qt.ItemFlag.ItemIsEnabled
    desk.environments.finish.set()
    desk.hub.installations.install("second")
    qtbot.waitUntil(lambda: cell(pane, 1, RESULT) == "", timeout=PATIENCE_MS)
    assert item.flags() & Qt.ItemFlag.ItemIsEnabled


def test_comparison_can_be_canceled(compare: ComparePane, desk: Desk, qtbot: QtBot) -> None:
    run(compare, "wait")
    qtbot.waitUntil(lambda: cell(compare, 0, RESULT) == "Generating…", timeout=PATIENCE_MS)
    compare.cancel.click()
    assert [cell(compare, row, RESULT) for row in (0, 1)] == ["Canceled", "Canceled"]
    assert compare.compare.isEnabled()
    run(compare, "say 2")
    wait_until_over(compare, qtbot)
    assert [cell(compare, row, RESULT) for row in (0, 1)] == ["Done", "Done"]


def test_engines_of_the_comparison_are_stopped_without_a_question(
    desk: Desk, make_compare: MakeCompare, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    for engine in ("talker", "second"):
        monkeypatch.setitem(VRAM_BUDGETS, f"tts_{engine}", (5.0, 5.0))  # of 8: one at a time
    pane = make_compare()
    run(pane, "say 1")
    wait_until_over(pane, qtbot)
    assert [cell(pane, row, RESULT) for row in (0, 1)] == ["Done", "Done"]


def test_engine_that_ran_before_is_stopped_only_after_a_question(
    desk: Desk, make_compare: MakeCompare, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    for engine in ("talker", "second"):
        monkeypatch.setitem(VRAM_BUDGETS, f"tts_{engine}", (5.0, 5.0))
    pane = make_compare()
    desk.hear(qtbot, "talker")
    run(pane, "say 1")
    qtbot.waitUntil(lambda: bool(desk.hub.start_requests.questions), timeout=PATIENCE_MS)
    assert cell(pane, 1, RESULT) == "Waiting for your answer above"
    desk.hub.start_requests.answer("second", start=False)
    wait_until_over(pane, qtbot)
    assert [cell(pane, row, RESULT) for row in (0, 1)] == ["Done", "Not started"]
    assert desk.hub.worker("talker").is_alive()


def test_engine_too_large_names_the_reason(
    desk: Desk, make_compare: MakeCompare, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(VRAM_BUDGETS, "tts_talker", (9.0, 9.0))
    pane = make_compare()
    run(pane, "say 1")
    wait_until_over(pane, qtbot)
    assert "9.00 GB" in cell(pane, 0, RESULT)
    assert cell(pane, 1, RESULT) == "Done"


def test_comparison_uses_the_text_of_the_form(compare: ComparePane, qtbot: QtBot) -> None:
    form = compare._form
    form.text.setPlainText("two\nlines")
    compare.hide()
    compare.show()
    assert compare.text.text() == "two lines"
    qtbot.keyClicks(compare.text, "!")
    assert form.text.toPlainText() == "two lines!"
    compare.text.setText(" ")
    assert not compare.compare.isEnabled()
