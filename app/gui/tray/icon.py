"""The tray icon: what the engines are doing, and how full the memory is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QSystemTrayIcon

from app.gui.tray.menu import TrayMenu
from app.resources import START_ICONS

if TYPE_CHECKING:
    from app.gui.controller.gauge import Gauge
    from app.gui.controller.hub import Hub
    from app.gui.tray.face import Mark


class TrayIcon(QSystemTrayIcon):
    """Shows the state of all engines at a glance; a click shows or hides the window.

    Attributes:
        window_toggled: Show the window, or hide it.
        window_asked: Show the window: a message was clicked.
        menu: The context menu.
    """

    window_toggled = Signal()
    window_asked = Signal()

    def __init__(self, parent: QObject) -> None:
        """Creates an icon that can be shown at once; its hub may come later."""
        super().__init__(parent)
        self._hub: Hub | None = None
        self._drawn: tuple[Mark, int] | None = None
        self._step = 0
        self._fullest: Gauge | None = None
        self.menu = TrayMenu()
        self.setContextMenu(self.menu)
        # From files: the first colored pen of a process costs 18 ms, for Qt's enumerations.
        icon = QIcon()
        for file in START_ICONS:
            icon.addFile(str(file))
        self.setIcon(icon)
        self.setToolTip("Engine Room")
        self.menu.window_toggled.connect(self.window_toggled)
        self.activated.connect(self._react)
        self.messageClicked.connect(self.window_asked)

    def attach(self, hub: Hub) -> None:
        """Shows this hub's engines from now on."""
        self._hub = hub
        self.menu.attach(hub)
        hub.opened.connect(self._watch_memory)
        hub.engine_changed.connect(self.refresh)
        hub.gpu_release.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Updates icon and tool tip; each only where it differs, as the desktop redraws it."""
        if self._hub is None:
            return
        from app.gui.tray import face

        look = (self._mark(self._hub), self._step)
        if look != self._drawn:
            self._drawn = look
            self.setIcon(face.icon(*look))
        tool_tip = self._tool_tip(self._hub)
        if tool_tip != self.toolTip():
            self.setToolTip(tool_tip)

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

    def _watch_memory(self) -> None:
        assert self._hub is not None
        self._hub.gauge_feed.changed.connect(self._update_level)
        self.refresh()

    def _update_level(self) -> None:
        from app.gui.controller.gauge import fullest
        from app.gui.tray import face

        assert self._hub is not None
        self._fullest = fullest(self._hub.gauge_feed.gauges or ())
        level = self._fullest.level if self._fullest is not None else 0.0
        self._step = face.step_of(level, self._step)
        self.refresh()

    @staticmethod
    def _mark(hub: Hub) -> Mark:
        from app.gui.tray.face import Mark
        from workers.base.states import WorkerState

        views = hub.views
        if any([view.error for view in views]):  # noqa: C419 - a generator is a call for each
            return Mark.ATTENTION
        states = [view.worker.state for view in views]
        is_working = WorkerState.BUSY in states or WorkerState.STARTING in states
        return Mark.WORKING if is_working else Mark.IDLE

    def _tool_tip(self, hub: Hub) -> str:
        if hub.is_closing:
            return self.tr("Engine Room: stopping engines…")
        lines = [self.tr("Engine Room")]
        if self._fullest is not None:
            from app.gui.vram_gauge.wording import short_summary

            lines.append(short_summary(self._fullest))
        if hub.gpu_release.is_under_way:
            from app.gui.gpu_release.wording import headline

            lines.append(headline(hub.gpu_release))
        active = [view for view in hub.views if view.has_process or view.error or view.progress]
        if active:
            from app.gui.text.wording import state_at_length

            lines += [f"{view.entry.name}: {state_at_length(view)}" for view in active]
        return "\n".join(lines)

    def _react(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is QSystemTrayIcon.ActivationReason.Trigger:
            self.window_toggled.emit()
