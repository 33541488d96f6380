"""The end of the user's session: everything is stopped at once, without a question.

https://doc.qt.io/qt-6/session.html. On Windows the process may be ended as soon as the slot
returns, so it returns when all is stopped. X11's session managers would start the program again
at the next log-in; whether it starts then is for the settings to say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QObject, QTimer, Signal
from PySide6.QtGui import QSessionManager

if TYPE_CHECKING:
    from app.gui.controller.hub import Hub
    from app.gui.desktop.desktop_application import DesktopApplication

#: Windows gives programs 5 s before it shows them as what keeps it from ending.
_DEADLINE_MS = 4000


class SessionEnd(QObject):
    """Stops everything when the session ends.

    Attributes:
        begun: The session is ending: stop everything now.
    """

    begun = Signal()

    def __init__(self, qt: DesktopApplication, hub: Hub) -> None:
        super().__init__(hub)
        self._hub = hub
        qt.commitDataRequest.connect(self.end)
        qt.saveStateRequest.connect(_leave_restarts_to_us)

    def end(self, manager: QSessionManager) -> None:
        """Stops everything; returns when it has stopped, or when time is up."""
        _leave_restarts_to_us(manager)
        self.begun.emit()
        if self._hub.is_closed:
            return
        loop = QEventLoop()
        self._hub.closed.connect(loop.quit)
        QTimer.singleShot(_DEADLINE_MS, loop, loop.quit)
        loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)


def _leave_restarts_to_us(manager: QSessionManager) -> None:
    manager.setRestartHint(QSessionManager.RestartHint.RestartNever)
