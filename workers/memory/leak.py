"""Detects whether a worker's memory grows from request to request without end.

Memory also grows for good reasons: allocators keep what the longest text so far took,
libraries build caches at the first requests, and some models are loaded on demand. Such
growth slows down and has a limit; a leak does not. So the lowest figure now is compared with
the highest one ever before, and memory must have risen steadily between the two.

The comparison spans 16 requests, and also 32, 64, and so on, because a slow leak needs more
of them. Each window is compared with one of the same length before it. So growth that slows
down is seen to slow down, and logarithmic growth adds little in the second half of a worker's
life.

A cache that fills evenly over hundreds of requests looks like a leak until it is full. Such a
worker is restarted without need, which costs one load in a pause between requests.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from itertools import pairwise

from workers.base.sizes import memory_size

#: The first requests, whose growth is normal.
WARM_UP = 16
#: A leak is worth a restart from this size, in bytes, or from this part of the load.
LEAST_BYTES = 256 * 2**20
LEAST_SHARE = 0.1
#: Blocks per window; a block is one request, or two, or four, and so on.
_BLOCKS = 16
#: Blocks per part of a window. Of the 7 steps between its 8 parts most must rise, and no
#: step may be most of the rise.
_PART_BLOCKS = 2
_RISING_STEPS = 6
#: How much of the rise of the window before must be reached.
_LEAST_PACE = 0.75


@dataclass(frozen=True, slots=True)
class Growth:
    """A leak.

    Attributes:
        from_bytes: The most that was held before.
        to_bytes: What is held now.
        requests: Number of requests in between.
    """

    from_bytes: int
    to_bytes: int
    requests: int

    def __str__(self) -> str:
        """Returns one phrase, in English."""
        return (
            f"grew from {memory_size(self.from_bytes)} to {memory_size(self.to_bytes)} "
            f"over the last {self.requests} requests"
        )


class LeakGuard:
    """Checks one worker. Not thread-safe: its owner holds a lock.

    A sample takes a few microseconds, or ten times as long while memory is higher than ever
    before. The guard keeps some hundred figures, whatever the number of requests.
    """

    def __init__(self, load_bytes: int) -> None:
        """Args: load_bytes: What the worker holds after its load; 0 where unknown."""
        self._least_bytes = max(LEAST_BYTES, int(LEAST_SHARE * load_bytes))
        self._warm_up = WARM_UP
        self._highest = load_bytes
        self._scales: list[_Scale] = []

    def sample(self, held_bytes: int, requests: int = 1) -> Growth | None:
        """Adds what the worker holds after a request.

        Args:
            held_bytes: Measured between two requests, without what a request itself takes.
            requests: How many were answered since the last sample, for the text of a growth.
                Each sample counts as one request.

        Returns:
            The leak, or None: also when an earlier leak has ended.
        """
        if self._warm_up:
            self._warm_up -= 1
            self._highest = max(self._highest, held_bytes)
            return None
        leak: Growth | None = None
        block = _Block(held_bytes, held_bytes, requests)
        for number in range(len(self._scales) + 1):
            if number == len(self._scales):
                self._scales.append(_Scale(self._highest))
            scale = self._scales[number]
            scale.add(block)
            rise = scale.steady_rise()
            if rise >= self._least_bytes and leak is None:
                leak = Growth(scale.highest_before, held_bytes, scale.requests)
            pair = scale.take_pair()
            if pair is None:
                break
            block = pair
        return leak


@dataclass(frozen=True, slots=True)
class _Block:
    """Consecutive requests: the least and the most that was held after one of them."""

    lowest: int
    highest: int
    requests: int


class _Scale:
    """The last two windows at one block size, and the most that was held before them."""

    def __init__(self, highest_before: int) -> None:
        self._highest_before = highest_before
        self._blocks: deque[_Block] = deque()
        self._count = 0

    @property
    def highest_before(self) -> int:
        """The most that was held before the last window."""
        return max(self._highest_before, *(block.highest for block in self._first()))

    @property
    def requests(self) -> int:
        """Number of requests in the last window."""
        return sum(block.requests for block in self._last())

    def add(self, block: _Block) -> None:
        self._count += 1
        self._blocks.append(block)
        if len(self._blocks) > 2 * _BLOCKS:
            dropped = self._blocks.popleft()
            self._highest_before = max(self._highest_before, dropped.highest)

    def take_pair(self) -> _Block | None:
        """Returns the last two blocks as one, after every second block; both stay here."""
        if self._count % 2:
            return None
        first, second = self._blocks[-2], self._blocks[-1]
        return _Block(
            min(first.lowest, second.lowest),
            max(first.highest, second.highest),
            first.requests + second.requests,
        )

    def steady_rise(self) -> int:
        """Returns the rise above all before, in bytes; 0 without one or when not steady."""
        if len(self._blocks) < 2 * _BLOCKS or self._blocks[-1].lowest <= self._highest_before:
            return 0  # nearly always, and cheap
        window = self._last()
        steps = _steps(window)
        rise = min(block.lowest for block in window[-_PART_BLOCKS:]) - self.highest_before
        is_steady = (
            sum(step > 0 for step in steps) >= _RISING_STEPS
            and 2 * max(steps) <= rise
            and sum(steps) >= _LEAST_PACE * sum(_steps(self._first()))
        )
        return rise if is_steady else 0

    def _first(self) -> list[_Block]:
        return list(self._blocks)[:_BLOCKS]

    def _last(self) -> list[_Block]:
        return list(self._blocks)[-_BLOCKS:]


def _steps(window: list[_Block]) -> list[int]:
    """Returns the rise of the least that was held, from each part to the next."""
    lows = [block.lowest for block in window]
    parts = [min(lows[at : at + _PART_BLOCKS]) for at in range(0, _BLOCKS, _PART_BLOCKS)]
    return [after - before for before, after in pairwise(parts)]
