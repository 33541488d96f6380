"""The desktop application, from the tray icon to the end of the last thread."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QStandardPaths, QTimer, Signal

from app.gui.desktop.desktop_application import DesktopApplication
from app.gui.desktop.single_instance import SingleInstance
from app.gui.tray.icon import TrayIcon

if TYPE_CHECKING:
    from app.gui.controller.hub import Hub
    from app.gui.desktop.quit_signals import QuitSignals
    from app.gui.engines_page.window import EnginesWindow
    from app.gui.main_window.window import MainWindow
    from app.gui.settings_dialog.window import SettingsWindow
    from app.gui.style.apply import Style
    from app.gui.tray.status import TrayStatus
    from app.gui.windows.quit_question import QuitQuestion
    from app.gui.windows.windows import Windows
    from app.room import EngineRoom
    from app.settings import SettingsStore

logger = logging.getLogger(__name__)

#: The event loop has so long for the icon, which the desktop's tray requests and draws with our
#: help, before anything else is imported or made.
_ICON_FIRST_MS = 20
#: A tray may come up after us, when both start with the desktop.
_LOOK_FOR_TRAY_MS = 5000


class Sources(NamedTuple):
    """Where the application gets what it shows; both read the disk.

    Attributes:
        room: Builds the engine room.
        settings: Reads the settings, the same that the room has.
    """

    room: Callable[[], EngineRoom]
    settings: Callable[[], SettingsStore]


def run(
    build: Callable[[], EngineRoom],
    settings: Callable[[], SettingsStore],
    home: Path | None = None,
    *,
    is_hidden: bool = False,
) -> int:
    """Runs the desktop application until the user quits.

    Args:
        build: Builds the engine room; called off the main thread.
        settings: Reads the settings, which the room has, too; called likewise, and before.
        home: The folder of this engine room, where it is not the user's only one.
        is_hidden: Starts in the tray, without the window, where there is a tray.

    Returns:
        The process's exit code.
    """
    instance = SingleInstance(home or _data_folder())
    if not instance.is_first:
        if instance.raise_first():
            return 0
        print(  # noqa: T201 - for the user who typed the command
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
            qt.exit(0)  # Not quit(): that asks the windows, which refuse to close.
            return
        logger.error("Shutdown timed out; exiting")
        # A thread still hangs, and Qt would abort over it. The workers end with this process.
        application.restore()
        logging.shutdown()
        os._exit(1)

    application.ended.connect(end)
    code = qt.exec()
    application.restore()
    return code


def _data_folder() -> Path:
    # The same as workers.base.paths.data_dir(), which would import more to find it.
    data = QStandardPaths.StandardLocation.GenericDataLocation
    return Path(QStandardPaths.writableLocation(data)) / "engineroom"


class Application(QObject):
    """Shows the tray icon at once, and everything else right after it.

    Attributes:
        tray: The tray icon.
        style: The theme; None until the settings have been read.
        windows: The windows; None until the settings have been read.
        ended: Everything has stopped (True), or time was up (False).
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
        self._is_window_requested = False
        self._signals: QuitSignals | None = None
        self._tray_status: TrayStatus | None = None
        self.style: Style | None = None
        self.windows: Windows | None = None
        self.tray = TrayIcon(self)
        self._connect_tray()
        self.tray.show()
        QTimer.singleShot(_ICON_FIRST_MS, self, self._open)

    @cached_property
    def hub(self) -> Hub:
        """The hub; made after the icon."""
        from app.gui.controller.hub import Hub

        hub = Hub(self)
        hub.closed.connect(self.ended)
        return hub

    @property
    def window(self) -> MainWindow | None:
        """The main window; None until it has been shown."""
        return self.windows.main if self.windows is not None else None

    @property
    def settings_window(self) -> SettingsWindow | None:
        """The settings; None until they have been shown."""
        return self.windows.settings if self.windows is not None else None

    @property
    def engines_window(self) -> EnginesWindow | None:
        """The list of all engines; None until it has been shown."""
        return self.windows.engines if self.windows is not None else None

    @cached_property
    def _quit_question(self) -> QuitQuestion:
        from app.gui.windows.quit_question import QuitQuestion

        question = QuitQuestion(self.hub, self)
        question.agreed.connect(self.stop)
        return question

    def show_window(self) -> None:
        """Shows the main window, on top, as soon as its theme and language are known."""
        if self.windows is None:
            self._is_window_requested = True
        else:
            self.windows.show_main()

    def toggle_window(self) -> None:
        """Hides the main window if it is visible, else shows it."""
        if self.windows is None:
            self.show_window()
        else:
            self.windows.toggle_main()

    def show_settings(self) -> None:
        """Shows the settings, on top."""
        if self.windows is not None:
            self.windows.show_settings()

    def show_engines(self) -> None:
        """Shows all engines, on top."""
        if self.windows is not None:
            self.windows.show_engines()

    def quit(self) -> None:
        """Stops every engine, then ends; asks the user first while one is working."""
        self._quit_question.ask(self.window)

    def stop(self) -> None:
        """Stops every engine, then ends; the program stays responsive meanwhile."""
        self._quit_question.withdraw()
        if self.windows is not None:
            self.windows.show_stopping()
        self.hub.close()
        self._refresh_tray()

    def restore(self) -> None:
        """Gives back the signals and removes the icon; the event loop is over."""
        if self._signals is not None:
            self._signals.restore()
        self.tray.hide()

    def _refresh_tray(self) -> None:
        self.tray.menu.rebuild()
        if self._tray_status is not None:
            self._tray_status.refresh()

    def _connect_tray(self) -> None:
        self._qt.quit_asked.connect(self.quit)
        self._instance.raise_asked.connect(self.show_window)
        self.tray.window_toggled.connect(self.toggle_window)
        self.tray.window_asked.connect(self.show_window)
        self.tray.menu.quit_asked.connect(self.quit)
        self.tray.menu.settings_asked.connect(self.show_settings)
        self.tray.menu.engines_asked.connect(self.show_engines)

    def _open(self) -> None:
        from app.gui.desktop.quit_signals import QuitSignals
        from app.gui.desktop.session_end import SessionEnd
        from app.gui.tray.status import TrayStatus
        from app.gui.windows.notifications import Notifications

        self._tray_status = TrayStatus(self.hub, self.tray)
        Notifications(self.hub, self.tray, self._is_main_visible)
        SessionEnd(self._qt, self.hub).begun.connect(self.stop)
        self._signals = QuitSignals(self)
        self._signals.caught.connect(self.stop)
        self._instance.listen()
        # They decide theme and language, and whether there is a window at all.
        self.hub.background.run(self._read_settings, self._note_settings, self._note_no_settings)

    def _is_main_visible(self) -> bool:
        return self.windows is not None and self.windows.is_main_visible

    def _read_settings(self) -> tuple[SettingsStore, tuple[bytes, ...]]:
        # Off the main thread.
        from app.gui.text import language

        store = self._sources.settings()
        return store, language.texts(store.settings.language)

    def _note_settings(self, read: tuple[SettingsStore, tuple[bytes, ...]]) -> None:
        from app.gui.text import language

        store, texts = read
        language.install(self._qt, texts)
        self.hub.settings.use(store)
        self._start(is_hidden=self._is_hidden or store.settings.starts_hidden)

    def _note_no_settings(self, error: Exception) -> None:
        # The engine room, which needs them, too, notifies the user.
        logger.error("couldn't read the settings", exc_info=error)
        self._start(is_hidden=self._is_hidden)

    def _start(self, *, is_hidden: bool) -> None:
        from app.gui.style.apply import Style
        from app.gui.windows.windows import Windows, has_tray

        if self.hub.is_closing:
            return
        self.style = Style(self._qt)
        self._apply_theme()
        self.hub.settings.changed.connect(self._apply_theme)
        self.style.apply_palette()
        self._refresh_tray()  # In the user's language now.
        self.windows = Windows(self.hub, self.style, self.tray, self)
        self.windows.quit_asked.connect(self.quit)
        if self._is_window_requested or not is_hidden:
            self.windows.show_main()
        # After the first paint, which imports and look-ups would delay.
        QTimer.singleShot(0, self, lambda: self.hub.open(self._sources.room))
        if not has_tray():
            QTimer.singleShot(_LOOK_FOR_TRAY_MS, self, self._show_without_tray)

    def _show_without_tray(self) -> None:
        from app.gui.windows.windows import has_tray

        if self.windows is None:
            return
        if not has_tray() and self.windows.main is None:
            self.windows.show_main()  # Nothing else leads to the program.
        self.windows.say_how_to_quit()

    def _apply_theme(self) -> None:
        if self.style is not None and self.hub.settings.is_ready:
            self.style.prefer(self.hub.settings.current.theme)
