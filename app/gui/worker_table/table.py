"""The table itself: keyboard, mouse and context menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSizePolicy,
    QTableView,
    QWidget,
)

from app.gui.style.theme import GRID
from app.gui.worker_table.cells import ROW_HEIGHT, RowDelegate
from app.gui.worker_table.columns import Column
from app.gui.worker_table.idle_editor import IdleTimeoutDelegate
from app.gui.worker_table.menu import PIN_SHORTCUT, row_menu
from app.gui.worker_table.model import WorkerTableModel

if TYPE_CHECKING:
    from app.gui.style.apply import Style
    from workers.gpu.probe import DeviceReading

_Index = QModelIndex | QPersistentModelIndex

#: Widths in grid units; the state takes what is left.
_WIDTHS = {
    Column.ENGINE: 24,
    Column.DEVICE: 9,
    Column.MEMORY: 11,
    Column.LAST_USED: 12,
    Column.STOPS_IN: 9,
    Column.IDLE_TIMEOUT: 15,
    Column.ACTION: 14,
}
#: So many rows are never scrolled away by what is below.
_ROWS_IN_SIGHT = 2
_ACTIVATING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class WorkerTable(QTableView):
    """Engines, one a row.

    Return or Space does what the row's button says; F2 edits its time-out; Ctrl+P pins it.

    Attributes:
        engines: The model.
        devices: What engines can run on, of the last reading.
        selected: Another engine is current: its id.
    """

    selected = Signal(str)

    def __init__(
        self, model: WorkerTableModel, style: Style, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.engines = model
        self.devices: tuple[DeviceReading, ...] = ()
        self.setModel(model)
        self.setAccessibleName(self.tr("Engines"))
        self.setItemDelegate(RowDelegate(style, self))
        self.setItemDelegateForColumn(Column.IDLE_TIMEOUT, IdleTimeoutDelegate(style, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._open_menu)
        self._lay_out_columns()
        # No higher than the rows need: what is left goes to others.
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        model.modelReset.connect(self.updateGeometry)
        style.changed.connect(self.viewport().update)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        current = self.currentIndex()
        is_editing = self.state() is QAbstractItemView.State.EditingState
        if not current.isValid() or is_editing:
            super().keyPressEvent(event)
        elif event.key() in _ACTIVATING:
            if current.column() == Column.IDLE_TIMEOUT:
                self.edit(current)
            else:
                self.act(current.row())
        elif QKeySequence(event.keyCombination()) == PIN_SHORTCUT:
            self.toggle_pin(current.row())
        elif event.key() == Qt.Key.Key_F2:
            self.edit_idle_timeout(current.row())
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._height_of(self.engines.rowCount()))

    def minimumSizeHint(self) -> QSize:
        rows = min(self.engines.rowCount(), _ROWS_IN_SIGHT)
        return QSize(super().minimumSizeHint().width(), self._height_of(rows))

    def edit_idle_timeout(self, row: int) -> None:
        """Open the editor of a row's idle time-out."""
        cell = self.engines.index(row, Column.IDLE_TIMEOUT)
        self.setCurrentIndex(cell)
        self.edit(cell)

    def act(self, row: int) -> None:
        """Do what a row's button says."""
        self.engines.action_asked.emit(self.engines.view(row).id)

    def toggle_pin(self, row: int) -> None:
        """Pin a row's engine, or unpin it."""
        view = self.engines.view(row)
        self.engines.pin_asked.emit(view.id, not view.worker.is_pinned)

    def offer_devices(self, devices: tuple[DeviceReading, ...]) -> None:
        """Let engines be fixed to these."""
        self.devices = devices

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and current.row() != previous.row():
            self.selected.emit(self.engines.view(current.row()).id)

    def _height_of(self, rows: int) -> int:
        return self.horizontalHeader().sizeHint().height() + ROW_HEIGHT * max(1, rows) + 2

    def _open_menu(self, position: QPoint) -> None:
        cell = self.indexAt(position)
        if cell.isValid():
            menu = row_menu(self, cell.row(), self.devices)
            menu.popup(self.viewport().mapToGlobal(position))

    def _lay_out_columns(self) -> None:
        rows = self.verticalHeader()
        rows.hide()
        rows.setDefaultSectionSize(ROW_HEIGHT)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(GRID * 6)
        header.setSectionResizeMode(Column.STATE, QHeaderView.ResizeMode.Stretch)
        for column, units in _WIDTHS.items():
            header.resizeSection(column, units * GRID)
        header.setSectionResizeMode(Column.ACTION, QHeaderView.ResizeMode.Fixed)
