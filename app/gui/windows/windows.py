"""The main window, the settings, and the list of all engines."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QSystemTrayIcon

from app.gui.widgets.front import bring_to_front

if TYPE_CHECKING:
    from app.gui.controller.hub import Hub
    from app.gui.engines_page.window import EnginesWindow
    from app.gui.main_window.welcome import WelcomeBanner
    from app.gui.main_window.window import MainWindow
    from app.gui.settings_dialog.window import SettingsWindow
    from app.gui.style.apply import Style
    from app.gui.tray.icon import TrayIcon


def has_tray() -> bool:
    """Returns True while the desktop has a tray that shows the icon."""
    return QSystemTrayIcon.isSystemTrayAvailable()


class Windows(QObject):
    """Makes each window when it is first needed, and connects them.

    Attributes:
        main: None until it has been shown.
        settings: None until they have been shown.
        engines: None until they have been shown.
        quit_asked: The user wants to quit the program.
    """

    quit_asked = Signal()

    def __init__(self, hub: Hub, style: Style, tray: TrayIcon, parent: QObject) -> None:
        """Creates none of them.

        Args:
            hub: What they show.
            style: How they look.
            tray: Knows whether the main window is shown, and explains where it went.
            parent: Qt's.
        """
        super().__init__(parent)
        self._hub = hub
        self._style = style
        self._tray = tray
        self._welcome: WelcomeBanner | None = None
        self.main: MainWindow | None = None
        self.settings: SettingsWindow | None = None
        self.engines: EnginesWindow | None = None
        hub.opened.connect(self.say_how_to_quit)
        hub.installations.setup_asked.connect(self._set_up)
        hub.start_requests.asked.connect(self._show_question)

    @property
    def is_main_visible(self) -> bool:
        """True while the user may see the main window."""
        return self.main is not None and self.main.isVisible() and not self.main.isMinimized()

    def show_main(self) -> None:
        """Shows the main window, on top."""
        bring_to_front(self._made_main())

    def toggle_main(self) -> None:
        """Hides the main window if it is visible, else shows it."""
        if self.main is not None and self.is_main_visible and has_tray():
            self.main.hide()
        else:
            self.show_main()

    def show_settings(self) -> None:
        """Shows the settings, on top."""
        if self._hub.settings.is_ready and not self._hub.is_closing:
            bring_to_front(self._made_settings())

    def show_engines(self) -> None:
        """Shows all engines, on top."""
        if self._hub.views and not self._hub.is_closing:
            bring_to_front(self._made_engines())

    def show_stopping(self) -> None:
        """Closes all but the main window, which says that engines are being stopped."""
        for window in (self.settings, self.engines):
            if window is not None:
                window.close()
        if self.main is not None:
            self.main.show_stopping()

    def say_how_to_quit(self) -> None:
        """Says in the status line what closing the main window does."""
        if self.main is None or self._hub.is_closing:
            return
        if has_tray():
            text = self.tr("Engine Room keeps running in the tray when you close the window.")
        else:
            text = self.tr("This desktop has no tray. Closing the window quits Engine Room.")
        self.main.show_status(text)

    def _made_main(self) -> MainWindow:
        if self.main is not None:
            return self.main
        from app.gui.main_window.window import MainWindow

        self._style.apply_sheet()
        window = self.main = MainWindow(self._hub, self._style)
        window.close_asked.connect(self._close_main)
        window.quit_asked.connect(self.quit_asked)
        window.settings_asked.connect(self.show_settings)
        window.engines_asked.connect(self.show_engines)
        window.shown.connect(self._note_shown)
        window.shown.connect(self._tray.menu.set_window_shown)
        self._welcome_once(window)
        self._show_progress_in_task_bar(window)
        if self._hub.is_closing:
            window.show_stopping()
        return window

    def _made_settings(self) -> SettingsWindow:
        if self.settings is None:
            from app.autostart import StartCommand, of_this_user
            from app.gui.settings_dialog.window import SettingsWindow
            from app.gui.voices.page import VoicesPage
            from workers.base import paths

            self._style.apply_sheet()
            # A copy with a folder of its own would be started without that folder.
            is_usual = paths.home() is None
            autostart = of_this_user(StartCommand.of_this_copy()) if is_usual else None
            self.settings = SettingsWindow(self._hub, autostart, VoicesPage(self._hub))
            self.settings.shown.connect(self._note_shown)
            self.settings.quit_asked.connect(self.quit_asked)
        return self.settings

    def _made_engines(self) -> EnginesWindow:
        if self.engines is None:
            self._style.apply_sheet()
            self.engines = make_engines_window(self._hub, self._style)
            self.engines.preview_asked.connect(self._open_preview)
            self.engines.log_asked.connect(self._open_log)
            self.engines.shown.connect(self._note_shown)
            self.engines.quit_asked.connect(self.quit_asked)
        return self.engines

    def _welcome_once(self, window: MainWindow) -> None:
        settings = self._hub.settings
        if settings.is_ready and not settings.current.welcomed:
            from app.settings import Settings

            self._welcome = window.welcome(has_tray=has_tray())
            self._welcome.left.connect(partial(settings.set, Settings.welcomed, True))

    def _show_progress_in_task_bar(self, window: MainWindow) -> None:
        from app.gui.progress.task_bar import of_this_desktop
        from app.gui.progress.task_bar_progress import TaskBarProgress

        # Only Windows needs the handle, and asking for it creates the native window early.
        handle = int(window.winId()) if sys.platform == "win32" else 0
        TaskBarProgress(self._hub, lambda: of_this_desktop(handle), self)

    def _set_up(self, engine: str) -> None:
        if not self._hub.is_closing:
            window = self._made_engines()
            bring_to_front(window)
            window.set_up(engine)

    def _open_preview(self, engine: str) -> None:
        window = self._made_main()
        bring_to_front(window)
        window.open_preview(engine)

    def _open_log(self, engine: str) -> None:
        self._made_main().open_log(engine)

    def _show_question(self) -> None:
        # From the tray: the main window and the list of engines show questions.
        is_engines_visible = self.engines is not None and self.engines.isVisible()
        if not self.is_main_visible and not is_engines_visible:
            self.show_main()

    def _note_shown(self) -> None:
        windows = (self.main, self.settings, self.engines)
        self._hub.set_shown(any(window is not None and window.isVisible() for window in windows))

    def _close_main(self) -> None:
        if self._hub.is_closing or self.main is None:
            return
        if self._welcome is not None:
            self._welcome.leave()
        if not has_tray():
            self.quit_asked.emit()
            return
        self.main.hide()
        settings = self._hub.settings
        if settings.is_ready and not settings.current.tray_explained:
            from app.settings import Settings

            self._tray.explain_closing()
            settings.set(Settings.tray_explained, value=True)


def make_engines_window(hub: Hub, style: Style) -> EnginesWindow:
    """Makes the list of all engines, with the questions and the failures that it shows."""
    from app.gui.engines_page.window import EnginesWindow
    from app.gui.failures.area import FailureArea
    from app.gui.starts.bar import QuestionArea

    failures = FailureArea(hub, style)
    window = EnginesWindow(hub, style, QuestionArea(hub.start_requests), failures)
    window.engine_shown.connect(failures.show_only)
    failures.log_asked.connect(window.log_asked)
    return window
