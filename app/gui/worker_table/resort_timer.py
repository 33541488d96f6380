"""When rows are arranged anew: not at every reading, and never under the user's hand."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

#: After a value has changed.
_SOON_MS = 1000
#: After the user has last moved the pointer over the rows or pressed a key: whoever aims at a
#: button must find it there.
_STILL_MS = 3000


class ResortTimer(QObject):
    """Waits for a good moment.

    Attributes:
        due: Now.
    """

    due = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._is_wanted = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)

    def note_change(self) -> None:
        """Values have changed: rows may belong elsewhere."""
        self._is_wanted = True
        if not self._timer.isActive():
            self._timer.start(_SOON_MS)

    def note_touch(self) -> None:
        """The user is at it."""
        self._timer.start(_STILL_MS)

    def _look(self) -> None:
        if self._is_wanted:
            self._is_wanted = False
            self.due.emit()
