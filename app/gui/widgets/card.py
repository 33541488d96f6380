"""A rounded surface with a heading."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.gui.style.theme import GRID


class Card(QFrame):
    """Holds one subject of the window."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        """Args: title: Stands on top; empty for content that brings its own."""
        super().__init__(parent)
        self.setProperty("role", "card")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(GRID * 2, GRID * 3 // 2, GRID * 2, GRID * 3 // 2)
        self._layout.setSpacing(GRID)
        self._head = QHBoxLayout()
        self._head.setSpacing(GRID)
        if title:
            label = QLabel(title, self)
            label.setProperty("role", "heading")
            self._head.addWidget(label)
            self._head.addStretch()
            self._layout.addLayout(self._head)

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        """Put a widget below what is there."""
        self._layout.addWidget(widget, stretch)

    def add_to_head(self, widget: QWidget) -> None:
        """Put a widget beside the title, at the end of its line."""
        self._head.addWidget(widget)
