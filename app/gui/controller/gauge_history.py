"""The last ten minutes of every device's memory, as plain samples. No Qt."""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.gui.state.gauge import Gauge, Part

#: How far it reaches back, in seconds.
SPAN_S = 600.0
#: Samples are this far apart at least: one a second, and a timer may come a little early.
_APART_S = 0.9
#: A reading counts back to the one before, but no further than this, and more is a gap: while
#: the window is hidden readings are 5 s apart (app.gui.controller.readings).
_LONGEST_HOLD_S = 7.5
#: The same for the first reading, and for the first one after a gap.
_FIRST_HOLD_S = 1.0


@dataclass(frozen=True, slots=True)
class Sample:
    """What a device's memory held for a while.

    Attributes:
        since_s: The beginning, in seconds of the monotonic clock.
        at_s: The end, when it was read.
        parts: As the bar shows them, without the names of other programs.
    """

    since_s: float
    at_s: float
    parts: tuple[Part, ...]


class History:
    """Samples of each device, oldest first, over :data:`SPAN_S` seconds.

    Time that no sample covers is a gap: there was no reading.
    """

    def __init__(self) -> None:
        self._rings: dict[str, deque[Sample]] = {}
        self._unbroken: frozenset[str] = frozenset()
        self._now_s: float | None = None

    @property
    def now_s(self) -> float:
        """When the last reading was added, in seconds of the monotonic clock; 0 before."""
        return self._now_s or 0.0

    def add(self, gauges: Iterable[Gauge], now_s: float) -> None:
        """Adds a reading, unless it comes too soon after the last one.

        Args:
            gauges: One for each device. Stale figures leave a gap.
            now_s: When they were read, in seconds of the monotonic clock.
        """
        if self._now_s is not None and now_s - self._now_s < _APART_S:
            return
        self._now_s = now_s
        fresh = {gauge.device: gauge.parts for gauge in gauges if not gauge.stale_s}
        for device, parts in fresh.items():
            self._append(device, parts, now_s)
        self._unbroken = frozenset(fresh)
        self._forget_older_than(now_s - SPAN_S)

    def samples(self, device: str) -> tuple[Sample, ...]:
        """Returns a device's samples, oldest first; empty for an unknown device."""
        return tuple(self._rings.get(device, ()))

    def sample_at(self, device: str, moment_s: float) -> Sample | None:
        """Returns the sample at a moment of the monotonic clock; None in a gap."""
        ring = self._rings.get(device, ())
        index = bisect_left(ring, moment_s, key=lambda sample: sample.at_s)
        if index < len(ring) and ring[index].since_s <= moment_s:
            return ring[index]
        return None

    def _append(self, device: str, parts: tuple[Part, ...], now_s: float) -> None:
        ring = self._rings.setdefault(device, deque())
        since_s = now_s - _FIRST_HOLD_S
        before: tuple[Part, ...] = ()
        if ring:
            last = ring[-1]
            is_gap = device not in self._unbroken or now_s - last.at_s > _LONGEST_HOLD_S
            since_s = max(since_s, last.at_s) if is_gap else last.at_s
            before = last.parts
        ring.append(Sample(since_s, now_s, _shared(parts, before)))

    def _forget_older_than(self, oldest_s: float) -> None:
        for device, ring in list(self._rings.items()):
            while ring and ring[0].at_s <= oldest_s:
                ring.popleft()
            if not ring:
                del self._rings[device]


def _shared(parts: tuple[Part, ...], before: tuple[Part, ...]) -> tuple[Part, ...]:
    """The same parts without holders; unchanged ones are the same objects, to save memory."""
    known = {part: part for part in before}
    bare = (replace(part, holders=()) if part.holders else part for part in parts)
    shared = tuple(known.get(part, part) for part in bare)
    return before if shared == before else shared
