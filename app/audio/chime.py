"""A short sound to test an audio output."""

from __future__ import annotations

import math
from array import array

#: In Hz.
CHIME_RATE = 48_000
#: E5 and A5, in Hz: high enough for the smallest loudspeaker.
_NOTES_HZ = (659.26, 880.0)
_NOTE_S = 0.3
_ATTACK_S, _DECAY_S = 0.01, 0.1
_LOUDNESS = 0.3


def chime() -> bytes:
    """Returns two notes, each with an attack of 10 ms and an exponential decay.

    Returns:
        Samples as float32 of this machine's byte order, shape (28800,), at ``CHIME_RATE``;
        0.3 of full scale at their loudest.
    """
    count = int(_NOTE_S * CHIME_RATE)
    samples = array("f")
    for frequency_hz in _NOTES_HZ:
        step = 2 * math.pi * frequency_hz / CHIME_RATE
        samples.extend(
            _LOUDNESS * _loudness(at / CHIME_RATE) * math.sin(step * at) for at in range(count)
        )
    return samples.tobytes()


def _loudness(at_s: float) -> float:
    """Returns the loudness at a time in a note, from 0 to 1, without steps, which would click."""
    rest_s = _NOTE_S - at_s
    return min(1.0, at_s / _ATTACK_S, rest_s / _ATTACK_S) * math.exp(-at_s / _DECAY_S)
