"""A field to search rows with."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from app.gui.text import keys

_TO_THE_ROWS = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SearchField(QLineEdit):
    """Escape clears it; Down and Return move to the rows.

    Attributes:
        left: The user moves to the rows.
    """

    left = Signal()

    def __init__(self, name: str, hint: str, spoken: str, parent: QWidget) -> None:
        """Creates an empty field.

        Args:
            name: Its object name.
            hint: Shown while it is empty.
            spoken: Its name for screen readers.
            parent: Qt's.
        """
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("role", "search")
        self.setClearButtonEnabled(True)
        self.setPlaceholderText(hint)
        self.setAccessibleName(spoken)
        find = keys.called(QKeySequence.StandardKey.Find)
        self.setToolTip(self.tr("{keys}. Press Esc to clear").format(keys=find))

    def event(self, event: QEvent) -> bool:
        is_ours = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if is_ours and event.type() == QEvent.Type.ShortcutOverride and self.text():
            event.accept()  # Otherwise the window would handle Escape.
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in _TO_THE_ROWS:
            self.left.emit()
        else:
            super().keyPressEvent(event)
