"""Checks whether a recording is good enough to clone. Pure functions of measurements."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.audio import Outline

#: Seconds. No engine supports less than one of speech; beyond a minute engines cut the
#: recording, take long, or run out of memory.
LEAST_SPEECH_S = 1.0
LONGEST_S = 60.0
#: Hz. CosyVoice refuses lower rates, which have no sibilants either.
LEAST_RATE = 16_000
#: Peaks above count as clipped, if they are frequent.
_FULL_SCALE = 0.995
#: Share of the intervals with speech. A few plosives at full scale do no harm.
_MOST_CLIPPED = 0.02
#: A lower peak (20 dB below full scale) means that the speaker is far from the microphone.
_SOFTEST_PEAK = 0.1
#: An interval has speech if it's louder than this share of the peak (-34 dB), and than a
#: microphone's noise (-54 dB).
_SPEECH_SHARE = 0.02
_SILENCE = 0.002


@dataclass(frozen=True, slots=True)
class ClipFacts:
    """Measurements of a recording.

    Attributes:
        duration_s: Duration in seconds.
        speech_s: Seconds with speech.
        sample_rate: Hz.
        peak: Loudest sample, 0 to 1 (full scale).
        clipped_share: Share of the speech at full scale, 0 to 1.
    """

    duration_s: float
    speech_s: float
    sample_rate: int
    peak: float
    clipped_share: float


class ClipFault(Enum):
    """A fault of a recording; the text is for the command line and logs."""

    SILENT = "no speech found"
    TOO_SHORT = "too little speech"
    TOO_LONG = "too long"
    LOW_RATE = "sample rate too low"
    CLIPPED = "distorted"
    TOO_SOFT = "too quiet"

    @property
    def is_fatal(self) -> bool:
        """True if the recording can't be used; else it's worth a warning."""
        return self in (ClipFault.SILENT, ClipFault.TOO_SHORT, ClipFault.TOO_LONG)


def measure(outline: Outline, sample_rate: int) -> ClipFacts:
    """Measures a recording.

    Args:
        outline: Its waveform, from :class:`app.audio.Peaks`.
        sample_rate: Hz.
    """
    sizes = [max(high, -low) for low, high in zip(outline.lows, outline.highs, strict=True)]
    peak = max(sizes, default=0.0)
    threshold = max(_SILENCE, peak * _SPEECH_SHARE)
    speech = [size for size in sizes if size >= threshold]
    clipped = sum(size >= _FULL_SCALE for size in speech)
    return ClipFacts(
        duration_s=outline.duration_s,
        speech_s=min(outline.duration_s, len(speech) * outline.interval_s),
        sample_rate=sample_rate,
        peak=peak,
        clipped_share=clipped / len(speech) if speech else 0.0,
    )


def faults_for(
    facts: ClipFacts, *, least_s: float = 0.0, longest_s: float = 0.0
) -> tuple[ClipFault, ...]:
    """Returns the faults of a recording, the worst first.

    Args:
        facts: From :func:`measure`.
        least_s: Shortest recording in seconds that an engine accepts; 0 for no engine.
        longest_s: Longest recording in seconds that it accepts; 0 for no engine.
    """
    if not facts.speech_s:
        return (ClipFault.SILENT,)
    is_short = facts.speech_s < LEAST_SPEECH_S or facts.duration_s < least_s
    faults = (
        (is_short, ClipFault.TOO_SHORT),
        (facts.duration_s > (longest_s or LONGEST_S), ClipFault.TOO_LONG),
        (facts.sample_rate < LEAST_RATE, ClipFault.LOW_RATE),
        (facts.clipped_share > _MOST_CLIPPED, ClipFault.CLIPPED),
        (facts.peak < _SOFTEST_PEAK, ClipFault.TOO_SOFT),
    )
    return tuple(fault for is_present, fault in faults if is_present)
