"""How far an engine is that is being installed or loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QProgressBar, QVBoxLayout, QWidget

from app.gui.style.theme import GRID
from app.gui.text import wording

if TYPE_CHECKING:
    from app.gui.controller.engine_view import EngineView


class LoadingBar(QWidget):
    """What is going on in words, and a bar where it is known how far it is."""

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

    def show_engine(self, view: EngineView | None) -> None:
        """Show how far an engine is; None, or one that is not on its way, hides it."""
        told = view.progress if view is not None else None
        if view is None or told is None:
            self.hide()
            return
        text = f"{view.entry.name}: {wording.progress_of(view)}"
        self.show_progress(f"{text} ({told.detail})" if told.detail else text, told.fraction)

    def show_progress(self, text: str, fraction: float | None) -> None:
        """Show how far anything is: from 0 to 1, None where nobody knows."""
        self.text.setText(text)
        self._bar.setVisible(fraction is not None)
        self._bar.setValue(int((fraction or 0) * 1000))
        self.show()
