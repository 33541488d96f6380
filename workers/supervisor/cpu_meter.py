"""What each worker takes of the processor, from one look at its processes to the next."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field

from workers.process.tree import cpu_seconds

#: The system counts in hundredths of a second: over less than this they would show.
_WINDOW_S = 0.5


@dataclass(slots=True)
class _Look:
    at: float
    seconds: dict[int, float]
    percent: float | None = None


@dataclass(slots=True)
class CpuMeter:
    """Remembers the last look at each worker. Safe from any thread."""

    _looks: dict[int, _Look] = field(default_factory=dict[int, _Look])
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def percent(self, worker: int, pids: Iterable[int], now: float) -> float | None:
        """What a worker took since the last look; 100 is one core.

        Args:
            worker: Its process id.
            pids: Its processes as they are now.
            now: Clock seconds. After less than half a second the last figure is given again.

        Returns:
            None at the first look.
        """
        with self._lock:
            last = self._looks.get(worker)
            if last is not None and now - last.at < _WINDOW_S:
                return last.percent
            seconds = cpu_seconds(pids)
            percent = None
            if last is not None:
                # One that is new has taken all of it since; what one took that has gone is lost.
                taken_s = sum(it - last.seconds.get(pid, 0.0) for pid, it in seconds.items())
                percent = max(0.0, 100 * taken_s / (now - last.at))
            self._looks[worker] = _Look(now, seconds, percent)
            return percent

    def keep(self, workers: Iterable[int]) -> None:
        """Forget all workers but these."""
        with self._lock:
            self._looks = {pid: self._looks[pid] for pid in workers if pid in self._looks}
