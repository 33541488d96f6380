"""Readings of workers and devices: how often they are taken, and the latest one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.gui.controller.poller import Poller

if TYPE_CHECKING:
    from collections.abc import Callable

    from workers.snapshot import RoomSnapshot

#: Milliseconds between two readings: while an engine changes its state, shown, and hidden.
FAST_MS, SHOWN_MS, HIDDEN_MS = 200, 1000, 5000


class Readings(QObject):
    """Reads as often as the user can see it, and at once when something happens.

    Attributes:
        read: There is a new ``RoomSnapshot``.
        ended: The polling thread has ended, after :meth:`end`.
    """

    read = Signal(object)
    ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._poller: Poller | None = None
        self._latest: RoomSnapshot | None = None
        self._is_shown = self._is_moving = False
        self._is_ending = False

    @property
    def latest(self) -> RoomSnapshot | None:
        """The last reading; None before the first."""
        return self._latest

    @property
    def is_over(self) -> bool:
        """True while no thread is reading: before :meth:`start`, and after ``ended``."""
        return self._poller is None or not self._poller.is_running

    def start(self, take_snapshot: Callable[[], RoomSnapshot]) -> None:
        """Starts to read.

        Args:
            take_snapshot: Called in the polling thread; may take milliseconds.
        """
        self._poller = Poller(take_snapshot, self)
        self._poller.read.connect(self._note)
        self._poller.ended.connect(self.ended)
        self._adapt()

    def set_shown(self, shown: bool) -> None:
        """Reads less often while no window shows the figures."""
        self._is_shown = shown
        self._adapt()

    def set_moving(self, moving: bool) -> None:
        """Reads more often while engines change their state and a window shows it."""
        self._is_moving = moving
        self._adapt()

    def poll_fast(self) -> None:
        """Reads at once and then often, until :meth:`set_moving` says whether that is needed."""
        self._set_interval(FAST_MS)

    def read_now(self) -> None:
        """Reads at once, and otherwise at the same interval as before."""
        if self._poller is not None and not self._is_ending:
            self._poller.read_now()

    def end(self) -> None:
        """Ends the polling thread; ``ended`` follows where there is one."""
        self._is_ending = True
        if self._poller is not None:
            self._poller.end()

    def _adapt(self) -> None:
        if not self._is_shown:
            self._set_interval(HIDDEN_MS)
        else:
            self._set_interval(FAST_MS if self._is_moving else SHOWN_MS)

    def _set_interval(self, interval_ms: int) -> None:
        if self._poller is not None and not self._is_ending:
            self._poller.set_interval(interval_ms)

    def _note(self, reading: RoomSnapshot) -> None:
        if not self._is_ending:
            self._latest = reading
            self.read.emit(reading)
