"""Turns readings into gauges, once for window and tray, and remembers them for a while."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.gui.controller.gauge import Gauge, gauges
from app.gui.controller.gauge_history import History

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from workers.snapshot import RoomSnapshot


class GaugeFeed(QObject):
    """The gauges of all devices, and their history.

    Attributes:
        changed: There was a reading.
        history: The last minutes, this reading included when ``changed`` comes.
    """

    changed = Signal()

    def __init__(
        self, parent: QObject | None = None, *, now: Callable[[], float] = time.monotonic
    ) -> None:
        """Args: now: Tells seconds of the monotonic clock."""
        super().__init__(parent)
        self.history = History()
        self._now = now
        self._gauges: tuple[Gauge, ...] | None = None
        self._had_gpu = False

    @property
    def gauges(self) -> tuple[Gauge, ...] | None:
        """One for each device, empty when the driver has gone away; None before any reading."""
        return self._gauges

    def follow(self, room: RoomSnapshot, titles: Mapping[str, str]) -> None:
        """Take a reading in.

        Args:
            room: What was read.
            titles: What people call each worker, by its name, in the table's order.
        """
        self._had_gpu = self._had_gpu or any(device.kind == "gpu" for device in room.devices)
        self._gauges = gauges(room, titles, had_gpu=self._had_gpu)
        self.history.take(self._gauges, self._now())
        self.changed.emit()
