"""How a history is painted: its areas once for each reading, and the lines around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap, QRegion

from app.gui.controller.gauge_history import SPAN_S
from app.gui.state.gauge import PartKind
from app.gui.style.theme import GRID
from app.gui.vram_gauge import wording
from app.gui.vram_gauge.fills import fill_color, paint_hatching
from app.gui.vram_gauge.plot import grid_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.gui.controller.gauge_history import Sample
    from app.gui.style.theme import Theme
    from app.gui.vram_gauge.plot import Plot

#: How far the times are below the plot, and the cursor reaches below it, in pixels.
TICK = GRID // 2
#: Grid lines are at least so far apart, in pixels.
_LINE_EVERY = GRID * 5 // 2


def areas_picture(plot: Plot, samples: Iterable[Sample], theme: Theme, ratio: float) -> QPixmap:
    """The areas alone; what nobody knows is left as the card is.

    Args:
        plot: Where moments and bytes are.
        samples: The oldest first.
        theme: Has the colors.
        ratio: Pixels of the screen for one of the plot.
    """
    picture = QPixmap(QSize(plot.width, plot.height) * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(QColor(theme.card))
    painter = QPainter(picture)
    colors: dict[tuple[PartKind, int], QColor] = {}
    hatched = QRegion()
    for block in plot.blocks(samples):
        key = (block.kind, block.place)
        if key not in colors:
            colors[key] = fill_color(block.kind, block.place, theme)
        painter.fillRect(block.left, block.top, block.width, block.height, colors[key])
        if block.kind is PartKind.RESERVED:
            hatched += QRect(block.left, block.top, block.width, block.height)
    if not hatched.isEmpty():
        painter.setClipRegion(hatched)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_hatching(painter, QRectF(0, 0, plot.width, plot.height), theme)
    painter.end()
    return picture


def paint_amounts(painter: QPainter, area: QRect, plot: Plot, theme: Theme) -> None:
    """Draw grid lines over the plot's area, and their amounts to the left of it."""
    line = QColor(theme.text)
    line.setAlphaF(0.16)
    right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
    height = painter.fontMetrics().height()
    for size_bytes in grid_bytes(plot.total_bytes, max(1, plot.height // _LINE_EVERY)):
        y = area.top() + min(plot.y(size_bytes), area.height() - 1)
        painter.setPen(line)
        painter.drawLine(area.left(), y, area.right(), y)
        painter.setPen(QColor(theme.muted))
        label = QRect(0, y - height // 2, area.left() - GRID, height)
        painter.drawText(label, right, wording.amount(size_bytes))


def paint_times(painter: QPainter, area: QRect, plot: Plot, theme: Theme) -> None:
    """Draw a tick for each minute below the plot's area, and name three of them."""
    minutes = int(SPAN_S // 60)
    painter.setPen(QColor(theme.outline))
    for minute in range(minutes + 1):
        x = area.left() + min(plot.x(plot.now_s - minute * 60), area.width() - 1)
        painter.drawLine(x, area.bottom(), x, area.bottom() + TICK // 2)
    painter.setPen(QColor(theme.muted))
    height = painter.fontMetrics().height()
    below = QRect(area.left(), area.bottom() + TICK, area.width(), height)
    for minute, side in (
        (minutes, Qt.AlignmentFlag.AlignLeft),
        (minutes // 2, Qt.AlignmentFlag.AlignHCenter),
        (0, Qt.AlignmentFlag.AlignRight),
    ):
        painter.drawText(below, side, wording.before_now(minute * 60.0))
