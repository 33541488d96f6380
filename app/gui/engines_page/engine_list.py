"""The list of engines, each with its status."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.gui.style.theme import GRID

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.gui.style.apply import Style

_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
_State = QStyle.StateFlag

#: The role of a row's :class:`Row`, for the delegate.
ROW_ROLE = _Role.UserRole


class Row(NamedTuple):
    """One engine in the list.

    Attributes:
        engine: The engine's ID.
        name: The engine's name.
        state: The status in words.
        tone: The status color, by its name in ``Theme``.
    """

    engine: str
    name: str
    state: str
    tone: str


class EngineListModel(QAbstractListModel):
    """A list model that announces only the rows that have changed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows from the top."""
        return self._rows

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Replaces all rows."""
        old, new = self._rows, tuple(rows)
        if [row.engine for row in old] != [row.engine for row in new]:
            self.beginResetModel()
            self._rows = new
            self.endResetModel()
            return
        self._rows = new
        for number, (before, after) in enumerate(zip(old, new, strict=True)):
            if before != after:
                cell = self.index(number)
                self.dataChanged.emit(cell, cell)

    def place(self, engine: str) -> int:
        """Returns an engine's row; -1 if the engine isn't in the list."""
        engines = [row.engine for row in self._rows]
        return engines.index(engine) if engine in engines else -1

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        data: dict[int, Any] = {
            _Role.DisplayRole: row.name,
            _Role.ToolTipRole: row.state,
            _Role.AccessibleTextRole: f"{row.name}, {row.state}",
            ROW_ROLE: row,
        }
        return data.get(role)


class _RowDelegate(QStyledItemDelegate):
    """Paints two lines: the name, and the status with its mark."""

    def __init__(self, style: Style, parent: QWidget) -> None:
        super().__init__(parent)
        self._style = style

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        width = option.fontMetrics.horizontalAdvance(str(index.data())) + 4 * GRID
        return QSize(width, 2 * option.fontMetrics.height() + GRID * 2)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: Row = index.data(ROW_ROLE)
        theme = self._style.theme
        area = QRectF(option.rect)  # pyright: ignore[reportAttributeAccessIssue]
        state: QStyle.StateFlag = option.state  # pyright: ignore[reportAttributeAccessIssue]
        font: QFont = option.font  # pyright: ignore[reportAttributeAccessIssue]
        is_mirrored = option.direction == Qt.LayoutDirection.RightToLeft  # pyright: ignore[reportAttributeAccessIssue]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        surface = area.adjusted(1, 1, -1, -1)
        if state & (_State.State_Selected | _State.State_MouseOver):
            is_chosen = bool(state & _State.State_Selected)
            painter.setBrush(QColor(theme.selection if is_chosen else theme.raised))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(surface, 6, 6)
        if state & _State.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawRoundedRect(surface, 6, 6)
        self._paint_lines(painter, area.adjusted(GRID, GRID, -GRID, -GRID), row, font, is_mirrored)
        painter.restore()

    def _paint_lines(
        self, painter: QPainter, inner: QRectF, row: Row, font: QFont, is_mirrored: bool
    ) -> None:
        theme, metrics = self._style.theme, painter.fontMetrics()
        side = Qt.AlignmentFlag.AlignRight if is_mirrored else Qt.AlignmentFlag.AlignLeft
        side |= Qt.AlignmentFlag.AlignAbsolute
        upper = QRectF(inner.left(), inner.top(), inner.width(), metrics.height())
        lower = upper.translated(0, metrics.height())
        strong = QFont(font)
        strong.setWeight(QFont.Weight.DemiBold)
        painter.setFont(strong)
        painter.setPen(QColor(theme.text))
        name = painter.fontMetrics().elidedText(
            row.name, Qt.TextElideMode.ElideRight, int(upper.width())
        )
        painter.drawText(upper, side | Qt.AlignmentFlag.AlignVCenter, name)
        painter.setFont(font)
        color = QColor(getattr(theme, row.tone))
        mark = lower.right() - GRID / 2 if is_mirrored else lower.left() + GRID / 2
        painter.setBrush(color)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(QPointF(mark, lower.center().y()), GRID / 2 - 0.5, GRID / 2 - 0.5)
        beside = GRID * 3 // 2
        lower.adjust(0 if is_mirrored else beside, 0, -beside if is_mirrored else 0, 0)
        state = metrics.elidedText(row.state, Qt.TextElideMode.ElideRight, int(lower.width()))
        painter.setPen(QColor(theme.muted))
        painter.drawText(lower, side | Qt.AlignmentFlag.AlignVCenter, state)


class EngineList(QListView):
    """A list in which one engine is selected.

    Attributes:
        chosen: Another engine is selected: its ID; empty for none.
    """

    chosen = Signal(str)

    def __init__(self, style: Style, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("engineList")
        self.setProperty("role", "plain")
        self.setAccessibleName(self.tr("Engines"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._rows = EngineListModel(self)
        self.setModel(self._rows)
        self.setItemDelegate(_RowDelegate(style, self))
        self._engine = ""
        style.changed.connect(self.viewport().update)

    @property
    def engine(self) -> str:
        """ID of the selected engine; empty for none."""
        return self._engine

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Replaces the rows; selects the first one if the selected engine is gone."""
        engine = self._engine
        self._rows.show_rows(rows)
        if self._rows.place(engine) < 0:
            engine = rows[0].engine if rows else ""
        self.choose(engine)

    def choose(self, engine: str) -> None:
        """Selects an engine of the list."""
        cell = self._rows.index(self._rows.place(engine))
        if cell != self.currentIndex():
            self.setCurrentIndex(cell)
        self._set_engine(engine if cell.isValid() else "")

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid():
            self._set_engine(current.data(ROW_ROLE).engine)

    def _set_engine(self, engine: str) -> None:
        if engine != self._engine:
            self._engine = engine
            self.chosen.emit(engine)
