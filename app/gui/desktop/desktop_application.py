"""Qt's application, as a program needs it that goes on without a window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QApplication


class DesktopApplication(QApplication):
    """Qt's application, which does not quit by itself.

    Attributes:
        quit_asked: Quit from the system's own menus, or whatever else the system has for it.
    """

    quit_asked = Signal()

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Quit:
            self.quit_asked.emit()
            return True
        return super().event(event)
