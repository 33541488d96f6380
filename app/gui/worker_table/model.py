"""The engines as a table model, updated row by row and cell by cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from app.gui import durations
from app.gui.worker_table import columns
from app.gui.worker_table.columns import Column

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from app.gui.engine_view import EngineView

_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole

#: Gives a cell's :class:`EngineView`, for the delegates.
VIEW_ROLE = _Role.UserRole
#: Gives a cell's second line.
SECOND_LINE_ROLE = _Role.UserRole + 1


class WorkerTableModel(QAbstractTableModel):
    """Rows are engines in the catalog's order; cells are texts of frozen snapshots.

    Attributes:
        idle_timeout_edited: The user wants another idle time-out: id, seconds (0 is never).
        action_asked: The user wants what the row's button says: id.
        pin_asked: The user wants the engine pinned, or no longer: id.
        device_chosen: The user wants the engine on one device: id, and a GPU's UUID, ``cpu``
            or ``any``.
    """

    idle_timeout_edited = Signal(str, float)
    action_asked = Signal(str)
    pin_asked = Signal(str, bool)
    device_chosen = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._views: list[EngineView] = []

    def show_engines(self, views: Iterable[EngineView]) -> None:
        """Show these engines and no others."""
        self.beginResetModel()
        self._views = list(views)
        self.endResetModel()

    def show_engine(self, view: EngineView) -> None:
        """Show one engine's new snapshot; only cells that read differently are announced."""
        row = view.place
        old = self._views[row]
        self._views[row] = view
        for column in Column:
            if _looks(old, column) != _looks(view, column):
                cell = self.index(row, column)
                self.dataChanged.emit(cell, cell)

    def view(self, row: int) -> EngineView:
        """The engine in a row."""
        return self._views[row]

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's
        return 0 if parent.isValid() else len(self._views)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == _Role.DisplayRole:
            return columns.heading(Column(section))
        if orientation is Qt.Orientation.Horizontal and role == _Role.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        view, column = self._views[index.row()], Column(index.column())
        give = _GIVERS.get(role)
        return give(view, column) if give is not None else None

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


def _spoken(view: EngineView, column: Column) -> str:
    text = columns.text(view, column)
    if column is Column.ACTION:
        return f"{text} {view.entry.name}"
    below = columns.second_line(view, column)
    return ", ".join(filter(None, (columns.heading(column), text, below)))


def _edited(view: EngineView, column: Column) -> float | None:
    return view.worker.idle_timeout_s if column is Column.IDLE_TIMEOUT else None


#: What the model gives for each role.
_GIVERS: dict[int, Callable[[EngineView, Column], Any]] = {
    _Role.DisplayRole: columns.text,
    _Role.EditRole: _edited,
    _Role.ToolTipRole: columns.hint,
    _Role.AccessibleTextRole: _spoken,
    VIEW_ROLE: lambda view, _: view,
    SECOND_LINE_ROLE: columns.second_line,
}


def _looks(view: EngineView, column: Column) -> tuple[Any, ...]:
    fraction = view.progress.fraction if view.progress is not None else None
    return (
        columns.text(view, column),
        columns.second_line(view, column),
        columns.hint(view, column),
        fraction if column is Column.STATE else None,
        view.action if column is Column.ACTION else None,
        view.worker.is_pinned if column is Column.ENGINE else None,
    )
