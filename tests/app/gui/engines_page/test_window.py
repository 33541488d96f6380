"""The engines window: search, filters, selection, and updates."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.gui.engines_page.engine_list import EngineListModel
from app.gui.engines_page.window import EnginesWindow
from tests.app.gui.conftest import PATIENCE_MS, Desk
from workers.base.states import WorkerState
from workers.installation.state import InstallState

ALL = ["Talker", "Second", "Cloner", "Gated", "Small", "Listener"]


def model(window: EnginesWindow) -> EngineListModel:
    found = window.list.model()
    assert isinstance(found, EngineListModel)
    return found


def names(window: EnginesWindow) -> list[str]:
    return [row.name for row in model(window).rows]


def states(window: EnginesWindow) -> dict[str, str]:
    return {row.engine: row.state for row in model(window).rows}


def shown_facts(window: EnginesWindow) -> dict[str, str]:
    labels = window.detail.findChildren(QLabel)
    return {label.accessibleName(): label.text() for label in labels if label.accessibleName()}


def test_engines_are_listed_with_their_states(window: EnginesWindow) -> None:
    assert names(window) == ALL
    shown = states(window)
    assert (shown["talker"], shown["cloner"]) == ("Installed", "Not installed")
    cell = model(window).index(2)
    assert cell.data(Qt.ItemDataRole.AccessibleTextRole) == "Cloner, Not installed"
    assert window.list.engine == "talker"


@pytest.mark.parametrize(
    ("words", "found"),
    [("CLON", ["Cloner"]), ("german", ["Talker", "Listener"]), ("nightingale", []), ("", ALL)],
)
def test_search_matches_words(window: EnginesWindow, words: str, found: list[str]) -> None:
    window.filters.words.setText(words)
    assert names(window) == found
    assert window.empty_hint.isVisible() == (not found)
    assert window.detail.isVisible() == bool(found)


def test_filters_are_combined(window: EnginesWindow) -> None:
    filters = window.filters
    filters.kind.setCurrentIndex(filters.kind.findData("tts"))
    assert names(window) == ALL[:-1]
    filters.language.setCurrentIndex(filters.language.findText("German"))
    assert names(window) == ["Talker"]
    filters.kind.setCurrentIndex(0)
    assert names(window) == ["Talker", "Listener"]
    filters.installed.setChecked(True)
    assert names(window) == ["Talker"]
    filters.clear()
    assert names(window) == ALL


def test_regions_are_not_listed_as_languages(window: EnginesWindow) -> None:
    box = window.filters.language
    offered = [box.itemText(row) for row in range(box.count())]
    assert offered == ["Any language", "Chinese", "English", "German", "Portuguese"]


def test_keyboard_moves_from_search_to_rows_and_clears_the_search(
    window: EnginesWindow, qtbot: QtBot
) -> None:
    qtbot.waitUntil(window.isActiveWindow)
    window.filters.words.setFocus()
    qtbot.keyClicks(window.filters.words, "second")
    qtbot.keyClick(window.filters.words, Qt.Key.Key_Escape)
    assert names(window) == ALL
    assert window.isVisible()
    qtbot.keyClick(window.filters.words, Qt.Key.Key_Down)
    assert window.list.hasFocus()
    qtbot.keyClick(window.list, Qt.Key.Key_End)
    assert window.list.engine == "listener"
    assert window.detail.name.text() == "Listener"


def test_selection_stays_while_the_row_is_visible(window: EnginesWindow) -> None:
    window.list.choose("gated")
    window.filters.words.setText("e")
    assert window.list.engine == "gated"
    window.filters.words.setText("second")
    assert window.list.engine == "second"


def test_hidden_engine_can_be_selected_by_code(window: EnginesWindow) -> None:
    window.filters.words.setText("second")
    window.choose("cloner")
    assert window.list.engine == "cloner"
    assert names(window) == ALL


def test_details_show_the_facts_of_an_engine(window: EnginesWindow) -> None:
    window.list.choose("cloner")
    facts = shown_facts(window)
    assert window.detail.does.text() == (
        "Speaks text. Starts playing while it generates. "
        "Clones a voice from a sample of at least 5 s."
    )
    assert facts["Languages"] == "Chinese and Portuguese (BR)"
    assert facts["Weights license"] == "CC-BY-NC-4.0: non-commercial use only"
    assert facts["Download"] == "3.0 GB of weights, plus packages"
    assert facts["Missing"] == "Packages\nowner/unfree (weights)"
    assert facts["Runs on"] == "NVIDIA GPUs. Needs no GPU."


def test_running_engine_is_marked(window: EnginesWindow, open_desk: Desk, qtbot: QtBot) -> None:
    open_desk.hub.start("talker")
    ready = WorkerState.READY
    qtbot.waitUntil(lambda: open_desk.view().worker.state is ready, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: states(window)["talker"] == "Ready", timeout=PATIENCE_MS)


def test_incomplete_engine_offers_update_or_repair(
    window: EnginesWindow, open_desk: Desk, qtbot: QtBot
) -> None:
    open_desk.installation.states["cloner"] = InstallState(False, False, (True,), weights_bytes=9)
    window.disk_scan.scan("cloner")
    qtbot.waitUntil(
        lambda: states(window)["cloner"] == "Update or repair needed", timeout=PATIENCE_MS
    )
    window.list.choose("cloner")
    assert window.detail.install.text() == "Install missing files…"
    # Files of other engines don't count.
    open_desk.installation.states["cloner"] = InstallState(
        environment=False,
        sources=False,
        weights=(True,),
        weights_bytes=9,
        others_weights=("gated",),
    )
    window.disk_scan.scan("cloner")
    qtbot.waitUntil(lambda: states(window)["cloner"] == "Not installed", timeout=PATIENCE_MS)


def test_closed_window_is_updated_when_opened(
    window: EnginesWindow, open_desk: Desk, qtbot: QtBot
) -> None:
    window.close()
    open_desk.hub.start("talker")
    ready = WorkerState.READY
    qtbot.waitUntil(lambda: open_desk.view().worker.state is ready, timeout=PATIENCE_MS)
    assert "Ready" not in window.detail.state.text(), "a hidden window was updated"
    window.show()
    assert window.detail.state.text() == "Text to speech · Ready"
    assert states(window)["talker"] == "Ready"


def test_escape_closes_the_window(window: EnginesWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window.list, Qt.Key.Key_Escape)
    assert not window.isVisible()
