"""A question before something that can't be undone."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.gui.style.theme import GRID
from app.gui.widgets import wrapped_text as wrapped_texts

#: Lines of this length are easy to read.
_LINE_CHARS = 60


class Confirmation(QDialog):
    """Asks without blocking the rest of the program. Escape, and closing it, mean no.

    Attributes:
        agreed: The user agrees.
    """

    agreed = Signal()

    def __init__(self, question: str, consequence: str, parent: QWidget | None = None) -> None:
        """Creates the dialog without buttons.

        Args:
            question: One line.
            consequence: What is lost, and what isn't.
            parent: The window it is about.
        """
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(question)
        self.setAccessibleName(question)
        self.setAccessibleDescription(consequence)
        heading = QLabel(question, self)
        heading.setProperty("role", "heading")
        text = QLabel(consequence, self)
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setWordWrap(True)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(GRID)
        self._buttons.addStretch()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(GRID)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID * 3, GRID * 3, GRID * 3, GRID * 2)
        layout.setSpacing(GRID * 3 // 2)
        layout.addWidget(heading)
        layout.addWidget(text, 1)
        layout.addLayout(self._rows)
        layout.addSpacing(GRID)
        layout.addLayout(self._buttons)
        self.setMinimumWidth(max(GRID * 56, self.fontMetrics().averageCharWidth() * _LINE_CHARS))

    def add(self, row: QWidget) -> None:
        """Adds a row between the text and the buttons."""
        self._rows.addWidget(row)

    def offer(self, yes: str, no: str) -> None:
        """Adds the two buttons; the one that does nothing has the focus."""
        go, keep = QPushButton(yes, self), QPushButton(no, self)
        self._go = go
        go.setObjectName("confirm")
        keep.setObjectName("refuse")
        keep.setProperty("role", "primary")
        for button in (go, keep):
            self._buttons.addWidget(button)
        keep.setDefault(True)
        keep.setFocus()
        go.clicked.connect(self.agreed)
        go.clicked.connect(self.accept)
        keep.clicked.connect(self.reject)

    def allow(self, is_possible: bool) -> None:
        """Enables the button that agrees; call it after :meth:`offer`."""
        self._go.setEnabled(is_possible)

    def present(self) -> None:
        """Shows it on top, over its window if it has one."""
        if self.parentWidget() is None:
            self.show()
        else:
            self.open()
        self.raise_()
        self.activateWindow()

    def event(self, event: QEvent) -> bool:
        is_handled = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            wrapped_texts.keep_uncut(self)
        return is_handled

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))
