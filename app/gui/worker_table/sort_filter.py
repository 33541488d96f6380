"""Sorts and filters the rows of the table."""

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

#: Columns that the filter searches.
_SEARCHED = (Column.ENGINE, Column.STATE, Column.DEVICE)


class EngineSortFilter(QSortFilterProxyModel):
    """The proxy between model and table; a place is a row of the model, in catalog order.

    Engines that aren't installed are hidden, unless they are being installed or have failed to.
    Rows stay in place when values change, until :meth:`rearrange`.
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
        engines.modelReset.connect(self._arrange)  # Runs before this proxy's own slot.
        self._arrange()
        self.setSourceModel(engines)
        super().sort(0)

    @property
    def is_arranged(self) -> bool:
        """True while rows are sorted or filtered."""
        return self._column is not None or bool(self._words)

    @property
    def is_filtered(self) -> bool:
        """True while a filter is set."""
        return bool(self._words)

    def set_filter(self, text: str) -> None:
        """Shows only engines with every word in their name, state, or device."""
        self._words = tuple(text.casefold().split())
        self.rearrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sorts by a column's values; -1 for the order of the catalog."""
        self._column = Column(column) if column >= 0 else None
        self._descending = order == Qt.SortOrder.DescendingOrder
        self.rearrange()

    def rearrange(self) -> None:
        """Sorts and filters again."""
        if self._arrange():
            self.invalidate()

    def cell(self, place: int, column: Column) -> QModelIndex:
        """Returns the cell of the engine at a place; invalid if the engine is hidden."""
        return self.mapFromSource(self._engines.index(place, column))

    def lessThan(self, left: _Index, right: _Index) -> bool:
        return self._rows[left.row()] < self._rows[right.row()]

    def filterAcceptsRow(self, row: int, parent: _Index) -> bool:  # noqa: ARG002 - Qt's
        return row in self._rows

    def _arrange(self) -> bool:
        """Computes the order of the rows. Returns whether it has changed."""
        column, views = self._column, self._engines.views
        places = [place for place, view in enumerate(views) if self._matches(view)]
        if column is not None:
            keys: dict[int, Any] = {place: sort_key(views[place], column) for place in places}
            known = [place for place in places if keys[place] is not None]
            # Equal rows keep the order of the catalog, also in descending order.
            known.sort(key=keys.__getitem__, reverse=self._descending)
            places = known + [place for place in places if keys[place] is None]
        if places == self._places:
            return False
        self._places = places
        self._rows = {place: row for row, place in enumerate(places)}
        return True

    def _matches(self, view: EngineView) -> bool:
        if not view.is_here:
            return False  # The window of all engines shows it.
        searched = "\n".join(text(view, column) for column in _SEARCHED).casefold()
        return all(word in searched for word in self._words)
