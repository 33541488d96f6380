"""Problems of the start, shown until they are dismissed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.gui.style.theme import GRID


class ProblemBanner(QFrame):
    """Lists problems, and a button that dismisses all of them."""

    def __init__(self, problems: Sequence[str], parent: QWidget | None = None) -> None:
        """Creates the banner; each problem is a sentence or two."""
        super().__init__(parent)
        self.setProperty("role", "banner")
        self.setProperty("tone", "caution")
        self.setObjectName("problems")
        heading = QLabel(self.tr("Some files couldn’t be read"), self)
        heading.setProperty("role", "heading")
        self.dismiss = QPushButton(self.tr("Dismiss"), self)
        self.dismiss.setObjectName("dismissProblems")
        self.dismiss.clicked.connect(self.hide)
        self.setAccessibleName(heading.text())
        self.setAccessibleDescription(" ".join(problems))
        text = QVBoxLayout()
        text.setSpacing(GRID // 2)
        text.addWidget(heading)
        for problem in problems:
            label = QLabel(problem, self)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setWordWrap(True)
            text.addWidget(label)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(GRID * 2, GRID * 3 // 2, GRID * 3 // 2, GRID * 3 // 2)
        layout.setSpacing(GRID * 3)
        layout.addLayout(text, 1)
        layout.addWidget(self.dismiss, 0, Qt.AlignmentFlag.AlignTop)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))
