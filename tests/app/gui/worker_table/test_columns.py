"""Columns: shown, hidden, moved, resized, and saved."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QAction, QFont, QFontMetrics
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from app.gui.main_window.window import MainWindow
from app.gui.style.apply import Style
from app.gui.style.theme import GRID
from app.gui.worker_table.cell_delegate import button_area
from app.gui.worker_table.column_menu import column_menu, fill_columns_menu
from app.gui.worker_table.columns import HIDDEN_AT_FIRST, WIDTHS, Column, heading
from app.gui.worker_table.header import ColumnHeader
from app.gui.worker_table.model import WorkerTableModel
from app.gui.worker_table.panel import EnginesPanel
from app.gui.worker_table.table import WorkerTable
from app.settings import SettingsStore, TableSettings
from tests.app.gui.conftest import PATIENCE_MS, Desk
from tests.app.gui.worker_table.rows import go_to

BOTH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
WIDER = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
AT_FIRST = tuple(column for column in Column if column not in HIDDEN_AT_FIRST)


@pytest.fixture
def header(table: WorkerTable) -> ColumnHeader:
    return table.header


def entry(menu: QMenu, text: str) -> QAction:
    found = [action for action in menu.actions() if action.text() == text]
    assert found, f"no {text} among {[action.text() for action in menu.actions()]}"
    return found[0]


def submenu(menu: QMenu, text: str) -> QMenu:
    found = entry(menu, text).menu()
    assert isinstance(found, QMenu)
    return found


def test_default_columns_show_no_cut_off_text(table: WorkerTable) -> None:
    assert table.header.shown == AT_FIRST
    table.resize(958, 300)  # In a window of 1024.
    assert table.header.length() == table.viewport().width()
    for column in table.header.shown:
        text = table.header.fontMetrics().horizontalAdvance(heading(column))
        beside = GRID + GRID // 2 + 10  # Padding and sort indicator.
        assert table.header.sectionSize(column) >= text + beside, column.name


def test_columns_fit_the_narrowest_window(table: WorkerTable) -> None:
    table.resize(734 - 12, 300)  # In one of 800, beside a scroll bar.
    assert table.horizontalScrollBar().maximum() == 0


def test_state_column_takes_the_remaining_width(table: WorkerTable, header: ColumnHeader) -> None:
    table.resize(1400, 300)
    assert header.length() == table.viewport().width()
    header.show_column(Column.LAST_USED, is_shown=True)
    assert header.length() == table.viewport().width()
    table.resize(500, 300)
    assert header.sectionSize(Column.STATE) == WIDTHS[Column.STATE] * GRID
    assert table.horizontalScrollBar().maximum() > 0


def test_resized_state_column_keeps_its_width(table: WorkerTable, header: ColumnHeader) -> None:
    header.resizeSection(Column.STATE, 200)
    table.resize(1400, 300)
    assert header.sectionSize(Column.STATE) == 200


def test_button_shows_and_hides_columns(panel: EnginesPanel) -> None:
    menu, header = QMenu(panel), panel.table.header
    fill_columns_menu(menu, header, Column.MEMORY)
    checked = [action.text() for action in menu.actions() if action.isChecked()]
    assert len(checked) == len(AT_FIRST)
    entry(menu, "CPU").trigger()
    entry(menu, "Device").trigger()
    assert Column.CPU in header.shown
    assert Column.DEVICE not in header.shown
    assert not entry(menu, "Engine").isEnabled(), "the name column can be hidden"
    entry(menu, "Reset columns").trigger()
    assert header.shown == AT_FIRST
    fill_columns_menu(menu, header, Column.MEMORY)
    entry(submenu(menu, "Memory column"), "Hide Memory").trigger()
    assert Column.MEMORY not in header.shown


@pytest.mark.qt_log_ignore("does not support raise", "does not support grabbing")
def test_right_click_on_a_heading_opens_the_menu(table: WorkerTable) -> None:
    header = table.header
    x = header.sectionViewportPosition(Column.MEMORY) + 20
    header.customContextMenuRequested.emit(QPoint(x, 5))
    menu = table.findChild(QMenu)
    assert menu is not None
    entry(menu, "Sort by Memory, descending").trigger()
    assert header.sorted_by is Column.MEMORY
    entry(menu, "Hide Memory").trigger()
    assert Column.MEMORY not in header.shown
    menu.close()
    again = column_menu(header, Column.STATE, table)
    entry(submenu(again, "Columns"), "Memory").trigger()
    assert header.shown == AT_FIRST


def test_heading_menu_offers_only_effective_actions(
    table: WorkerTable, header: ColumnHeader
) -> None:
    engine = column_menu(header, Column.ENGINE, table)
    assert not entry(engine, "Hide Engine").isEnabled()
    assert not entry(engine, "Move Engine left").isEnabled()
    assert not entry(engine, "Default order").isEnabled()
    last = column_menu(header, Column.ACTION, table)
    assert not entry(last, "Move Action right").isEnabled()
    header.sort_by(Column.STATE)
    assert entry(column_menu(header, Column.ENGINE, table), "Default order").isEnabled()
    shortcuts = [action.shortcut().toString() for action in engine.actions() if action.text()]
    assert shortcuts[:2] == ["Ctrl+Shift+Up", "Ctrl+Shift+Down"]


def test_keyboard_moves_resizes_and_hides_the_current_column(
    table: WorkerTable, header: ColumnHeader, qtbot: QtBot
) -> None:
    go_to(table, 0, Column.MEMORY)
    qtbot.keyClick(table, Qt.Key.Key_Left, BOTH)
    assert header.shown[:4] == (Column.ENGINE, Column.STATE, Column.MEMORY, Column.DEVICE)
    qtbot.keyClick(table, Qt.Key.Key_Right, BOTH)
    qtbot.keyClick(table, Qt.Key.Key_Right, BOTH)
    assert header.shown[3:5] == (Column.STOPS_IN, Column.MEMORY), "hidden columns are not skipped"
    width = header.sectionSize(Column.MEMORY)
    qtbot.keyClick(table, Qt.Key.Key_Right, WIDER)
    assert header.sectionSize(Column.MEMORY) == width + 2 * GRID
    qtbot.keyClick(table, Qt.Key.Key_Left, WIDER)
    assert header.sectionSize(Column.MEMORY) == width
    qtbot.keyClick(table, Qt.Key.Key_H, BOTH)
    assert Column.MEMORY not in header.shown
    go_to(table, 0, Column.ENGINE)
    qtbot.keyClick(table, Qt.Key.Key_H, BOTH)
    assert Column.ENGINE in header.shown


def test_editing_a_hidden_idle_timeout_shows_the_column(table: WorkerTable, qtbot: QtBot) -> None:
    table.header.show_column(Column.IDLE_TIMEOUT, is_shown=False)
    qtbot.keyClick(table, Qt.Key.Key_F2)
    assert Column.IDLE_TIMEOUT in table.header.shown


def test_headings_have_tooltips(table: WorkerTable) -> None:
    head = table.shown.headerData
    across = Qt.Orientation.Horizontal
    spoken = [head(column, across, Qt.ItemDataRole.AccessibleTextRole) for column in Column]
    assert all(spoken)
    assert len(set(spoken)) == len(Column)
    assert "one core" in head(Column.CPU, across, Qt.ItemDataRole.ToolTipRole)
    assert table.header.accessibleName() == "Columns"


# Saved arrangement.

ARRANGED = TableSettings(
    order=tuple(
        column.setting
        for column in (Column.STATE, Column.ENGINE, *[c for c in Column if c > Column.STATE])
    ),
    hidden=("ram", "cpu"),
    widths={"engine": 240},
    sort_by="memory",
    descending=True,
    filter="gpu",
)


def test_arrangement_is_restored(panel: EnginesPanel, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(panel.arrangement.settled):
        panel.arrangement.restore(ARRANGED)
        panel.arrangement.settle()
    header = panel.table.header
    assert header.order[:2] == (Column.STATE, Column.ENGINE)
    assert set(Column) - set(header.shown) == {Column.RAM, Column.CPU}
    assert header.sectionSize(Column.ENGINE) == 240
    assert panel.bar.filter.text() == "gpu"
    assert panel.table.shown.index(0, Column.ENGINE).data() == "Kokoro"
    header.show_column(Column.CPU, is_shown=True)
    with qtbot.waitSignal(panel.arrangement.settled) as settled:
        panel.arrangement.settle()
    assert settled.args == [
        TableSettings(
            order=ARRANGED.order,
            hidden=("ram",),
            widths={"engine": 240},
            sort_by="memory",
            descending=True,
            filter="gpu",
        )
    ]


def test_unknown_columns_are_ignored(panel: EnginesPanel) -> None:
    strange = TableSettings(("mood", "state"), ("mood",), {"mood": 20}, "mood", True)
    panel.arrangement.restore(strange)
    assert panel.table.header.order[:2] == (Column.STATE, Column.ENGINE)
    assert panel.table.header.shown == (Column.STATE, Column.ENGINE, *tuple(Column)[2:])
    assert panel.table.header.sorted_by is None


def test_default_arrangement_is_not_saved(panel: EnginesPanel, qtbot: QtBot) -> None:
    panel.table.header.shift(Column.MEMORY, 1)
    panel.table.header.shift(Column.MEMORY, -1)
    menu = QMenu(panel)
    fill_columns_menu(menu, panel.table.header, Column.MEMORY)
    with qtbot.waitSignal(panel.arrangement.settled) as settled:
        entry(menu, "Reset columns").trigger()
        panel.arrangement.settle()
    assert settled.args == [TableSettings()]


def test_drag_is_signaled_once_at_the_end(panel: EnginesPanel, qtbot: QtBot) -> None:
    settled: list[TableSettings] = []
    panel.arrangement.settled.connect(settled.append)
    panel.arrangement._timer.setInterval(20)
    for width in range(100, 200):
        panel.table.header.resizeSection(Column.MEMORY, width)
    assert settled == []
    qtbot.waitUntil(lambda: bool(settled))
    assert [settings.widths for settings in settled] == [{"memory": 199}]


@pytest.fixture
def window(open_desk: Desk, style: Style, qtbot: QtBot) -> Iterator[MainWindow]:
    window = MainWindow(open_desk.hub, style)
    yield window
    open_desk.close(qtbot)
    window.deleteLater()


def test_rows_come_after_the_toolbar_in_tab_order(
    window: MainWindow,
) -> None:
    searched, reached = window.engines.bar.filter, window.settings.nextInFocusChain()
    while reached is not None and reached not in (searched, window.table):
        reached = reached.nextInFocusChain()
    assert reached is searched


def test_arrangement_is_saved_at_exit(window: MainWindow, open_desk: Desk, qtbot: QtBot) -> None:
    window.table.header.show_column(Column.CPU, is_shown=True)
    window.engines.bar.filter.setText("talk")
    window.show_stopping()
    open_desk.close(qtbot)
    kept = SettingsStore(open_desk.settings_path).settings.table
    assert "cpu" not in (kept.hidden or ("cpu",))
    assert kept.filter == "talk"


def test_arrangement_is_saved_after_a_delay(
    window: MainWindow, open_desk: Desk, style: Style, qtbot: QtBot
) -> None:
    window.engines.arrangement._timer.setInterval(0)
    window.table.header.sort_by(Column.ENGINE, descending=True)
    path = open_desk.settings_path
    qtbot.waitUntil(
        lambda: SettingsStore(path).settings.table.sort_by == "engine", timeout=PATIENCE_MS
    )
    again = MainWindow(open_desk.hub, style)
    qtbot.addWidget(again)
    assert again.table.header.sorted_by is Column.ENGINE
    assert again.table.shown.index(0, Column.ENGINE).data() == "Talker"


@pytest.fixture
def large_font(qapp: QApplication) -> Iterator[QFont]:
    """Doubles the font size of windows created later."""
    usual, large = QFont(qapp.font()), QFont(qapp.font())
    large.setPointSizeF(usual.pointSizeF() * 2)
    qapp.setFont(large)
    yield large
    qapp.setFont(usual)


def test_columns_and_rows_grow_with_the_font(
    header: ColumnHeader, large_font: QFont, style: Style, model: WorkerTableModel, qtbot: QtBot
) -> None:
    table = WorkerTable(model, style)
    qtbot.addWidget(table)
    table.resize(2000, 300)
    table.show()
    for column in header.shown:
        assert table.header.sectionSize(column) >= header.sectionSize(column), column.name
    for column in (Column.ENGINE, Column.MEMORY, Column.ACTION):
        assert table.header.sectionSize(column) >= header.sectionSize(column) * 1.8, column.name
    assert table.rowHeight(0) >= QFontMetrics(large_font).height() * 1.9
    table.resize(958, 300)
    assert table.horizontalScrollBar().maximum() == 0


def test_button_is_at_the_end_of_its_column() -> None:
    cell = QRectF(100, 0, 300, 48)
    left_to_right = button_area(cell, Qt.LayoutDirection.LeftToRight)
    right_to_left = button_area(cell, Qt.LayoutDirection.RightToLeft)
    assert right_to_left.width() == left_to_right.width()
    assert right_to_left.left() - cell.left() == cell.right() - left_to_right.right() > 0
