"""The table of engines: keyboard, mouse, and menus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QTableView, QWidget

from app.gui.worker_table import column_menu
from app.gui.worker_table.actions import EngineActions
from app.gui.worker_table.cell_delegate import RowDelegate, row_height
from app.gui.worker_table.columns import Column
from app.gui.worker_table.header import ColumnHeader
from app.gui.worker_table.idle_editor import IdleTimeoutDelegate
from app.gui.worker_table.model import VIEW_ROLE, WorkerTableModel
from app.gui.worker_table.resort_timer import ResortTimer
from app.gui.worker_table.sort_filter import EngineSortFilter

if TYPE_CHECKING:
    from app.gui.state.engine_view import EngineView
    from app.gui.style.apply import Style
    from workers.devices.probe import DeviceReading

_Index = QModelIndex | QPersistentModelIndex

#: The table shows at least this many rows.
_ROWS_IN_SIGHT = 2
_ACTIVATION_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_POINTER_EVENTS = (
    QEvent.Type.MouseMove,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.Wheel,
    QEvent.Type.ContextMenu,
)


class WorkerTable(QTableView):
    """A row for each engine.

    Return or Space does what the row's button says; in the columns of idle timeout and pin, it
    edits or toggles. All other actions are in the menus, with their shortcuts.

    Attributes:
        engines: The model, in the order of the catalog.
        shown: The rows that are shown, in their order.
        header: The columns.
        engine_actions: Actions on the current engine.
        devices: The devices of the last reading.
        selected: Another engine is current: its ID.
        current_changed: The current engine or its state has changed: its ``EngineView``, or None.
    """

    selected = Signal(str)
    current_changed = Signal(object)

    def __init__(
        self, model: WorkerTableModel, style: Style, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.engines = model
        self.devices: tuple[DeviceReading, ...] = ()
        self.shown = EngineSortFilter(model, self)
        self._selected: str | None = None
        self.header = ColumnHeader(self)
        self.setHorizontalHeader(self.header)
        self.setModel(self.shown)
        self.engine_actions = EngineActions(self)
        self._resort_timer = ResortTimer(self)
        self.setAccessibleName(self.tr("Engines"))
        self._set_delegates(style)
        self._connect_actions()
        self._set_behavior()
        # No higher than the rows need; the rest of the window goes to other parts.
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._resort_timer.due.connect(self._rearrange)
        self.current_changed.connect(self.engine_actions.show_engine)
        model.modelReset.connect(self._on_reset)
        model.rows_changed.connect(self._rearrange)
        model.dataChanged.connect(self._on_data_changed)
        style.changed.connect(self.viewport().update)

    # The current engine.

    @property
    def current_engine(self) -> EngineView | None:
        """The engine of the current row; None for none."""
        return self.currentIndex().data(VIEW_ROLE) if self.currentIndex().isValid() else None

    @property
    def current_column(self) -> Column:
        """The column of the current cell; the first column without one."""
        current = self.currentIndex()
        return Column(current.column()) if current.isValid() else self.header.shown[0]

    def select_first(self) -> None:
        """Makes the first row current."""
        self.setCurrentIndex(self.shown.index(0, self.header.shown[0]))

    def filter(self, text: str) -> None:
        """Shows only engines that match; the current engine stays current while it is shown."""
        self.shown.set_filter(text)
        self._restore_selected()

    # Actions, each with the engine's ID.

    def edit_idle_timeout(self, engine: str) -> None:
        """Opens the editor of an engine's idle timeout; shows its column if hidden."""
        self.header.show_column(Column.IDLE_TIMEOUT, is_shown=True)
        cell = self.shown.cell(self._place(engine), Column.IDLE_TIMEOUT)
        self.setCurrentIndex(cell)
        self.edit(cell)

    def act(self, engine: str) -> None:
        """Does what an engine's button says."""
        self.engines.action_asked.emit(engine)

    def restart(self, engine: str) -> None:
        """Stops an engine and starts it again."""
        self.engines.restart_asked.emit(engine)

    def toggle_pin(self, engine: str) -> None:
        """Pins or unpins an engine."""
        view = self.engines.view(self._place(engine))
        self.engines.pin_asked.emit(engine, not view.worker.is_pinned)

    def open_log(self, engine: str) -> None:
        """Opens an engine's log."""
        self.engines.log_asked.emit(engine)

    def offer_devices(self, devices: tuple[DeviceReading, ...]) -> None:
        """Sets the devices that the menu offers."""
        self.devices = devices

    # Qt's.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._resort_timer.note_touch()
        column, view = self.current_column, self.current_engine
        is_editing = self.state() is QAbstractItemView.State.EditingState
        if view is None or is_editing:
            super().keyPressEvent(event)
        elif event.key() in _ACTIVATION_KEYS:
            self._activate(column, view.id)
        else:
            keys = QKeySequence(event.keyCombination())
            if not column_menu.run_shortcut(self.header, column, keys):
                super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.verticalHeader().setDefaultSectionSize(row_height(self.font()))
            self.updateGeometry()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() in _POINTER_EVENTS:
            self._resort_timer.note_touch()
        return super().viewportEvent(event)

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        view: EngineView | None = current.data(VIEW_ROLE) if current.isValid() else None
        if view is not None and view.id != self._selected:
            self._selected = view.id
            self.selected.emit(view.id)
        self.current_changed.emit(view)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._height_of(self.engines.visible_count))

    def minimumSizeHint(self) -> QSize:
        rows = min(self.engines.visible_count, _ROWS_IN_SIGHT)
        return QSize(super().minimumSizeHint().width(), self._height_of(rows))

    def _height_of(self, rows: int) -> int:
        row = self.verticalHeader().defaultSectionSize()
        height = self.header.sizeHint().height() + row * max(1, rows) + 2
        is_wide = self.header.length() > self.viewport().width()
        return height + (self.horizontalScrollBar().sizeHint().height() if is_wide else 0)

    # Sorting and filtering.

    def _on_data_changed(self, cell: QModelIndex) -> None:
        if self.shown.is_arranged:
            self._resort_timer.note_change()
        view = self.engines.view(cell.row())
        if view.id == self._selected and cell.column() in (Column.ENGINE, Column.ACTION):
            self.current_changed.emit(self.current_engine)

    def _rearrange(self) -> None:
        if self.state() is QAbstractItemView.State.EditingState:
            self._resort_timer.note_change()
            return
        self.shown.rearrange()
        self.updateGeometry()
        self._restore_selected()

    def _on_reset(self) -> None:
        self.updateGeometry()
        self._restore_selected()

    def _restore_selected(self) -> None:
        """Makes the row of the selected engine current again if it is shown."""
        view = self.current_engine
        if view is None and self._selected is not None:
            place = self._place(self._selected)
            cell = self.shown.cell(place, self.header.shown[0]) if place >= 0 else QModelIndex()
            if cell.isValid():
                self.setCurrentIndex(cell)
                return
        self.current_changed.emit(view)

    def _place(self, engine: str) -> int:
        """Returns an engine's place in the catalog; -1 if it isn't in the catalog any more."""
        ids = [view.id for view in self.engines.views]
        return ids.index(engine) if engine in ids else -1

    # Menus and keys.

    def _activate(self, column: Column, engine: str) -> None:
        actions = {Column.IDLE_TIMEOUT: self.edit_idle_timeout, Column.PINNED: self.toggle_pin}
        actions.get(column, self.act)(engine)

    def _open_menu(self, position: QPoint) -> None:
        cell = self.indexAt(position)
        if cell.isValid():
            self.setCurrentIndex(cell)
            menu = self.engine_actions.menu(cell.data(VIEW_ROLE), self.devices, self)
            menu.popup(self.viewport().mapToGlobal(position))

    def _open_column_menu(self, position: QPoint) -> None:
        section = self.header.logicalIndexAt(position)
        if section >= 0:
            menu = column_menu.column_menu(self.header, Column(section), self)
            menu.popup(self.header.viewport().mapToGlobal(position))

    # Setup.

    def _connect_actions(self) -> None:
        actions = self.engine_actions
        actions.act_asked.connect(self.act)
        actions.restart_asked.connect(self.restart)
        actions.idle_timeout_edit_asked.connect(self.edit_idle_timeout)
        actions.pin_toggle_asked.connect(self.toggle_pin)
        actions.log_asked.connect(self.open_log)
        actions.device_chosen.connect(self.engines.device_chosen)

    def _set_delegates(self, style: Style) -> None:
        plain, idle_timeout = RowDelegate(style, self), IdleTimeoutDelegate(style, self)
        self.setItemDelegate(plain)
        self.setItemDelegateForColumn(Column.IDLE_TIMEOUT, idle_timeout)
        plain.button_clicked.connect(self.act)
        plain.pin_clicked.connect(self.toggle_pin)

    def _set_behavior(self) -> None:
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
        self.header.customContextMenuRequested.connect(self._open_column_menu)
        self.header.sectionResized.connect(self.updateGeometry)
        rows = self.verticalHeader()
        rows.hide()
        rows.setDefaultSectionSize(row_height(self.font()))
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.header.arrange()
        self.header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
