"""The last ten minutes of one device, as a stack of areas in the bar's colors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
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
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.gui.controller.gauge_history import SPAN_S
from app.gui.style.theme import GRID
from app.gui.vram_gauge import wording
from app.gui.vram_gauge.history_picture import TICK, areas_picture, paint_amounts, paint_times
from app.gui.vram_gauge.plot import Plot
from app.gui.vram_gauge.read_out import ReadOut
from workers.base.sizes import GIB

if TYPE_CHECKING:
    from app.gui.controller.gauge_history import History
    from app.gui.state.gauge import Gauge, Part
    from app.gui.style.apply import Style

_HIGHEST, _LOWEST = GRID * 13, GRID * 6  # Of the plot alone.
#: Keys that move the cursor, and by how many seconds.
_STEPS_S: dict[int, float] = {
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
        self._plot_height = _HIGHEST
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setObjectName("historyChart")
        self.setAccessibleDescription(
            self.tr(
                "Use the Left and Right keys to move by 5 seconds, Page Up and Page "
                "Down to move by a minute."
            )
        )
        self._say()

    def show_gauge(self, gauge: Gauge) -> None:
        """Follow a reading; what is hidden, or has not changed, is not painted."""
        if gauge.device != self._gauge.device:
            self._cursor_s = None
        self._gauge = gauge
        if self.isVisible() and self._picture_key() != self._drawn:
            self._refresh()
            if self._cursor_s is None:
                self._say()

    def fit(self, height: int) -> None:
        """Do with so many pixels of height, as far as the figures stay readable."""
        plot_height = max(_LOWEST, min(_HIGHEST, height - self._outside()))
        if plot_height != self._plot_height:
            self._plot_height = plot_height
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(GRID * 40, self._plot_height + self._outside())

    @property
    def plot_area(self) -> QRect:
        """Where the areas are, within the widget."""
        metrics = self.fontMetrics()
        # As wide for one digit as for two, so that the plots of several devices are aligned.
        largest = max(self._gauge.total_bytes, 10 * GIB)
        widest = metrics.horizontalAdvance(wording.amount(largest))
        above, below = metrics.height() // 2, metrics.height() + TICK
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
        area, theme = self.plot_area, self._style.theme
        plot = self._plot(area)
        key = self._picture_key()
        if key != self._drawn:
            self._drawn = key
            samples = self._history.samples(self._gauge.device)
            self._picture = areas_picture(plot, samples, theme, self.devicePixelRatioF())
        painter = QPainter(self)
        painter.drawPixmap(area.topLeft(), self._picture)
        paint_amounts(painter, area, plot, theme)
        paint_times(painter, area, plot, theme)
        edge = (theme.accent, 2) if self.hasFocus() else (theme.outline, 1)
        painter.setPen(QPen(QColor(edge[0]), edge[1]))
        painter.drawRect(area.adjusted(0, 0, -1, -1))
        moment_s = self.cursor_s
        if moment_s is not None:
            x = area.left() + min(plot.x(moment_s), area.width() - 1)
            painter.setPen(QPen(QColor(theme.text), 1))
            painter.drawLine(x, area.top(), x, area.bottom() + TICK)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step_s = _STEPS_S.get(event.key())
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
        self._refresh()
        self._say()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        area = self.plot_area
        x = event.position().x()
        self._pointer_x = x if area.left() <= x <= area.right() else None
        self._refresh()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._cursor_s = self.cursor_s  # Kept when the pointer goes.
        self._say()
        super().mousePressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        del event
        self._pointer_x = None
        self._refresh()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.MouseFocusReason:
            self._cursor_s = self._history.now_s
        self._refresh()
        self._say()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._cursor_s = None
        self._refresh()
        self._say()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._pointer_x = self._cursor_s = None
        self._refresh()

    def _outside(self) -> int:
        # Half a line above the plot, for the topmost amount; ticks and times below.
        height = self.fontMetrics().height()
        return height // 2 + height + TICK

    def _plot(self, area: QRect) -> Plot:
        width, height = max(1, area.width()), max(1, area.height())
        return Plot(width, height, self._history.now_s, self._gauge.total_bytes)

    def _picture_key(self) -> tuple[object, ...]:
        """Returns everything that the picture depends on."""
        gauge, now_s = self._gauge, self._history.now_s
        look = (self.size(), self.devicePixelRatioF(), self._style.theme)
        return gauge.device, gauge.total_bytes, now_s, *look

    def _at(self, moment_s: float) -> tuple[str, tuple[Part, ...]]:
        """Returns when a moment was, in words, and its parts; none in a gap."""
        sample = self._history.sample_at(self._gauge.device, moment_s)
        when = wording.before_now(self._history.now_s - moment_s)
        return when, sample.parts if sample is not None else ()

    def _say(self) -> None:
        """Has the moment under the keyboard read aloud, but not again with every reading."""
        moment_s = self.cursor_s if self._cursor_s is not None else None
        when, parts = self._at(moment_s) if moment_s is not None else ("", ())
        name = wording.spoken_moment(self._gauge, when, parts)
        if name != self.accessibleName():
            self.setAccessibleName(name)

    def _refresh(self) -> None:
        """Updates picture and read-out."""
        self.update()
        moment_s = self.cursor_s
        if moment_s is None:
            if self._read_out is not None:
                self._read_out.hide()
            return
        when, parts = self._at(moment_s)
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
