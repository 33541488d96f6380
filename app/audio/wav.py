"""Speech into a WAV file."""

from __future__ import annotations

import math
import os
from array import array
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from app.audio.speech_format import SampleType, SpeechFormat

FULL_SCALE = 32767


def write_wav(
    path: Path,
    chunks: Iterable[bytes | bytearray | memoryview],
    sample_rate: int,
    dtype: SampleType,
) -> None:
    """Write mono speech as 16-bit PCM; blocks (about 4 ms a second of float32 speech).

    A file of that name is replaced in one step; if anything goes wrong, it is left as it was.

    Args:
        path: Where to; the folder has to exist.
        chunks: Whole samples each.
        sample_rate: Samples a second.
        dtype: What the chunks hold; float32 is clipped at full scale.

    Raises:
        OSError: The file cannot be written; the message names it.
    """
    import tempfile  # 6 ms for the two, not spent at the start of the application
    import wave

    speech_format = SpeechFormat(sample_rate, dtype)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as raw, wave.open(raw, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(speech_format.sample_rate)
            for chunk in chunks:
                file.writeframes(chunk if dtype == "int16" else to_int16(chunk))
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def to_int16(chunk: bytes | bytearray | memoryview) -> array[int]:
    """Float32 samples as 16-bit ones: rounded, clipped at full scale, NaN as silence.

    Without numpy, which the application does not load for this: 4 ms a second at 24 kHz.
    """
    samples = array("f")
    samples.frombytes(memoryview(chunk).cast("B"))
    if samples and max(samples) <= 1.0 and min(samples) >= -1.0:
        with suppress(ValueError):  # a NaN, which every comparison misses
            return array("h", [round(sample * FULL_SCALE) for sample in samples])
    return array("h", [_clipped(sample) for sample in samples])


def _clipped(sample: float) -> int:
    if math.isnan(sample):
        return 0
    return round(max(-1.0, min(1.0, sample)) * FULL_SCALE)
