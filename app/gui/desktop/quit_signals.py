"""SIGTERM, SIGINT and SIGHUP as a Qt signal, seen at once even while Python sleeps in Qt's loop."""

from __future__ import annotations

import signal
import socket

from PySide6.QtCore import QObject, QSocketNotifier, Signal


class QuitSignals(QObject):
    """Catches the signals that ask a program to end.

    Attributes:
        caught: One of them came.
    """

    caught = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Catch them from now on; to be made in the main thread."""
        super().__init__(parent)
        self._ours, self._pythons = socket.socketpair()
        self._ours.setblocking(False)
        self._pythons.setblocking(False)
        # Python's C handler writes to this socket; its Python handler has nothing to do.
        self._old_fd = signal.set_wakeup_fd(self._pythons.fileno(), warn_on_full_buffer=False)
        self._old = {
            number: signal.signal(number, lambda *_: None)
            for name in ("SIGINT", "SIGTERM", "SIGHUP")
            if (number := getattr(signal, name, None)) is not None  # Windows has no SIGHUP.
        }
        read = QSocketNotifier.Type.Read
        self._notifier = QSocketNotifier(self._ours.fileno(), read, self)
        self._notifier.activated.connect(self._tell)

    def restore(self) -> None:
        """Give the signals back to whoever had them."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._old_fd)
        for number, handler in self._old.items():
            signal.signal(number, handler)
        self._ours.close()
        self._pythons.close()

    def _tell(self) -> None:
        self._ours.recv(64)
        self.caught.emit()
