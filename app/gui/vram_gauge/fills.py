"""Fills of parts: the same in bar, legend, history, and read-out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.gui.state.gauge import Part, PartKind

if TYPE_CHECKING:
    from app.gui.style.theme import Theme

#: Size of a legend's swatch, in pixels.
SWATCH = 10
#: Distance between two lines of the hatching, in pixels.
_HATCH = 6


def fill_color(kind: PartKind, place: int, theme: Theme) -> QColor:
    """Returns the color of a part; reserved memory is hatched on top.

    Args:
        kind: Whose memory it is.
        place: The engine's place in the catalog.
        theme: Has the colors.
    """
    if kind is PartKind.WORKER:
        return QColor(theme.worker(place))
    return QColor(theme.others if kind is PartKind.OTHERS else theme.free)


def paint_hatching(painter: QPainter, area: QRectF, theme: Theme) -> None:
    """Draws the hatching of reserved memory, within the painter's clip."""
    painter.setPen(QPen(QColor(theme.others), 1.5))
    x = area.left() - area.height()
    while x < area.right():
        painter.drawLine(int(x), int(area.bottom()), int(x + area.height()), int(area.top()))
        x += _HATCH


def paint_part(painter: QPainter, area: QRectF, part: Part, theme: Theme) -> None:
    """Fills an area as a part."""
    painter.fillRect(area, fill_color(part.kind, part.place, theme))
    if part.kind is PartKind.RESERVED:
        painter.save()
        painter.setClipRect(area, Qt.ClipOperation.IntersectClip)
        paint_hatching(painter, area, theme)
        painter.restore()


def paint_swatch(painter: QPainter, area: QRectF, part: Part, theme: Theme) -> None:
    """Fills a small area beside a part's name; free memory is hardly visible without an edge."""
    paint_part(painter, area, part, theme)
    if part.kind in (PartKind.FREE, PartKind.RESERVED):
        painter.setPen(QPen(QColor(theme.outline), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5))
