"""A line of text about progress, with a bar below it."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QProgressBar, QVBoxLayout, QWidget

from app.gui.style.theme import GRID


class LoadingBar(QWidget):
    """Progress in words, and as a bar while the fraction is known. Hidden at first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = QLabel(self)
        self.text.setProperty("role", "caption")
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 1000)
        self._bar.setAccessibleName(self.tr("Progress"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID // 2)
        layout.addWidget(self.text)
        layout.addWidget(self._bar)
        self.hide()

    def show_progress(self, text: str, fraction: float | None) -> None:
        """Shows progress; hides the bar's line while the text is empty.

        Args:
            text: What is in progress.
            fraction: From 0 to 1; None while unknown.
        """
        self.text.setText(text)
        self._bar.setVisible(fraction is not None)
        self._bar.setValue(int((fraction or 0) * 1000))
        self.setVisible(bool(text))
