"""Waveform, playhead, level, and position of speech that plays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.audio.peaks import NOTHING, Outline
from app.gui.preview.audio.level_meter import LevelMeter
from app.gui.preview.audio.waveform import Waveform
from app.gui.preview.figures import position_text
from app.gui.style.theme import GRID

if TYPE_CHECKING:
    from app.gui.style.apply import Style

#: Time between two updates of the playhead.
_UPDATE_MS = 33


class Playable(Protocol):
    """Audio that plays."""

    @property
    def position_s(self) -> float:
        """Playback position in seconds."""
        ...


class Track(QWidget):
    """Shows the position of audio that plays; the timer runs only during playback.

    Attributes:
        sought: The user wants to play from a position: seconds.
    """

    sought = Signal(float)

    def __init__(self, style: Style, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._outline = NOTHING
        self._playable: Playable | None = None
        self.waveform = Waveform(style, self)
        self.meter = LevelMeter(style, self)
        self._position = QLabel(self)
        self._position.setProperty("role", "figure")
        self._position.setAccessibleName(self.tr("Position"))
        self._length = QLabel(self)
        self._length.setProperty("role", "caption")
        widest = self._length.fontMetrics().horizontalAdvance(self.tr("of {}").format("00:00.0"))
        self._length.setMinimumWidth(widest)
        self._timer = QTimer(self)
        self._timer.setInterval(_UPDATE_MS)
        self._timer.timeout.connect(self._update_if_visible)
        self.waveform.sought.connect(self._seek)
        style.changed.connect(self.update)
        times = QVBoxLayout()
        times.setSpacing(0)
        times.addStretch()
        times.addWidget(self._position)
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
        """Shows no speech."""
        self.follow(None)
        self.show_outline(NOTHING)
        self._show_position(0.0)

    def show_outline(self, outline: Outline, *, is_complete: bool = True) -> None:
        """Shows the audio so far, as a whole or with room to grow."""
        self._outline = outline
        self.waveform.show_outline(outline, is_complete=is_complete)
        self._length.setText(self.tr("of {}").format(position_text(outline.duration_s)))

    def follow(self, playable: Playable | None) -> None:
        """Moves the playhead with audio that plays; None stops the playhead."""
        self._update_position()  # Show where playback ended.
        self._playable = playable
        if playable is None:
            self._timer.stop()
            self.meter.clear()
        else:
            self._timer.start()

    def _update_if_visible(self) -> None:
        if self.isVisible():
            self._update_position()

    def _update_position(self) -> None:
        if self._playable is None:
            return
        seconds = self._playable.position_s
        self._show_position(seconds)
        self.meter.show_level(self._outline.level(seconds) if seconds else 0.0)

    def _show_position(self, seconds: float) -> None:
        self.waveform.show_position(seconds)
        self._position.setText(position_text(seconds))

    def _seek(self, seconds: float) -> None:
        self._position.setText(position_text(seconds))
        self.sought.emit(seconds)
