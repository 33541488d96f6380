"""Saves speech to audio files, and reads them.

WAV needs nothing but the standard library; FLAC and Ogg Vorbis are libsndfile's, which is
imported when it is first needed (0.2 s, with numpy): none of this is for the GUI thread.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from app.audio.speech_format import SpeechFormat
from workers.base.atomic_file import replacing
from workers.base.messages import translatable

Samples: TypeAlias = "bytes | bytearray | memoryview"

#: Suffixes that speech can be saved with, and libsndfile's names of format and encoding.
ENCODINGS = {".wav": ("WAV", "PCM_16"), ".flac": ("FLAC", "PCM_16"), ".ogg": ("OGG", "VORBIS")}
#: Suffixes of files that can be read, as a voice sample or to be transcribed.
READABLE = (".wav", ".flac", ".ogg", ".oga", ".opus", ".mp3", ".aiff", ".aif")
#: Frames written at once: libsndfile's Vorbis encoder keeps each piece on its stack.
_PIECE_FRAMES = 65536


class SoundFileProblem(RuntimeError):
    """An audio file can't be read or written; the message is a sentence for the user."""


@dataclass(frozen=True, slots=True)
class SoundFile:
    """An audio file that can be read.

    Attributes:
        path: The file.
        duration_s: Duration in seconds.
    """

    path: Path
    duration_s: float


def write_speech(path: Path, chunks: Iterable[Samples], speech_format: SpeechFormat) -> None:
    """Writes mono speech, in 16 bits or as Vorbis; blocks (about 3 ms per second of speech).

    The suffix decides: see :data:`ENCODINGS`. An existing file is replaced in one step, and
    kept if anything fails.

    Args:
        path: The file; missing folders are made.
        chunks: Whole samples each; float32 is clipped at full scale.
        speech_format: Of the chunks.

    Raises:
        OSError: The file can't be written.
        SoundFileProblem: Another suffix, or libsndfile is missing or can't encode.
        ValueError: A chunk doesn't have the format.
    """
    suffix = path.suffix.lower()
    if suffix not in ENCODINGS:
        known = ", ".join(ENCODINGS)
        raise SoundFileProblem(
            translatable(
                "{name} needs one of these extensions: {suffixes}.",
                name=path.name,
                suffixes=known,
            )
        )
    if suffix == ".wav":
        _write_wav(path, chunks, speech_format)
    else:
        _write_encoded(path, chunks, speech_format)


def read_sound_file(path: Path) -> SoundFile:
    """Checks that an audio file can be read, and how long it is; blocks.

    Raises:
        SoundFileProblem: The file is missing, no audio, or empty, or libsndfile is missing.
    """
    soundfile = _libsndfile()
    try:
        info = soundfile.info(str(path))
    except (OSError, RuntimeError, TypeError) as error:
        # TypeError: soundfile takes the suffix for that of samples without a header.
        raise SoundFileProblem(
            translatable(
                "Couldn't read {name} as an audio file ({cause}).",
                name=path.name,
                cause=str(error),
            )
        ) from error
    if not info.frames:
        raise SoundFileProblem(translatable("{name} contains no audio.", name=path.name))
    return SoundFile(path, info.frames / info.samplerate)


def read_speech(path: Path) -> tuple[bytes, SpeechFormat]:
    """Returns the samples of a file as mono speech, of the first channel; blocks.

    Raises:
        SoundFileProblem: As :func:`read_sound_file`.
    """
    sound = read_sound_file(path)
    soundfile = _libsndfile()
    with soundfile.SoundFile(str(sound.path)) as file:
        samples = array("f", bytes(file.buffer_read(dtype="float32")))
        return samples[:: file.channels].tobytes(), SpeechFormat(file.samplerate, "float32")


def _write_wav(path: Path, chunks: Iterable[Samples], speech_format: SpeechFormat) -> None:
    # As workers write files. Imported when something is saved: the program starts without
    # the module wave.
    from workers.child.audio import WavWriter

    with WavWriter(path, speech_format.sample_rate, speech_format.dtype) as writer:
        for chunk in chunks:
            writer.write(chunk)


def _write_encoded(path: Path, chunks: Iterable[Samples], speech_format: SpeechFormat) -> None:
    soundfile = _libsndfile()
    encoding, subtype = ENCODINGS[path.suffix.lower()]
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with (
            replacing(path) as temporary,
            soundfile.SoundFile(
                *(str(temporary), "x", speech_format.sample_rate, 1),
                subtype=subtype,
                format=encoding,
            ) as file,
        ):
            for piece in _pieces(chunks, speech_format):
                file.buffer_write(piece, speech_format.dtype)
    except soundfile.SoundFileError as error:
        message = translatable("Couldn't write {name} ({cause}).", name=path.name, cause=str(error))
        raise SoundFileProblem(message) from error


def _pieces(chunks: Iterable[Samples], speech_format: SpeechFormat) -> Iterator[memoryview]:
    size = _PIECE_FRAMES * speech_format.frame_bytes
    for chunk in chunks:
        view = memoryview(chunk).cast("B")
        if len(view) % speech_format.frame_bytes:
            raise ValueError(f"{len(view)} bytes don't divide into {speech_format.dtype} samples")
        for start in range(0, len(view), size):
            yield view[start : start + size]


def _libsndfile() -> Any:
    try:
        import soundfile  # 0.2 s, and its library may be missing
    except (ImportError, OSError) as error:
        raise SoundFileProblem(
            translatable(
                "Only WAV files are supported without the soundfile package. To add other "
                "formats, run: pip install --force-reinstall soundfile ({cause}).",
                cause=str(error),
            )
        ) from error
    return soundfile
