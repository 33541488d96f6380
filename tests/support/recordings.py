"""Recordings for tests: a tone followed by silence."""

from __future__ import annotations

import math
import wave
from array import array
from pathlib import Path


def record(
    path: Path,
    *,
    speech_s: float = 4.0,
    silence_s: float = 1.0,
    level: float = 0.5,
    rate: int = 24_000,
) -> Path:
    """Writes a WAV file, mono, 16 bits.

    Args:
        path: The file.
        speech_s: Seconds of the tone.
        silence_s: Seconds of silence after the tone.
        level: Amplitude of the tone; above 1.0 it is clipped.
        rate: Sample rate in Hz.
    """
    period = [math.sin(index * 2 * math.pi / 100) for index in range(100)]
    tone = array("h", [int(max(-1.0, min(1.0, level * phase)) * 32767) for phase in period])
    samples = (tone * (int(speech_s * rate) // 100 + 1))[: int(speech_s * rate)]
    samples.extend([0] * int(silence_s * rate))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.tobytes())
    return path
