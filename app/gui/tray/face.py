"""Paints the tray icon: a mark for the state, and below it a bar for the memory.

There are three marks and nine levels. Only the icon of the start is shipped as files.
"""

from __future__ import annotations

from enum import Enum
from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap, QPolygonF

#: Sizes that trays request, on usual screens and on those with twice the pixels.
SIZES: Final = (16, 22, 24, 32, 44, 48, 64, 96, 128)
#: Steps of the bar.
STEPS: Final = 8
#: Everything is placed on a grid of so many units, which are pixels in the smallest icon.
_GRID: Final = 16
#: Hysteresis in steps: the level must differ by so much before another step is shown.
_MARGIN: Final = 0.65

# The pale rim contrasts with dark panels, the body with light ones; a test holds that.
# Rim, body, and the empty part of the bar.
_USUAL: Final = ("#b9efe9", "#0a6f6b", "#001211")
_ALARMED: Final = ("#ffe3e0", "#b3202b", "#0d0002")
_MARK: Final = "#ffffff"
#: In place of ``Qt.NoPen``.
_NOTHING: Final = QColor(0, 0, 0, 0)

# Left, top, width, height on the grid.
_GAUGE: Final = (2, 11, 12, 3)
_VOICE: Final = ((4, 4, 2, 3), (7, 2, 2, 7), (10, 3, 2, 5))
_EXCLAMATION: Final = ((7, 2, 2, 4), (7, 7, 2, 2))
_TRIANGLE: Final = ((5.0, 1.5), (12.0, 5.5), (5.0, 9.5))


class Mark(Enum):
    """What the engines are doing; each has a shape of its own."""

    IDLE = "idle"
    WORKING = "working"
    ATTENTION = "attention"


def step_of(level: float, shown: int) -> int:
    """Returns the step that shows a level.

    Args:
        level: Share of the memory in use, from 0 to 1.
        shown: The step shown now, which stays while the level is near.

    Returns:
        From 0, empty, to :data:`STEPS`, full.
    """
    exact = min(1.0, max(0.0, level)) * STEPS
    return shown if abs(exact - shown) <= _MARGIN else round(exact)


def icon(mark: Mark, step: int) -> QIcon:
    """Returns the icon in all sizes.

    Args:
        mark: What the engines are doing.
        step: How full the memory is, from 0 to :data:`STEPS`.
    """
    drawn = QIcon()
    for size in SIZES:
        drawn.addPixmap(_drawn(mark, step, size))
    return drawn


def _drawn(mark: Mark, step: int, size: int) -> QPixmap:
    pixmap = QPixmap(size, size)
    pixmap.fill(_NOTHING)
    painter = QPainter(pixmap)
    painter.setPen(_NOTHING)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    rim, body, empty = _ALARMED if mark is Mark.ATTENTION else _USUAL
    outer, width = QRectF(0, 0, size, size), _pixels(1, size)
    painter.setBrush(QColor(rim))
    painter.drawRoundedRect(outer, size / 4, size / 4)
    painter.setBrush(QColor(body))
    inner = outer.adjusted(width, width, -width, -width)
    painter.drawRoundedRect(inner, size / 5, size / 5)
    painter.setBrush(QColor(_MARK))
    if mark is Mark.WORKING:
        unit = size / _GRID
        painter.drawPolygon(QPolygonF([QPointF(x * unit, y * unit) for x, y in _TRIANGLE]))
    # Aligned to pixels from here on: at size 16 a blurred edge is half of a bar.
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    for box in {Mark.IDLE: _VOICE, Mark.ATTENTION: _EXCLAMATION}.get(mark, ()):
        painter.drawRect(_area(box, size))
    gauge = _area(_GAUGE, size)
    painter.fillRect(gauge, QColor(empty))
    gauge.setWidth(round(gauge.width() * step / STEPS))
    painter.fillRect(gauge, QColor(_MARK))
    painter.end()
    return pixmap


def _pixels(units: float, size: int) -> int:
    return int(units * size / _GRID + 0.5)


def _area(box: tuple[int, int, int, int], size: int) -> QRectF:
    """Returns a box of the grid, aligned to pixels."""
    left, top, width, height = box
    x, y = _pixels(left, size), _pixels(top, size)
    return QRectF(x, y, _pixels(width, size), _pixels(top + height, size) - y)
