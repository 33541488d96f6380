"""Transcripts with timestamps, and the protocol of speech-to-text engines. No Qt.

An engine of the kind ``stt`` gets::

    {"audio_path": "/path/of/a/sound/file.wav", "language": "en"}

``language`` is one of its catalog entry's; without it the engine detects the language. The engine
answers, as a result or as the return value of its generator::

    {"segments": [{"start": 0.0, "end": 2.4, "text": "Good morning."}, …], "language": "en"}

``start`` and ``end`` are seconds from the start of the file; ``language`` is optional. A generator
may yield ``{"segments": […]}`` as it goes, each segment once, to be shown at once; its return value
has all of them again, for callers that don't stream. It may report its progress with
``{"segments": […], "heard_s": 42.0, "duration_s": 180.5}``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a transcript.

    Attributes:
        start_s: Seconds from the start of the audio.
        end_s: As ``start_s``.
        text: The words.
    """

    start_s: float
    end_s: float
    text: str


@dataclass(frozen=True, slots=True)
class Transcript:
    """The transcript of an audio file.

    Attributes:
        segments: In order.
        language: Language, as the engine names it; empty if unknown.
    """

    segments: tuple[Segment, ...]
    language: str = ""

    @property
    def text(self) -> str:
        """The text without timestamps, a line for each segment."""
        return "".join(f"{segment.text}\n" for segment in self.segments)

    @property
    def subtitles(self) -> str:
        """Subtitles in the SubRip format (``.srt``)."""
        return "\n".join(
            f"{number}\n{_srt_time(segment.start_s)} --> {_srt_time(segment.end_s)}\n"
            f"{segment.text}\n"
            for number, segment in enumerate(self.segments, start=1)
        )


@dataclass(frozen=True, slots=True)
class Heard:
    """Progress of a transcription.

    Attributes:
        heard_s: Seconds of audio that are transcribed.
        duration_s: Duration of the audio in seconds.
    """

    heard_s: float
    duration_s: float

    @property
    def fraction(self) -> float:
        """Progress from 0 to 1."""
        return min(1.0, max(0.0, self.heard_s / self.duration_s)) if self.duration_s > 0 else 0.0


def heard_in(message: Mapping[str, Any]) -> Heard | None:
    """Returns the progress in an engine's message; None if there is none."""
    values = message.get("heard_s"), message.get("duration_s")
    heard_s, duration_s = (value if isinstance(value, (int, float)) else None for value in values)
    return None if heard_s is None or duration_s is None else Heard(heard_s, duration_s)


def segments_in(message: Mapping[str, Any]) -> tuple[Segment, ...]:
    """Returns the segments in an engine's message; none if it has none.

    Raises:
        ValueError: They don't follow the protocol above.
    """
    given = message.get("segments", [])
    if not isinstance(given, list):
        raise ValueError(  # noqa: TRY004 - the engine is at fault, not our caller's types
            f"'segments' must be a list, not {given!r}"
        )
    return tuple(map(_segment, given))


def _segment(given: object) -> Segment:
    try:
        start, end, text = given["start"], given["end"], given["text"]  # type: ignore[index]
        return Segment(float(start), max(float(start), float(end)), str(text).strip())
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"a segment has 'start', 'end' and 'text', not {given!r}") from error


def _srt_time(seconds: float) -> str:
    milliseconds = round(seconds * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02},{rest % 1000:03}"
