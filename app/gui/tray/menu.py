"""The tray's menu, made again each time it is opened."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from app.gui.controller.hub import Hub


class TrayMenu(QMenu):
    """Window, installed engines, all engines, Stop all, Free GPU, settings, and Quit.

    Attributes:
        window_toggled: Show the window, or hide it.
        engines_asked: Show all engines.
        settings_asked: Show the settings.
        quit_asked: Quit.
    """

    window_toggled = Signal()
    engines_asked = Signal()
    settings_asked = Signal()
    quit_asked = Signal()

    def __init__(self, hub: Hub | None = None) -> None:
        """Creates the menu; without a hub it has no engines yet."""
        super().__init__()
        self._hub = hub
        self._window_is_shown = False
        self.aboutToShow.connect(self.rebuild)
        # Some desktops ask for the menu's content before it is opened for the first time.
        self.rebuild()

    def attach(self, hub: Hub) -> None:
        """Shows this hub's engines from now on."""
        self._hub = hub

    def set_window_shown(self, shown: bool) -> None:
        """Offers to hide the window, or to show it."""
        self._window_is_shown = shown

    def rebuild(self) -> None:
        """Makes all entries from the present state of the engines."""
        self.clear()
        for submenu in self.findChildren(QMenu):
            submenu.deleteLater()
        toggle = self.tr("Hide window") if self._window_is_shown else self.tr("Show window")
        self.setDefaultAction(self.addAction(toggle, self.window_toggled.emit))
        self.addSeparator()
        hub = self._hub
        if hub is None or not (hub.views or hub.is_closing):
            self.addAction(self.tr("Loading engines…")).setEnabled(False)
        elif hub.is_closing:
            self.addAction(self.tr("Stopping engines…")).setEnabled(False)
        else:
            self._add_engines(hub)
            self._add_gpu_release(hub)
        self.addSeparator()
        settings = self.addAction(self.tr("Settings…"), self.settings_asked.emit)
        settings.setEnabled(hub is not None and hub.settings.is_ready and not hub.is_closing)
        self.addAction(self.tr("Quit"), self.quit_asked.emit)

    def _add_engines(self, hub: Hub) -> None:
        from app.gui.state.engine_view import EngineAction
        from app.gui.text import wording

        for view in hub.views:
            if not view.is_here:
                continue
            title = f"{view.entry.name}: {wording.state(view)}".replace("&", "&&")
            engine = QMenu(title, self)
            self.addMenu(engine)
            action = engine.addAction(wording.action(view), partial(hub.act, view.id))
            action.setEnabled(view.action is not EngineAction.NONE)
        self.addAction(self.tr("More engines…"), self.engines_asked.emit)
        self.addSeparator()
        stop_all = self.addAction(self.tr("Stop all"), hub.stop_all)
        stop_all.setEnabled(any(view.action is EngineAction.STOP for view in hub.views))

    def _add_gpu_release(self, hub: Hub) -> None:
        from app.gui.controller.gpu_release import GpuState
        from app.gui.gpu_release import wording

        gpu_release = hub.gpu_release
        headline = wording.headline(gpu_release)
        if headline:
            self.addAction(headline.replace("&", "&&")).setEnabled(False)
        text, run = wording.action(gpu_release), gpu_release.action
        if gpu_release.state is GpuState.NO_GPU:
            text = self.tr("{} (not available)").format(text)
        action = self.addAction(text)
        action.setEnabled(run is not None)
        if run is not None:
            action.triggered.connect(run)
