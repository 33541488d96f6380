"""One instance for each user: a second start raises the window of the first."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QCryptographicHash, QLockFile, QObject, Signal

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtNetwork import QLocalServer

logger = logging.getLogger(__name__)

#: Milliseconds that a second start waits for a first one that is starting.
_RAISE_PATIENCE_MS = 3000
_ATTEMPT_MS = 100


class SingleInstance(QObject):
    """Holds a lock for as long as it exists, and listens for later starts.

    The lock decides which instance is first; a process that dies releases it. The socket only
    carries requests to show the window, so that a stale one can be removed safely.

    Attributes:
        raise_asked: A later start wants the window shown.
        is_first: True if no other instance is running.
    """

    raise_asked = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        """Tries to get the lock in a folder of the user, which is created if missing."""
        super().__init__(parent)
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = QLockFile(str(folder / "engineroom.lock"))
        self._lock.setStaleLockTime(0)  # Stale only if its process has died, however old.
        # The name belongs to the user, as the folder does. Qt's hash, since Python's loads
        # OpenSSL: 4 MiB.
        mark = QCryptographicHash.hash(str(folder).encode(), QCryptographicHash.Algorithm.Sha256)
        self._name = f"engineroom-{bytes(mark.data()).hex()[:16]}"
        self._server: QLocalServer | None = None
        self.is_first = self._lock.tryLock(0)

    def listen(self) -> None:
        """Listens for later starts from now on; only for the first instance."""
        # The icon comes before this import.
        from PySide6.QtNetwork import QLocalServer

        QLocalServer.removeServer(self._name)  # Left by a crash: the lock is ours.
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)
        if not self._server.listen(self._name):
            logger.warning(
                "single instance: a second start won't raise this window: %s",
                self._server.errorString(),
            )

    def raise_first(self) -> bool:
        """Has the first instance show its window. Blocks for a few seconds at most.

        Returns:
            False if it doesn't answer.
        """
        from PySide6.QtNetwork import QLocalSocket

        for _ in range(_RAISE_PATIENCE_MS // _ATTEMPT_MS):
            socket = QLocalSocket()
            socket.connectToServer(self._name)
            if socket.waitForConnected(_ATTEMPT_MS):
                answered = socket.waitForReadyRead(_RAISE_PATIENCE_MS)
                socket.disconnectFromServer()
                return answered
            _pause(_ATTEMPT_MS)
        return False

    def _answer(self) -> None:
        assert self._server is not None
        while (connection := self._server.nextPendingConnection()) is not None:
            connection.disconnected.connect(connection.deleteLater)
            connection.write(b"shown\n")
            self.raise_asked.emit()


def _pause(milliseconds: int) -> None:
    from PySide6.QtCore import QThread

    QThread.msleep(milliseconds)
