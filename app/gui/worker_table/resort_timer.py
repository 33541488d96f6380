"""Delays sorting while values change and while the user points at the rows."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

#: Time from a changed value to the next sort: a reading changes many values at once.
_DELAY_MS = 1000
#: Time from the last movement of the pointer: a button must not move away from the pointer.
_IDLE_MS = 3000


class ResortTimer(QObject):
    """Says when rows should be sorted again.

    Attributes:
        due: Rows should be sorted now.
    """

    due = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._is_needed = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_timeout)

    def note_change(self) -> None:
        """Notes that values have changed."""
        self._is_needed = True
        if not self._timer.isActive():
            self._timer.start(_DELAY_MS)

    def note_touch(self) -> None:
        """Notes that the user uses the pointer."""
        self._timer.start(_IDLE_MS)

    def _on_timeout(self) -> None:
        if self._is_needed:
            self._is_needed = False
            self.due.emit()
