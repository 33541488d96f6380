"""The windows beside the main one, each made when it is asked for: settings, and all engines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from workers.base import paths

if TYPE_CHECKING:
    from app.gui.controller.hub import Hub
    from app.gui.engines_page.window import EnginesWindow
    from app.gui.settings_dialog.window import SettingsWindow
    from app.gui.style.apply import Style


class SideWindows(QObject):
    """Makes them, and tells what is asked for in them.

    Attributes:
        settings: None until it has been asked for.
        engines: None until it has been asked for.
        shown: One is on the screen now (True), or no longer (False).
        quit_asked: The user wants to quit the program.
        preview_asked: The user wants the preview, with an engine chosen: its id.
        log_asked: The user wants an engine's log: its id; empty for the program's own.
    """

    shown = Signal(bool)
    quit_asked = Signal()
    preview_asked = Signal(str)
    log_asked = Signal(str)

    def __init__(self, hub: Hub, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hub = hub
        self.settings: SettingsWindow | None = None
        self.engines: EnginesWindow | None = None

    @property
    def is_shown(self) -> bool:
        """True while one of them is on the screen."""
        return any(it is not None and it.isVisible() for it in (self.settings, self.engines))

    @property
    def shows_questions(self) -> bool:
        """True while one is on the screen that asks what starts ask."""
        return self.engines is not None and self.engines.isVisible()

    def show_settings(self, style: Style) -> None:
        """Show the settings, on top."""
        if self.settings is None:
            from app.autostart import StartCommand, of_this_user
            from app.gui.settings_dialog.window import SettingsWindow
            from app.gui.voices.page import VoicesPage

            style.apply_sheet()
            # One with a folder of its own would be started without it.
            is_usual = paths.home() is None
            autostart = of_this_user(StartCommand.of_this_copy()) if is_usual else None
            self.settings = SettingsWindow(self._hub, autostart, VoicesPage(self._hub))
            self._listen(self.settings)
        self.settings.bring_to_front()

    def show_engines(self, style: Style) -> None:
        """Show all engines, on top."""
        self._made_engines(style).bring_to_front()

    def set_up(self, style: Style, engine: str) -> None:
        """Show one of all engines, on top, and what it takes to install it."""
        window = self._made_engines(style)
        window.bring_to_front()
        window.set_up(engine)

    def close(self) -> None:
        """Take them off the screen."""
        for window in (self.settings, self.engines):
            if window is not None:
                window.close()

    def _made_engines(self, style: Style) -> EnginesWindow:
        if self.engines is None:
            style.apply_sheet()
            self.engines = make_engines_window(self._hub, style)
            self.engines.preview_asked.connect(self.preview_asked)
            self.engines.log_asked.connect(self.log_asked)
            self._listen(self.engines)
        return self.engines

    def _listen(self, window: SettingsWindow | EnginesWindow) -> None:
        window.shown.connect(self.shown)
        window.quit_asked.connect(self.quit_asked)


def make_engines_window(hub: Hub, style: Style) -> EnginesWindow:
    """Makes the window of all engines, with the questions and the failures it shows."""
    from app.gui.engines_page.window import EnginesWindow
    from app.gui.failures.area import FailureArea
    from app.gui.starts.bar import QuestionArea

    failures = FailureArea(hub, style)
    window = EnginesWindow(hub, style, QuestionArea(hub.start_requests), failures)
    window.engine_shown.connect(failures.show_only)
    failures.log_asked.connect(window.log_asked)
    return window
