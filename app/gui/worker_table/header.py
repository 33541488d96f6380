"""The table's header: moves, sizes, hides, and sorts columns."""

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
#: Width of a heading's padding and sort indicator.
_BESIDE_HEADING = GRID * 3
#: Average width in pixels of a character of the font that the column widths are made for.
_CHARACTER = 6


class ColumnHeader(QHeaderView):
    """Column headers; the flexible column takes the remaining width.

    Columns grow with the font, and shrink before the table has to scroll.

    Attributes:
        arranged: The user has moved, sized, hidden, or shown a column, or changed the sorting.
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
        self.sectionMoved.connect(self._on_arranged)
        self.sortIndicatorChanged.connect(self._on_arranged)
        self.sectionResized.connect(self._on_resized)

    # The layout.

    @property
    def order(self) -> tuple[Column, ...]:
        """All columns from left to right, including hidden ones."""
        return tuple(Column(self.logicalIndex(place)) for place in range(self.count()))

    @property
    def shown(self) -> tuple[Column, ...]:
        """The visible columns from left to right."""
        return tuple(column for column in self.order if not self.isSectionHidden(column))

    @property
    def widths(self) -> Mapping[Column, int]:
        """Widths that the user has set, in device-independent pixels."""
        return self._widths

    @property
    def sorted_by(self) -> Column | None:
        """The column by which rows are sorted; None for the order of the catalog."""
        section = self.sortIndicatorSection()
        return Column(section) if self.isSortIndicatorShown() and section >= 0 else None

    # Changes.

    def show_column(self, column: Column, *, is_shown: bool) -> None:
        """Shows or hides a column, except the engines' names."""
        if column is NEVER_HIDDEN or is_shown is not self.isSectionHidden(column):
            return
        with self._quietly():
            self.setSectionHidden(column, not is_shown)
        self._fit()
        self.arranged.emit()

    def shift(self, column: Column, places: int) -> None:
        """Moves a column to the right by a number of visible columns; negative for left."""
        shown = self.shown
        if column not in shown:
            return
        target = shown.index(column) + places
        if 0 <= target < len(shown):
            self.moveSection(self.visualIndex(column), self.visualIndex(shown[target]))

    def widen(self, column: Column, steps: int) -> None:
        """Widens a column by a number of steps; negative to narrow it."""
        self.resizeSection(column, self.sectionSize(column) + steps * _STEP)

    def sort_by(self, column: Column | None, *, descending: bool = False) -> None:
        """Sorts by a column; None for the order of the catalog."""
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.setSortIndicator(-1 if column is None else column, order)

    def arrange(
        self,
        order: Iterable[Column] = (),
        hidden: Iterable[Column] = HIDDEN_AT_FIRST,
        widths: Mapping[Column, int] | None = None,
    ) -> None:
        """Sets the layout of all columns.

        Args:
            order: Columns from left to right; the others follow in default order.
            hidden: Columns to hide.
            widths: Widths that the user has set, in pixels.
        """
        self._widths = dict(widths or {})
        ordered = [*dict.fromkeys(order)]
        hidden = frozenset(hidden) - {NEVER_HIDDEN}
        with self._quietly():
            for place, column in enumerate(
                ordered + [other for other in Column if other not in ordered]
            ):
                self.moveSection(self.visualIndex(column), place)
                self.setSectionHidden(column, column in hidden)
        self._fit()

    @property
    def comfortable_width(self) -> int:
        """Width in pixels at which no column has to shrink."""
        return sum(map(self._preferred_width, self.shown))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _preferred_width(self, column: Column) -> int:
        """Returns the width that the user has set, or else the width that font and heading need."""
        if column in self._widths:
            return self._widths[column]
        metrics = self.fontMetrics()
        unit = GRID * max(1.0, metrics.averageCharWidth() / _CHARACTER)
        title = metrics.horizontalAdvance(heading(column)) + _BESIDE_HEADING
        return max(round(ROOMY.get(column, WIDTHS[column]) * unit), title)

    def _minimum_width(self, column: Column) -> int:
        """Returns the width to which a column may shrink."""
        return self._widths.get(column, WIDTHS[column] * GRID)

    def _on_arranged(self) -> None:
        if not self._is_quiet:
            self.arranged.emit()

    def _on_resized(self, column: int, _: int, width: int) -> None:
        # Qt sets hidden columns to 0 again when rows are sorted; that isn't the user's width.
        if width and not self._is_quiet:
            self._widths[Column(column)] = width
            self._fit()
            self.arranged.emit()

    def _fit(self) -> None:
        widths = {column: self._preferred_width(column) for column in self.shown}
        slack = {column: width - self._minimum_width(column) for column, width in widths.items()}
        all_slack = sum(slack.values())
        excess = min(all_slack, max(0, sum(widths.values()) - self.width()))
        if excess:  # Take from each column in proportion, rounded up so that it is enough.
            widths = {
                column: width - -(-slack[column] * excess // all_slack)
                for column, width in widths.items()
            }
        if FLEXIBLE in widths and FLEXIBLE not in self._widths:
            left = self.width() - sum(widths.values())
            widths[FLEXIBLE] = min(_WIDEST, widths[FLEXIBLE] + max(0, left))
        with self._quietly():
            for column, width in widths.items():
                self.resizeSection(column, width)

    @contextmanager
    def _quietly(self) -> Iterator[None]:
        """Changes columns without reporting a change by the user."""
        was_quiet, self._is_quiet = self._is_quiet, True
        try:
            yield
        finally:
            self._is_quiet = was_quiet
