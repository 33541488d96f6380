"""Keeps the tray icon up to date: what the engines do, and how full the memory is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.gui.gpu_release.wording import headline
from app.gui.state.gauge import Gauge, fullest
from app.gui.text.wording import state_at_length
from app.gui.tray import face
from app.gui.tray.face import Mark
from app.gui.vram_gauge.wording import short_summary
from workers.base.states import WorkerState

if TYPE_CHECKING:
    from app.gui.controller.hub import Hub
    from app.gui.tray.icon import TrayIcon


class TrayStatus(QObject):
    """Shows a hub's engines in icon, tool tip and menu."""

    def __init__(self, hub: Hub, icon: TrayIcon) -> None:
        super().__init__(icon)
        self._hub = hub
        self._icon = icon
        self._look: tuple[Mark, int] | None = None
        self._step = 0
        self._fullest: Gauge | None = None
        icon.menu.attach(hub)
        hub.opened.connect(self._watch_memory)
        hub.engine_changed.connect(self.refresh)
        hub.gpu_release.changed.connect(self.refresh)
        self.refresh()

    @property
    def look(self) -> tuple[Mark, int] | None:
        """The mark that is shown, and the step of the memory bar."""
        return self._look

    def refresh(self) -> None:
        """Updates icon and tool tip; each only where it differs, as the desktop redraws it."""
        look = (self._mark(), self._step)
        if look != self._look:
            self._look = look
            self._icon.setIcon(face.icon(*look))
        tool_tip = self._tool_tip()
        if tool_tip != self._icon.toolTip():
            self._icon.setToolTip(tool_tip)

    def _watch_memory(self) -> None:
        self._hub.gauge_feed.changed.connect(self._update_level)
        self.refresh()

    def _update_level(self) -> None:
        self._fullest = fullest(self._hub.gauge_feed.gauges or ())
        level = self._fullest.level if self._fullest is not None else 0.0
        self._step = face.step_of(level, self._step)
        self.refresh()

    def _mark(self) -> Mark:
        views = self._hub.views
        if any([view.error for view in views]):  # noqa: C419 - a generator is a call for each
            return Mark.ATTENTION
        states = [view.worker.state for view in views]
        is_working = WorkerState.BUSY in states or WorkerState.STARTING in states
        return Mark.WORKING if is_working else Mark.IDLE

    def _tool_tip(self) -> str:
        if self._hub.is_closing:
            return self.tr("Engine Room: stopping engines…")
        memory = short_summary(self._fullest) if self._fullest is not None else ""
        lines = [self.tr("Engine Room"), *filter(None, (memory, headline(self._hub.gpu_release)))]
        lines += [
            f"{view.entry.name}: {state_at_length(view)}"
            for view in self._hub.views
            if view.has_process or view.error or view.progress
        ]
        return "\n".join(lines)
