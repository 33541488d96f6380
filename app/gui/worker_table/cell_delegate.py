"""Paints the cells: two lines of text, marks, progress, and the button."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QIcon, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.gui.state.engine_view import EngineAction, EngineView
from app.gui.style.icons import tinted_icon
from app.gui.style.mirrored import mirrored
from app.gui.style.theme import GRID
from app.gui.text import wording
from app.gui.worker_table.columns import DASH, Column
from app.gui.worker_table.model import SECOND_LINE_ROLE, VIEW_ROLE

if TYPE_CHECKING:
    from PySide6.QtCore import QAbstractItemModel

    from app.gui.style.apply import Style
    from app.gui.style.theme import Theme

_Index = QModelIndex | QPersistentModelIndex
_State = QStyle.StateFlag

_LEAST_ROW = GRID * 6
#: Font size of the second line relative to the first.
_SMALL = 0.9
_PAD = GRID
_MARK = GRID  # Width of a state's mark and of the gap after it.
_PIN = GRID * 2
_BUTTON = QSize(GRID * 11, GRID * 4)
_WIDEST_BUTTON = GRID * 20
#: Width of what is beside the text.
_MARKS = {Column.ENGINE: 2 * _PAD + _PIN, Column.STATE: 2 * _MARK, Column.IDLE_TIMEOUT: 2 * _PAD}


def row_height(font: QFont) -> int:
    """Returns the height of a row in pixels."""
    line = QFontMetricsF(font).height()
    return max(_LEAST_ROW, round(line * (1 + _SMALL)) + GRID)


def button_area(cell: QRectF, direction: Qt.LayoutDirection) -> QRectF:
    """Returns the button's area within its cell."""
    width = min(float(_WIDEST_BUTTON), cell.width() - _PAD)
    height = min(cell.height() - _PAD, _BUTTON.height() * cell.height() / _LEAST_ROW)
    top = cell.center().y() - height / 2
    place = QRectF(cell.right() - width - _PAD / 2, top, width, height)
    return mirrored(place, cell, direction)


def _is_click(event: QEvent) -> TypeGuard[QMouseEvent]:
    return (
        isinstance(event, QMouseEvent)
        and event.type() == QEvent.Type.MouseButtonRelease
        and event.button() == Qt.MouseButton.LeftButton
    )


class RowDelegate(QStyledItemDelegate):
    """Paints every cell of the table.

    Attributes:
        button_clicked: A row's button was clicked: the engine's ID.
        pin_clicked: A row's pin was clicked: the engine's ID.
    """

    button_clicked = Signal(str)
    pin_clicked = Signal(str)

    def __init__(self, style: Style, parent: QWidget) -> None:
        super().__init__(parent)
        self._style = style
        self._pin = QIcon()
        self._tint_pin()
        style.changed.connect(self._tint_pin)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        column = Column(index.column())
        height = row_height(option.font)  # pyright: ignore[reportAttributeAccessIssue]
        if column is Column.ACTION:
            return QSize(_BUTTON.width() + 2 * _PAD, height)
        lines = (str(index.data() or ""), str(index.data(SECOND_LINE_ROLE) or ""))
        width = max(option.fontMetrics.horizontalAdvance(line) for line in lines) + 3 * _PAD
        return QSize(width + _MARKS.get(column, 0), height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        view: EngineView = index.data(VIEW_ROLE)
        column = Column(index.column())
        theme = self._style.theme
        area = QRectF(option.rect)  # pyright: ignore[reportAttributeAccessIssue]
        state: QStyle.StateFlag = option.state  # pyright: ignore[reportAttributeAccessIssue]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_background(painter, area, state, theme)
        text = str(index.data())
        if column is Column.ACTION:
            place = button_area(area, painter.layoutDirection())
            self._paint_button(painter, place, view, text, state)
        elif column is Column.PINNED and view.worker.is_pinned:
            left, top = area.left() + _PAD, area.center().y() - _PIN / 2
            place = mirrored(QRectF(left, top, _PIN, _PIN), area, painter.layoutDirection())
            self._pin.paint(painter, place.toRect())
        else:
            self._paint_text(painter, area, view, index)
        if state & _State.State_HasFocus and column is not Column.ACTION:
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(2, 4, -2, -4), 6, 6)
        painter.restore()

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: _Index,
    ) -> bool:
        area = QRectF(option.rect)  # pyright: ignore[reportAttributeAccessIssue]
        column = Column(index.column())
        if _is_click(event):
            direction: Qt.LayoutDirection = option.direction  # pyright: ignore[reportAttributeAccessIssue]
            button = button_area(area, direction)
            if column is Column.ACTION and button.contains(event.position()):
                self.button_clicked.emit(index.data(VIEW_ROLE).id)
                return True
            if column is Column.PINNED:
                self.pin_clicked.emit(index.data(VIEW_ROLE).id)
                return True
        return super().editorEvent(event, model, option, index)

    def _tint_pin(self) -> None:
        self._pin = tinted_icon("pin", self._style.theme.accent, self._style.theme.idle)

    def _paint_text(self, painter: QPainter, area: QRectF, view: EngineView, index: _Index) -> None:
        theme, column, text = self._style.theme, Column(index.column()), str(index.data())
        direction = painter.layoutDirection()
        # Marks are placed for left-to-right layouts, then mirrored.
        inner = area.adjusted(_PAD, 0, -_PAD / 2, 0)
        color = theme.muted if text == DASH else theme.text
        if column is Column.ENGINE:
            inner = self._paint_engine_marks(painter, area, inner, view)
        elif column is Column.STATE:
            color = getattr(theme, wording.tone(view))
            mark = QRectF(inner.left(), inner.center().y() - _MARK / 2, _MARK, _MARK)
            self._paint_mark(painter, mirrored(mark, area, direction), view, color)
            inner.setLeft(inner.left() + 2 * _MARK)
        elif column is Column.IDLE_TIMEOUT:
            width = QFontMetricsF(painter.font()).horizontalAdvance(text)
            place = QRectF(inner.left() + width + GRID, inner.center().y() - 2, 8, 4)
            self._paint_chevron(painter, mirrored(place, area, direction), theme)
        below = str(index.data(SECOND_LINE_ROLE) or "")
        is_bold = column is Column.ENGINE
        inner = mirrored(inner, area, direction)
        self._paint_lines(painter, inner, (text, color, is_bold), (below, theme.muted))
        if column is Column.STATE:
            self._paint_progress(painter, inner, view)

    def _paint_engine_marks(
        self, painter: QPainter, area: QRectF, inner: QRectF, view: EngineView
    ) -> QRectF:
        """Paints the engine's color and its pin; returns the area left for the name."""
        mark = QRectF(area.left() + _PAD, area.top() + 14, 4, area.height() - 28)
        direction = painter.layoutDirection()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._style.theme.worker(view.place)))
        painter.drawRoundedRect(mirrored(mark, area, direction), 2, 2)
        left = inner.adjusted(_PAD * 1.5, 0, 0, 0)
        if view.worker.is_pinned:
            left.setRight(left.right() - _PIN)
            place = QRectF(left.right(), area.center().y() - _PIN / 2, _PIN, _PIN)
            self._pin.paint(painter, mirrored(place, area, direction).toRect())
        return left

    @staticmethod
    def _paint_background(
        painter: QPainter, area: QRectF, state: QStyle.StateFlag, theme: Theme
    ) -> None:
        if state & _State.State_Selected:
            painter.fillRect(area, QColor(theme.selection))
        elif state & _State.State_MouseOver:
            painter.fillRect(area, QColor(theme.raised))
        painter.setPen(QPen(QColor(theme.border), 1))
        y = area.bottom() - 0.5  # Inside the cell, because cells are painted one by one.
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))

    @staticmethod
    def _paint_lines(
        painter: QPainter, area: QRectF, first: tuple[str, str, bool], second: tuple[str, str]
    ) -> None:
        text, color, is_bold = first
        font = QFont(painter.font())
        font.setWeight(QFont.Weight.DemiBold if is_bold else QFont.Weight.Normal)
        small = QFont(painter.font())
        small.setPointSizeF(small.pointSizeF() * _SMALL)
        line, below = QFontMetricsF(font), QFontMetricsF(small)
        height = line.height() + (below.height() if second[0] else 0)
        top = area.center().y() - height / 2
        right = Qt.TextElideMode.ElideRight
        painter.setFont(font)
        painter.setPen(QColor(color))
        place = QRectF(area.left(), top, area.width(), line.height())
        painter.drawText(
            place, Qt.AlignmentFlag.AlignVCenter, line.elidedText(text, right, area.width())
        )
        if second[0]:
            painter.setFont(small)
            painter.setPen(QColor(second[1]))
            place = QRectF(area.left(), top + line.height(), area.width(), below.height())
            shown = below.elidedText(second[0], right, area.width())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)

    @staticmethod
    def _paint_mark(painter: QPainter, mark: QRectF, view: EngineView, color: str) -> None:
        # A disc for a running process, a ring for none, so that color isn't needed.
        painter.setPen(QPen(QColor(color), 1.5))
        painter.setBrush(QColor(color) if view.has_process else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(mark.adjusted(0.75, 0.75, -0.75, -0.75))

    def _paint_progress(self, painter: QPainter, area: QRectF, view: EngineView) -> None:
        progress = view.progress
        if progress is None or progress.fraction is None:
            return
        theme = self._style.theme
        track = QRectF(area.left(), area.bottom() - GRID, area.width() - GRID, 3)
        track = mirrored(track, area, painter.layoutDirection())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.free))
        painter.drawRoundedRect(track, 1.5, 1.5)
        done = QRectF(track)
        done.setWidth(track.width() * min(1.0, max(0.0, progress.fraction)))
        painter.setBrush(QColor(theme.accent))
        painter.drawRoundedRect(mirrored(done, track, painter.layoutDirection()), 1.5, 1.5)

    @staticmethod
    def _paint_chevron(painter: QPainter, area: QRectF, theme: Theme) -> None:
        lowest = QPointF(area.center().x(), area.bottom())
        painter.setPen(QPen(QColor(theme.muted), 1.5))
        painter.drawPolyline([area.topLeft(), lowest, area.topRight()])

    def _paint_button(
        self, painter: QPainter, area: QRectF, view: EngineView, text: str, state: QStyle.StateFlag
    ) -> None:
        theme = self._style.theme
        is_enabled = view.action is not EngineAction.NONE
        has_focus = bool(state & _State.State_HasFocus)
        outline = theme.outline if is_enabled else theme.border
        painter.setPen(QPen(QColor(theme.accent if has_focus else outline), 2 if has_focus else 1))
        painter.setBrush(QColor(theme.card))
        painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.setPen(QColor(theme.text if is_enabled else theme.idle))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
