"""Turns readings into gauges, once for window and tray, and keeps their history."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.gui.controller.gauge_history import History
from app.gui.state.gauge import Gauge, gauges

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from workers.snapshot import RoomSnapshot


class GaugeFeed(QObject):
    """The gauges of all devices, and their history.

    Attributes:
        changed: There was a reading; ``gauges`` and ``history`` include it.
        history: The last minutes of every device.
    """

    changed = Signal()

    def __init__(
        self, parent: QObject | None = None, *, now: Callable[[], float] = time.monotonic
    ) -> None:
        """Creates it without gauges.

        Args:
            parent: Qt's.
            now: Returns seconds of the monotonic clock.
        """
        super().__init__(parent)
        self.history = History()
        self._now = now
        self._gauges: tuple[Gauge, ...] | None = None
        self._had_gpu = False

    @property
    def gauges(self) -> tuple[Gauge, ...] | None:
        """One for each device, empty when the driver has gone away; None before any reading."""
        return self._gauges

    def update(self, reading: RoomSnapshot, titles: Mapping[str, str]) -> None:
        """Makes the gauges of a reading.

        Args:
            reading: What was read.
            titles: Each worker's name for people, by its ID, in the catalog's order.
        """
        self._had_gpu = self._had_gpu or any(device.kind == "gpu" for device in reading.devices)
        self._gauges = gauges(reading, titles, had_gpu=self._had_gpu)
        self.history.add(self._gauges, self._now())
        self.changed.emit()
