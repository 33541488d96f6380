"""Indic Parler-TTS: 24 languages of India, in a voice described in words.

Package ``parler_tts`` 0.2.3, Apache-2.0; weights ``ai4bharat/indic-parler-tts``, Apache-2.0,
gated. 44.1 kHz, float32, mono, streamed while it is made.

A voice is a description. The model card names 69 speakers: one who is named in the description
sounds the same each time. A description without a name (``A deep male voice, far away``) works
as well, but leaves to chance who it is: all pieces of a request begin with the same chance, which
keeps them alike and no more than that.

Text and description have tokenizers of their own, and both attention masks count: without them
the model hears the padding.
"""

# The dispatcher finds _load and _synthesize by their names.
# pyright: reportUnusedFunction=false

from __future__ import annotations

import importlib
import logging
import os
import re
import secrets
import threading
from collections.abc import Generator, Iterator, Mapping
from typing import Any

from workers.child.report import progress
from workers.child.serve import cancelled
from workers.engines.support import inputs
from workers.engines.support.request_keys import Request, language, natural_speed, seed, voice
from workers.engines.support.seeding import seed_everything

ENTRY, ENGINE = "indic-parler", "Indic Parler"
WEIGHTS = "ai4bharat/indic-parler-tts"
#: Whose tokenizer reads descriptions: the model's text encoder is a flan-t5-large.
DESCRIPTION_TOKENIZER = "google/flan-t5-large"

#: Speakers by language, the recommended ones first, as the model card has them. The model detects
#: the language from the text itself: here it selects the speaker.
SPEAKERS: Mapping[str, tuple[str, ...]] = {
    "hi": ("Divya", "Rohit", "Aman", "Rani"),
    "as": ("Amit", "Sita", "Poonam", "Rakesh"),
    "bn": ("Arjun", "Aditi", "Tapan", "Rashmi", "Arnav", "Riya"),
    "brx": ("Bikram", "Maya", "Kalpana"),
    "doi": ("Karan",),
    "en": (
        *("Thoma", "Mary", "Swapna", "Dinesh", "Meera", "Jatin", "Aakash", "Sneha", "Kabir"),
        *("Tisha", "Chingkhei", "Thoiba", "Priya", "Tarun", "Gauri", "Nisha", "Raghav", "Kavya"),
        *("Ravi", "Vikas", "Riya"),
    ),
    "gu": ("Yash", "Neha"),
    "hne": ("Bhanu", "Champa"),
    "kn": ("Suresh", "Anu", "Chetan", "Vidya"),
    "ml": ("Anjali", "Harish", "Anju"),
    "mni": ("Laishram", "Ranjit"),
    "mr": ("Sanjay", "Sunita", "Nikhil", "Radha", "Varun", "Isha"),
    "ne": ("Amrita",),
    "or": ("Manas", "Debjani"),
    "pa": ("Divjot", "Gurpreet"),
    "sa": ("Aryan",),
    "ta": ("Jaya", "Kavitha"),
    "te": ("Prakash", "Lalitha", "Kiran"),
}
#: The card names no speaker for these: the first Hindi speaker speaks them.
UNNAMED_LANGUAGES = ("kok", "ks", "mai", "sat", "sd", "ur")
VOICES = tuple(dict.fromkeys(name for names in SPEAKERS.values() for name in names))

_DESCRIPTION = (
    "{name} speaks at a moderate pace in a natural, expressive tone. "
    "The recording is of very high quality, very clear and close, with no background noise."
)
#: Ends like the name of a file, as no description does.
_FILE_NAME = re.compile(r"\.\w{2,5}$")
#: How much sound a chunk brings. The library decodes all that there is for each chunk: shorter
#: ones cost more than they are worth.
_CHUNK_S = 0.5
#: In characters, as in the catalog: the model ends after 30 s.
LONGEST_PIECE = 250
_WARM_UP = ("नमस्ते।", 24)

Chunk = Mapping[str, Any]
Result = Mapping[str, Any]


class Parler:
    """The loaded model with its two tokenizers."""

    def __init__(self) -> None:
        """Loads them.

        Raises:
            FileNotFoundError: The weights are not on this machine.
        """
        folder = inputs.weights_folder(WEIGHTS, ENTRY)
        descriptions = inputs.weights_folder(DESCRIPTION_TOKENIZER, ENTRY)
        progress("Importing libraries", 0.0)
        self._library: Any = importlib.import_module("parler_tts")
        self._torch: Any = importlib.import_module("torch")
        transformers: Any = importlib.import_module("transformers")
        logging.getLogger("parler_tts").setLevel(logging.ERROR)  # it logs all its configuration
        self.device = inputs.torch_device()
        tokenizer = transformers.AutoTokenizer.from_pretrained
        self._text_tokenizer = tokenizer(folder, local_files_only=True)
        self._description_tokenizer = tokenizer(descriptions, local_files_only=True)
        progress("Loading model", 0.4)
        # bfloat16 halves what it takes on a GPU; processors are no faster with it.
        dtype = self._torch.bfloat16 if self.device == "cuda" else self._torch.float32
        loaded = self._library.ParlerTTSForConditionalGeneration.from_pretrained(
            folder, torch_dtype=dtype, local_files_only=True
        )
        self._model = loaded.to(self.device).eval()
        self.sample_rate = int(self._model.config.sampling_rate)

    def speak(self, text: str, description: str, **options: Any) -> Iterator[Any]:
        """Speaks one piece, each part as soon as it is decoded.

        Args:
            text: What to speak.
            description: By whom, and how.
            options: For the library's ``generate``.

        Yields:
            float32 arrays of shape (n,).
        """
        rate = self._model.audio_encoder.config.frame_rate
        streamer = self._library.ParlerTTSStreamer(
            self._model, device=self.device, play_steps=max(16, round(rate * _CHUNK_S))
        )
        left, failures = threading.Event(), list[BaseException]()

        def is_enough(ids: Any, _scores: Any, **_: Any) -> Any:
            stops = left.is_set() or cancelled().is_set()
            return self._torch.full((ids.shape[0],), stops, device=ids.device)

        def generate() -> None:
            try:
                self._model.generate(
                    **self._inputs(text, description),
                    streamer=streamer,
                    stopping_criteria=self._criteria(is_enough),
                    **options,
                )
            except BaseException as error:  # noqa: BLE001 - raised by the waiting thread
                failures.append(error)
                streamer.audio_queue.put(streamer.stop_signal)

        thread = threading.Thread(target=generate, name="parler", daemon=True)
        thread.start()
        try:
            yield from (samples for samples in streamer if len(samples))
        finally:
            left.set()
            thread.join()  # the next request must not find it at work
        if failures:
            raise failures[0]

    def _inputs(self, text: str, description: str) -> dict[str, Any]:
        described = self._description_tokenizer(description, return_tensors="pt").to(self.device)
        prompt = self._text_tokenizer(text, return_tensors="pt").to(self.device)
        return {
            "input_ids": described.input_ids,
            "attention_mask": described.attention_mask,
            "prompt_input_ids": prompt.input_ids,
            "prompt_attention_mask": prompt.attention_mask,
        }

    def _criteria(self, *criteria: Any) -> Any:
        generation: Any = importlib.import_module("transformers.generation")
        return generation.StoppingCriteriaList(criteria)


def _load() -> Parler:
    """Loads the model and warms it up with one word."""
    os.environ["HF_HUB_OFFLINE"] = os.environ["TRANSFORMERS_OFFLINE"] = "1"
    parler = Parler()
    progress("Warming up", 0.9)
    text, steps = _WARM_UP
    for _ in parler.speak(text, _DESCRIPTION.format(name=VOICES[0]), max_new_tokens=steps):
        pass
    return parler


def _synthesize(parler: Parler, request: Request) -> Generator[Chunk, None, Result]:
    """Speaks piece by piece, and streams each piece.

    Args:
        parler: From :func:`_load`.
        request: ``text`` or ``pieces``; optional ``voice`` (a speaker's name, or a description of
            a voice in English), ``language`` (chooses the speaker where none is named), ``seed``.

    Raises:
        ValueError: One of these is invalid.
    """
    pieces = inputs.spoken_pieces(request, LONGEST_PIECE)
    chosen, description = _voice(request)
    natural_speed(request, ENGINE)
    request_seed = seed(request)
    start = secrets.randbelow(2**32) if request_seed is None else request_seed
    for piece in pieces:
        seed_everything(start)
        for samples in parler.speak(piece, description):
            yield {"payload": samples, "sample_rate": parler.sample_rate, "dtype": "float32"}
    return {
        "engine": ENTRY,
        "device": parler.device,
        "voice": chosen,
        "sample_rate": parler.sample_rate,
    }


def _voice(request: Request) -> tuple[str, str]:
    """Returns the voice's name for the answer, and its description."""
    code = language(request, (*SPEAKERS, *UNNAMED_LANGUAGES), ENGINE)
    given = request.get("voice")
    if isinstance(given, str) and _FILE_NAME.search(given.strip()):
        raise ValueError(
            f"{ENGINE} can't clone the voice sample {given!r}: use one of its voices, or "
            "describe a voice in English"
        )
    if isinstance(given, str) and " " in given.strip():
        return given.strip(), given.strip()
    default = SPEAKERS.get(code, VOICES)[0]
    name = voice(request, VOICES, default, ENGINE)
    return name, _DESCRIPTION.format(name=name)
