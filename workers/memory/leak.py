"""Whether a worker's memory grows from request to request, without end.

Memory grows for good reasons, too: allocators keep what the longest text so far has taken,
libraries build caches at the first requests, some model is loaded on demand. All of that
slows down and stays within bounds; a leak does not. So what is held now, at its lowest, is
compared with the most that was ever held before, and between the two it must have risen
steadily.

The comparison is made over 16 requests, and over 32, 64 and so on: a slow leak needs a
longer look. Each is with a window of the same length before it. So growth that slows down
is seen to do so, and what grows as a logarithm adds little within half of a worker's life.

What cannot be told: a cache that fills evenly over hundreds of requests looks like a leak
until it is full. Such a worker is started anew without need, which costs a load in a gap.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from itertools import pairwise

from workers.base.sizes import memory_size

#: Requests at first whose growth is nobody's fault.
WARM_UP = 16
#: A leak is worth a restart from here on, in bytes, or from this part of the load.
LEAST_BYTES = 256 * 2**20
LEAST_SHARE = 0.1
#: A window is this many blocks; a block is one request, or two, or four and so on.
_BLOCKS = 16
#: A window is looked at in parts of so many blocks. Of the 7 steps between its 8 parts most
#: must go up, and none may be most of the rise.
_SIZE = 2
_RISING_STEPS = 6
#: And it must rise at the pace of the window before it, or nearly so.
_LEAST_PACE = 0.75


@dataclass(frozen=True, slots=True)
class Growth:
    """A leak.

    Attributes:
        from_bytes: The most that was held before.
        to_bytes: What is held now.
        requests: Over how many requests it grew.
    """

    from_bytes: int
    to_bytes: int
    requests: int

    def __str__(self) -> str:
        """One phrase, in English."""
        return (
            f"grew from {memory_size(self.from_bytes)} to {memory_size(self.to_bytes)} "
            f"over the last {self.requests} requests"
        )


class LeakGuard:
    """Watches one worker's life. Not safe from several threads: its owner has a lock.

    Takes a few microseconds a request, and some hundred figures whatever the number of
    requests; ten times as long while memory is higher than ever before.
    """

    def __init__(self, load_bytes: int) -> None:
        """Nothing has been served.

        Args:
            load_bytes: What it holds after its load; 0 where unknown.
        """
        self._least_bytes = max(LEAST_BYTES, int(LEAST_SHARE * load_bytes))
        self._warm_up = WARM_UP
        self._highest = load_bytes
        self._scales: list[_Scale] = []

    def sample(self, held_bytes: int, requests: int = 1) -> Growth | None:
        """Take in what is held after a request.

        Args:
            held_bytes: Between two requests, so that what one of them takes for itself is
                not seen.
            requests: How many were answered since the last sample: a growth tells over how
                many of them it was. The samples themselves count as one each.

        Returns:
            The growth that makes it a leak; None as long as there is none, and again once
            there is none any more.
        """
        if self._warm_up:
            self._warm_up -= 1
            self._highest = max(self._highest, held_bytes)
            return None
        found: Growth | None = None
        block = _Block(held_bytes, held_bytes, requests)
        for scale in range(len(self._scales) + 1):
            if scale == len(self._scales):
                self._scales.append(_Scale(self._highest))
            at = self._scales[scale]
            at.add(block)
            rise = at.steady_rise()
            if rise >= self._least_bytes and found is None:
                found = Growth(at.highest_before, held_bytes, at.requests)
            pair = at.take_pair()
            if pair is None:
                break
            block = pair
        return found


@dataclass(frozen=True, slots=True)
class _Block:
    """Some requests in a row: the least and the most that was held after one of them."""

    lowest: int
    highest: int
    requests: int


class _Scale:
    """The last two windows at one size of block, and the most that was held before them."""

    def __init__(self, highest_before: int) -> None:
        self._highest_before = highest_before
        self._blocks: deque[_Block] = deque()
        self._seen = 0

    @property
    def highest_before(self) -> int:
        """The most that was held before the last window."""
        return max(self._highest_before, *(block.highest for block in self._first()))

    @property
    def requests(self) -> int:
        """How many the last window is about."""
        return sum(block.requests for block in self._last())

    def add(self, block: _Block) -> None:
        self._seen += 1
        self._blocks.append(block)
        if len(self._blocks) > 2 * _BLOCKS:
            gone = self._blocks.popleft()
            self._highest_before = max(self._highest_before, gone.highest)

    def take_pair(self) -> _Block | None:
        """The last two blocks as one, if it is their turn; they stay here as well."""
        if self._seen % 2:
            return None
        one, other = self._blocks[-2], self._blocks[-1]
        return _Block(
            min(one.lowest, other.lowest),
            max(one.highest, other.highest),
            one.requests + other.requests,
        )

    def steady_rise(self) -> int:
        """By how much it has risen above all before; 0 when not, or not steadily."""
        if len(self._blocks) < 2 * _BLOCKS or self._blocks[-1].lowest <= self._highest_before:
            return 0  # which is how it is nearly always, at no cost
        window = self._last()
        steps = _steps(window)
        rise = min(block.lowest for block in window[-_SIZE:]) - self.highest_before
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
    """From part to part, by how much the least that was held has risen."""
    lows = [block.lowest for block in window]
    parts = [min(lows[at : at + _SIZE]) for at in range(0, _BLOCKS, _SIZE)]
    return [after - before for before, after in pairwise(parts)]
