"""A list of names, one of which is chosen: pages, or engines."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QListWidget, QWidget

from app.gui.style.theme import GRID


class Navigation(QListWidget):
    """As wide as its longest name, and not wider."""

    def __init__(self, accessible_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "navigation")
        self.setAccessibleName(accessible_name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)

    def sizeHint(self) -> QSize:
        """Qt's own is the same for all lists."""
        widest = max(self.sizeHintForColumn(0), GRID * 12)
        return QSize(widest + GRID * 2, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """No name is cut."""
        return QSize(self.sizeHint().width(), super().minimumSizeHint().height())
