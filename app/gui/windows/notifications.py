"""Messages at the tray icon, for what the main window shows while it is visible."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.gui.text.messages import worded

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.gui.controller.hub import Hub
    from app.gui.state.failure_note import FailureNote
    from app.gui.tray.icon import TrayIcon


class Notifications(QObject):
    """Notifies about refused starts, unreadable files, and failures."""

    def __init__(self, hub: Hub, tray: TrayIcon, is_main_visible: Callable[[], bool]) -> None:
        """Connects to the hub.

        Args:
            hub: Says what happens.
            tray: Shows the messages.
            is_main_visible: Returns True while the main window shows all that anyway.
        """
        super().__init__(hub)
        self._hub = hub
        self._tray = tray
        self._is_main_visible = is_main_visible
        hub.start_requests.refused.connect(self._notify_refusal)
        hub.opened.connect(self._notify_problems)
        hub.failures.failed.connect(self._notify_failure)

    def _notify_refusal(self, _engine: str, reason: str) -> None:
        if not self._is_main_visible():
            self._tray.notify(reason)

    def _notify_problems(self) -> None:
        room = self._hub.room
        if room is not None and room.problems and not self._is_main_visible():
            self._tray.notify(" ".join(map(worded, room.problems)))

    def _notify_failure(self, note: FailureNote) -> None:
        if not self._is_main_visible() and not self._hub.is_closing:
            from app.gui.failures import wording

            self._tray.notify(wording.notification(note))
