"""How parts are filled: the same in bar, legend, history and read-out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.gui.controller.gauge import Part, PartKind

if TYPE_CHECKING:
    from app.gui.style.theme import Theme

#: Of a legend's swatch, in pixels.
SWATCH = 10
#: Between two lines of the hatching, in pixels.
_HATCH = 6


def fill_colour(kind: PartKind, place: int, theme: Theme) -> QColor:
    """What a part is filled with; reserved memory is hatched on top.

    Args:
        kind: Whose memory it is.
        place: The worker's place in the table.
        theme: Has the colours.
    """
    if kind is PartKind.WORKER:
        return QColor(theme.worker(place))
    return QColor(theme.others if kind is PartKind.OTHERS else theme.free)


def paint_hatching(painter: QPainter, area: QRectF, theme: Theme) -> None:
    """Draw the lines that mean reserved, within the painter's clip."""
    painter.setPen(QPen(QColor(theme.others), 1.5))
    x = area.left() - area.height()
    while x < area.right():
        painter.drawLine(int(x), int(area.bottom()), int(x + area.height()), int(area.top()))
        x += _HATCH


def paint_part(painter: QPainter, area: QRectF, part: Part, theme: Theme) -> None:
    """Fill an area the way a part is shown."""
    painter.fillRect(area, fill_colour(part.kind, part.place, theme))
    if part.kind is PartKind.RESERVED:
        painter.save()
        painter.setClipRect(area, Qt.ClipOperation.IntersectClip)
        paint_hatching(painter, area, theme)
        painter.restore()


def paint_swatch(painter: QPainter, area: QRectF, part: Part, theme: Theme) -> None:
    """Fill a small area beside a part's name; what is free is hardly seen without an edge."""
    paint_part(painter, area, part, theme)
    if part.kind in (PartKind.FREE, PartKind.RESERVED):
        painter.setPen(QPen(QColor(theme.outline), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5))
