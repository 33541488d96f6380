"""Writes speech to a WAV file, chunk by chunk, with the standard library alone.

The file has a temporary name in the same folder until it is complete, so that a worker that is
killed in the middle of a sentence leaves no half file under the final name.
"""

from __future__ import annotations

import contextlib
import math
import os
import struct
import sys
import uuid
import wave
from array import array
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from types import TracebackType

#: What ``payload`` may hold: bytes, a memoryview, an ``array``, a numpy array …
Samples = Any
#: Sample formats of chunks, and the bytes of one sample.
SAMPLE_BYTES = {"float32": 4, "int16": 2}
_BUFFER_FORMATS = {"float32": "f", "int16": "h"}
_RAW_FORMATS = frozenset("bBc")
#: Full scale of PCM16, as in soundfile and most other libraries.
_FULL_SCALE = 32767
_LEAST = -32768


def pcm16(samples: Samples, dtype: str) -> bytes:
    """Converts one chunk to 16-bit samples.

    Floats are rounded to nearest and clipped at full scale; NaN becomes silence.

    Args:
        samples: Any buffer, native byte order, mono, shape (n,).
        dtype: ``float32`` (full scale is 1.0) or ``int16``.

    Returns:
        n signed 16-bit samples in native byte order.

    Raises:
        ValueError: Another dtype, or a buffer of another format.
    """
    raw = _raw(samples, dtype)
    if dtype == "int16":
        return raw
    # The faster way needs an engine that has imported numpy: importing it here would cost other
    # workers 90 ms and a dependency.
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        return _pcm16_by_numpy(numpy, raw)
    return _pcm16_by_array(raw)


class WavWriter:
    """Writes mono PCM16 chunk by chunk; the file gets its name on close.

    Also a context manager: an exception inside discards the file.

    Attributes:
        path: The file's final path.
        sample_rate: In Hz.
        frames: Samples written so far.
    """

    def __init__(
        self, path: str | os.PathLike[str], sample_rate: int, dtype: str | None = None
    ) -> None:
        """Opens the temporary file; creates missing folders.

        Args:
            path: The file's final path.
            sample_rate: In Hz.
            dtype: ``float32`` or ``int16``; None where the chunks have a format of their own, as
                numpy arrays do and bytes do not.

        Raises:
            ValueError: The sample rate is not a positive integer.
            OSError: The folder isn't writable.
        """
        if type(sample_rate) is not int or sample_rate <= 0:  # it comes from the engine
            raise ValueError(f"sample rate must be a positive integer in Hz, not {sample_rate!r}")
        self.path = Path(path)
        self._dtype = dtype
        self.sample_rate = sample_rate
        self.frames = 0
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._temporary = temporary_beside(self.path)
        # Not opened by ``wave``, which leaves the file open when it can't write the header, so that
        # Windows can't delete it.
        self._file: BinaryIO | None = self._temporary.open("xb")
        self._wave = wave.open(self._file, "wb")  # noqa: SIM115 - closed by close() and discard()
        self._wave.setnchannels(1)
        self._wave.setsampwidth(2)
        self._wave.setframerate(sample_rate)

    @property
    def duration_s(self) -> float:
        """Seconds of audio written so far."""
        return self.frames / self.sample_rate

    def write(self, samples: Samples) -> None:
        """Appends one chunk; see :func:`pcm16`."""
        data = pcm16(samples, self._dtype or _dtype_of(samples))
        self._wave.writeframesraw(data)
        self.frames += len(data) // 2

    def close(self) -> float:
        """Completes the file and gives it its name. A second call does nothing.

        Returns:
            Seconds of audio in the file.
        """
        if self._file is None:
            return self.duration_s
        try:
            self._wave.close()
            self._file.close()
            self._temporary.replace(self.path)
        except BaseException:
            self.discard()
            raise
        self._file = None
        return self.duration_s

    def discard(self) -> None:
        """Deletes the temporary file. Does nothing after :meth:`close`."""
        if self._file is None:
            return
        with contextlib.suppress(OSError):  # a full disk is no reason to keep the file
            self._wave.close()
        with contextlib.suppress(OSError):
            self._file.close()
        self._file = None
        self._temporary.unlink(missing_ok=True)

    def __enter__(self) -> WavWriter:  # noqa: PYI034 - Self came with Python 3.11
        """Returns itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Closes after success, discards after an exception."""
        if error is None:
            self.close()
        else:
            self.discard()


def temporary_beside(path: Path) -> Path:
    """Returns a unique hidden name in the same folder, to be renamed to ``path``."""
    return path.with_name(f".{path.name}.{uuid.uuid4().hex}.part")


def duration_s(path: str | os.PathLike[str]) -> float:
    """Returns the duration of a WAV file, in seconds, from its header.

    Any sample format: ``wave`` itself reads PCM only.

    Raises:
        ValueError: Not a WAV file, or without a section of samples.
        OSError: It can't be read.
    """
    with Path(path).open("rb") as file:
        head = file.read(12)
        if len(head) < 12 or head[:4] != b"RIFF" or head[8:] != b"WAVE":
            raise ValueError(f"{path} isn't a WAV file")
        bytes_per_second = 0
        while True:
            section = file.read(8)
            if len(section) < 8:
                raise ValueError(f"{path} contains no samples")
            name, size = struct.unpack("<4sI", section)
            if name == b"fmt " and size >= 16:
                rate, block = struct.unpack("<4xI4xH2x", file.read(16))
                bytes_per_second = rate * block
                size -= 16
            elif name == b"data" and bytes_per_second:
                # A writer that could not seek back leaves a size of 0xFFFFFFFF.
                size = min(size, os.fstat(file.fileno()).st_size - file.tell())
                return size / bytes_per_second
            file.seek(size + size % 2, os.SEEK_CUR)


def _dtype_of(samples: Samples) -> str:
    letters = memoryview(samples).format.lstrip("=@<")
    for dtype, letter in _BUFFER_FORMATS.items():
        if letters == letter:
            return dtype
    raise ValueError(f"a chunk of format {letters!r} needs a 'dtype': float32 or int16")


def _raw(samples: Samples, dtype: str) -> bytes:
    if dtype not in SAMPLE_BYTES:
        raise ValueError(f"samples must be float32 or int16, not {dtype!r}")
    view = memoryview(samples)
    if view.format not in _RAW_FORMATS and view.format.lstrip("=@<") != _BUFFER_FORMATS[dtype]:
        raise ValueError(f"a chunk declared as {dtype} contains {view.format!r} samples")
    if view.nbytes % SAMPLE_BYTES[dtype]:
        raise ValueError(f"a chunk of {view.nbytes} bytes doesn't divide into {dtype} samples")
    return view.tobytes()


def _pcm16_by_numpy(numpy: Any, raw: bytes) -> bytes:
    # float64 gives the same result as _pcm16_by_array, to the bit.
    scaled = numpy.frombuffer(raw, numpy.float32).astype(numpy.float64)
    scaled *= _FULL_SCALE
    numpy.nan_to_num(scaled, copy=False, nan=0.0, posinf=_FULL_SCALE, neginf=_LEAST)
    numpy.rint(scaled, out=scaled)
    numpy.clip(scaled, _LEAST, _FULL_SCALE, out=scaled)
    converted: bytes = scaled.astype(numpy.int16).tobytes()
    return converted


def _pcm16_by_array(raw: bytes) -> bytes:
    floats = array("f")
    floats.frombytes(raw)
    scaled = [sample * _FULL_SCALE for sample in floats]
    try:
        # In C but for the multiplication: 3 ms for a second of 24 kHz.
        return array("h", map(round, scaled)).tobytes()
    except (OverflowError, ValueError):  # out of range, infinite, or NaN
        return array("h", map(_clipped, scaled)).tobytes()


def _clipped(scaled: float) -> int:
    if math.isnan(scaled):
        return 0
    return round(max(_LEAST, min(_FULL_SCALE, scaled)))
