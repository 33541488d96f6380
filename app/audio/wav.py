"""Speech into a WAV file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.audio.speech_format import SampleType


def write_wav(
    path: Path,
    chunks: Iterable[bytes | bytearray | memoryview],
    sample_rate: int,
    dtype: SampleType,
) -> None:
    """Write mono speech as 16-bit PCM; blocks (about 3 ms a second of float32 speech).

    The same as a worker writes when it is asked for a file. A file of that name is replaced in
    one step; if anything goes wrong, it is left as it was.

    Args:
        path: Where to; folders that are missing are made.
        chunks: Whole samples each.
        sample_rate: Samples a second.
        dtype: What the chunks hold; float32 is clipped at full scale.

    Raises:
        OSError: The file cannot be written.
        ValueError: A chunk that is not what ``dtype`` says.
    """
    # Only when something is saved: the application starts without the module wave.
    from workers.child.audio import WavWriter

    with WavWriter(path, sample_rate, dtype) as writer:
        for chunk in chunks:
            writer.write(chunk)
