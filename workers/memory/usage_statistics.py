"""What was seen of one kind of worker on one model of GPU, over many lives.

Plain figures, without locks and files: see :mod:`workers.memory.measured_budgets`.
"""

from __future__ import annotations

import math
import statistics
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

#: A reading above this is a driver's error: no consumer model is that large.
MAX_GB = 64.0
#: No load takes longer, in seconds.
MAX_LOAD_S = 24 * 3600.0
#: How many lives are remembered. An engine that has come to need less is believed after so
#: many; one that has come to need more, at once.
LIVES = 32
#: Of every hundred lives, so many stayed within a learned figure.
PERCENT = 95
#: For how many lives an out-of-memory is remembered: if it was another program's doing,
#: they get by with less.
RAISED_FOR_LIVES = 8

_MAX_BYTES = int(MAX_GB * 2**30)


def is_possible_size(size_bytes: float) -> bool:
    """True for bytes that a worker can hold: above 0 and up to 64 GB."""
    return 0 < size_bytes <= _MAX_BYTES  # which no NaN is


def is_possible_time(seconds: float) -> bool:
    """True for a time that a load can take: above 0 and up to a day."""
    return 0 < seconds <= MAX_LOAD_S


def percentile(figures: Sequence[int]) -> int:
    """The 95th percentile by nearest rank: of fewer than 20 figures the largest; 0 of none."""
    if not figures:
        return 0
    return sorted(figures)[math.ceil(len(figures) * PERCENT / 100) - 1]


@dataclass(slots=True, eq=False)
class Life:
    """One worker from its READY on.

    Attributes:
        peak_bytes: The most that it was seen to hold; 0 while unknown.
        requests: How many it has answered.
        has_run_short: True when it, or one beside it, has died for want of memory.
    """

    peak_bytes: int = 0
    requests: int = 0
    has_run_short: bool = False


class Learned:
    """The figures of one budget key on one model of GPU at one precision.

    Attributes:
        loads: Bytes held after each load, oldest first, as all of these.
        peaks: The most that was held in each life that has answered a request.
        load_times: Seconds.
        requests: Answered in all lives whose memory could be told.
        raised_bytes: What an out-of-memory has made of the need; 0 without one.
        raised_for: Lives for which that holds from now on.
        reload_s: Median of the load times; None before the first.
    """

    def __init__(
        self,
        loads: Iterable[int] = (),
        peaks: Iterable[int] = (),
        load_times: Iterable[float] = (),
        requests: int = 0,
    ) -> None:
        """Begin with what is known already."""
        self.loads = deque(loads, LIVES)
        self.peaks = deque(peaks, LIVES)
        self.load_times = deque(load_times, LIVES)
        self.requests = requests
        self.raised_bytes = 0
        self.raised_for = 0
        self.reload_s: float | None = None
        self._running: list[Life] = []
        self._note_times()

    @property
    def load_bytes(self) -> int:
        """What a load takes; 0 before the first."""
        return percentile(self.loads)

    @property
    def peak_bytes(self) -> int:
        """What a life comes to hold, of all lives so far; never under the load."""
        running = [life.peak_bytes for life in self._running if life.peak_bytes]
        return max(percentile([*self.peaks, *running][-LIVES:]), self.load_bytes)

    @property
    def all_requests(self) -> int:
        """Requests in all lives whose memory could be told, running ones included."""
        return self.requests + sum(life.requests for life in self._running if life.peak_bytes)

    def begin(self, load_bytes: int, load_s: float) -> Life:
        """A worker has loaded; figures that cannot be count as unknown."""
        life = Life()
        if is_possible_size(load_bytes):
            life.peak_bytes = load_bytes
            self.loads.append(load_bytes)
        if is_possible_time(load_s):
            self.load_times.append(load_s)
            self._note_times()
        self._running.append(life)
        return life

    def end(self, life: Life) -> None:
        """It has gone, for whatever reason; a second time does nothing."""
        if life not in self._running:
            return
        self._running.remove(life)
        if not life.requests or not life.peak_bytes:
            return  # it has not been tried
        self.peaks.append(life.peak_bytes)
        self.requests += life.requests
        if life.has_run_short:
            return  # it has not got by
        self.raised_for = max(0, self.raised_for - 1)
        if not self.raised_for:
            self.raised_bytes = 0

    def raise_to(self, size_bytes: int, for_lives: int = RAISED_FOR_LIVES) -> None:
        """It died for want of memory: promise at least so much to the next lives."""
        self.raised_bytes = max(self.raised_bytes, size_bytes)
        self.raised_for = for_lives
        for life in self._running:
            life.has_run_short = True

    def _note_times(self) -> None:
        if self.load_times:
            self.reload_s = statistics.median(self.load_times)
