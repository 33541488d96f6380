"""The tray icon, which is on the screen before anything else is imported."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QSystemTrayIcon

from app.gui.tray.menu import TrayMenu
from app.resources import START_ICONS


class TrayIcon(QSystemTrayIcon):
    """An icon with a menu; a click shows or hides the window.

    Attributes:
        window_toggled: Show the window, or hide it.
        window_asked: Show the window: a message was clicked.
        menu: The context menu.
    """

    window_toggled = Signal()
    window_asked = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.menu = TrayMenu()
        self.setContextMenu(self.menu)
        # From files: a process's first colored pen costs 18 ms, for Qt's enumerations.
        icon = QIcon()
        for file in START_ICONS:
            icon.addFile(str(file))
        self.setIcon(icon)
        self.setToolTip("Engine Room")
        self.menu.window_toggled.connect(self.window_toggled)
        self.activated.connect(self._react)
        self.messageClicked.connect(self.window_asked)

    def explain_closing(self) -> None:
        """Says that the program goes on without its window."""
        self.showMessage(
            self.tr("Engine Room is still running"),
            self.tr(
                "Your engines keep running in the tray. To quit, use the menu of the tray icon."
            ),
            self.icon(),
        )

    def notify(self, text: str) -> None:
        """Shows a message of the desktop, for a user who doesn't see the window."""
        self.showMessage(self.tr("Engine Room"), text, self.icon())

    def _react(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is QSystemTrayIcon.ActivationReason.Trigger:
            self.window_toggled.emit()
