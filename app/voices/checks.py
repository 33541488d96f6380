"""Whether a recording is fit to have its voice cloned: pure functions over what was measured."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.audio import Outline

#: Below a second of speech no engine's authors promise anything; beyond a minute engines cut
#: the clip, take long, or run out of memory.
LEAST_SPEECH_S = 1.0
LONGEST_S = 60.0
#: CosyVoice refuses lower rates, and a voice has no sibilants below.
LEAST_RATE = 16_000
#: Louder than this within 5 ms is taken for clipped, when it happens often.
_FULL_SCALE = 0.995
#: Share of the moments with speech in them. A few plosives that touch full scale do no harm.
_MOST_CLIPPED = 0.02
#: Softer than this (-20 dB below full scale) at the loudest is far from the microphone.
_SOFTEST_PEAK = 0.1
#: A moment has speech in it when it is louder than this part of the loudest one (-34 dB), and
#: than what a microphone makes of silence (-54 dB).
_SPEECH_SHARE = 0.02
_SILENCE = 0.002


@dataclass(frozen=True, slots=True)
class ClipFacts:
    """What was measured of a recording.

    Attributes:
        duration_s: Seconds in all.
        speech_s: Seconds that are not silence.
        sample_rate: Hz.
        peak: The loudest sample, 0 to 1 (full scale).
        clipped_share: Part of the speech that is at full scale, 0 to 1.
    """

    duration_s: float
    speech_s: float
    sample_rate: int
    peak: float
    clipped_share: float


class ClipFault(Enum):
    """What is wrong with a recording; the text is for programs and logs."""

    SILENT = "no speech found"
    TOO_SHORT = "too little speech"
    TOO_LONG = "too long"
    LOW_RATE = "sample rate too low"
    CLIPPED = "distorted"
    TOO_SOFT = "too quiet"

    @property
    def is_fatal(self) -> bool:
        """True where no good voice can come of it; else it is worth a warning."""
        return self in (ClipFault.SILENT, ClipFault.TOO_SHORT, ClipFault.TOO_LONG)


def measure(outline: Outline, sample_rate: int) -> ClipFacts:
    """Measure a recording.

    Args:
        outline: All of it, as :class:`app.audio.Peaks` tells it.
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
    """Tell what is wrong with a recording, the worst first.

    Args:
        facts: From :func:`measure`.
        least_s: What an engine wants at least, in seconds; 0 where no engine is meant.
        longest_s: What it takes at most; 0 likewise.
    """
    if not facts.speech_s:
        return (ClipFault.SILENT,)
    is_short = facts.speech_s < LEAST_SPEECH_S or facts.duration_s < least_s
    found = (
        (is_short, ClipFault.TOO_SHORT),
        (facts.duration_s > (longest_s or LONGEST_S), ClipFault.TOO_LONG),
        (facts.sample_rate < LEAST_RATE, ClipFault.LOW_RATE),
        (facts.clipped_share > _MOST_CLIPPED, ClipFault.CLIPPED),
        (facts.peak < _SOFTEST_PEAK, ClipFault.TOO_SOFT),
    )
    return tuple(fault for is_so, fault in found if is_so)
