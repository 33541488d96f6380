"""The icon in the tray: idle, working, or in need of attention."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSystemTrayIcon

from app.gui import wording
from app.gui.memory.wording import headline
from app.gui.style.icons import shipped_icon
from app.gui.tray.menu import TrayMenu
from workers.states import WorkerState

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from app.gui.hub import Hub

_WORKING = frozenset({WorkerState.STARTING, WorkerState.BUSY})


class TrayIcon(QSystemTrayIcon):
    """Shows the engines' state at a glance; a click shows or hides the window.

    Attributes:
        window_toggled: Show the window, or hide it.
        window_asked: Show the window: a message was clicked.
    """

    window_toggled = Signal()
    window_asked = Signal()

    def __init__(self, hub: Hub, parent: QObject) -> None:
        super().__init__(parent)
        self._hub = hub
        self._drawing = ""
        self.menu = TrayMenu(hub)
        self.setContextMenu(self.menu)
        self.menu.window_toggled.connect(self.window_toggled)
        self.activated.connect(self._react)
        self.messageClicked.connect(self.window_asked)
        hub.opened.connect(self.refresh)
        hub.engine_changed.connect(self.refresh)
        hub.loan.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Draw the icon and its tool tip for the engines' present state."""
        views = self._hub.views
        if any(view.error for view in views):
            drawing = "tray-attention"
        elif any(view.worker.state in _WORKING for view in views):
            drawing = "tray-working"
        else:
            drawing = "tray"
        if drawing != self._drawing:
            self._drawing = drawing
            self.setIcon(shipped_icon(drawing))
        self.setToolTip(self._tool_tip())

    def explain_closing(self) -> None:
        """Tell, once in a lifetime, that the program has not ended."""
        self.showMessage(
            self.tr("Engine Room is still running"),
            self.tr("Closing the window leaves the engines at work. Quit from this icon's menu."),
            self.icon(),
        )

    def tell(self, text: str) -> None:
        """Say something to somebody who does not see the window."""
        self.showMessage(self.tr("Engine Room"), text, self.icon())

    def _tool_tip(self) -> str:
        if self._hub.is_closing:
            return self.tr("Engine Room: stopping the engines…")
        lines = [self.tr("Engine Room"), *filter(None, (headline(self._hub.loan),))]
        lines += [
            f"{view.entry.name}: {wording.state_at_length(view)}"
            for view in self._hub.views
            if view.has_process or view.error or view.progress
        ]
        return "\n".join(lines)

    def _react(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is QSystemTrayIcon.ActivationReason.Trigger:
            self.window_toggled.emit()
