"""The last ten minutes of every device's memory, as plain samples. No Qt."""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.gui.controller.gauge import Gauge, Part

#: How far it reaches back, in seconds.
SPAN_S = 600.0
#: Samples are this far apart at least: one a second, and a timer may come a little early.
_APART_S = 0.9
#: What is read is taken to have held since the reading before, but for no longer than this:
#: while the window is hidden readings are 5 s apart (app.gui.controller.hub), and more is a gap.
_LONGEST_HOLD_S = 7.5
#: The same for the first reading, and for the first one after a gap.
_FIRST_HOLD_S = 1.0


@dataclass(frozen=True, slots=True)
class Sample:
    """What a device's memory held during one stretch of time.

    Attributes:
        since_s: Its beginning, in seconds of the monotonic clock.
        at_s: Its end, when it was read.
        parts: As the bar shows them, without the names of other programs.
    """

    since_s: float
    at_s: float
    parts: tuple[Part, ...]


class History:
    """Samples of each device, the oldest first; bounded by :data:`SPAN_S`.

    A stretch of time that no sample covers is a gap: nobody knows.
    """

    def __init__(self) -> None:
        self._rings: dict[str, deque[Sample]] = {}
        self._unbroken: frozenset[str] = frozenset()
        self._now_s: float | None = None

    @property
    def now_s(self) -> float:
        """When the last reading was taken in, in seconds of the monotonic clock; 0 before."""
        return self._now_s or 0.0

    def take(self, gauges: Iterable[Gauge], now_s: float) -> None:
        """Take a reading in, unless it comes too soon after the last one.

        Args:
            gauges: One for each device. Old figures are no reading: they leave a gap.
            now_s: When it was read, in seconds of the monotonic clock.
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
        """One device's, the oldest first; empty for one that was never read."""
        return tuple(self._rings.get(device, ()))

    def sample_at(self, device: str, moment_s: float) -> Sample | None:
        """What held at a moment of the monotonic clock; None in a gap."""
        ring = self._rings.get(device, ())
        place = bisect_left(ring, moment_s, key=lambda sample: sample.at_s)
        if place < len(ring) and ring[place].since_s <= moment_s:
            return ring[place]
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
        ring.append(Sample(since_s, now_s, _slim(parts, before)))

    def _forget_older_than(self, oldest_s: float) -> None:
        for device, ring in list(self._rings.items()):
            while ring and ring[0].at_s <= oldest_s:
                ring.popleft()
            if not ring:
                del self._rings[device]


def _slim(parts: tuple[Part, ...], before: tuple[Part, ...]) -> tuple[Part, ...]:
    """The same parts with less to keep: what did not change is kept once."""
    known = {part: part for part in before}
    slim = (replace(part, holders=()) if part.holders else part for part in parts)
    shared = tuple(known.get(part, part) for part in slim)
    return before if shared == before else shared
