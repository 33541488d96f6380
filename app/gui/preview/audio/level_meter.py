"""How loud it is now."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.gui.style.theme import GRID

if TYPE_CHECKING:
    from app.gui.style.apply import Style

#: Quieter than this is nothing, in dB below full scale: about what a quiet room leaves.
_QUIETEST_DB = -60.0
#: From here on it is close to full scale.
_LOUD_DB = -3.0
#: How far the bar falls from one look to the next, so that an eye can follow it.
_FALL_DB = 2.0


def decibels(level: float) -> float:
    """A sample's size in dB below full scale, not less than the quietest that is shown.

    Args:
        level: 0 to 1; more where it was clipped.
    """
    return max(_QUIETEST_DB, 20 * math.log10(level)) if level > 0 else _QUIETEST_DB


class LevelMeter(QWidget):
    """A bar that rises at once and falls slowly."""

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
        """Where the bar ends, in dB below full scale."""
        return self._shown_db

    def show_level(self, level: float) -> None:
        """Rise to a level (0 to 1), or fall towards it."""
        shown = max(decibels(level), self._shown_db - _FALL_DB)
        if shown != self._shown_db:
            self._shown_db = shown
            self.update()

    def clear(self) -> None:
        """Show silence at once."""
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
        colour = theme.caution if self._shown_db >= _LOUD_DB else theme.accent
        area = QRectF(self.rect())
        area.setTop(area.bottom() - area.height() * share)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.fillRect(area, QColor(colour))
        painter.end()
