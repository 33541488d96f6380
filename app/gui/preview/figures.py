"""How fast it was: first audio, real-time factor, length."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from app.gui.style.theme import GRID
from app.gui.text import durations
from app.gui.text.numbers import decimal

if TYPE_CHECKING:
    from app.gui.speech.speech import Speech

#: Where nothing was measured.
DASH = "–"


def _tr(text: str) -> str:
    return QCoreApplication.translate("figures", text)


def factor_text(speech: Speech) -> str:
    """A real-time factor with what it means: ``0.02 (50 × real time)``."""
    factor = speech.real_time_factor
    if not factor:
        return DASH
    speed = 1 / factor
    return _tr("{factor} ({speed}× real time)").format(
        factor=decimal(factor, 2 if factor >= 0.1 else 3),
        speed=decimal(speed, 0 if speed >= 10 else 1),
    )


class Figures(QWidget):
    """Three figures, each below its name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setHorizontalSpacing(GRID * 3)
        self._layout.setVerticalSpacing(0)
        self._first_audio = self._figure(self.tr("First audio"))
        self._factor = self._figure(self.tr("Real-time factor"))
        self._length = self._figure(self.tr("Duration"))
        self.clear()

    def clear(self) -> None:
        """Show that nothing has been measured yet."""
        for label in (self._first_audio, self._factor, self._length):
            label.setText(DASH)

    def show_first_audio(self, seconds: float, load_s: float | None) -> None:
        """Show how long it took until the first chunk, and whether that held the loading."""
        text = durations.measured(seconds)
        is_cold = load_s is not None
        self._first_audio.setText(
            self.tr("{}, including loading").format(text) if is_cold else text
        )

    def show_speech(self, speech: Speech) -> None:
        """Show all figures."""
        self.show_first_audio(speech.first_audio_s, speech.load_s)
        self._factor.setText(factor_text(speech))
        self._length.setText(durations.measured(speech.duration_s))

    def _figure(self, name: str) -> QLabel:
        column = self._layout.columnCount()
        caption, value = QLabel(name, self), QLabel(self)
        caption.setProperty("role", "caption")
        value.setProperty("role", "figure")
        value.setAccessibleName(name)
        self._layout.addWidget(caption, 0, column)
        self._layout.addWidget(value, 1, column)
        return value
