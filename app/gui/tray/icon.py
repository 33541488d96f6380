"""The icon in the tray: what the engines are doing, and how full the memory is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSystemTrayIcon

from app.gui.memory.wording import headline
from app.gui.text import wording
from app.gui.tray import face
from app.gui.tray.face import Mark
from app.gui.tray.menu import TrayMenu
from workers.base.states import WorkerState

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from app.gui.controller.gauge import Gauge
    from app.gui.controller.hub import Hub

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
        self._drawn: tuple[Mark, int] | None = None
        self._step = 0
        self._fullest: Gauge | None = None
        self.menu = TrayMenu(hub)
        self.setContextMenu(self.menu)
        self.menu.window_toggled.connect(self.window_toggled)
        self.activated.connect(self._react)
        self.messageClicked.connect(self.window_asked)
        hub.opened.connect(self._watch_memory)
        hub.engine_changed.connect(self.refresh)
        hub.loan.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Bring icon and tool tip up to date; the desktop hears only of what is different."""
        wanted = (self._mark(), self._step)
        if wanted != self._drawn:
            self._drawn = wanted
            self.setIcon(face.icon(*wanted))
        tool_tip = self._tool_tip()
        if tool_tip != self.toolTip():
            self.setToolTip(tool_tip)

    def explain_closing(self) -> None:
        """Tell, once in a lifetime, that the program has not ended."""
        self.showMessage(
            self.tr("Engine Room is still running"),
            self.tr(
                "Your engines keep running in the tray. To quit, use the menu of the tray icon."
            ),
            self.icon(),
        )

    def tell(self, text: str) -> None:
        """Say something to somebody who does not see the window."""
        self.showMessage(self.tr("Engine Room"), text, self.icon())

    def _watch_memory(self) -> None:
        self._hub.memory.changed.connect(self._take_level)
        self.refresh()

    def _take_level(self) -> None:
        from app.gui.controller.gauge import fullest

        self._fullest = fullest(self._hub.memory.gauges or ())
        level = self._fullest.level if self._fullest is not None else 0.0
        self._step = face.step_of(level, self._step)
        self.refresh()

    def _mark(self) -> Mark:
        views = self._hub.views
        if any(view.error for view in views):
            return Mark.ATTENTION
        if any(view.worker.state in _WORKING for view in views):
            return Mark.WORKING
        return Mark.IDLE

    def _tool_tip(self) -> str:
        if self._hub.is_closing:
            return self.tr("Engine Room: stopping engines…")
        lines = [self.tr("Engine Room"), *filter(None, (self._level(), headline(self._hub.loan)))]
        lines += [
            f"{view.entry.name}: {wording.state_at_length(view)}"
            for view in self._hub.views
            if view.has_process or view.error or view.progress
        ]
        return "\n".join(lines)

    def _level(self) -> str:
        if self._fullest is None:
            return ""
        from app.gui.vram_gauge.wording import short_summary

        return short_summary(self._fullest)

    def _react(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is QSystemTrayIcon.ActivationReason.Trigger:
            self.window_toggled.emit()
