"""The desktop application: puts hub, tray and window together, and ends them."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QStandardPaths, QTimer, Signal
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from app.gui.hub import Hub
from app.gui.single_instance import SingleInstance
from app.gui.tray.icon import TrayIcon

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.gui.failures.note import FailureNote
    from app.gui.main_window.window import MainWindow
    from app.gui.quit_signals import QuitSignals
    from app.gui.style.apply import Style
    from app.room import EngineRoom

logger = logging.getLogger(__name__)

#: So long the event loop has for the icon, which the desktop's tray asks for and draws with
#: our help, before the window and all that stands behind it are made.
_ICON_FIRST_MS = 20
#: A tray may come up after us, when both start with the desktop.
_LOOK_FOR_TRAY_MS = 2000


def run(
    build: Callable[[], EngineRoom], home: Path | None = None, *, is_hidden: bool = False
) -> int:
    """Run the desktop application until the user quits.

    Args:
        build: Builds the engine room; called off the main thread.
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
            "Engine Room is running already, but it does not answer. End it and start again.",
            file=sys.stderr,
        )
        return 1
    qt = DesktopApplication(["engineroom"])
    qt.setApplicationDisplayName("Engine Room")
    qt.setDesktopFileName("engineroom")
    qt.setQuitOnLastWindowClosed(False)
    application = Application(qt, build, instance, is_hidden=is_hidden)

    def end(in_time: bool) -> None:
        if in_time:
            qt.exit(0)  # Not quit(): that asks the windows, which would say no.
            return
        logger.error("Not everything stopped in time; ending all the same")
        # A thread still hangs: Qt would abort over it. The workers end with this process.
        application.restore()
        logging.shutdown()
        os._exit(1)

    application.ended.connect(end)
    code = qt.exec()
    application.restore()
    return code


def _own_folder() -> Path:
    # The same as workers.paths.data_dir(), which would load more to find it.
    data = QStandardPaths.StandardLocation.GenericDataLocation
    return Path(QStandardPaths.writableLocation(data)) / "engineroom"


class DesktopApplication(QApplication):
    """Qt's application, which does not quit by itself.

    Attributes:
        quit_asked: Log-off, or Quit from the system's own menus.
    """

    quit_asked = Signal()

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Quit:
            self.quit_asked.emit()
            return True
        return super().event(event)


class Application(QObject):
    """Shows the tray icon at once, and everything else right after it.

    Attributes:
        ended: Everything has stopped (True), or the time for that was up (False).
    """

    ended = Signal(bool)

    def __init__(
        self,
        qt: DesktopApplication,
        build: Callable[[], EngineRoom],
        instance: SingleInstance,
        *,
        is_hidden: bool,
    ) -> None:
        super().__init__()
        self._qt = qt
        self._build = build
        self._instance = instance
        self._is_hidden = is_hidden
        self._tray_is_explained = False
        self.hub = Hub(self)
        self.tray = TrayIcon(self.hub, self)
        self.window: MainWindow | None = None
        self.style: Style
        self._signals: QuitSignals | None = None
        self._connect()
        self.tray.show()
        QTimer.singleShot(_ICON_FIRST_MS, self, self._open)

    def show_window(self) -> None:
        """Show the window, on top."""
        self._made_window().bring_to_front()

    def toggle_window(self) -> None:
        """Hide the window if it is in sight, else show it."""
        window = self._made_window()
        if self._is_in_sight and self.has_tray:
            window.hide()
        else:
            window.bring_to_front()

    def quit(self) -> None:
        """Stop every engine, then end; the program stays responsive meanwhile."""
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
        self.hub.starts.asked.connect(self._show_question)
        self.hub.starts.refused.connect(self._tell_refusal)
        self.hub.failures.told.connect(self._tell_failure)
        self.hub.closed.connect(self.ended)

    def _open(self) -> None:
        from app.gui.quit_signals import QuitSignals
        from app.gui.style.apply import Style

        self._signals = QuitSignals(self)
        self._signals.caught.connect(self.quit)
        self.style = Style(self._qt)
        self.style.apply_palette()
        self._instance.listen()
        if not self._is_hidden or not self.has_tray:
            self.show_window()
        # After the first paint: importing and looking things up would only slow it down.
        QTimer.singleShot(0, self, lambda: self.hub.open(self._build))
        if not self.has_tray:
            QTimer.singleShot(_LOOK_FOR_TRAY_MS, self, self._say_how_to_quit)

    def _made_window(self) -> MainWindow:
        if self.window is None:
            from app.gui.main_window.window import MainWindow

            self.style.apply_sheet()
            self.window = MainWindow(self.hub, self.style)
            self.window.close_asked.connect(self._close_window)
            self.window.quit_asked.connect(self.quit)
            self.window.shown.connect(self.hub.set_shown)
            self.window.shown.connect(self.tray.menu.set_window_shown)
            self.hub.opened.connect(self._say_how_to_quit)
            self._show_progress_in_task_bar(self.window)
            if self.hub.is_closing:
                self.window.show_stopping()
        return self.window

    def _show_progress_in_task_bar(self, window: MainWindow) -> None:
        from app.gui.progress.task_bar import of_this_desktop
        from app.gui.progress.task_bar_progress import TaskBarProgress

        # Elsewhere nobody asks for it, and asking would make the window before its time.
        handle = int(window.winId()) if sys.platform == "win32" else 0
        TaskBarProgress(self.hub, lambda: of_this_desktop(handle), self)

    def _show_question(self) -> None:
        # From the tray: the question stands in the window.
        if not self._is_in_sight:
            self.show_window()

    def _tell_refusal(self, _: str, reason: str) -> None:
        if not self._is_in_sight:
            self.tray.tell(reason)

    def _tell_failure(self, note: FailureNote) -> None:
        if not self._is_in_sight and not self.hub.is_closing:
            from app.gui.failures import wording

            self.tray.tell(wording.notification(note))

    def _say_how_to_quit(self) -> None:
        if self.window is None or self.hub.is_closing:
            return
        if self.has_tray:
            self.window.tell(self.tr("Closing the window leaves the tray icon running."))
        else:
            self.window.tell(
                self.tr("This desktop has no tray: closing the window quits Engine Room.")
            )

    def _close_window(self) -> None:
        if self.hub.is_closing or self.window is None:
            return
        if not self.has_tray:
            self.quit()
            return
        self.window.hide()
        room = self.hub.room
        if room is None or self._tray_is_explained or room.settings.settings.tray_explained:
            return
        self._tray_is_explained = True
        self.tray.explain_closing()
        self.hub.choices.save(room.settings.set_tray_explained)
