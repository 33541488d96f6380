"""The table's header: columns are moved, sized, hidden and sorted by here."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from app.gui.style.theme import GRID
from app.gui.worker_table.columns import FLEXIBLE, HIDDEN_AT_FIRST, NEVER_HIDDEN, WIDTHS, Column

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_STEP = GRID * 2
_WIDEST = GRID * 400


class ColumnHeader(QHeaderView):
    """Columns by their names; the flexible one takes what the others leave.

    Attributes:
        arranged: The user has moved, sized, hidden or shown a column, or sorts by another.
    """

    arranged = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._widths: dict[Column, int] = {}
        self._is_quiet = False
        self.setAccessibleName(self.tr("Columns"))
        self.setHighlightSections(False)
        self.setSectionsMovable(True)
        self.setFirstSectionMovable(True)
        self.setSectionsClickable(True)
        self.setSortIndicatorClearable(True)
        self.setMinimumSectionSize(GRID * 6)
        self.setMaximumSectionSize(_WIDEST)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.sectionMoved.connect(self._tell)
        self.sortIndicatorChanged.connect(self._tell)
        self.sectionResized.connect(self._note_width)

    # What there is.

    @property
    def order(self) -> tuple[Column, ...]:
        """All columns from left to right, hidden ones among them."""
        return tuple(Column(self.logicalIndex(place)) for place in range(self.count()))

    @property
    def shown(self) -> tuple[Column, ...]:
        """The columns that are shown, from left to right."""
        return tuple(column for column in self.order if not self.isSectionHidden(column))

    @property
    def widths(self) -> Mapping[Column, int]:
        """What the user has sized, in device-independent pixels."""
        return self._widths

    @property
    def sorted_by(self) -> Column | None:
        """The column that rows are sorted by; None in the catalog's order."""
        section = self.sortIndicatorSection()
        return Column(section) if self.isSortIndicatorShown() and section >= 0 else None

    # What can be done.

    def show_column(self, column: Column, *, is_shown: bool) -> None:
        """Show or hide a column; the engines' names stay."""
        if column is NEVER_HIDDEN or is_shown is not self.isSectionHidden(column):
            return
        with self._quietly():
            self.setSectionHidden(column, not is_shown)
            if is_shown:
                self.resizeSection(column, self._width_of(column))
        self._fit()
        self.arranged.emit()

    def shift(self, column: Column, places: int) -> None:
        """Move a column so many shown ones to the right, or to the left."""
        shown = self.shown
        if column not in shown:
            return
        target = shown.index(column) + places
        if 0 <= target < len(shown):
            self.moveSection(self.visualIndex(column), self.visualIndex(shown[target]))

    def widen(self, column: Column, steps: int) -> None:
        """Make a column wider by so many steps, or narrower."""
        self.resizeSection(column, self.sectionSize(column) + steps * _STEP)

    def sort_by(self, column: Column | None, *, descending: bool = False) -> None:
        """Sort by a column; None for the catalog's order."""
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.setSortIndicator(-1 if column is None else column, order)

    def arrange(
        self,
        order: Iterable[Column] = (),
        hidden: Iterable[Column] = HIDDEN_AT_FIRST,
        widths: Mapping[Column, int] | None = None,
    ) -> None:
        """Arrange all columns at once.

        Args:
            order: From left to right; those that are not among them stand behind, in our order.
            hidden: What is not shown.
            widths: Of the columns that are not as wide as we make them, in pixels.
        """
        self._widths = dict(widths or {})
        chosen = [*dict.fromkeys(order)]
        hidden = frozenset(hidden) - {NEVER_HIDDEN}
        with self._quietly():
            for place, column in enumerate(chosen + [it for it in Column if it not in chosen]):
                self.moveSection(self.visualIndex(column), place)
                self.setSectionHidden(column, column in hidden)
                if column not in hidden:
                    self.resizeSection(column, self._width_of(column))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _width_of(self, column: Column) -> int:
        return self._widths.get(column, WIDTHS[column] * GRID)

    def _tell(self) -> None:
        if not self._is_quiet:
            self.arranged.emit()

    def _note_width(self, column: int, _: int, width: int) -> None:
        # Qt hides what is hidden anew when rows have been arranged: that is nobody's width.
        if width and not self._is_quiet:
            self._widths[Column(column)] = width
            self._fit()
            self.arranged.emit()

    def _fit(self) -> None:
        if FLEXIBLE in self._widths or self.isSectionHidden(FLEXIBLE):
            return
        others = sum(self.sectionSize(it) for it in self.shown if it is not FLEXIBLE)
        least = WIDTHS[FLEXIBLE] * GRID
        with self._quietly():
            self.resizeSection(FLEXIBLE, min(_WIDEST, max(least, self.width() - others)))

    @contextmanager
    def _quietly(self) -> Iterator[None]:
        """Change columns without taking it for the user's doing."""
        was_quiet, self._is_quiet = self._is_quiet, True
        try:
            yield
        finally:
            self._is_quiet = was_quiet
