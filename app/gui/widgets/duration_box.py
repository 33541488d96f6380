"""A duration, chosen from a list or typed: ``90 s``, ``5 min``, ``never``."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QComboBox, QStyledItemDelegate, QWidget

from app.gui.text import durations


class _DurationValidator(QValidator):
    """Accepts any text while typing, and only durations at the end."""

    def validate(self, text: str, position: int) -> object:
        is_duration = durations.parsed(text) is not None
        state = QValidator.State.Acceptable if is_duration else QValidator.State.Intermediate
        return state, text, position


class DurationBox(QComboBox):
    """A list of durations that can be typed into.

    Attributes:
        chosen: The user has chosen an entry of the open list.
    """

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._list_is_open = False
        self.setEditable(True)
        self.setItemDelegate(QStyledItemDelegate(self))  # Follows the style sheet.
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.addItems([durations.spoken(seconds) for seconds in durations.PRESETS_S])
        self.setValidator(_DurationValidator(self))
        self.activated.connect(self._emit_chosen)

    def showPopup(self) -> None:
        super().showPopup()
        # Later: a typed text that loses the focus to the list is activated, too.
        self._list_is_open = True

    def hidePopup(self) -> None:
        super().hidePopup()
        # Later: the clicked entry is activated after the list has closed.
        QTimer.singleShot(0, self, self._note_closed_list)

    def _note_closed_list(self) -> None:
        self._list_is_open = False

    def _emit_chosen(self) -> None:
        # Return on a typed text that is in the list comes here, too.
        if self._list_is_open:
            self.chosen.emit()
