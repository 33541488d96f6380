"""Measures stalls of an event loop, excluding the load of the machine."""

from __future__ import annotations

import contextlib
import gc
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from PySide6.QtCore import QObject, Qt, QTimer

_TICK_MS = 10
_THREADS = Path("/proc/self/task")


class StallWatch(QObject):
    """Ticks in the main thread; a stall is the time between two ticks.

    Excludes the time in which a thread of the program was runnable but had no core (Linux counts
    that): of the main thread, and of others, because one may hold the interpreter lock. On an
    idle machine this is zero. Freezes the garbage of earlier tests, so that collecting it isn't
    counted as a stall.
    """

    def __init__(self) -> None:
        super().__init__()
        self.longest_ms = 0.0
        self.ticks = 0
        self._stalls_ms: list[float] = []
        self._last: tuple[float, dict[str, int]] = (0.0, {})
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def quantile_ms(self, share: float) -> float:
        """Returns a quantile of the stalls in milliseconds."""
        ranked = sorted(self._stalls_ms)
        return ranked[min(len(ranked) - 1, int(share * len(ranked)))]

    def __enter__(self) -> Self:
        gc.collect()
        gc.freeze()
        self._last = (time.monotonic(), _waited_for_core_ns())
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
        gc.unfreeze()

    def _tick(self) -> None:
        now, waited = time.monotonic(), _waited_for_core_ns()
        before, waited_before = self._last
        starved_s = sum(ns - waited_before.get(thread, 0) for thread, ns in waited.items()) / 1e9
        stood_still_s = now - before - starved_s
        self._stalls_ms.append(stood_still_s * 1000 - _TICK_MS)
        self.longest_ms = max(self.longest_ms, self._stalls_ms[-1])
        self.ticks += 1
        self._last = (now, waited)


def _waited_for_core_ns() -> dict[str, int]:
    """Returns how long each thread has waited for a core, in nanoseconds."""
    waited: dict[str, int] = {}
    for thread in _THREADS.glob("*/schedstat"):
        with contextlib.suppress(OSError, IndexError):  # The thread has ended.
            waited[thread.parent.name] = int(thread.read_text(encoding="ascii").split()[1])
    return waited
