"""The last ten minutes of one device, as a stack of areas in the bar's colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QRegion,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.gui.style.theme import GRID
from app.gui.vram_gauge import wording
from app.gui.vram_gauge.fills import fill_colour, paint_hatching
from app.gui.vram_gauge.history import SPAN_S
from app.gui.vram_gauge.parts import Gauge, PartKind
from app.gui.vram_gauge.plot import Plot, grid_bytes
from app.gui.vram_gauge.read_out import ReadOut

if TYPE_CHECKING:
    from app.gui.style.apply import Style
    from app.gui.vram_gauge.history import History

_USUAL_HEIGHT, _LEAST_HEIGHT = GRID * 13, GRID * 8  # Of the plot alone.
_TICK = GRID // 2
_LINE_EVERY = GRID * 3  # Grid lines are at least so far apart, in pixels.
#: Keys that move the cursor, and by how many seconds.
_STEPS_S = {
    Qt.Key.Key_Left: -5.0,
    Qt.Key.Key_Right: 5.0,
    Qt.Key.Key_PageUp: -60.0,
    Qt.Key.Key_PageDown: 60.0,
    Qt.Key.Key_Home: -SPAN_S,
    Qt.Key.Key_End: SPAN_S,
}


class HistoryChart(QWidget):
    """Areas over time. Pointer and arrow keys move a cursor, which tells what was where."""

    def __init__(self, gauge: Gauge, history: History, style: Style, parent: QWidget) -> None:
        super().__init__(parent)
        self._gauge = gauge
        self._history = history
        self._style = style
        self._picture = QPixmap()
        self._drawn: tuple[object, ...] = ()
        self._pointer_x: float | None = None
        self._cursor_s: float | None = None
        self._read_out: ReadOut | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setObjectName("historyChart")
        self._tell()

    def show_gauge(self, gauge: Gauge) -> None:
        """Follow a reading; what is hidden, or has not changed, is not painted."""
        is_new = self._wanted(gauge) != self._drawn
        self._gauge = gauge
        if is_new and self.isVisible():
            self._tell()

    def sizeHint(self) -> QSize:
        return QSize(GRID * 40, _USUAL_HEIGHT + self._outside())

    def minimumSizeHint(self) -> QSize:
        return QSize(GRID * 20, _LEAST_HEIGHT + self._outside())

    @property
    def plot_area(self) -> QRect:
        """Where the areas are, within the widget."""
        metrics = self.fontMetrics()
        widest = metrics.horizontalAdvance(wording.amount(self._gauge.total_bytes))
        above, below = metrics.height() // 2, metrics.height() + _TICK
        return self.rect().adjusted(widest + GRID, above, 0, -below)

    @property
    def cursor_s(self) -> float | None:
        """The moment that is read out, in seconds of the monotonic clock; None for none."""
        if self._pointer_x is not None:
            area = self.plot_area
            return self._plot(area).moment_s(self._pointer_x - area.left())
        if self._cursor_s is None:
            return None
        now_s = self._history.now_s
        return min(now_s, max(now_s - SPAN_S, self._cursor_s))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        area = self.plot_area
        self._draw_areas(area)
        painter = QPainter(self)
        painter.drawPixmap(area.topLeft(), self._picture)
        self._paint_amounts(painter, area)
        self._paint_times(painter, area)
        painter.setPen(QPen(QColor(self._style.theme.outline), 1))
        painter.drawRect(area.adjusted(0, 0, -1, -1))
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._style.theme.accent), 2))
            painter.drawRect(area.adjusted(0, 0, -1, -1))
        moment_s = self.cursor_s
        if moment_s is not None:
            x = area.left() + min(self._plot(area).x(moment_s), area.width() - 1)
            painter.setPen(QPen(QColor(self._style.theme.text), 1))
            painter.drawLine(x, area.top(), x, area.bottom() + _TICK)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step_s = _STEPS_S.get(Qt.Key(event.key()))
        if step_s is not None:
            self._pointer_x = None
            now_s = self._history.now_s
            at_s = self.cursor_s if self.cursor_s is not None else now_s
            self._cursor_s = min(now_s, max(now_s - SPAN_S, at_s + step_s))
        elif event.key() == Qt.Key.Key_Escape and self._cursor_s is not None:
            self._cursor_s = None
        else:
            super().keyPressEvent(event)
            return
        self._tell()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        area = self.plot_area
        x = event.position().x()
        self._pointer_x = x if area.left() <= x <= area.right() else None
        self._tell()

    def leaveEvent(self, event: QEvent) -> None:
        del event
        self._pointer_x = None
        self._tell()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.MouseFocusReason:
            self._cursor_s = self._history.now_s
        self._tell()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._cursor_s = None
        self._tell()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._pointer_x = self._cursor_s = None
        self._tell()

    def _outside(self) -> int:
        # Half a line above the plot, for the topmost amount; ticks and times below.
        height = self.fontMetrics().height()
        return height // 2 + height + _TICK

    def _plot(self, area: QRect) -> Plot:
        width, height = max(1, area.width()), max(1, area.height())
        return Plot(width, height, self._history.now_s, self._gauge.total_bytes)

    def _wanted(self, gauge: Gauge) -> tuple[object, ...]:
        """Everything that the picture depends on."""
        now_s, ratio = self._history.now_s, self.devicePixelRatioF()
        return gauge.device, gauge.total_bytes, now_s, self.size(), ratio, self._style.theme

    def _tell(self) -> None:
        """Bring picture, read-out and what is read aloud in line with what is the case."""
        self.update()
        moment_s = self.cursor_s
        parts, when = (), ""
        if moment_s is not None:
            sample = self._history.sample_at(self._gauge.device, moment_s)
            parts = sample.parts if sample is not None else ()
            when = wording.before_now(self._history.now_s - moment_s)
        name = wording.spoken_moment(self._gauge, when, parts)
        if name != self.accessibleName():
            self.setAccessibleName(name)
        if moment_s is None:
            if self._read_out is not None:
                self._read_out.hide()
            return
        area = self.plot_area
        top = QPoint(area.left() + self._plot(area).x(moment_s), area.top())
        heading = when if parts else wording.no_reading(when)
        self._made_read_out().show_parts(heading, parts, self.mapTo(self.window(), top))

    def _made_read_out(self) -> ReadOut:
        if self._read_out is None:
            self._read_out = ReadOut(self._style, self.window())
            # It belongs to the window, over which it may lie, and ends with the chart.
            self.destroyed.connect(self._read_out.deleteLater)
        return self._read_out

    def _draw_areas(self, area: QRect) -> None:
        wanted = self._wanted(self._gauge)
        if wanted == self._drawn:
            return
        self._drawn = wanted
        ratio = self.devicePixelRatioF()
        self._picture = QPixmap(area.size() * ratio)
        self._picture.setDevicePixelRatio(ratio)
        theme = self._style.theme
        self._picture.fill(QColor(theme.card))
        painter = QPainter(self._picture)
        colours: dict[tuple[PartKind, int], QColor] = {}
        hatched = QRegion()
        for block in self._plot(area).blocks(self._history.samples(self._gauge.device)):
            key = (block.kind, block.place)
            if key not in colours:
                colours[key] = fill_colour(block.kind, block.place, theme)
            painter.fillRect(block.left, block.top, block.width, block.height, colours[key])
            if block.kind is PartKind.RESERVED:
                hatched += QRect(block.left, block.top, block.width, block.height)
        if not hatched.isEmpty():
            painter.setClipRegion(hatched)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_hatching(painter, QRectF(0, 0, area.width(), area.height()), theme)
        painter.end()

    def _paint_amounts(self, painter: QPainter, area: QRect) -> None:
        theme, plot = self._style.theme, self._plot(area)
        line = QColor(theme.text)
        line.setAlphaF(0.16)
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        height = self.fontMetrics().height()
        for size_bytes in grid_bytes(self._gauge.total_bytes, max(1, area.height() // _LINE_EVERY)):
            y = area.top() + plot.y(size_bytes)
            painter.setPen(line)
            painter.drawLine(area.left(), y, area.right(), y)
            painter.setPen(QColor(theme.muted))
            label = QRect(0, y - height // 2, area.left() - GRID, height)
            painter.drawText(label, right, wording.amount(size_bytes))

    def _paint_times(self, painter: QPainter, area: QRect) -> None:
        plot = self._plot(area)
        minutes = int(SPAN_S // 60)
        painter.setPen(QColor(self._style.theme.outline))
        for minute in range(minutes + 1):
            x = area.left() + min(plot.x(plot.now_s - minute * 60), area.width() - 1)
            painter.drawLine(x, area.bottom(), x, area.bottom() + _TICK // 2)
        painter.setPen(QColor(self._style.theme.muted))
        below = QRect(area.left(), area.bottom() + _TICK, area.width(), self.fontMetrics().height())
        for minute, side in (
            (minutes, Qt.AlignmentFlag.AlignLeft),
            (minutes // 2, Qt.AlignmentFlag.AlignHCenter),
            (0, Qt.AlignmentFlag.AlignRight),
        ):
            painter.drawText(below, side, wording.before_now(minute * 60.0))
