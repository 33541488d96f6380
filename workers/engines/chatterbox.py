"""Chatterbox: Turbo for English, Multilingual for 23 languages; both clone a voice sample.

Package ``chatterbox-tts`` 0.1.7, MIT, weights too. 24 kHz, float32, mono, a piece at a time; all
that it says carries the library's inaudible watermark.

The library keeps the voice of the last sample for the next request: here every request begins
with the voice that it asks for. For Chinese it would fetch its table of characters and a word
segmenter from the net during the load; the table comes with the weights, and it does without the
segmenter.
"""

# The dispatcher finds _load_turbo, _load_ml and _synthesize by their names.
# pyright: reportUnusedFunction=false

from __future__ import annotations

import importlib
import os
from collections.abc import Generator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from workers.child.report import progress
from workers.child.serve import cancelled
from workers.engines.support import inputs
from workers.engines.support.cache import LastUsed
from workers.engines.support.request_keys import Request, language, natural_speed, seed, voice
from workers.engines.support.seeding import seed_everything

#: In characters, as in the catalog: 40 s of speech are the most that the library makes.
LONGEST_PIECE = 300
_WARM_UP = "Ready to speak."

Chunk = Mapping[str, Any]
Result = Mapping[str, Any]


class Variant(NamedTuple):
    """Properties of one model.

    Attributes:
        entry: The catalog entry's id.
        name: As errors have it.
        weights: Repository of its files.
        model: ``module:Class``.
        clip_s: Shortest and longest clip in seconds, 0 for any. The library looks at the first 15.
        languages: Codes, the main one first; the model needs one only where there are several.
    """

    entry: str
    name: str
    weights: str
    model: str
    clip_s: tuple[float, float]
    languages: tuple[str, ...]


TURBO = Variant(
    "chatterbox-turbo",
    "Chatterbox Turbo",
    "ResembleAI/chatterbox-turbo",
    "chatterbox.tts_turbo:ChatterboxTurboTTS",
    (5.1, 0.0),  # it wants more than 5
    ("en",),
)
MULTILINGUAL = Variant(
    "chatterbox-ml",
    "Chatterbox Multilingual",
    "ResembleAI/chatterbox",
    "chatterbox.mtl_tts:ChatterboxMultilingualTTS",
    (3.0, 0.0),
    (
        *("en", "ar", "da", "de", "el", "es", "fi", "fr", "he", "hi", "it", "ja", "ko"),
        *("ms", "nl", "no", "pl", "pt", "ru", "sv", "sw", "tr", "zh"),
    ),
)


class _Canceled(Exception):
    """The request has been canceled."""


class Chatterbox:
    """A loaded model, its own voice, and the last cloned voice."""

    def __init__(self, variant: Variant) -> None:
        """Loads the model.

        Raises:
            FileNotFoundError: The weights are not on this machine.
        """
        self.variant = variant
        folder = inputs.weights_folder(variant.weights, variant.entry)
        progress("Importing libraries", 0.0)
        self.device = inputs.torch_device()
        module, _, name = variant.model.partition(":")
        library: Any = importlib.import_module(module)
        if variant is MULTILINGUAL:
            _stay_offline(folder)
        progress("Loading model", 0.4)
        self._model: Any = getattr(library, name).from_local(folder, self.device)
        self._own = self._model.conds
        if self._own is None:
            inputs.weights_file(variant.weights, "conds.pt", variant.entry)
        self._kept = LastUsed()
        self.sample_rate = int(self._model.sr)
        _keep_float32(self._model)
        self._model.t3.tfmr.register_forward_pre_hook(_stop_when_canceled)

    def voice(self, clip: inputs.Clip | None) -> Any:
        """Returns the model's conditionals for a voice sample, or for its own voice without one."""
        return self._own if clip is None else self._kept.get(clip.key, lambda: self._prepare(clip))

    def speak(self, text: str, voice: Any, code: str) -> Any:
        """Returns the audio of one piece: float32, shape (n,).

        Args:
            text: What to say; the library has a sentence of its own for an empty one.
            voice: From :meth:`voice`.
            code: Of its language.
        """
        self._model.conds = voice
        options = {"language_id": code} if self.variant is MULTILINGUAL else {}
        return self._model.generate(text, **options).float().cpu().numpy().reshape(-1)

    def _prepare(self, clip: inputs.Clip) -> Any:
        self._model.prepare_conditionals(str(clip.path))
        return self._model.conds


def _load_turbo() -> Chatterbox:
    """Loads Turbo and warms it up by speaking once."""
    return _load(TURBO)


def _load_ml() -> Chatterbox:
    """Loads Multilingual and warms it up by speaking once."""
    return _load(MULTILINGUAL)


def _load(variant: Variant) -> Chatterbox:
    os.environ["HF_HUB_OFFLINE"] = os.environ["TRANSFORMERS_OFFLINE"] = "1"
    os.environ.setdefault("TQDM_DISABLE", "1")
    chatterbox = Chatterbox(variant)
    progress("Warming up", 0.9)
    chatterbox.speak(_WARM_UP, chatterbox.voice(None), variant.languages[0])
    return chatterbox


def _synthesize(chatterbox: Chatterbox, request: Request) -> Generator[Chunk, None, Result]:
    """Speaks piece by piece in one voice.

    Args:
        chatterbox: From :func:`_load_turbo` or :func:`_load_ml`.
        request: ``text`` or ``pieces``; optional ``voice`` (a clip's path), ``language``,
            ``seed``.

    Raises:
        ValueError: One of these is invalid.
    """
    variant = chatterbox.variant
    pieces = inputs.spoken_pieces(request, LONGEST_PIECE)
    code = language(request, variant.languages, variant.name)
    natural_speed(request, variant.name)
    chosen = seed(request)
    clip = inputs.clip(request, variant.name, *variant.clip_s)
    name = str(clip.path) if clip else voice(request, ("default",), "default", variant.name)
    speaker = chatterbox.voice(clip)
    seed_everything(chosen)
    try:
        for piece in pieces:
            samples = chatterbox.speak(piece, speaker, code)
            yield {"payload": samples, "sample_rate": chatterbox.sample_rate, "dtype": "float32"}
    except _Canceled:
        return {"cancelled": True}
    return {
        "engine": variant.entry,
        "device": chatterbox.device,
        "voice": name,
        "sample_rate": chatterbox.sample_rate,
    }


def _stop_when_canceled(*_: Any) -> None:
    """Checks for a cancel before each token: the library makes up to 1000 in one call."""
    if cancelled().is_set():
        raise _Canceled


def _keep_float32(model: Any) -> None:
    """Keeps a voice sample float32 when its loudness is adjusted: numpy 2 makes it float64."""
    normalize: Any = getattr(model, "norm_loudness", None)
    if normalize is None:
        return

    def normalized(samples: Any, sample_rate: int) -> Any:
        return normalize(samples, sample_rate).astype("float32")

    model.norm_loudness = normalized


def _stay_offline(folder: Path) -> None:
    """Gives the tokenizer the files it would download, and blocks other downloads."""

    def from_weights(*, filename: str, **_: Any) -> str:
        return str(folder / filename)

    def without_segmenter(_converter: Any) -> None:
        pass

    tokenizer: Any = importlib.import_module("chatterbox.models.tokenizers.tokenizer")
    tokenizer.hf_hub_download = from_weights
    tokenizer.ChineseCangjieConverter._init_segmenter = without_segmenter  # noqa: SLF001
