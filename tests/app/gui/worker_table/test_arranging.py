"""Sorting and filtering of rows, which don't move during interaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QLabel
from pytestqt.qtbot import QtBot

from app.gui.state.engine_view import Installation
from app.gui.worker_table import resort_timer
from app.gui.worker_table.columns import Column
from app.gui.worker_table.panel import EnginesPanel
from app.gui.worker_table.table import WorkerTable
from tests.app.gui.conftest import PATIENCE_MS
from tests.app.gui.pictures import GB, view
from tests.app.gui.pointer import point_at
from tests.app.gui.worker_table.rows import go_to
from workers.base.states import WorkerState
from workers.diagnosis.failure import Failure

READY = WorkerState.READY


@pytest.fixture
def table(panel: EnginesPanel) -> WorkerTable:
    return panel.table


def names(table: WorkerTable) -> list[str]:
    """Returns the engine names from top to bottom."""
    rows = range(table.shown.rowCount())
    return [table.shown.index(row, Column.ENGINE).data() for row in rows]


CATALOG = ["Kokoro", "F5", "Hibari", "Bark", "Piper"]


@pytest.mark.parametrize(
    ("column", "upwards"),
    [
        (Column.ENGINE, ["Bark", "F5", "Hibari", "Kokoro", "Piper"]),
        (Column.MEMORY, ["Hibari", "Bark", "Kokoro", "F5", "Piper"]),
        (Column.STATE, ["Bark", "Kokoro", "Hibari", "F5", "Piper"]),
        (Column.DEVICE, ["Hibari", "Kokoro", "Bark", "F5", "Piper"]),
        (Column.CPU, ["Hibari", "Kokoro", "F5", "Bark", "Piper"]),
        (Column.REQUESTS, CATALOG),
    ],
)
def test_rows_are_sorted_by_values(table: WorkerTable, column: Column, upwards: list[str]) -> None:
    table.header.sort_by(column)
    assert names(table) == upwards
    table.header.sort_by(None)
    assert names(table) == CATALOG


def test_unknown_values_sort_last_and_ties_keep_the_catalog_order(
    table: WorkerTable,
) -> None:
    table.header.sort_by(Column.MEMORY, descending=True)
    assert names(table) == ["Kokoro", "Bark", "Hibari", "F5", "Piper"]
    table.header.sort_by(Column.REQUESTS, descending=True)
    assert names(table) == CATALOG


def test_heading_cycles_through_sort_orders(table: WorkerTable, qtbot: QtBot) -> None:
    x = table.header.sectionViewportPosition(Column.MEMORY) + 20
    orders = []
    for _ in range(3):
        qtbot.mouseClick(
            table.header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, 5), delay=0
        )
        orders.append(names(table)[0])
    assert orders == ["Hibari", "Kokoro", "Kokoro"]
    assert names(table) == CATALOG


def test_keyboard_sorts_by_the_current_column(table: WorkerTable, qtbot: QtBot) -> None:
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    go_to(table, 0, Column.MEMORY)
    qtbot.keyClick(table, Qt.Key.Key_Down, both)
    assert names(table)[:2] == ["Kokoro", "Bark"]
    qtbot.keyClick(table, Qt.Key.Key_Up, both)
    assert names(table)[:2] == ["Hibari", "Bark"]
    qtbot.keyClick(table, Qt.Key.Key_O, both)
    assert names(table) == CATALOG


def test_current_engine_moves_with_its_row(table: WorkerTable, qtbot: QtBot) -> None:
    go_to(table, 2)
    with qtbot.assertNotEmitted(table.selected):
        table.header.sort_by(Column.ENGINE)
    assert table.current_engine is not None
    assert table.current_engine.id == "hibari"
    assert [index.row() for index in table.selectionModel().selectedRows()] == [2]


# Filter.


@pytest.mark.parametrize(
    ("looked_for", "found"),
    [
        ("k", ["Kokoro", "Bark"]),
        ("KOKO", ["Kokoro"]),
        ("gpu", ["Kokoro", "Bark"]),
        ("gpu work", ["Bark"]),
        ("installing", ["Piper"]),
        ("  ", CATALOG),
    ],
)
def test_filter_matches_name_state_and_device(
    panel: EnginesPanel, looked_for: str, found: list[str]
) -> None:
    panel.bar.filter.setText(looked_for)
    assert names(panel.table) == found


def test_keyboard_enters_clears_and_leaves_the_filter(panel: EnginesPanel, qtbot: QtBot) -> None:
    table, searched = panel.table, panel.bar.filter
    qtbot.keyClick(table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert searched.hasFocus()
    escapes: list[int] = []
    QShortcut(
        QKeySequence("Escape"), panel, lambda: escapes.append(1)
    )  # Like the shortcut of the preview.
    qtbot.keyClicks(searched, "bark")
    assert names(table) == ["Bark"]
    qtbot.keyClick(searched, Qt.Key.Key_Escape)
    assert (searched.text(), names(table), escapes) == ("", CATALOG, [])
    qtbot.keyClick(searched, Qt.Key.Key_Escape)
    assert escapes == [1], "Esc without a filter isn't passed on"
    qtbot.keyClick(searched, Qt.Key.Key_Down)
    assert table.hasFocus()


def test_empty_result_is_explained(panel: EnginesPanel) -> None:
    nothing = panel.table.viewport().findChild(QLabel, "nothingFound")
    assert nothing is not None
    panel.bar.filter.setText("nightingale")
    assert nothing.isVisible()
    assert nothing.text().startswith("No engines match “nightingale”.")
    panel.bar.filter.setText("bark")
    assert not nothing.isVisible()
    captions = [label.text() for label in panel.bar.findChildren(QLabel)]
    assert "1 of 5" in captions


def test_only_installed_engines_have_rows(panel: EnginesPanel, qtbot: QtBot) -> None:
    table = panel.table
    go_to(table, 2)
    before = table.sizeHint().height()
    missing = view("piper", place=4, installation=Installation.MISSING)
    with qtbot.assertNotEmitted(table.selected):
        table.engines.show_engine(missing)
    assert names(table) == CATALOG[:-1]
    assert table.sizeHint().height() < before
    assert table.current_engine is not None
    assert table.current_engine.id == "hibari"
    failure = Failure.of(RuntimeError("no network"), 1.0)
    table.engines.show_engine(replace(missing, problem=failure))
    assert names(table) == CATALOG, "a failed engine must stay visible"


def test_empty_table_explains_how_to_begin(panel: EnginesPanel) -> None:
    nothing = panel.table.viewport().findChild(QLabel, "nothingFound")
    assert nothing is not None
    panel.table.engines.show_engines([view("piper", installation=Installation.MISSING)])
    assert nothing.isVisible()
    assert "More engines…" in nothing.text()
    panel.table.engines.show_engine(view("piper", installation=Installation.INSTALLING))
    assert not nothing.isVisible()


def test_filter_keeps_the_selected_engine(panel: EnginesPanel, qtbot: QtBot) -> None:
    table = panel.table
    go_to(table, 2, Column.STATE)
    with qtbot.assertNotEmitted(table.selected):
        panel.bar.filter.setText("bark")
        assert table.current_engine is None, "another engine was selected"
        assert not table.engine_actions.pin.isEnabled()
        panel.bar.filter.clear()
    assert table.current_engine is not None
    assert table.current_engine.id == "hibari"


def test_rows_can_be_reached_while_the_selected_one_is_hidden(
    panel: EnginesPanel, qtbot: QtBot
) -> None:
    go_to(panel.table, 2)
    panel.bar.filter.setText("bark")
    panel.bar.filter.setFocus()
    with qtbot.waitSignal(panel.table.selected) as selected:
        qtbot.keyClick(panel.bar.filter, Qt.Key.Key_Return)
    assert selected.args == ["bark"]


# Changing values.


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Removes the delay before sorting."""
    monkeypatch.setattr(resort_timer, "_DELAY_MS", 0)
    monkeypatch.setattr(resort_timer, "_IDLE_MS", 150)


def change(table: WorkerTable, **fields: Any) -> Callable[[], bool]:
    """Makes Hibari use most memory; returns a check that its row is the first."""
    fields = {"device": "cpu", "pid": 2, "memory_bytes": 20 * GB, **fields}
    table.engines.show_engine(view("hibari", READY, place=2, **fields))
    return lambda: names(table)[0] == "Hibari"


def test_row_moves_when_its_value_changes(at_once: None, table: WorkerTable, qtbot: QtBot) -> None:
    table.header.sort_by(Column.MEMORY, descending=True)
    is_first = change(table)
    assert not is_first(), "sorted before all readings were shown"
    qtbot.waitUntil(is_first, timeout=PATIENCE_MS)


def test_rows_do_not_move_under_the_pointer(
    at_once: None, table: WorkerTable, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    table.header.sort_by(Column.MEMORY, descending=True)
    monkeypatch.setattr(resort_timer, "_IDLE_MS", 600_000)
    point_at(table.viewport(), QPoint(60, 60))
    is_first = change(table)
    with qtbot.assertNotEmitted(table.shown.layoutChanged, wait=50):
        pass
    monkeypatch.setattr(resort_timer, "_IDLE_MS", 0)
    point_at(table.viewport(), QPoint(60, 62))
    qtbot.waitUntil(is_first, timeout=PATIENCE_MS)


def test_row_does_not_move_while_it_is_edited(
    at_once: None, table: WorkerTable, qtbot: QtBot
) -> None:
    table.header.sort_by(Column.MEMORY, descending=True)
    table.edit_idle_timeout("hibari")
    editor = table.viewport().findChild(QComboBox)
    assert editor is not None
    place = editor.geometry()
    is_first = change(table)
    with qtbot.assertNotEmitted(table.shown.layoutChanged, wait=50):
        pass
    assert editor.isVisible()
    assert editor.geometry() == place
    with qtbot.waitSignal(table.engines.idle_timeout_edited) as edited:
        editor.setEditText("90")
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert edited.args == ["hibari", 90.0]
    qtbot.waitUntil(is_first, timeout=PATIENCE_MS)


def test_filter_follows_states(at_once: None, panel: EnginesPanel, qtbot: QtBot) -> None:
    panel.bar.filter.setText("ready")
    assert names(panel.table) == ["Kokoro", "Hibari"]
    panel.table.engines.show_engine(view("F5", READY, place=1, pid=9))
    qtbot.waitUntil(lambda: names(panel.table) == ["Kokoro", "F5", "Hibari"])


def test_catalog_order_needs_no_sorting(at_once: None, table: WorkerTable, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(table.shown.layoutChanged, wait=50):
        change(table)


def test_new_engine_list_keeps_the_selected_engine(table: WorkerTable, qtbot: QtBot) -> None:
    go_to(table, 2)
    with qtbot.assertNotEmitted(table.selected):
        table.engines.show_engines([view("new"), view("hibari", place=1)])
    assert table.current_engine is not None
    assert table.current_engine.id == "hibari"
    assert names(table) == ["New", "Hibari"]
