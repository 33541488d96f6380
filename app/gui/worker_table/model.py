"""The table model of the engines, updated cell by cell."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from app.gui.state.engine_view import EngineView
from app.gui.text import durations
from app.gui.worker_table import cell_texts, columns, hints
from app.gui.worker_table.columns import Column
from workers.snapshot import WorkerSnapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole

#: The role of a cell's :class:`EngineView`, for the delegates.
VIEW_ROLE = _Role.UserRole
#: The role of a cell's second line.
SECOND_LINE_ROLE = _Role.UserRole + 1


class WorkerTableModel(QAbstractTableModel):
    """Rows are engines in the order of the catalog; cells are texts of frozen snapshots.

    Attributes:
        idle_timeout_edited: The user has edited an idle timeout: ID, seconds (0 for never).
        action_asked: The user wants what the row's button says: ID.
        restart_asked: The user wants to restart the engine: ID.
        log_asked: The user wants the engine's log: ID.
        pin_asked: The user wants to pin or unpin the engine: ID, whether to pin.
        device_chosen: The user wants to fix the engine to a device: ID, and a GPU's UUID,
            ``cpu``, or ``any``.
        rows_changed: ``EngineView.is_here`` of an engine has changed.
    """

    idle_timeout_edited = Signal(str, float)
    action_asked = Signal(str)
    restart_asked = Signal(str)
    log_asked = Signal(str)
    pin_asked = Signal(str, bool)
    device_chosen = Signal(str, str)
    rows_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._views: list[EngineView] = []
        self._cells: list[list[_Cell]] = []

    @property
    def views(self) -> Sequence[EngineView]:
        """The engines in the order of the catalog."""
        return self._views

    @property
    def visible_count(self) -> int:
        """Number of engines with a row in the table; see ``EngineView.is_here``."""
        return sum(view.is_here for view in self._views)

    def show_engines(self, views: Iterable[EngineView]) -> None:
        """Replaces all engines."""
        self.beginResetModel()
        self._views = list(views)
        self._cells = [_render(view, _ALL_COLUMNS) for view in self._views]
        self.endResetModel()

    def show_engine(self, view: EngineView) -> None:
        """Shows one engine's new state, and announces only cells that look different."""
        row, before = view.place, self._views[view.place]
        cells = self._cells[row]
        self._views[row] = view
        columns = _affected_columns(before, view)
        for column, cell in zip(columns, _render(view, columns), strict=True):
            if cell != cells[column]:
                cells[column] = cell
                index = self.index(row, column)
                self.dataChanged.emit(index, index)
        if view.is_here is not before.is_here:
            self.rows_changed.emit()

    def view(self, place: int) -> EngineView:
        """Returns the engine at a place in the catalog, which is its row."""
        return self._views[place]

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's
        return 0 if parent.isValid() else len(self._views)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == _Role.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        text_of = _HEADER_DATA.get(role)
        return text_of(Column(section)) if text_of is not None else None

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role == _Role.DisplayRole:
            return self._cells[row][column][0]
        if role == SECOND_LINE_ROLE:
            return self._cells[row][column][1]
        if role == VIEW_ROLE:
            return self._views[row]
        data_of = _CELL_DATA.get(role)
        return data_of(self._views[row], Column(column)) if data_of is not None else None

    def setData(self, index: _Index, value: Any, role: int = _Role.EditRole) -> bool:
        if role != _Role.EditRole or Column(index.column()) is not Column.IDLE_TIMEOUT:
            return False
        seconds = durations.parsed(str(value))
        if seconds is None:
            return False
        self.idle_timeout_edited.emit(self._views[index.row()].id, seconds)
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.isValid() and Column(index.column()) is Column.IDLE_TIMEOUT:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags


def _edited(view: EngineView, column: Column) -> float | None:
    return view.worker.idle_timeout_s if column is Column.IDLE_TIMEOUT else None


#: The data of a cell for the roles that are rarely asked for.
_CELL_DATA: dict[int, Callable[[EngineView, Column], Any]] = {
    _Role.EditRole: _edited,
    _Role.ToolTipRole: hints.hint,
    _Role.AccessibleTextRole: cell_texts.accessible_text,
}
#: The data of a header for each role.
_HEADER_DATA: dict[int, Callable[[Column], str]] = {
    _Role.DisplayRole: columns.heading,
    _Role.ToolTipRole: columns.explanation,
    _Role.AccessibleTextRole: columns.title,
}


#: First line, second line, and what else decides how a cell is painted.
_Cell = tuple[str, str, object]
_WORKER_FIELDS = tuple(field.name for field in fields(WorkerSnapshot))
_VIEW_FIELDS = tuple(
    field.name for field in fields(EngineView) if field.init and field.name != "worker"
)


def _fraction(view: EngineView) -> float | None:
    return view.progress.fraction if view.progress is not None else None


#: What decides how a cell is painted besides its text.
_EXTRAS: dict[Column, Callable[[EngineView], object]] = {
    Column.ENGINE: lambda view: view.worker.is_pinned,
    Column.STATE: _fraction,
    Column.ACTION: lambda view: view.action,
}
#: Iterating over an enum is slow.
_ALL_COLUMNS = tuple(Column)


def _render(view: EngineView, columns: Iterable[Column]) -> list[_Cell]:
    """Returns cells, with few calls, because this runs for every changed figure."""
    cells: list[_Cell] = []
    for column in columns:
        first, second = cell_texts.LINES[column]
        extra_of = _EXTRAS.get(column)
        extra = extra_of(view) if extra_of is not None else None
        cells.append((first(view), second(view) if second is not None else "", extra))
    return cells


def _affected_columns(before: EngineView, after: EngineView) -> Sequence[Column]:
    """Returns the columns that may look different; usually a few, as most changes are figures."""
    changed = [
        *_changed_fields(before.worker, after.worker, _WORKER_FIELDS),
        *_changed_fields(before, after, _VIEW_FIELDS),
    ]
    if not cell_texts.COLUMNS_BY_FIELD.keys() >= set(changed):
        return _ALL_COLUMNS
    return sorted({column for field in changed for column in cell_texts.COLUMNS_BY_FIELD[field]})


def _changed_fields(before: object, after: object, names: Iterable[str]) -> list[str]:
    if before is after:
        return []
    return [
        name
        for name in names
        if (old := getattr(before, name)) is not (new := getattr(after, name)) and old != new
    ]
