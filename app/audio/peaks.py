"""Speech reduced to what an eye can see of it: the lowest and the highest sample of each moment."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.audio.speech_format import SpeechFormat

#: So many moments a second at first: finer than a pixel in anything longer than ten seconds.
MOMENTS_A_SECOND = 200
#: So many are kept: with more, two become one. 16384 of 5 ms are 82 s of speech, and an hour is
#: told in moments of 320 ms.
MOST_MOMENTS = 16384

_ARRAY_TYPES = {"float32": "f", "int16": "h"}
_FULL_SCALE = {"float32": 1.0, "int16": 32768.0}


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """A picture of speech that does not change any more; compared by identity.

    Attributes:
        lows: The lowest sample of each moment, full scale is -1.0.
        highs: The highest one, full scale is 1.0; as many.
        moment_s: Seconds that a moment lasts.
        duration_s: Seconds of speech.
    """

    lows: array[float]
    highs: array[float]
    moment_s: float
    duration_s: float

    def columns(self, count: int) -> list[tuple[float, float]]:
        """The speech in so many columns of equal length: the extremes of each.

        Args:
            count: At least 1; with fewer moments than columns some show the same one.
        """
        moments = len(self.highs)
        if not moments:
            return []
        shown = self.duration_s / self.moment_s  # The last moment may be a part of one.
        edges = [min(moments, round(column * shown / count)) for column in range(count + 1)]
        spans = (
            slice(min(start, moments - 1), max(end, start + 1)) for start, end in pairwise(edges)
        )
        return [(min(self.lows[span]), max(self.highs[span])) for span in spans]

    def level(self, at_s: float, lasting_s: float = 0.05) -> float:
        """The loudest sample's size just before a point in time, 0 to 1 (more when clipped).

        Args:
            at_s: Seconds from the beginning.
            lasting_s: For how long before that, in seconds.
        """
        end = min(len(self.highs), int(at_s / self.moment_s) + 1)
        start = max(0, end - max(1, round(lasting_s / self.moment_s)))
        if start >= end:
            return 0.0
        return max(*self.highs[start:end], -min(self.lows[start:end]))


NOTHING = Outline(array("f"), array("f"), 1 / MOMENTS_A_SECOND, 0.0)


class Peaks:
    """Takes speech as it comes and tells what it looks like; used by one thread at a time.

    Costs about 1 ms for a second of speech at 24 kHz: for the thread that brings the chunks.
    """

    def __init__(self, speech_format: SpeechFormat) -> None:
        """Begin with no speech.

        Args:
            speech_format: Of everything that is added.
        """
        self._format = speech_format
        self._moment_frames = max(1, speech_format.sample_rate // MOMENTS_A_SECOND)
        self._lows, self._highs = array("f"), array("f")
        self._frames = 0

    def add(self, chunk: bytes | bytearray | memoryview) -> None:
        """Append a chunk of whole samples."""
        samples = array(_ARRAY_TYPES[self._format.dtype], memoryview(chunk).cast("B").tobytes())
        start = 0
        while start < len(samples):
            room = self._moment_frames - self._frames % self._moment_frames
            self._extend(samples[start : start + room], is_new=room == self._moment_frames)
            self._frames += min(room, len(samples) - start)
            start += room
            if len(self._highs) > MOST_MOMENTS:
                self._fold()

    def outline(self) -> Outline:
        """What there is by now, as a picture of its own."""
        rate = self._format.sample_rate
        moment_s, duration_s = self._moment_frames / rate, self._frames / rate
        return Outline(self._lows[:], self._highs[:], moment_s, duration_s)

    def _extend(self, samples: array[float] | array[int], *, is_new: bool) -> None:
        scale = _FULL_SCALE[self._format.dtype]
        low, high = min(samples) / scale, max(samples) / scale
        if not low <= high:  # A broken engine's NaN: nothing that could be drawn.
            low = high = 0.0
        if is_new:
            self._lows.append(low)
            self._highs.append(high)
        else:
            self._lows[-1] = min(self._lows[-1], low)
            self._highs[-1] = max(self._highs[-1], high)

    def _fold(self) -> None:
        """Make one moment of two."""
        self._moment_frames *= 2
        pairs = range(0, len(self._highs), 2)
        self._lows = array("f", [min(self._lows[at : at + 2]) for at in pairs])
        self._highs = array("f", [max(self._highs[at : at + 2]) for at in pairs])
