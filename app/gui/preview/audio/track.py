"""The speech as one sees it: waveform, playhead, level, and where it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.audio.peaks import NOTHING, Outline
from app.gui.preview.audio.level_meter import LevelMeter
from app.gui.preview.audio.waveform import Waveform
from app.gui.preview.place import position_text
from app.gui.style.theme import GRID

if TYPE_CHECKING:
    from app.gui.style.apply import Style

#: Milliseconds between two looks at the playhead: as often as an eye notices.
_LOOK_MS = 33


class Sounding(Protocol):
    """What is being heard."""

    @property
    def position_s(self) -> float:
        """Where in the speech the ear is."""
        ...


class Track(QWidget):
    """Follows what is being heard; costs nothing while nothing is.

    Attributes:
        sought: The user wants to hear it from here: seconds.
    """

    sought = Signal(float)

    def __init__(self, style: Style, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._outline = NOTHING
        self._followed: Sounding | None = None
        self.waveform = Waveform(style, self)
        self.meter = LevelMeter(style, self)
        self._place = QLabel(self)
        self._place.setProperty("role", "figure")
        self._place.setAccessibleName(self.tr("Position"))
        self._length = QLabel(self)
        self._length.setProperty("role", "caption")
        widest = self._length.fontMetrics().horizontalAdvance(self.tr("of {}").format("00:00.0"))
        self._length.setMinimumWidth(widest)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look_if_seen)
        self.waveform.sought.connect(self._seek)
        style.changed.connect(self.update)
        times = QVBoxLayout()
        times.setSpacing(0)
        times.addStretch()
        times.addWidget(self._place)
        times.addWidget(self._length)
        times.addStretch()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self.waveform, 1)
        layout.addWidget(self.meter)
        layout.addLayout(times)
        self.clear()

    def clear(self) -> None:
        """Show that there is no speech yet."""
        self.follow(None)
        self.show_outline(NOTHING)
        self._show_place(0.0)

    def show_outline(self, outline: Outline, *, is_complete: bool = True) -> None:
        """Show what there is by now, in all its length or with room to grow."""
        self._outline = outline
        self.waveform.show_outline(outline, is_complete=is_complete)
        self._length.setText(self.tr("of {}").format(position_text(outline.duration_s)))

    def follow(self, sounding: Sounding | None) -> None:
        """Move the playhead with what is being heard; None when it is over."""
        self._look()  # A last time at what is over.
        self._followed = sounding
        if sounding is None:
            self._timer.stop()
            self.meter.clear()
        else:
            self._timer.start()

    def _look_if_seen(self) -> None:
        if self.isVisible():
            self._look()

    def _look(self) -> None:
        if self._followed is None:
            return
        seconds = self._followed.position_s
        self._show_place(seconds)
        self.meter.show_level(self._outline.level(seconds) if seconds else 0.0)

    def _show_place(self, seconds: float) -> None:
        self.waveform.show_position(seconds)
        self._place.setText(position_text(seconds))

    def _seek(self, seconds: float) -> None:
        self._place.setText(position_text(seconds))
        self.sought.emit(seconds)
