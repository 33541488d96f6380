"""Hibari: English speech from a model of 8 MB, on the CPU, many times faster than real time.

Package ``hibari-tts`` 0.2.1, Apache-2.0, model and voice ``heart`` inside its wheel.
24 kHz, float32, mono, one chunk a sentence.

The library leaves out in silence what it cannot read, and gives no sound at all for a
text in another script: here that is an error before the first audio. It also
takes a sentence of any length as one, whose memory grows with the square of the length
(2.7 GB for 6 000 letters without a full stop): here long ones are cut between words.
"""

# The dispatcher finds _load and _synthesize by their names.
# pyright: reportUnusedFunction=false

from __future__ import annotations

import importlib
import os
import re
import unicodedata
from collections.abc import Generator, Mapping
from typing import Any

from workers.engines.support import request_keys
from workers.engines.support.request_keys import EngineCannot, shown
from workers.engines.support.threads import half_of_the_processors

SAMPLE_RATE = 24000
#: What the library documents: 0.5 slow to 2.0 fast.
SPEED_RANGE = (0.5, 2.0)
#: Spoken once after the load, with a word that is in no dictionary: the first call costs
#: 0.6 s, most of it for dictionaries, and that is better spent before READY.
_WARM_UP = "Hibari is ready."
#: Not Latin by name, and read by the library all the same.
_READABLE = frozenset("µ")

#: The library knows names for numbers of so many digits, leaves the rest of a longer word out, and
#: takes minutes over hundreds of hyphens in one.
_LONGEST_WORD = 36
_LONG_WORD = re.compile(rf"\S{{{_LONGEST_WORD + 1},}}")
_PART = re.compile(rf"\S{{1,{_LONGEST_WORD}}}(?<=\W)|\S{{1,{_LONGEST_WORD}}}")
_CANNOT = "Hibari can't speak {}: remove it from the text"

Chunk = Mapping[str, Any]
Result = Mapping[str, Any]


class Voices:
    """One loaded model per voice: the bundled one from the start, others on first use."""

    def __init__(self) -> None:
        self._library: Any = importlib.import_module("hibari.tts")
        self._known: Any = importlib.import_module("hibari.voices")
        # A sentence takes 30 ms on one and 21 ms on two, of which the listener hears nothing.
        self._threads = half_of_the_processors()
        self._loaded: dict[str, Any] = {}
        self.default: str = self._known.DEFAULT
        self.names: tuple[str, ...] = tuple(self._known.VOICES)
        self.max_phonemes: int = self._library.MAX_PHONEMES

    def get(self, name: str) -> Any:
        """Returns the model of a voice.

        Raises:
            ValueError: It is not on this machine.
        """
        if name not in self._loaded:
            try:
                model = self._known.voice_path(name, download_missing=False)
            except FileNotFoundError as error:
                raise ValueError(
                    f"hibari: voice {name!r} isn't installed ({error}), and downloads are off "
                    f"while serving: install it, or use {self.default!r}"
                ) from error
            self._loaded[name] = self._library.Hibari(
                voice=name, model=model, threads=self._threads
            )
        return self._loaded[name]


def _load() -> Voices:
    """Loads the bundled voice and warms it up by speaking once."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    voices = Voices()
    voices.get(voices.default)(_WARM_UP)
    return voices


def _synthesize(voices: Voices, request: Mapping[str, Any]) -> Generator[Chunk, None, Result]:
    """Speaks ``text`` sentence by sentence.

    Args:
        voices: From :func:`_load`.
        request: ``text``, or in its stead ``pieces``, the text cut at sentences; optional
            ``voice`` (a name, ``default`` or null), ``speed`` (0.5 to 2.0), ``seed`` (the same
            number: the same sound again), ``language`` (English of any kind).

    Raises:
        ValueError: One of these is not what it has to be, or a part of the text cannot
            be spoken.
    """
    speed = request_keys.speed(request, *SPEED_RANGE)
    seed = request_keys.seed(request)
    request_keys.language(request, ("en",), "hibari")
    name = request_keys.voice(request, voices.names, voices.default, "hibari")
    model = voices.get(name)
    texts = [_text(piece, model) for piece in request_keys.pieces(request)]
    # One generator for the complete text, as in the library: equal to the bit.
    numpy: Any = importlib.import_module("numpy")
    noise = numpy.random.default_rng(seed)
    spoken = 0
    for sentence in (part for text in texts for part in model.split_sentences(text)):
        clauses = [
            piece
            for phonemes in _phonemes(sentence, model)
            for piece in _cut(phonemes, voices.max_phonemes)
        ]
        if not any(map(_audible, clauses)):
            # A row of dots or a smiley has no words to lose.
            if any(map(str.isalnum, sentence)):
                raise EngineCannot(_CANNOT.format(shown(sentence)))
            continue
        for clause in clauses:
            samples = model.from_ids(model.ids(clause), speed, noise)
            yield {"payload": samples, "sample_rate": SAMPLE_RATE, "dtype": "float32"}
            spoken += 1
    if not spoken:
        raise ValueError(f"nothing to speak in {shown(' '.join(texts))}: no words")
    return {"engine": "hibari", "device": "cpu", "voice": name, "sample_rate": SAMPLE_RATE}


def _text(text: str, model: Any) -> str:
    """Returns the text in characters that the library reads; raises for a word it would skip."""
    text = "".join(map(_plain, text))
    text = _LONG_WORD.sub(lambda word: " ".join(_PART.findall(word[0])), text)
    for word in text.split():
        script = next(filter(None, map(_foreign_script, word)), None)
        if script is None and not _is_left_out(word, model):
            continue
        why = f" ({script})" if script else ""
        raise EngineCannot(
            f"hibari speaks only English and can't read {shown(word)}{why}: remove it from the "
            "text, or choose an engine for that language"
        )
    return text


def _plain(character: str) -> str:
    """Returns a letter in a form the library knows: no full width, italics, or ligatures."""
    if character.isascii() or character in _READABLE:
        return character
    if "\u1e00" <= character <= "\u1eff":
        return unicodedata.normalize("NFD", character)[0]
    shape = unicodedata.decomposition(character).partition(" ")[0]
    if shape in ("<compat>", "<font>", "<narrow>", "<square>", "<wide>"):
        plain = unicodedata.normalize("NFKC", character)
        return plain if any(map(str.isalpha, plain)) else character
    return character


def _foreign_script(character: str) -> str | None:
    """Returns the script of a letter that is not Latin, such as ``Greek``; None otherwise."""
    if not character.isalpha() or character.isascii() or character in _READABLE:
        return None
    script = unicodedata.name(character, "UNKNOWN").partition(" ")[0]
    if script in ("LATIN", "MODIFIER", "FEMININE", "MASCULINE"):  # the last two: ª and º
        return None
    return script if script == "CJK" else script.capitalize()


def _is_left_out(word: str, model: Any) -> bool:
    """Returns whether the library has no phonemes for a word of rare letters."""
    if all(character <= "\u00ff" or not character.isalpha() for character in word):
        return False
    return not any(map(_audible, _phonemes(word, model)))


def _phonemes(text: str, model: Any) -> list[str]:
    """Returns the phonemes of a text."""
    try:
        phonemes: list[str] = model.phonemize(text)
    except IndexError as error:  # a number that is beyond all names of numbers
        raise EngineCannot(_CANNOT.format(shown(text))) from error
    return phonemes


def _cut(phonemes: str, limit: int) -> list[str]:
    """Splits phonemes at spaces where they are too many for the model."""
    pieces: list[str] = []
    while len(phonemes) > limit:
        end = phonemes.rfind(" ", 1, limit + 1)
        end = limit if end < 0 else end
        pieces.append(phonemes[:end])
        phonemes = phonemes[end:].strip()
    return [*pieces, phonemes]


def _audible(phonemes: str) -> bool:
    return any(map(str.isalpha, phonemes))
