"""Qt's application for a program that runs on without a window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QApplication


class DesktopApplication(QApplication):
    """Doesn't quit by itself.

    Attributes:
        quit_asked: The user quits through a menu of the system.
    """

    quit_asked = Signal()

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Quit:
            self.quit_asked.emit()
            return True
        return super().event(event)
