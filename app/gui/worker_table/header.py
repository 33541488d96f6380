"""The table's header: columns are moved, sized, hidden and sorted by here."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from app.gui.style.theme import GRID
from app.gui.worker_table.columns import (
    FLEXIBLE,
    HIDDEN_AT_FIRST,
    NEVER_HIDDEN,
    ROOMY,
    WIDTHS,
    Column,
    heading,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_STEP = GRID * 2
_WIDEST = GRID * 400
#: A heading's padding, and the mark of what rows are sorted by.
_BESIDE_HEADING = GRID * 3
#: As wide is a character of the font that the columns' widths are meant for, in pixels.
_CHARACTER = 6


class ColumnHeader(QHeaderView):
    """Columns by their names; the flexible one takes what the others leave.

    They grow with the font, and are squeezed before anything has to be scrolled.

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
        self._fit()

    @property
    def comfortable_width(self) -> int:
        """Of a header in which no column is squeezed, in pixels."""
        return sum(map(self._wanted, self.shown))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _wanted(self, column: Column) -> int:
        """As wide as the user has made it, else as its font and its heading ask for."""
        if column in self._widths:
            return self._widths[column]
        metrics = self.fontMetrics()
        unit = GRID * max(1.0, metrics.averageCharWidth() / _CHARACTER)
        title = metrics.horizontalAdvance(heading(column)) + _BESIDE_HEADING
        return max(round(ROOMY.get(column, WIDTHS[column]) * unit), title)

    def _least(self, column: Column) -> int:
        """What it may be squeezed to; not at all where the user has sized it."""
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
        wanted = {column: self._wanted(column) for column in self.shown}
        slack = {column: width - self._least(column) for column, width in wanted.items()}
        all_slack = sum(slack.values())
        excess = min(all_slack, max(0, sum(wanted.values()) - self.width()))
        if excess:  # From each as much as it can spare, rounded so that it is enough.
            wanted = {it: wanted[it] - -(-slack[it] * excess // all_slack) for it in wanted}
        if FLEXIBLE in wanted and FLEXIBLE not in self._widths:
            left = self.width() - sum(wanted.values())
            wanted[FLEXIBLE] = min(_WIDEST, wanted[FLEXIBLE] + max(0, left))
        with self._quietly():
            for column, width in wanted.items():
                self.resizeSection(column, width)

    @contextmanager
    def _quietly(self) -> Iterator[None]:
        """Change columns without taking it for the user's doing."""
        was_quiet, self._is_quiet = self._is_quiet, True
        try:
            yield
        finally:
            self._is_quiet = was_quiet
