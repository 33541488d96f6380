"""Speech into a sound file, and what a sound file holds.

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

#: What speech can be saved as: a file's suffix, and libsndfile's names for format and encoding.
ENCODINGS = {".wav": ("WAV", "PCM_16"), ".flac": ("FLAC", "PCM_16"), ".ogg": ("OGG", "VORBIS")}
#: What can be opened: a recording to clone a voice from, or to be written down.
READABLE = (".wav", ".flac", ".ogg", ".oga", ".opus", ".mp3", ".aiff", ".aif")
#: Frames handed over at once: libsndfile's Vorbis encoder keeps each piece on its stack.
_PIECE_FRAMES = 65536


class SoundFileProblem(RuntimeError):
    """A sound file cannot be read or written; the message is a sentence for the user."""


@dataclass(frozen=True, slots=True)
class SoundFile:
    """A sound file that can be read.

    Attributes:
        path: Where it is.
        duration_s: How long it plays, in seconds.
    """

    path: Path
    duration_s: float


def write_speech(path: Path, chunks: Iterable[Samples], speech_format: SpeechFormat) -> None:
    """Write mono speech, in 16 bits or as Vorbis; blocks (about 3 ms a second of speech).

    The suffix decides: see :data:`ENCODINGS`. A file of that name is replaced in one step; if
    anything goes wrong, it is left as it was.

    Args:
        path: Where to; folders that are missing are made.
        chunks: Whole samples each; float32 is clipped at full scale.
        speech_format: Of the chunks.

    Raises:
        OSError: The file cannot be written.
        SoundFileProblem: Another suffix, or libsndfile is missing, or cannot encode it.
        ValueError: A chunk that is not what the format says.
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
    """Look whether a sound file can be read, and how long it is; blocks.

    Raises:
        SoundFileProblem: It is not there, not a sound file, empty, or libsndfile is missing.
    """
    soundfile = _libsndfile()
    try:
        told = soundfile.info(str(path))
    except (OSError, RuntimeError, TypeError) as error:
        # TypeError: a suffix that soundfile takes for samples without a header.
        raise SoundFileProblem(
            translatable(
                "Couldn't read {name} as an audio file ({cause}).",
                name=path.name,
                cause=str(error),
            )
        ) from error
    if not told.frames:
        raise SoundFileProblem(translatable("{name} contains no audio.", name=path.name))
    return SoundFile(path, told.frames / told.samplerate)


def read_speech(path: Path) -> tuple[bytes, SpeechFormat]:
    """The sound of a file as mono speech, of several channels the first; blocks.

    Raises:
        SoundFileProblem: As :func:`read_sound_file`.
    """
    sound = read_sound_file(path)
    soundfile = _libsndfile()
    with soundfile.SoundFile(str(sound.path)) as file:
        samples = array("f", bytes(file.buffer_read(dtype="float32")))
        return samples[:: file.channels].tobytes(), SpeechFormat(file.samplerate, "float32")


def _write_wav(path: Path, chunks: Iterable[Samples], speech_format: SpeechFormat) -> None:
    # As a worker writes it that is asked for a file. Only when something is saved: the
    # application starts without the module wave.
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
        told = translatable("Couldn't write {name} ({cause}).", name=path.name, cause=str(error))
        raise SoundFileProblem(told) from error


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
