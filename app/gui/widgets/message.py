"""A label for a message about the last action."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget


class MessageLabel(QLabel):
    """A label that is hidden while empty; its text can be selected and copied."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.hide()

    def say(self, text: str, tone: str = "muted") -> None:
        """Shows a text in one of the theme's tones; an empty text hides the label."""
        self.setText(text)
        self.setProperty("tone", tone)
        self.style().polish(self)
        self.setVisible(bool(text))
