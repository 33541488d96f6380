"""The waveform of speech to draw: the lowest and the highest sample of each interval."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.audio.speech_format import SpeechFormat

#: Intervals per second at first: finer than a pixel in speech of more than ten seconds.
INTERVALS_PER_SECOND = 200
#: Intervals kept; beyond that, two become one. 16384 of 5 ms are 82 s of speech, and an hour has
#: intervals of 320 ms.
MAX_INTERVALS = 16384

_ARRAY_TYPES = {"float32": "f", "int16": "h"}
_FULL_SCALE = {"float32": 1.0, "int16": 32768.0}


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """An immutable waveform; compared by identity.

    Attributes:
        lows: Lowest sample of each interval; full scale is -1.0.
        highs: Highest sample of each interval; full scale is 1.0.
        interval_s: Duration of an interval in seconds.
        duration_s: Duration of the speech in seconds.
    """

    lows: array[float]
    highs: array[float]
    interval_s: float
    duration_s: float

    def columns(self, count: int) -> list[tuple[float, float]]:
        """Returns lowest and highest sample of so many columns of equal duration.

        Args:
            count: At least 1; with fewer intervals than columns, some columns are equal.
        """
        intervals = len(self.highs)
        if not intervals:
            return []
        shown = self.duration_s / self.interval_s  # The last interval may be partial.
        edges = [min(intervals, round(column * shown / count)) for column in range(count + 1)]
        spans = (
            slice(min(start, intervals - 1), max(end, start + 1)) for start, end in pairwise(edges)
        )
        return [(min(self.lows[span]), max(self.highs[span])) for span in spans]

    def level(self, at_s: float, lasting_s: float = 0.05) -> float:
        """Returns the peak just before a point in time, 0 to 1 (more when clipped).

        Args:
            at_s: Seconds from the start.
            lasting_s: Seconds before that to look at.
        """
        end = min(len(self.highs), int(at_s / self.interval_s) + 1)
        start = max(0, end - max(1, round(lasting_s / self.interval_s)))
        if start >= end:
            return 0.0
        return max(*self.highs[start:end], -min(self.lows[start:end]))


NOTHING = Outline(array("f"), array("f"), 1 / INTERVALS_PER_SECOND, 0.0)


class Peaks:
    """Builds the waveform of speech chunk by chunk; used by one thread at a time.

    Takes about 1 ms per second of speech at 24 kHz, on the thread that feeds the chunks.
    """

    def __init__(self, speech_format: SpeechFormat) -> None:
        """Starts without speech.

        Args:
            speech_format: Of all chunks.
        """
        self._format = speech_format
        self._interval_frames = max(1, speech_format.sample_rate // INTERVALS_PER_SECOND)
        self._lows, self._highs = array("f"), array("f")
        self._frames = 0

    def add(self, chunk: bytes | bytearray | memoryview) -> None:
        """Appends a chunk of whole samples."""
        samples = array(_ARRAY_TYPES[self._format.dtype], memoryview(chunk).cast("B").tobytes())
        start = 0
        while start < len(samples):
            room = self._interval_frames - self._frames % self._interval_frames
            self._extend(samples[start : start + room], is_new=room == self._interval_frames)
            self._frames += min(room, len(samples) - start)
            start += room
            if len(self._highs) > MAX_INTERVALS:
                self._fold()

    def outline(self) -> Outline:
        """Returns the waveform so far."""
        rate = self._format.sample_rate
        interval_s, duration_s = self._interval_frames / rate, self._frames / rate
        return Outline(self._lows[:], self._highs[:], interval_s, duration_s)

    def _extend(self, samples: array[float] | array[int], *, is_new: bool) -> None:
        scale = _FULL_SCALE[self._format.dtype]
        low, high = min(samples) / scale, max(samples) / scale
        if not low <= high:  # NaN of a broken engine can't be drawn.
            low = high = 0.0
        if is_new:
            self._lows.append(low)
            self._highs.append(high)
        else:
            self._lows[-1] = min(self._lows[-1], low)
            self._highs[-1] = max(self._highs[-1], high)

    def _fold(self) -> None:
        """Makes one interval of two."""
        self._interval_frames *= 2
        pairs = range(0, len(self._highs), 2)
        self._lows = array("f", [min(self._lows[at : at + 2]) for at in pairs])
        self._highs = array("f", [max(self._highs[at : at + 2]) for at in pairs])
