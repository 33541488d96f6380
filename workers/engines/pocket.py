"""Pocket-TTS: a model of 100 million parameters that streams on the CPU.

Package ``pocket-tts`` 4.0.1, MIT; weights by Kyutai, CC-BY-4.0. 24 kHz, float32, mono. Each
language is a model of its own, and a variant here. Sound comes every 80 ms, and a cancelled
request stops within that time.

Voices come ready-made. Those that can be cloned from a clip need another copy of the English
weights, which Kyutai gives to those who ask: variant ``cloning``.
"""

# The dispatcher finds _load… and _synthesize by their names.
# pyright: reportUnusedFunction=false

from __future__ import annotations

import importlib
import json
import tempfile
import threading
from collections.abc import Generator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from workers.child.report import progress
from workers.engines.support import inputs
from workers.engines.support.cache import LastUsed
from workers.engines.support.request_keys import language, natural_speed, seed, voice
from workers.engines.support.seeding import seed_everything

ENGINE = "Pocket-TTS"
SAMPLE_RATE = 24000
#: The same models, once without the part that hears a clip, for everyone, and once with it.
OPEN = "kyutai/pocket-tts-without-voice-cloning"
GATED = "kyutai/pocket-tts"
#: What the library makes of a clip grows with its length; it cuts at 30 s itself.
CLIP_S = (1.0, 30.0)
_WARM_UP = "Ready."

Chunk = Mapping[str, Any]
Result = Mapping[str, Any]


class Model(NamedTuple):
    """Properties of one of Kyutai's models.

    Attributes:
        entry: Id of the catalog's entry that installs it.
        folder: Its folder in the repositories, and its configuration's name in the package.
        language: The one that it speaks.
        voice: Kyutai's choice for those who do not ask.
        repository: Which copy of its weights.
    """

    entry: str
    folder: str
    language: str
    voice: str
    repository: str = OPEN


MODELS = {
    "english": Model("pocket", "english", "en", "alba"),
    "cloning": Model("pocket-cloning", "english", "en", "alba", GATED),
    "french": Model("pocket-fr", "french", "fr", "estelle"),
    "german": Model("pocket-de", "german", "de", "juergen"),
    "spanish": Model("pocket-es", "spanish", "es", "lola"),
    "italian": Model("pocket-it", "italian", "it", "giovanni"),
    "portuguese": Model("pocket-pt", "portuguese", "pt", "rafael"),
    "dutch": Model("pocket-nl", "dutch", "nl", "daan"),
}


class Pocket:
    """A loaded model, and the folder of its voices."""

    def __init__(self, model: Model, library: Any, voices: Path) -> None:
        """Takes the model's properties, the library's object, and the folder of its voices."""
        self.model = model
        self._library = library
        self._voices = voices
        self._kept = LastUsed()

    @property
    def can_clone(self) -> bool:
        """True for weights that can clone a voice sample."""
        return self.model.repository == GATED

    def names(self) -> list[str]:
        """Names of the installed voices."""
        return sorted(path.stem for path in self._voices.glob("*.safetensors"))

    def named(self, name: str) -> Any:
        """Returns the state of a ready-made voice."""
        # By its path: by its name the library would look for it in its own cache.
        path = self._voices / f"{name}.safetensors"
        return self._kept.get(name, lambda: self._library.get_state_for_audio_prompt(path))

    def cloned(self, clip: inputs.Clip) -> Any:
        """Returns the state of a cloned voice."""
        torch: Any = importlib.import_module("torch")
        audio: Any = importlib.import_module("pocket_tts.data.audio_utils")

        def make() -> Any:
            samples = torch.from_numpy(clip.samples)[None]
            sound = audio.convert_audio(samples, clip.sample_rate, SAMPLE_RATE, 1)
            return self._library.get_state_for_audio_prompt(sound)

        return self._kept.get(clip.key, make)

    def speak(self, state: Any, text: str, *, repeatable: bool) -> Generator[Any, None, None]:
        """Yields the audio of one piece as it comes: float32 arrays, shape (n,).

        Args:
            state: The voice; it is not changed.
            text: What to say.
            repeatable: The same to the bit for the same seed: the library otherwise decodes as
                many frames at once as happen to be there, which rounds otherwise.
        """
        self._library.max_decoder_frames_per_call = 1 if repeatable else 0
        stop = threading.Event()
        sound = self._library.generate_audio_stream(state, text, stop=stop)
        try:
            for chunk in sound:
                yield chunk.numpy()
        finally:
            # It works on threads of its own, which must be gone before the next request: two
            # of them on one model would speak each other's words.
            stop.set()
            for _ in sound:
                pass


def _load(variant: str = "english") -> Pocket:
    """Loads one language's model and warms it up by speaking once."""
    model = MODELS[variant]
    folder = inputs.weights_folder(OPEN, model.entry) / "languages" / model.folder
    weights = inputs.weights_file(
        model.repository, f"languages/{model.folder}/model.safetensors", model.entry
    )
    progress("Loading libraries")
    tts: Any = importlib.import_module("pocket_tts")
    progress("Loading model", 0.5)
    config = _config(model.folder)
    del config["weights_path_without_voice_cloning"]
    config["weights_path"] = str(weights)
    tokenizer = Path(config["flow_lm"]["lookup_table"]["tokenizer_path"].partition("@")[0]).name
    config["flow_lm"]["lookup_table"]["tokenizer_path"] = str(
        inputs.weights_file(OPEN, f"languages/{model.folder}/{tokenizer}", model.entry)
    )
    with tempfile.TemporaryDirectory(prefix="pocket-tts-") as temporary:
        path = Path(temporary) / "config.yaml"
        path.write_text(json.dumps(config), encoding="utf-8")  # which is YAML, too
        library = tts.TTSModel.load_model(config=path)
    progress("Warming up", 0.9)
    pocket = Pocket(model, library, folder / "embeddings")
    for _ in pocket.speak(pocket.named(_default(pocket)), _WARM_UP, repeatable=False):
        pass
    return pocket


def _config(name: str) -> dict[str, Any]:
    """Returns a model's configuration, from the package."""
    library: Any = importlib.import_module("pocket_tts.utils.config")
    config: dict[str, Any] = library.load_config(library.CONFIGS_DIR / f"{name}.yaml").model_dump()
    return config


def _default(pocket: Pocket) -> str:
    names = pocket.names()
    if not names:
        raise FileNotFoundError(
            f"the weights {OPEN} of {pocket.model.entry} contain no voice: reinstall with "
            f"`engineroom engines install {pocket.model.entry}`"
        )
    return pocket.model.voice if pocket.model.voice in names else names[0]


_load_cloning = partial(_load, "cloning")
_load_french = partial(_load, "french")
_load_german = partial(_load, "german")
_load_spanish = partial(_load, "spanish")
_load_italian = partial(_load, "italian")
_load_portuguese = partial(_load, "portuguese")
_load_dutch = partial(_load, "dutch")


def _synthesize(pocket: Pocket, request: Mapping[str, Any]) -> Generator[Chunk, None, Result]:
    """Speaks ``text``, or its ``pieces``, in one voice.

    Args:
        pocket: From :func:`_load`.
        request: ``text`` or ``pieces``; optional ``voice`` (a name, or with variant
            ``cloning`` a clip's path), ``seed``, ``language``.

    Raises:
        ValueError: One of these is invalid.
    """
    pieces = inputs.spoken_pieces(request)
    language(request, (pocket.model.language,), ENGINE)
    natural_speed(request, ENGINE)
    chosen = seed(request)
    name, state = _voice(pocket, request)
    seed_everything(chosen)
    for piece in pieces:
        for samples in pocket.speak(state, piece, repeatable=chosen is not None):
            yield {"payload": samples, "sample_rate": SAMPLE_RATE, "dtype": "float32"}
    return {"engine": "pocket", "device": "cpu", "voice": name, "sample_rate": SAMPLE_RATE}


def _voice(pocket: Pocket, request: Mapping[str, Any]) -> tuple[str, Any]:
    """Returns the voice's name, and the state from which it speaks."""
    if inputs.is_clip(request.get("voice")) and not pocket.can_clone:
        raise ValueError(
            f"{ENGINE} can't clone with these weights: use {', '.join(pocket.names())}, or "
            "install pocket-cloning (English)"
        )
    clip = inputs.clip(request, ENGINE, *CLIP_S)
    if clip is not None:
        return str(clip.path), pocket.cloned(clip)
    name = voice(request, pocket.names(), _default(pocket), ENGINE)
    return name, pocket.named(name)
