"""One Engine Room a user: a second start raises the first one's window."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QCryptographicHash, QLockFile, QObject, Signal

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtNetwork import QLocalServer

logger = logging.getLogger(__name__)

#: How long a second start waits for a first one that is just coming up.
_RAISE_PATIENCE_MS = 3000
_ATTEMPT_MS = 100


class SingleInstance(QObject):
    """Holds a lock for as long as it lives, and listens for later starts.

    The lock decides who is first; it is left by a process that dies. The socket only
    carries the wish to be seen, so that a stale one can be removed without asking.

    Attributes:
        raise_asked: Another start wants the window to be seen.
    """

    raise_asked = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        """Args: folder: The user's own; made if need be."""
        super().__init__(parent)
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = QLockFile(str(folder / "engineroom.lock"))
        self._lock.setStaleLockTime(0)  # Not by age: only a holder that has died leaves it.
        # The folder is the user's own, and so is the name. Qt's hash: Python's would
        # load OpenSSL for it, which is 4 MiB.
        mark = QCryptographicHash.hash(str(folder).encode(), QCryptographicHash.Algorithm.Sha256)
        self._name = f"engineroom-{bytes(mark.data()).hex()[:16]}"
        self._server: QLocalServer | None = None
        self.is_first = self._lock.tryLock(0)

    def listen(self) -> None:
        """Hear later starts from now on; only for the first."""
        # Imported here: a start is visible sooner without it.
        from PySide6.QtNetwork import QLocalServer

        QLocalServer.removeServer(self._name)  # Left by one that crashed: the lock is ours.
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)
        if not self._server.listen(self._name):
            logger.warning(
                "single instance: a second start won't raise this window: %s",
                self._server.errorString(),
            )

    def raise_first(self) -> bool:
        """Ask the first instance to show itself. Blocks for at most a few seconds.

        Returns:
            False when it does not answer.
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
