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

from app.gui.text import durations
from app.gui.worker_table import cell_texts as texts
from app.gui.worker_table import columns, hints
from app.gui.worker_table.columns import Column

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from app.gui.state.engine_view import EngineView

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
        restart_asked: The user wants the engine stopped and started again: id.
        log_asked: The user wants to see what the engine has written: id.
        pin_asked: The user wants the engine pinned, or no longer: id.
        device_chosen: The user wants the engine on one device: id, and a GPU's UUID, ``cpu``
            or ``any``.
        came_or_went: An engine is here now that was not, or no longer; see ``EngineView.is_here``.
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
        self._looks: list[list[tuple[Any, ...]]] = []

    @property
    def views(self) -> Sequence[EngineView]:
        """The engines in the catalog's order."""
        return self._views

    @property
    def here(self) -> int:
        """How many of them are here; see ``EngineView.is_here``."""
        return sum(view.is_here for view in self._views)

    def show_engines(self, views: Iterable[EngineView]) -> None:
        """Show these engines and no others."""
        self.beginResetModel()
        self._views = list(views)
        self._looks = [_looks(view) for view in self._views]
        self.endResetModel()

    def show_engine(self, view: EngineView) -> None:
        """Show one engine's new snapshot; only cells that read differently are announced."""
        row = view.place
        was_here = self._views[row].is_here
        before, looks = self._looks[row], _looks(view)
        self._views[row], self._looks[row] = view, looks
        for column, (old, new) in enumerate(zip(before, looks, strict=True)):
            if old != new:
                cell = self.index(row, column)
                self.dataChanged.emit(cell, cell)
        if view.is_here is not was_here:
            self.rows_changed.emit()

    def view(self, place: int) -> EngineView:
        """The engine at a place of the catalog, which is its row here."""
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
        give = _HEADS.get(role)
        return give(Column(section)) if give is not None else None

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


def _edited(view: EngineView, column: Column) -> float | None:
    return view.worker.idle_timeout_s if column is Column.IDLE_TIMEOUT else None


#: What the model gives for each role.
_GIVERS: dict[int, Callable[[EngineView, Column], Any]] = {
    _Role.DisplayRole: texts.text,
    _Role.EditRole: _edited,
    _Role.ToolTipRole: hints.hint,
    _Role.AccessibleTextRole: texts.spoken,
    VIEW_ROLE: lambda view, _: view,
    SECOND_LINE_ROLE: texts.second_line,
}
#: What it gives for each role of a heading.
_HEADS: dict[int, Callable[[Column], str]] = {
    _Role.DisplayRole: columns.heading,
    _Role.ToolTipRole: columns.explanation,
    _Role.AccessibleTextRole: columns.title,
}


def _looks(view: EngineView) -> list[tuple[Any, ...]]:
    """What can be seen of each cell. Tool tips are asked for when they are shown."""
    looks: list[tuple[Any, ...]] = [*texts.row(view)]
    looks[Column.STATE] += (view.progress.fraction if view.progress is not None else None,)
    looks[Column.ENGINE] += (view.worker.is_pinned,)
    looks[Column.ACTION] += (view.action,)
    return looks
