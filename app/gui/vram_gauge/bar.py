"""One bar, painted from a :class:`~app.gui.vram_gauge.parts.Gauge`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QHelpEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.gui.style.theme import GRID
from app.gui.vram_gauge.parts import Gauge, Part, PartKind
from app.gui.vram_gauge.wording import part_hint

if TYPE_CHECKING:
    from app.gui.style.theme import Theme


def part_brush(part: Part, theme: Theme) -> QBrush:
    """What a part is filled with, in bar and legend; reserved memory is hatched on top."""
    if part.kind is PartKind.WORKER:
        return QBrush(QColor(theme.worker(part.place)))
    return QBrush(QColor(theme.others if part.kind is PartKind.OTHERS else theme.free))


def paint_part(painter: QPainter, area: QRectF, part: Part, theme: Theme) -> None:
    """Fill an area the way a part is shown."""
    painter.fillRect(area, part_brush(part, theme))
    if part.kind is not PartKind.RESERVED:
        return
    painter.save()
    painter.setClipRect(area, Qt.ClipOperation.IntersectClip)
    painter.setPen(QPen(QColor(theme.others), 1.5))
    x = area.left() - area.height()
    while x < area.right():
        painter.drawLine(int(x), int(area.bottom()), int(x + area.height()), int(area.top()))
        x += 6
    painter.restore()


class GaugeBar(QWidget):
    """The bar alone. The tool tip names the part under the pointer."""

    def __init__(self, gauge: Gauge, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gauge = gauge
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_gauge(self, gauge: Gauge, theme: Theme) -> None:
        """Show other data; repaints only when something is different."""
        if gauge != self._gauge or theme is not self._theme:
            self._gauge = gauge
            self._theme = theme
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(GRID * 40, GRID * 3)

    def areas(self) -> list[tuple[Part, QRectF]]:
        """Each part with the area it is painted in, from left to right."""
        width = float(self.width())
        found: list[tuple[Part, QRectF]] = []
        x = 0.0
        for part in self._gauge.parts:
            length = width * part.size_bytes / self._gauge.total_bytes
            # A part too small to see is shown as two pixels; the free part gives them.
            if part.kind is not PartKind.FREE:
                length = max(2.0, length)
            length = min(length, width - x)
            found.append((part, QRectF(x, 0, length, self.height())))
            x += length
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(self.rect()), GRID * 0.75, GRID * 0.75)
        painter.setClipPath(outline)
        painter.fillRect(self.rect(), QColor(self._theme.free))
        areas = self.areas()
        for part, area in areas:
            paint_part(painter, area, part, self._theme)
        painter.setPen(QPen(QColor(self._theme.card), 1.5))
        for _, area in areas[1:]:
            painter.drawLine(area.topLeft(), area.bottomLeft())
        if self._gauge.stale_s:
            veil = QColor(self._theme.card)
            veil.setAlphaF(0.55)
            painter.fillRect(self.rect(), veil)
        painter.end()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            for part, area in self.areas():
                if area.contains(event.pos()):
                    QToolTip.showText(event.globalPos(), part_hint(part), self)
                    return True
        return super().event(event)
