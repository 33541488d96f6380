"""The legend below a bar: names and sizes, the current part underlined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.gui.state.gauge import Gauge, Part
from app.gui.style.mirrored import mirrored
from app.gui.style.theme import GRID
from app.gui.vram_gauge import wording
from app.gui.vram_gauge.fills import SWATCH, paint_swatch

if TYPE_CHECKING:
    from app.gui.style.apply import Style

_GAP = GRID * 3 // 4  # Between a swatch and its name.


class Legend(QWidget):
    """Swatch, name, and size of each part, on as many lines as needed."""

    def __init__(self, gauge: Gauge, style: Style, parent: QWidget) -> None:
        super().__init__(parent)
        self._gauge = gauge
        self._style = style
        self._marked: Part | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_gauge(self, gauge: Gauge) -> None:
        """Shows other data."""
        if gauge != self._gauge:
            lines = self.heightForWidth(self.width())
            self._gauge = gauge
            if self.heightForWidth(self.width()) != lines:
                self.updateGeometry()
            self.update()

    def mark(self, part: Part | None) -> None:
        """Underlines one part, or none."""
        if part != self._marked:
            self._marked = part
            self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return (self._places(width)[-1][1] + 1) * self._line_height()

    def sizeHint(self) -> QSize:
        return QSize(GRID * 40, self.heightForWidth(self.width()))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for part, (x, row) in zip(self._gauge.parts, self._places(self.width()), strict=True):
            self._paint_entry(painter, part, x, row * self._line_height())
        painter.end()

    def _paint_entry(self, painter: QPainter, part: Part, x: int, top: int) -> None:
        theme, metrics = self._style.theme, self.fontMetrics()
        line = self._line_height()
        if part == self._marked:
            length = SWATCH + _GAP + metrics.horizontalAdvance(wording.part_text(part))
            below = QRectF(x, top + line - 2, length, 2)
            painter.fillRect(self._turned(below), QColor(theme.accent))
        swatch = QRectF(x, top + (line - SWATCH) / 2, SWATCH, SWATCH)
        paint_swatch(painter, self._turned(swatch), part, theme)
        name = wording.part_name(part)
        area = QRectF(x + SWATCH + _GAP, top, self.width(), line)
        painter.setPen(self.palette().windowText().color())
        painter.drawText(self._turned(area), Qt.AlignmentFlag.AlignVCenter, name)
        area.translate(metrics.horizontalAdvance(name + " "), 0)
        size = wording.memory_size(part.size_bytes)
        painter.setPen(self.palette().placeholderText().color())
        painter.drawText(self._turned(area), Qt.AlignmentFlag.AlignVCenter, size)

    def _turned(self, place: QRectF) -> QRectF:
        return mirrored(place, QRectF(self.rect()), self.layoutDirection())

    def _line_height(self) -> int:
        return self.fontMetrics().height() + GRID // 2

    def _places(self, width: int) -> list[tuple[int, int]]:
        metrics = self.fontMetrics()
        places: list[tuple[int, int]] = []
        x, row = 0, 0
        for part in self._gauge.parts:
            length = SWATCH + GRID * 3 + metrics.horizontalAdvance(wording.part_text(part))
            if x and x + length > width:
                x, row = 0, row + 1
            places.append((x, row))
            x += length
        return places or [(0, 0)]
