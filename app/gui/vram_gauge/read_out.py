"""The parts at one moment of the history, in a box beside the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.gui.style.theme import GRID
from app.gui.vram_gauge import wording
from app.gui.vram_gauge.fills import SWATCH, paint_swatch

if TYPE_CHECKING:
    from app.gui.state.gauge import Part
    from app.gui.style.apply import Style

_PAD = GRID
_GAP = GRID * 3 // 4
_CURSOR_GAP = GRID * 3 // 2


class ReadOut(QWidget):
    """Lists parts from the top of the stack down, above everything else in the window."""

    def __init__(self, style: Style, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._style = style
        self._heading = ""
        self._parts: tuple[Part, ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_parts(self, heading: str, parts: tuple[Part, ...], beside: QPoint) -> None:
        """Shows the parts at a moment.

        Args:
            heading: The moment, in words.
            parts: From the bottom of the stack up.
            beside: The upper end of the cursor, in window coordinates.
        """
        self._heading = heading
        self._parts = parts[::-1]
        self.resize(self.sizeHint())
        self.move(self._place(beside))
        self.show()
        self.raise_()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        widths = [QFontMetrics(self._bold()).horizontalAdvance(self._heading)]
        for part in self._parts:
            size = wording.memory_size(part.size_bytes)
            texts = metrics.horizontalAdvance(wording.part_name(part) + size)
            widths.append(SWATCH + _GAP + texts + GRID * 2)
        lines = len(self._parts) + 1
        return QSize(max(widths) + 2 * _PAD, lines * self._line_height() + 2 * _PAD - GRID // 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        theme = self._style.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.outline), 1))
        painter.setBrush(QColor(theme.raised))
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, GRID / 2, GRID / 2)
        line = QRect(_PAD, _PAD // 2, self.width() - 2 * _PAD, self._line_height())
        painter.setPen(QColor(theme.text))
        painter.setFont(self._bold())
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, self._heading)
        painter.setFont(self.font())
        for part in self._parts:
            line.translate(0, line.height())
            self._paint_line(painter, line, part)
        painter.end()

    def _paint_line(self, painter: QPainter, line: QRect, part: Part) -> None:
        theme = self._style.theme
        top = line.top() + (line.height() - SWATCH) / 2
        paint_swatch(painter, QRectF(line.left(), top, SWATCH, SWATCH), part, theme)
        painter.setPen(QColor(theme.text))
        name = line.adjusted(SWATCH + _GAP, 0, 0, 0)
        painter.drawText(name, Qt.AlignmentFlag.AlignVCenter, wording.part_name(part))
        painter.setPen(QColor(theme.muted))
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(line, right, wording.memory_size(part.size_bytes))

    def _bold(self) -> QFont:
        font = QFont(self.font())
        font.setBold(True)
        return font

    def _line_height(self) -> int:
        return self.fontMetrics().height() + GRID // 2

    def _place(self, beside: QPoint) -> QPoint:
        window = self._window.rect().adjusted(GRID, GRID, -GRID, -GRID)
        x = beside.x() + _CURSOR_GAP
        if x + self.width() > window.right():
            x = beside.x() - _CURSOR_GAP - self.width()
        y = min(beside.y(), window.bottom() - self.height())
        return QPoint(max(window.left(), x), max(window.top(), y))
