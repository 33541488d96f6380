"""Takes readings at a steady pace, on a thread of its own."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThread, QTimer, Signal, Slot

if TYPE_CHECKING:
    from workers.snapshot import RoomSnapshot

logger = logging.getLogger(__name__)


class _Reader(QObject):
    """Lives in the polling thread."""

    read = Signal(object)

    def __init__(self, take: Callable[[], RoomSnapshot]) -> None:
        super().__init__()
        self._take = take
        self._timer: QTimer | None = None

    @Slot(int)
    def set_interval(self, interval_ms: int) -> None:
        """Read at once, and then at this interval."""
        if self._timer is None:
            self._timer = QTimer(self)
            self._timer.timeout.connect(self._poll)
        self._timer.start(interval_ms)
        self._poll()

    @Slot()
    def end(self) -> None:
        if self._timer is not None:
            self._timer.stop()
        QThread.currentThread().quit()

    def _poll(self) -> None:
        try:
            snapshot = self._take()
        except Exception:
            logger.exception("reading failed; will retry")
            return
        self.read.emit(snapshot)


class Poller(QObject):
    """Asks for snapshots; all its methods return at once.

    Attributes:
        read: A ``RoomSnapshot`` was taken.
        ended: The thread is over, after :meth:`end`.
    """

    read = Signal(object)
    ended = Signal()
    _interval_wanted = Signal(int)
    _end_wanted = Signal()

    def __init__(self, take: Callable[[], RoomSnapshot], parent: QObject | None = None) -> None:
        """Args: take: Takes a snapshot; called in the polling thread, may take a while."""
        super().__init__(parent)
        self._interval_ms = 0
        self._thread = QThread(self)
        self._reader = _Reader(take)
        self._reader.moveToThread(self._thread)
        self._reader.read.connect(self.read)
        self._interval_wanted.connect(self._reader.set_interval)
        self._end_wanted.connect(self._reader.end)
        self._thread.finished.connect(self.ended)
        self._thread.start()

    @property
    def is_running(self) -> bool:
        """True until the thread is over."""
        return self._thread.isRunning()

    def set_interval(self, interval_ms: int) -> None:
        """Read every so many milliseconds; a changed interval reads at once."""
        if interval_ms != self._interval_ms:
            self._interval_ms = interval_ms
            self._interval_wanted.emit(interval_ms)

    def end(self) -> None:
        """End the thread after the reading in progress; ``ended`` tells when."""
        self._end_wanted.emit()
