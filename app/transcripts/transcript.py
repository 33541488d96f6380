"""Speech as text with time codes, and how engines that listen are asked for it. No Qt.

An engine of the catalog's kind ``stt`` gets::

    {"audio_path": "/path/of/a/sound/file.wav", "language": "en"}

``language`` is one of its catalog entry's, and is missing where the engine shall find out. It
answers with, all at once or as what its generator returns::

    {"segments": [{"start": 0.0, "end": 2.4, "text": "Good morning."}, …], "language": "en"}

``start`` and ``end`` are seconds from the beginning of the file; ``language`` may be missing. A
generator may yield ``{"segments": […]}`` as it goes, each segment once: they are shown at once.
What it returns holds all of them again, so that a caller who wants one answer gets it. It may say
how far it is with ``{"segments": […], "heard_s": 42.0, "duration_s": 180.5}``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Segment:
    """A few words.

    Attributes:
        start_s: Seconds from the beginning of the sound.
        end_s: Likewise.
        text: What was said.
    """

    start_s: float
    end_s: float
    text: str


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was said in a sound file.

    Attributes:
        segments: In order.
        language: In which language, as the engine names it; empty where it does not tell.
    """

    segments: tuple[Segment, ...]
    language: str = ""

    @property
    def text(self) -> str:
        """The words alone, a line for each segment."""
        return "".join(f"{segment.text}\n" for segment in self.segments)

    @property
    def subtitles(self) -> str:
        """As SubRip (``.srt``) has it: numbered, with time codes to the millisecond."""
        return "\n".join(
            f"{number}\n{_srt_time(segment.start_s)} --> {_srt_time(segment.end_s)}\n"
            f"{segment.text}\n"
            for number, segment in enumerate(self.segments, start=1)
        )


@dataclass(frozen=True, slots=True)
class Heard:
    """How far an engine is.

    Attributes:
        heard_s: Seconds of the sound that are done with.
        duration_s: Of all of it.
    """

    heard_s: float
    duration_s: float

    @property
    def fraction(self) -> float:
        """From 0 to 1."""
        return min(1.0, max(0.0, self.heard_s / self.duration_s)) if self.duration_s > 0 else 0.0


def heard_in(message: Mapping[str, Any]) -> Heard | None:
    """How far an engine is by its message; None where it does not tell, or no figures."""
    told = message.get("heard_s"), message.get("duration_s")
    heard_s, duration_s = (it if isinstance(it, (int, float)) else None for it in told)
    return None if heard_s is None or duration_s is None else Heard(heard_s, duration_s)


def segments_in(message: Mapping[str, Any]) -> tuple[Segment, ...]:
    """The segments of an engine's message; none where it holds none.

    Raises:
        ValueError: They are not what the module's first lines say.
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
