"""SIGTERM, SIGINT and SIGHUP as a Qt signal, seen at once even while Python sleeps in Qt's loop."""

from __future__ import annotations

import signal
import socket

from PySide6.QtCore import QObject, QSocketNotifier, Signal


class QuitSignals(QObject):
    """Catches the signals that end a program.

    Attributes:
        caught: A signal has arrived.
    """

    caught = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Catches them from now on; must be created in the main thread."""
        super().__init__(parent)
        self._ours, self._pythons = socket.socketpair()
        self._ours.setblocking(False)
        self._pythons.setblocking(False)
        # Python's C handler writes to this socket, so the Python handlers have nothing to do.
        self._old_fd = signal.set_wakeup_fd(self._pythons.fileno(), warn_on_full_buffer=False)
        self._old = {
            number: signal.signal(number, lambda *_: None)
            for name in ("SIGINT", "SIGTERM", "SIGHUP")
            if (number := getattr(signal, name, None)) is not None  # Windows has no SIGHUP.
        }
        read = QSocketNotifier.Type.Read
        self._notifier = QSocketNotifier(self._ours.fileno(), read, self)
        self._notifier.activated.connect(self._emit_caught)

    def restore(self) -> None:
        """Restores the former handlers."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._old_fd)
        for number, handler in self._old.items():
            signal.signal(number, handler)
        self._ours.close()
        self._pythons.close()

    def _emit_caught(self) -> None:
        self._ours.recv(64)
        self.caught.emit()
