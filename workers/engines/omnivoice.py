"""OmniVoice: 646 languages, in a voice that is cloned, described, or random.

Package ``omnivoice`` 0.2.1, Apache-2.0; weights CC-BY-NC, their sound codec under the Boson Higgs
Audio 2 Community License. 24 kHz, float32, mono, one piece at a time: the model makes each
piece in one step.

Without a sample the model makes up a new voice for each request; with a description
(``female, elderly, british accent``) one that fits. So the first piece of a text is the voice
sample of the others. The same seed gives the same voice for the same text.
"""

# The dispatcher finds _load and _synthesize by their names.
# pyright: reportUnusedFunction=false

from __future__ import annotations

import importlib
import warnings
from collections.abc import Generator, Mapping
from typing import Any

from workers.child.report import progress
from workers.engines.support import inputs
from workers.engines.support.cache import LastUsed
from workers.engines.support.request_keys import language, seed, speed
from workers.engines.support.seeding import seed_everything

ENTRY, ENGINE = "omnivoice", "OmniVoice"
WEIGHTS = "k2-fsa/OmniVoice"
SPEED_RANGE = (0.5, 2.0)
#: In characters, as in the catalog.
LONGEST_PIECE = 200
#: Longer clips are slow and clone badly, says the library; it recommends 3 to 10 s.
CLIP_S = (1.0, 20.0)
#: In how many steps a piece's sound is guessed: the library's own number; and, for a processor's
#: sake, the half that it recommends where speed counts.
_STEPS, _STEPS_ON_CPU = 32, 16

Chunk = Mapping[str, Any]
Result = Mapping[str, Any]


class OmniVoice:
    """The loaded model."""

    def __init__(self) -> None:
        """Loads the model.

        Raises:
            FileNotFoundError: The weights are not on this machine.
        """
        weights = inputs.weights_folder(WEIGHTS, ENTRY)
        # Without this folder the library would look for it on the internet.
        inputs.weights_file(WEIGHTS, "audio_tokenizer/model.safetensors", ENTRY)
        progress("Loading libraries")
        self.device = inputs.torch_device()
        self._steps = _STEPS_ON_CPU if self.device == "cpu" else _STEPS
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # ffmpeg is missing, which nothing here needs
            library: Any = importlib.import_module("omnivoice")
            table: Any = importlib.import_module("omnivoice.utils.lang_map")
        self._torch: Any = importlib.import_module("torch")
        #: English first, as in lists for callers.
        self.languages: tuple[str, ...] = tuple(
            sorted(table.LANG_IDS, key=lambda code: (code != "en", code))
        )
        progress("Loading model", 0.4)
        precise = self._torch.float32 if self.device == "cpu" else self._torch.float16
        self._model = library.OmniVoice.from_pretrained(
            str(weights), device_map=self.device, dtype=precise
        )
        self.sample_rate: int = self._model.sampling_rate
        self._kept = LastUsed()

    def clone(self, clip: inputs.Clip) -> Any:
        """Returns the model's prompt from a voice sample and its transcript."""
        if not clip.text:
            raise ValueError(f"{ENGINE} needs the transcript of {clip.path.name}: set clip_text")
        return self._kept.get(
            clip.key, lambda: self._prompt(clip.samples, clip.sample_rate, clip.text)
        )

    def follow(self, samples: Any, text: str) -> Any:
        """Returns the model's prompt from its own speech, to continue in the same voice."""
        return self._prompt(samples, self.sample_rate, text)

    def speak(self, text: str, **how: Any) -> Any:
        """Returns the audio of one piece: a float32 array, shape (n,).

        Args:
            text: What to say.
            how: ``language``, ``speed``, ``voice_clone_prompt`` or ``instruct``, as the
                library has them.
        """
        numpy: Any = importlib.import_module("numpy")
        made = self._model.generate(text=text, num_step=self._steps, **how)[0]
        return numpy.ascontiguousarray(made, dtype=numpy.float32)

    def make_up(self, text: str, description: str | None, **how: Any) -> Any:
        """Returns the audio of one piece in a described or a random voice.

        Raises:
            ValueError: The library does not know one of the description's words.
        """
        try:
            return self.speak(text, instruct=description, **how)
        except ValueError as error:
            if description is None:
                raise
            why = " ".join(str(error).split())
            raise ValueError(
                f"{ENGINE} has no voice {description!r}: provide a voice sample or a "
                f"description. {why}"
            ) from error

    def _prompt(self, samples: Any, sample_rate: int, text: str) -> Any:
        sound = self._torch.from_numpy(samples)[None]
        return self._model.create_voice_clone_prompt(ref_audio=(sound, sample_rate), ref_text=text)


def _load() -> OmniVoice:
    """Loads the model, and warms it up on a GPU, where the first call takes seconds."""
    model = OmniVoice()
    if model.device != "cpu":  # which has nothing to warm up, and takes as long each time
        progress("Warming up", 0.9)
        model.speak("Ready.", language="en")
    return model


def _synthesize(model: OmniVoice, request: Mapping[str, Any]) -> Generator[Chunk, None, Result]:
    """Speaks ``text``, or its ``pieces``, in one voice.

    Args:
        model: From :func:`_load`.
        request: ``text`` or ``pieces``; optional ``voice`` (a clip's path, and in ``clip_text``
            its words; or a description in the library's own words), ``speed`` (0.5 to 2.0),
            ``seed``, ``language`` (none: the model finds out).

    Raises:
        ValueError: One of these is invalid.
    """
    pieces = inputs.spoken_pieces(request, LONGEST_PIECE)
    spoken = language(request, model.languages, ENGINE) if request.get("language") else None
    factor, chosen = speed(request, *SPEED_RANGE), seed(request)
    clip = inputs.clip(request, ENGINE, *CLIP_S)
    described = _description(request) if clip is None else None
    prompt = model.clone(clip) if clip is not None else None
    seed_everything(chosen)
    for number, piece in enumerate(pieces):
        how = {"language": spoken, "speed": factor}
        if prompt is None:
            samples = model.make_up(piece, described, **how)
        else:
            samples = model.speak(piece, voice_clone_prompt=prompt, **how)
        yield {"payload": samples, "sample_rate": model.sample_rate, "dtype": "float32"}
        if prompt is None and number + 1 < len(pieces):
            prompt = model.follow(samples, piece)
            factor = 1.0  # it follows the first piece's pace, too
    return {
        "engine": "omnivoice",
        "device": model.device,
        "voice": str(clip.path) if clip is not None else described or "default",
        "sample_rate": model.sample_rate,
    }


def _description(request: Mapping[str, Any]) -> str | None:
    """Returns the description of the voice; None for any."""
    given = request.get("voice")
    return None if given in (None, "", "default") else str(given)
