"""Measures each worker's processor time between two snapshots."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field

from workers.process.tree import cpu_seconds

#: The system counts in hundredths of a second, which would show over a shorter time.
_WINDOW_S = 0.5


@dataclass(slots=True)
class _Sample:
    at: float
    seconds: dict[int, float]
    percent: float | None = None


@dataclass(slots=True)
class CpuMeter:
    """Remembers the last sample of each worker. Safe from any thread."""

    _samples: dict[int, _Sample] = field(default_factory=dict[int, _Sample])
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def percent(self, worker: int, pids: Iterable[int], now: float) -> float | None:
        """Returns a worker's processor use since the last sample; 100 is one core.

        Args:
            worker: Its process ID.
            pids: Its processes now.
            now: Clock seconds. Within half a second the last figure is returned again.

        Returns:
            None for the first sample.
        """
        with self._lock:
            last = self._samples.get(worker)
            if last is not None and now - last.at < _WINDOW_S:
                return last.percent
            seconds = cpu_seconds(pids)
            percent = None
            if last is not None:
                # A new process has taken all of its time since; an ended one's last is lost.
                taken_s = sum(
                    [total_s - last.seconds.get(pid, 0.0) for pid, total_s in seconds.items()]
                )
                percent = max(0.0, 100 * taken_s / (now - last.at))
            self._samples[worker] = _Sample(now, seconds, percent)
            return percent

    def keep(self, workers: Iterable[int]) -> None:
        """Forgets all workers but these."""
        with self._lock:
            self._samples = {pid: self._samples[pid] for pid in workers if pid in self._samples}
