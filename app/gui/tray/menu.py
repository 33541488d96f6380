"""The tray's menu, made anew each time it is opened."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu

from app.gui.controller.engine_view import EngineAction
from app.gui.controller.gpu_loan import LoanState
from app.gui.memory import wording as memory_wording
from app.gui.text import wording

if TYPE_CHECKING:
    from app.gui.controller.hub import Hub


class TrayMenu(QMenu):
    """Window, engines that are here, more of them, stop all, lend the GPU, settings, quit.

    Attributes:
        window_toggled: Show the window, or hide it.
        engines_asked: Show all engines that there are.
        settings_asked: Show the settings.
        quit_asked: Quit.
    """

    window_toggled = Signal()
    engines_asked = Signal()
    settings_asked = Signal()
    quit_asked = Signal()

    def __init__(self, hub: Hub) -> None:
        super().__init__()
        self._hub = hub
        self._window_is_shown = False
        self.aboutToShow.connect(self.rebuild)
        # Some desktops ask for the menu's content before it is opened for the first time.
        self.rebuild()

    def set_window_shown(self, shown: bool) -> None:
        """Tell whether the window is on the screen."""
        self._window_is_shown = shown

    def rebuild(self) -> None:
        """Make all entries from the engines' present state."""
        self.clear()
        for submenu in self.findChildren(QMenu):
            submenu.deleteLater()
        toggle = self.tr("Hide window") if self._window_is_shown else self.tr("Show window")
        self.setDefaultAction(self.addAction(toggle, self.window_toggled.emit))
        self.addSeparator()
        if self._hub.is_closing:
            self.addAction(self.tr("Stopping engines…")).setEnabled(False)
        else:
            self._add_engines()
        self.addSeparator()
        settings = self.addAction(self.tr("Settings…"), self.settings_asked.emit)
        settings.setEnabled(self._hub.settings.is_ready and not self._hub.is_closing)
        self.addAction(self.tr("Quit"), self.quit_asked.emit)

    def _add_engines(self) -> None:
        views = self._hub.views
        if not views:
            self.addAction(self.tr("Loading engines…")).setEnabled(False)
            return
        for view in filter(lambda view: view.is_here, views):
            title = f"{view.entry.name}: {wording.state(view)}".replace("&", "&&")
            engine = QMenu(title, self)
            self.addMenu(engine)
            action = engine.addAction(wording.action(view), partial(self._hub.act, view.id))
            action.setEnabled(view.action is not EngineAction.NONE)
        self.addAction(self.tr("More engines…"), self.engines_asked.emit)
        self.addSeparator()
        stop_all = self.addAction(self.tr("Stop all"), self._hub.stop_all)
        stop_all.setEnabled(any(view.action is EngineAction.STOP for view in views))
        self._add_loan()

    def _add_loan(self) -> None:
        loan = self._hub.loan
        headline = memory_wording.headline(loan)
        if headline:
            self.addAction(headline.replace("&", "&&")).setEnabled(False)
        text, do = memory_wording.action(loan), loan.act
        if loan.state is LoanState.NO_GPU:
            text = self.tr("{} (not available)").format(text)
        action = self.addAction(text)
        action.setEnabled(do is not None)
        if do is not None:
            action.triggered.connect(do)
