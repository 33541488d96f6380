"""Watches an event loop from inside, and tells a blocked one from a busy machine."""

from __future__ import annotations

import time
from pathlib import Path
from types import TracebackType
from typing import Self

from PySide6.QtCore import QObject, Qt, QTimer

_TICK_MS = 5
_SCHEDSTAT = Path("/proc/thread-self/schedstat")


class StallWatch(QObject):
    """Ticks in the main thread; the longest time between two ticks is how long it stood still.

    Time in which the thread wanted to run and the machine had no core for it (Linux counts
    that) is not the program's fault and is taken off.
    """

    def __init__(self) -> None:
        super().__init__()
        self.longest_ms = 0.0
        self.ticks = 0
        self._last = (0.0, 0.0)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def __enter__(self) -> Self:
        self._last = (time.monotonic(), _waited_for_core_s())
        self._timer.start(_TICK_MS)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.stop()
        self._tick()

    def _tick(self) -> None:
        now, waited = time.monotonic(), _waited_for_core_s()
        before, waited_before = self._last
        stood_still_s = (now - before) - (waited - waited_before)
        self.longest_ms = max(self.longest_ms, stood_still_s * 1000 - _TICK_MS)
        self.ticks += 1
        self._last = (now, waited)


def _waited_for_core_s() -> float:
    try:
        return int(_SCHEDSTAT.read_text(encoding="ascii").split()[1]) / 1e9
    except OSError:
        return 0.0
