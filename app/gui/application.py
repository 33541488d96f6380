"""The desktop application: puts hub, tray and window together, and ends them."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, QTimer, Signal
from PySide6.QtWidgets import QSystemTrayIcon

from app.gui.controller.hub import Hub
from app.gui.desktop.desktop_application import DesktopApplication
from app.gui.desktop.single_instance import SingleInstance
from app.gui.text.messages import worded
from app.gui.tray.icon import TrayIcon

if TYPE_CHECKING:
    from app.gui.controller.failure_note import FailureNote
    from app.gui.desktop.quit_signals import QuitSignals
    from app.gui.engines_page.window import EnginesWindow
    from app.gui.main_window.welcome import WelcomeBanner
    from app.gui.main_window.window import MainWindow
    from app.gui.quitting import Quitting
    from app.gui.settings_dialog.window import SettingsWindow
    from app.gui.side_windows import SideWindows
    from app.gui.style.apply import Style
    from app.room import EngineRoom
    from app.settings import SettingsStore

logger = logging.getLogger(__name__)

#: So long the event loop has for the icon, which the desktop's tray asks for and draws with
#: our help, before the window and all that stands behind it are made.
_ICON_FIRST_MS = 20
#: A tray may come up after us, when both start with the desktop.
_LOOK_FOR_TRAY_MS = 5000


def run(
    build: Callable[[], EngineRoom],
    settings: Callable[[], SettingsStore],
    home: Path | None = None,
    *,
    is_hidden: bool = False,
) -> int:
    """Run the desktop application until the user quits.

    Args:
        build: Builds the engine room; called off the main thread.
        settings: Reads the settings, which the room has, too; called likewise, and before.
        home: The folder of this engine room, where it is not the user's only one.
        is_hidden: Start in the tray, without the window, where there is a tray.

    Returns:
        The process's exit code.
    """
    instance = SingleInstance(home or _own_folder())
    if not instance.is_first:
        if instance.raise_first():
            return 0
        print(  # noqa: T201 - whoever typed the command is told
            "Engine Room is already running but isn't responding. End it, then start it again.",
            file=sys.stderr,
        )
        return 1
    qt = DesktopApplication(["engineroom"])
    qt.setApplicationDisplayName("Engine Room")
    qt.setDesktopFileName("engineroom")
    qt.setQuitOnLastWindowClosed(False)
    application = Application(qt, Sources(build, settings), instance, is_hidden=is_hidden)

    def end(in_time: bool) -> None:
        if in_time:
            qt.exit(0)  # Not quit(): that asks the windows, which would say no.
            return
        logger.error("Shutdown timed out; exiting")
        # A thread still hangs: Qt would abort over it. The workers end with this process.
        application.restore()
        logging.shutdown()
        os._exit(1)

    application.ended.connect(end)
    code = qt.exec()
    application.restore()
    return code


def _own_folder() -> Path:
    # The same as workers.base.paths.data_dir(), which would load more to find it.
    data = QStandardPaths.StandardLocation.GenericDataLocation
    return Path(QStandardPaths.writableLocation(data)) / "engineroom"


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the application gets what it shows; both read the disk.

    Attributes:
        room: Builds the engine room.
        settings: Reads the settings, the same that the room has.
    """

    room: Callable[[], EngineRoom]
    settings: Callable[[], SettingsStore]


class Application(QObject):
    """Shows the tray icon at once, and everything else right after it.

    Attributes:
        ended: Everything has stopped (True), or the time for that was up (False).
    """

    ended = Signal(bool)

    def __init__(
        self,
        qt: DesktopApplication,
        sources: Sources,
        instance: SingleInstance,
        *,
        is_hidden: bool,
    ) -> None:
        super().__init__()
        self._qt = qt
        self._sources = sources
        self._instance = instance
        self._is_hidden = is_hidden
        self._is_awaited = False
        self.hub = Hub(self)
        self.tray = TrayIcon(self.hub, self)
        self.window: MainWindow | None = None
        self._welcome: WelcomeBanner | None = None
        self.style: Style | None = None
        self._signals: QuitSignals | None = None
        self._connect()
        self.tray.show()
        QTimer.singleShot(_ICON_FIRST_MS, self, self._open)

    def show_window(self) -> None:
        """Show the window, on top."""
        if self.style is None:
            self._is_awaited = True  # It is not known yet what it shall look like.
        else:
            self._made_window(self.style).bring_to_front()

    def toggle_window(self) -> None:
        """Hide the window if it is in sight, else show it."""
        if self.window is not None and self._is_in_sight and self.has_tray:
            self.window.hide()
        else:
            self.show_window()

    def show_settings(self) -> None:
        """Show the settings, on top."""
        is_possible = self.hub.settings.is_ready and not self.hub.is_closing
        if self.style is not None and is_possible:
            self._beside.show_settings(self.style)

    def show_engines(self) -> None:
        """Show all engines that there are, on top."""
        if self.style is not None and self.hub.views and not self.hub.is_closing:
            self._beside.show_engines(self.style)

    @property
    def settings_window(self) -> SettingsWindow | None:
        """The settings; None until they have been asked for."""
        return self._beside.settings

    @property
    def engines_window(self) -> EnginesWindow | None:
        """All engines; None until they have been asked for."""
        return self._beside.engines

    @cached_property
    def quitting(self) -> Quitting:
        """Asks before something is cut off; made when it is needed, and not before the icon."""
        from app.gui.quitting import Quitting

        quitting = Quitting(self.hub, self)
        quitting.agreed.connect(self.stop)
        return quitting

    def quit(self) -> None:
        """Stop every engine, then end; the user is asked first while one is at work."""
        self.quitting.ask(self.window)

    def stop(self) -> None:
        """Stop every engine, then end; the program stays responsive meanwhile."""
        self.quitting.withdraw()
        self._beside.close()
        if self.window is not None:
            self.window.show_stopping()
        self.hub.close()
        self.tray.refresh()

    @property
    def _is_in_sight(self) -> bool:
        return self.window is not None and self.window.isVisible() and not self.window.isMinimized()

    @property
    def has_tray(self) -> bool:
        """True while the desktop has a tray to show the icon in."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    def restore(self) -> None:
        """Take everything off the screen; the event loop is over."""
        if self._signals is not None:
            self._signals.restore()
        self.tray.hide()

    def _connect(self) -> None:
        self._qt.quit_asked.connect(self.quit)
        self._instance.raise_asked.connect(self.show_window)
        self.tray.window_toggled.connect(self.toggle_window)
        self.tray.window_asked.connect(self.show_window)
        self.tray.menu.quit_asked.connect(self.quit)
        self.tray.menu.settings_asked.connect(self.show_settings)
        self.tray.menu.engines_asked.connect(self.show_engines)
        self.hub.setup_asked.connect(self._set_up)
        self.hub.start_requests.asked.connect(self._show_question)
        self.hub.start_requests.refused.connect(self._tell_refusal)
        self.hub.opened.connect(self._tell_problems)
        self.hub.failures.told.connect(self._tell_failure)
        self.hub.closed.connect(self.ended)

    def _open(self) -> None:
        from app.gui.desktop.quit_signals import QuitSignals
        from app.gui.desktop.session_end import SessionEnd

        SessionEnd(self._qt, self.hub).begun.connect(self.stop)
        self._signals = QuitSignals(self)
        self._signals.caught.connect(self.stop)
        self._instance.listen()
        # Theme, language, and whether there is a window at all: that is read first.
        self.hub.background.run(self._read_settings, self._appear, self._appear_plainly)

    def _read_settings(self) -> tuple[SettingsStore, tuple[bytes, ...]]:
        # Off the main thread.
        from app.gui.text import language

        store = self._sources.settings()
        return store, language.texts(store.settings.language)

    def _appear(self, found: tuple[SettingsStore, tuple[bytes, ...]]) -> None:
        from app.gui.text import language

        store, texts = found
        language.install(self._qt, texts)
        self.hub.settings.use(store)
        self._show_up(is_hidden=self._is_hidden or store.settings.starts_hidden)

    def _appear_plainly(self, error: Exception) -> None:
        # The engine room, which needs them, too, tells the user.
        logger.error("couldn't read the settings", exc_info=error)
        self._show_up(is_hidden=self._is_hidden)

    def _show_up(self, *, is_hidden: bool) -> None:
        from app.gui.style.apply import Style

        if self.hub.is_closing:
            return
        self.style = Style(self._qt)
        self._apply_theme()
        self.hub.settings.changed.connect(self._apply_theme)
        self.style.apply_palette()
        self.tray.refresh()  # In the user's language now.
        self.tray.menu.rebuild()
        if self._is_awaited or not is_hidden:
            self.show_window()
        # After the first paint: importing and looking things up would only slow it down.
        QTimer.singleShot(0, self, lambda: self.hub.open(self._sources.room))
        if not self.has_tray:
            QTimer.singleShot(_LOOK_FOR_TRAY_MS, self, self._do_without_tray)

    def _do_without_tray(self) -> None:
        if not self.has_tray and self.window is None:
            self.show_window()  # Else nobody could ever reach it.
        self._say_how_to_quit()

    def _apply_theme(self) -> None:
        if self.style is not None and self.hub.settings.is_ready:
            self.style.prefer(self.hub.settings.current.theme)

    def _made_window(self, style: Style) -> MainWindow:
        if self.window is None:
            from app.gui.main_window.window import MainWindow

            style.apply_sheet()
            self.window = MainWindow(self.hub, style)
            self.window.close_asked.connect(self._close_window)
            self.window.quit_asked.connect(self.quit)
            self.window.settings_asked.connect(self.show_settings)
            self.window.engines_asked.connect(self.show_engines)
            self.window.shown.connect(self._note_shown)
            self.window.shown.connect(self.tray.menu.set_window_shown)
            self.hub.opened.connect(self._say_how_to_quit)
            self._greet_once(self.window)
            self._show_progress_in_task_bar(self.window)
            if self.hub.is_closing:
                self.window.show_stopping()
        return self.window

    def _greet_once(self, window: MainWindow) -> None:
        settings = self.hub.settings
        if settings.is_ready and not settings.current.welcomed:
            from app.settings import Settings

            self._welcome = window.greet(has_tray=self.has_tray)
            self._welcome.left.connect(lambda: settings.set(Settings.welcomed, value=True))

    @cached_property
    def _beside(self) -> SideWindows:
        from app.gui.side_windows import SideWindows

        beside = SideWindows(self.hub, self)
        beside.shown.connect(self._note_shown)
        beside.quit_asked.connect(self.quit)
        beside.preview_asked.connect(self._open_preview)
        beside.log_asked.connect(self._open_log)
        return beside

    def _set_up(self, engine: str) -> None:
        if self.style is not None and not self.hub.is_closing:
            self._beside.set_up(self.style, engine)

    def _open_preview(self, engine: str) -> None:
        if self.style is not None:
            self._made_window(self.style).open_preview(engine)

    def _open_log(self, engine: str) -> None:
        if self.style is not None:
            self._made_window(self.style).open_log(engine)

    def _note_shown(self) -> None:
        is_main_shown = self.window is not None and self.window.isVisible()
        self.hub.set_shown(is_main_shown or self._beside.is_shown)

    def _show_progress_in_task_bar(self, window: MainWindow) -> None:
        from app.gui.progress.task_bar import of_this_desktop
        from app.gui.progress.task_bar_progress import TaskBarProgress

        # Elsewhere nobody asks for it, and asking would make the window before its time.
        handle = int(window.winId()) if sys.platform == "win32" else 0
        TaskBarProgress(self.hub, lambda: of_this_desktop(handle), self)

    def _show_question(self) -> None:
        # From the tray: the question stands in the window, and beside the engines.
        if not self._is_in_sight and not self._beside.shows_questions:
            self.show_window()

    def _tell_refusal(self, _: str, reason: str) -> None:
        if not self._is_in_sight:
            self.tray.tell(reason)

    def _tell_problems(self) -> None:
        # In the window they have a place of their own.
        if self.hub.room is not None and self.hub.room.problems and not self._is_in_sight:
            self.tray.tell(" ".join(map(worded, self.hub.room.problems)))

    def _tell_failure(self, note: FailureNote) -> None:
        if not self._is_in_sight and not self.hub.is_closing:
            from app.gui.failures import wording

            self.tray.tell(wording.notification(note))

    def _say_how_to_quit(self) -> None:
        if self.window is None or self.hub.is_closing:
            return
        if self.has_tray:
            self.window.tell(
                self.tr("Engine Room keeps running in the tray when you close the window.")
            )
        else:
            self.window.tell(
                self.tr("This desktop has no tray. Closing the window quits Engine Room.")
            )

    def _close_window(self) -> None:
        if self.hub.is_closing or self.window is None:
            return
        if self._welcome is not None:
            self._welcome.leave()
        if not self.has_tray:
            self.quit()
            return
        self.window.hide()
        settings = self.hub.settings
        if settings.is_ready and not settings.current.tray_explained:
            from app.settings import Settings

            self.tray.explain_closing()
            settings.set(Settings.tray_explained, value=True)
