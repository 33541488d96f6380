"""A level meter for audio."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.gui.style.theme import GRID

if TYPE_CHECKING:
    from app.gui.style.apply import Style

#: Bottom of the meter in dBFS: about the noise of a quiet room.
_QUIETEST_DB = -60.0
#: Levels above this many dBFS are close to clipping.
_LOUD_DB = -3.0
#: The bar falls by this many dB per update, slowly enough for the eye.
_FALL_DB = 2.0


def decibels(level: float) -> float:
    """Returns a level in dBFS, at least the bottom of the meter.

    Args:
        level: From 0 to 1; above 1 if the audio was clipped.
    """
    return max(_QUIETEST_DB, 20 * math.log10(level)) if level > 0 else _QUIETEST_DB


class LevelMeter(QWidget):
    """A bar that rises immediately and falls slowly."""

    def __init__(self, style: Style, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._style = style
        self._shown_db = _QUIETEST_DB
        self.setObjectName("levelMeter")
        self.setAccessibleName(self.tr("Level"))
        self.setToolTip(self.tr("Input level, from -60 to 0 dBFS"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(GRID, GRID * 4)

    @property
    def shown_db(self) -> float:
        """Level of the bar in dBFS."""
        return self._shown_db

    def show_level(self, level: float) -> None:
        """Raises the bar to a level from 0 to 1, or lets it fall towards the level."""
        shown = max(decibels(level), self._shown_db - _FALL_DB)
        if shown != self._shown_db:
            self._shown_db = shown
            self.update()

    def clear(self) -> None:
        """Shows silence immediately."""
        self._shown_db = _QUIETEST_DB
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._style.theme
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(self.rect()), GRID / 4, GRID / 4)
        painter.setClipPath(outline)
        painter.fillRect(self.rect(), QColor(theme.free))
        share = min(1.0, 1 - self._shown_db / _QUIETEST_DB)
        color = theme.caution if self._shown_db >= _LOUD_DB else theme.accent
        area = QRectF(self.rect())
        area.setTop(area.bottom() - area.height() * share)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.fillRect(area, QColor(color))
        painter.end()
