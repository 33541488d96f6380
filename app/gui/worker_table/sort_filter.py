"""Which of the engines that are here are shown, and in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel, Qt

from app.gui.worker_table.cell_texts import text
from app.gui.worker_table.columns import Column
from app.gui.worker_table.sort_keys import sort_key

if TYPE_CHECKING:
    from app.gui.state.engine_view import EngineView
    from app.gui.worker_table.model import WorkerTableModel

_Index = QModelIndex | QPersistentModelIndex

#: A filter looks in these.
_SEARCHED = (Column.ENGINE, Column.STATE, Column.DEVICE)


class EngineSortFilter(QSortFilterProxyModel):
    """Stands between the model and the table; rows are what is shown, places are the catalog's.

    What is not installed is not shown, unless something is being done about it. Rows stay where
    they are when values change, until :meth:`rearrange`.
    """

    def __init__(self, engines: WorkerTableModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engines = engines
        self._column: Column | None = None
        self._descending = False
        self._words: tuple[str, ...] = ()
        self._places: list[int] = []
        self._rows: dict[int, int] = {}
        self.setDynamicSortFilter(False)
        engines.modelReset.connect(self._arrange)  # Before this object's own answer to it.
        self._arrange()
        self.setSourceModel(engines)
        super().sort(0)

    @property
    def is_arranged(self) -> bool:
        """True while rows are not simply what is here, in the catalog's order."""
        return self._column is not None or bool(self._words)

    @property
    def is_filtered(self) -> bool:
        """True while a filter is set."""
        return bool(self._words)

    def set_filter(self, looked_for: str) -> None:
        """Show only those that have every word in their name, state or device."""
        self._words = tuple(looked_for.casefold().split())
        self.rearrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column's values; -1 is the catalog's order."""
        self._column = Column(column) if column >= 0 else None
        self._descending = order == Qt.SortOrder.DescendingOrder
        self.rearrange()

    def rearrange(self) -> None:
        """Put rows where they belong by now; does nothing where all are there."""
        if self._arrange():
            self.invalidate()

    def cell(self, place: int, column: Column) -> QModelIndex:
        """The cell of the engine at a place of the catalog; invalid where it is not shown."""
        return self.mapFromSource(self._engines.index(place, column))

    def lessThan(self, left: _Index, right: _Index) -> bool:
        return self._rows[left.row()] < self._rows[right.row()]

    def filterAcceptsRow(self, row: int, parent: _Index) -> bool:  # noqa: ARG002 - Qt's
        return row in self._rows

    def _arrange(self) -> bool:
        """Reckon who stands where; True when that is new."""
        column, views = self._column, self._engines.views
        places = [place for place, view in enumerate(views) if self._is_looked_for(view)]
        if column is not None:
            keys: dict[int, Any] = {place: sort_key(views[place], column) for place in places}
            known = [place for place in places if keys[place] is not None]
            # Equals keep the catalog's order, whichever way round.
            known.sort(key=keys.__getitem__, reverse=self._descending)
            places = known + [place for place in places if keys[place] is None]
        if places == self._places:
            return False
        self._places = places
        self._rows = {place: row for row, place in enumerate(places)}
        return True

    def _is_looked_for(self, view: EngineView) -> bool:
        if not view.is_here:
            return False  # The window of all engines has it.
        searched = "\n".join(text(view, column) for column in _SEARCHED).casefold()
        return all(word in searched for word in self._words)
