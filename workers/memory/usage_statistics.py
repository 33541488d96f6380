"""What was measured of one kind of worker on one model of GPU, over many lifetimes.

Plain figures, without locks and files: see :mod:`workers.memory.budgets`.
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
#: How many lifetimes are remembered. An engine that needs less than before is believed after
#: so many; one that needs more, at once.
LIFETIMES = 32
#: This percentage of lifetimes stayed within a learned figure.
PERCENT = 95
#: For how many lifetimes an out-of-memory is remembered: if another program was the cause,
#: they succeed with less.
RAISED_FOR_LIFETIMES = 8

_MAX_BYTES = int(MAX_GB * 2**30)


def is_possible_gb(gigabytes: float) -> bool:
    """Returns whether a worker can hold so many GB: above 0 and up to 64."""
    return 0 < gigabytes <= MAX_GB  # False for NaN


def is_possible_size(size_bytes: float) -> bool:
    """Returns whether a worker can hold so many bytes: above 0 and up to 64 GB."""
    return 0 < size_bytes <= _MAX_BYTES  # False for NaN


def is_possible_time(seconds: float) -> bool:
    """Returns whether a load can take so many seconds: above 0 and up to a day."""
    return 0 < seconds <= MAX_LOAD_S


def percentile(figures: Sequence[int]) -> int:
    """Returns the 95th percentile by nearest rank: the largest of fewer than 20, 0 of none."""
    if not figures:
        return 0
    return sorted(figures)[math.ceil(len(figures) * PERCENT / 100) - 1]


@dataclass(slots=True, eq=False)
class Lifetime:
    """One worker from READY to its end.

    Attributes:
        peak_bytes: The most that it was seen to hold; 0 while unknown.
        requests: How many it has answered.
        ran_out_of_memory: True when this worker, or one that ran at the same time, ran out
            of memory.
    """

    peak_bytes: int = 0
    requests: int = 0
    ran_out_of_memory: bool = False


class UsageStatistics:
    """The figures of one budget key on one model of GPU at one precision.

    Attributes:
        loads: Bytes held after each load, oldest first.
        peaks: The most bytes held in each lifetime with a request, oldest first.
        load_times: Seconds of each load, oldest first.
        requests: Answered in all ended lifetimes whose memory was known.
        raised_bytes: Size after an out-of-memory; 0 without one.
        raised_for: Lifetimes for which that size holds.
        reload_s: Median of the load times; None before the first.
    """

    def __init__(
        self,
        loads: Iterable[int] = (),
        peaks: Iterable[int] = (),
        load_times: Iterable[float] = (),
        requests: int = 0,
    ) -> None:
        """Args: as the attributes say."""
        self.loads = deque(loads, LIFETIMES)
        self.peaks = deque(peaks, LIFETIMES)
        self.load_times = deque(load_times, LIFETIMES)
        self.requests = requests
        self.raised_bytes = 0
        self.raised_for = 0
        self.reload_s: float | None = None
        self._running: list[Lifetime] = []
        self._update_reload_time()

    @property
    def load_bytes(self) -> int:
        """What a load takes; 0 before the first."""
        return percentile(self.loads)

    @property
    def peak_bytes(self) -> int:
        """What a worker comes to hold, over all lifetimes so far; never below the load."""
        running = [lifetime.peak_bytes for lifetime in self._running if lifetime.peak_bytes]
        return max(percentile([*self.peaks, *running][-LIFETIMES:]), self.load_bytes)

    @property
    def all_requests(self) -> int:
        """Requests in all lifetimes whose memory is known, including running ones."""
        running = [lifetime.requests for lifetime in self._running if lifetime.peak_bytes]
        return self.requests + sum(running)

    def begin(self, load_bytes: int, load_s: float) -> Lifetime:
        """Adds the load of a worker; impossible figures count as unknown."""
        lifetime = Lifetime()
        if is_possible_size(load_bytes):
            lifetime.peak_bytes = load_bytes
            self.loads.append(load_bytes)
        if is_possible_time(load_s):
            self.load_times.append(load_s)
            self._update_reload_time()
        self._running.append(lifetime)
        return lifetime

    def end(self, lifetime: Lifetime) -> None:
        """Adds the figures of a worker that is gone; a second time does nothing."""
        if lifetime not in self._running:
            return
        self._running.remove(lifetime)
        if not lifetime.requests or not lifetime.peak_bytes:
            return  # nothing was measured
        self.peaks.append(lifetime.peak_bytes)
        self.requests += lifetime.requests
        if lifetime.ran_out_of_memory:
            return  # the raised size is still needed
        self.raised_for = max(0, self.raised_for - 1)
        if not self.raised_for:
            self.raised_bytes = 0

    def raise_to(self, size_bytes: int, for_lifetimes: int = RAISED_FOR_LIFETIMES) -> None:
        """Reserves at least ``size_bytes`` in the next lifetimes, after an out-of-memory."""
        self.raised_bytes = max(self.raised_bytes, size_bytes)
        self.raised_for = for_lifetimes
        for lifetime in self._running:
            lifetime.ran_out_of_memory = True

    def _update_reload_time(self) -> None:
        if self.load_times:
            self.reload_s = statistics.median(self.load_times)
