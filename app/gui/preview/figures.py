"""Measurements of speech: first audio, real-time factor, duration, positions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from app.gui.style.theme import GRID
from app.gui.text import durations
from app.gui.text.numbers import decimal

if TYPE_CHECKING:
    from app.gui.speech.speech import Speech

#: Shown for a value that was not measured.
DASH = "–"


def _tr(text: str) -> str:
    return QCoreApplication.translate("figures", text)


def factor_text(speech: Speech) -> str:
    """Returns the real-time factor with its meaning: ``0.02 (50× real time)``."""
    factor = speech.real_time_factor
    if not factor:
        return DASH
    speed = 1 / factor
    return _tr("{factor} ({speed}× real time)").format(
        factor=decimal(factor, 2 if factor >= 0.1 else 3),
        speed=decimal(speed, 0 if speed >= 10 else 1),
    )


def figure_texts(speech: Speech) -> tuple[str, str, str, str]:
    """Returns load time, first audio without loading, real-time factor, and duration."""
    load_s = speech.load_s
    return (
        durations.measured(load_s) if load_s is not None else DASH,
        durations.measured(speech.first_audio_s - (load_s or 0.0)),
        factor_text(speech),
        durations.measured(speech.duration_s),
    )


def position_text(seconds: float) -> str:
    """Returns a position as minutes, seconds, and tenths: ``0:03.2``."""
    tenths = int(seconds * 10)
    return f"{tenths // 600}:{tenths // 10 % 60:02}.{tenths % 10}"


class Figures(QWidget):
    """Three measurements, each below its name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setHorizontalSpacing(GRID * 3)
        self._layout.setVerticalSpacing(0)
        self._first_audio = self._figure(self.tr("First audio"))
        self._factor = self._figure(self.tr("Real-time factor"))
        self._duration = self._figure(self.tr("Duration"))
        self.clear()

    def clear(self) -> None:
        """Shows no measurements."""
        for label in (self._first_audio, self._factor, self._duration):
            label.setText(DASH)

    def show_first_audio(self, seconds: float, load_s: float | None) -> None:
        """Shows the time to the first chunk, and whether it includes loading."""
        text = durations.measured(seconds)
        self._first_audio.setText(
            text if load_s is None else self.tr("{}, including loading").format(text)
        )

    def show_speech(self, speech: Speech) -> None:
        """Shows all measurements."""
        self.show_first_audio(speech.first_audio_s, speech.load_s)
        self._factor.setText(factor_text(speech))
        self._duration.setText(durations.measured(speech.duration_s))

    def _figure(self, name: str) -> QLabel:
        column = self._layout.columnCount()
        caption, value = QLabel(name, self), QLabel(self)
        caption.setProperty("role", "caption")
        value.setProperty("role", "figure")
        value.setAccessibleName(name)
        self._layout.addWidget(caption, 0, column)
        self._layout.addWidget(value, 1, column)
        return value
