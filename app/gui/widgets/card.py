"""A rounded surface with a heading."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.gui.style.theme import GRID


class Card(QFrame):
    """Groups widgets on a surface of their own."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        """Creates an empty card; without a title it has no heading."""
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
        """Adds a widget at the bottom."""
        self._layout.addWidget(widget, stretch)

    def add_to_head(self, widget: QWidget) -> None:
        """Adds a widget at the end of the title's line."""
        self._head.addWidget(widget)
