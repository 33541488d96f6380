"""Takes snapshots at an interval, and on request, on a thread of its own."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThread, QTimer, Signal, Slot

if TYPE_CHECKING:
    from workers.snapshot import RoomSnapshot

logger = logging.getLogger(__name__)


class _Reader(QObject):
    """Lives in the polling thread.

    Attributes:
        read: A snapshot was taken.
        is_due: A snapshot was requested that hasn't been begun; set in the main thread.
    """

    read = Signal(object)

    def __init__(self, take_snapshot: Callable[[], RoomSnapshot]) -> None:
        super().__init__()
        self._take_snapshot = take_snapshot
        self._timer: QTimer | None = None
        self.is_due = False

    @Slot(int)
    def set_interval(self, interval_ms: int) -> None:
        """Reads now, and then at this interval."""
        if self._timer is None:
            self._timer = QTimer(self)
            self._timer.timeout.connect(self.read_now)
        self._timer.start(interval_ms)
        self.read_now()

    @Slot()
    def read_now(self) -> None:
        """Reads once."""
        self.is_due = False  # Before reading: a later request needs a later snapshot.
        try:
            snapshot = self._take_snapshot()
        except Exception:
            logger.exception("reading failed; will retry")
            return
        self.read.emit(snapshot)

    @Slot()
    def end(self) -> None:
        """Ends the thread."""
        if self._timer is not None:
            self._timer.stop()
        QThread.currentThread().quit()


class Poller(QObject):
    """Takes snapshots off the main thread. No method blocks.

    Attributes:
        read: A ``RoomSnapshot`` was taken.
        ended: The thread has ended, after :meth:`end`.
    """

    read = Signal(object)
    ended = Signal()
    _interval_requested = Signal(int)
    _read_requested = Signal()
    _end_requested = Signal()

    def __init__(
        self, take_snapshot: Callable[[], RoomSnapshot], parent: QObject | None = None
    ) -> None:
        """Starts the thread, which reads nothing until it has an interval or a request.

        Args:
            take_snapshot: Called in the polling thread; may take milliseconds.
            parent: Qt's.
        """
        super().__init__(parent)
        self._interval_ms = 0
        self._thread = QThread(self)
        self._reader = _Reader(take_snapshot)
        self._reader.moveToThread(self._thread)
        self._reader.read.connect(self.read)
        self._interval_requested.connect(self._reader.set_interval)
        self._read_requested.connect(self._reader.read_now)
        self._end_requested.connect(self._reader.end)
        self._thread.finished.connect(self.ended)
        self._thread.start()

    @property
    def is_running(self) -> bool:
        """True until the thread has ended."""
        return self._thread.isRunning()

    def set_interval(self, interval_ms: int) -> None:
        """Reads at this interval; a changed interval reads at once."""
        if interval_ms != self._interval_ms:
            self._interval_ms = interval_ms
            self._interval_requested.emit(interval_ms)

    def read_now(self) -> None:
        """Reads once, beside the interval; requests that come together share one snapshot."""
        if not self._reader.is_due:
            self._reader.is_due = True
            self._read_requested.emit()

    def end(self) -> None:
        """Ends the thread after the snapshot in progress; ``ended`` follows."""
        self._end_requested.emit()
