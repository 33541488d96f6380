"""CosyVoice 2 and 3: clone a voice sample, and stream.

Code: ``FunAudioLLM/CosyVoice`` with ``shivammehta25/Matcha-TTS`` as its submodule, at commits that
the catalog pins: there is no package of it. Apache-2.0 and MIT; weights Apache-2.0. 24 kHz,
float32, mono. Version 2 speaks Chinese, English, Japanese and Korean, version 3 nine languages.

A clip with its words gives the best likeness (``zero shot``); without them the library has a way
of its own (``cross lingual``). A request without a sample gets the one of the code's own examples.

The library makes tokens in a thread and sound of them in the caller's. That thread is kept in
hand here: where it fails, the library's stream would wait for ever, and where the caller leaves,
the thread would go on, beside the next request's.
"""

# The dispatcher finds _load_v2, _load_v3 and _synthesize by their names.
# pyright: reportUnusedFunction=false

from __future__ import annotations

import importlib
import logging
import os
import re
import sys
import threading
from collections.abc import Callable, Generator, Iterator, Mapping
from types import ModuleType
from typing import Any, NamedTuple

from workers.child.report import progress
from workers.child.serve import cancelled
from workers.engines.support import inputs
from workers.engines.support.cache import LastUsed
from workers.engines.support.request_keys import EngineCannot, Request, language, seed, speed, voice
from workers.engines.support.seeding import seed_everything

SPEED_RANGE = (0.5, 2.0)
#: In characters, as in the catalog.
LONGEST_PIECE = 200
#: The library refuses longer ones, and makes nothing of shorter ones.
CLIP_S = (1.0, 30.0)
#: In Hz: below it, the library refuses the clip.
LEAST_RATE = 16000
#: What the library calls the clip in use.
_SPEAKER = "engineroom"
_EXAMPLE = ("asset/zero_shot_prompt.wav", "希望你以后能够做的比我还好呦。")
#: Version 3 has learned to speak after an instruction, and refuses to without one.
_INSTRUCTION = "You are a helpful assistant.<|endofprompt|>"
_MARKS = re.compile(r"<\|.*?\|>")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_WARM_UP = "Ready to speak."

Chunk = Mapping[str, Any]
Result = Mapping[str, Any]


class Version(NamedTuple):
    """Properties of one version.

    Attributes:
        entry: The catalog entry's id.
        name: As errors have it.
        weights: Repository of its files.
        instruction: What its prompt begins with.
        languages: Codes, the main one first.
    """

    entry: str
    name: str
    weights: str
    instruction: str
    languages: tuple[str, ...]


V2 = Version(
    "cosyvoice2", "CosyVoice 2", "FunAudioLLM/CosyVoice2-0.5B", "", ("zh", "en", "ja", "ko")
)
V3 = Version(
    "cosyvoice3",
    "CosyVoice 3",
    "FunAudioLLM/Fun-CosyVoice3-0.5B-2512",
    _INSTRUCTION,
    ("zh", "en", "ja", "ko", "de", "es", "fr", "it", "ru"),
)


class CosyVoice:
    """The loaded model, and the last cloned voice."""

    def __init__(self, version: Version) -> None:
        """Loads the model.

        Raises:
            FileNotFoundError: Its code or its weights are not on this machine.
        """
        self.version = version
        self.sources = inputs.sources_folder(version.entry)
        folder = inputs.weights_folder(version.weights, version.entry)
        progress("Importing libraries", 0.0)
        sys.path[:0] = [str(self.sources), str(self.sources / "third_party" / "Matcha-TTS")]
        # The library sends all debug logs to stderr, unless logging is set up before.
        logging.basicConfig(level=logging.WARNING)
        os.environ.setdefault("TQDM_DISABLE", "1")
        # Only its training needs this one, which is a compiler's work to install.
        sys.modules.setdefault("pyworld", ModuleType("pyworld"))
        library: Any = importlib.import_module("cosyvoice.cli.cosyvoice")
        progress("Loading model", 0.4)
        self._model = library.AutoModel(model_dir=str(folder))
        self._job = _TokenJob(self._model.model)
        self._kept = LastUsed()
        self.device = str(self._model.model.device)
        self.sample_rate = int(self._model.sample_rate)

    def speaker(self, clip: inputs.Clip) -> Mapping[str, Any]:
        """Returns what the model extracts from a voice sample."""
        return self._kept.get(clip.key, lambda: self._prepare(clip))

    def speak(
        self, text: str, speaker: Mapping[str, Any], words: str, speed: float
    ) -> Iterator[Any]:
        """Yields the audio of one piece as it is made: float32 arrays, shape (n,).

        Args:
            text: What to say.
            speaker: From :meth:`speaker`.
            words: The sample's transcript; empty if unknown.
            speed: 1 for the voice's own, at which alone the library streams.
        """
        # The library changes its arguments.
        self._model.frontend.spk2info[_SPEAKER] = dict(speaker)
        options = {"zero_shot_spk_id": _SPEAKER, "stream": speed == 1.0, "speed": speed}
        if words:  # which the model knows by the speaker already
            made = self._model.inference_zero_shot(text, "", None, **options)
        else:
            led = self.version.instruction + text
            made = self._model.inference_cross_lingual(led, None, **options)
        try:
            for chunk in self._job.watch(made):
                yield chunk["tts_speech"].float().cpu().numpy().reshape(-1)
        finally:
            self._model.frontend.spk2info.pop(_SPEAKER, None)

    def _prepare(self, clip: inputs.Clip) -> Mapping[str, Any]:
        words = self.version.instruction + clip.text
        self._model.add_zero_shot_spk(words, str(clip.path), _SPEAKER)
        features: Mapping[str, Any] = self._model.frontend.spk2info.pop(_SPEAKER)
        return features


class _Canceled(Exception):
    """The request has been canceled."""


class _Tokens(list[Any]):
    """The library's list of tokens of one piece; raises once the request is canceled."""

    def __init__(self, is_left: Callable[[], bool]) -> None:
        super().__init__()
        self._is_left = is_left

    def append(self, token: Any) -> None:
        if self._is_left():
            raise _Canceled
        super().append(token)


class _TokenJob:
    """The library's token thread: ends with its caller, and passes on errors."""

    def __init__(self, model: Any) -> None:
        self._model = model
        self._make: Any = model.llm_job
        self._thread: threading.Thread | None = None
        self._failure: BaseException | None = None
        self._left = False
        model.llm_job = self._run

    def watch(self, made: Generator[Any, None, None]) -> Iterator[Any]:
        """Passes on the audio that the library makes of the tokens.

        Args:
            made: The library's generator.

        Raises:
            _Canceled: The request was cancelled before there was anything to make sound of.
            Exception: Whatever the thread, or the library, has failed with.
        """
        self._failure, self._left = None, False
        try:
            yield from made
        except Exception as error:
            # A thread that fails leaves the library with too little, which it trips over.
            if self._failure is not None:
                raise self._failure from error
            if cancelled().is_set():
                raise _Canceled from error
            raise
        finally:
            self._end()
        if self._failure is not None:
            raise self._failure

    def _run(self, *arguments: Any) -> None:
        """Replaces the library's job, whose last argument names the piece."""
        self._thread = threading.current_thread()
        piece = arguments[-1]
        self._model.tts_speech_token_dict[piece] = _Tokens(self._is_left)
        try:
            self._make(*arguments)
        except _Canceled:
            pass
        except BaseException as error:  # noqa: BLE001 - raised by the waiting thread
            self._failure = error
        self._model.llm_end_dict[piece] = True  # or the caller waits forever

    def _is_left(self) -> bool:
        return self._left or cancelled().is_set()

    def _end(self) -> None:
        """Ends a running thread, and clears the library's state for it."""
        self._left = True
        if self._thread is not None:
            self._thread.join()  # at its next token
        model = self._model
        for kept in (model.tts_speech_token_dict, model.llm_end_dict, model.hift_cache_dict):
            kept.clear()


def _load_v2() -> CosyVoice:
    """Loads version 2 and warms it up by speaking once."""
    return _load(V2)


def _load_v3() -> CosyVoice:
    """Loads version 3 and warms it up by speaking once."""
    return _load(V3)


def _load(version: Version) -> CosyVoice:
    cosyvoice = CosyVoice(version)
    progress("Warming up", 0.9)
    clip = _example(cosyvoice)
    for _ in cosyvoice.speak(_WARM_UP, cosyvoice.speaker(clip), clip.text, 1.0):
        pass
    return cosyvoice


def _synthesize(cosyvoice: CosyVoice, request: Request) -> Generator[Chunk, None, Result]:
    """Speaks piece by piece in one voice, and streams each piece.

    Args:
        cosyvoice: From :func:`_load_v2` or :func:`_load_v3`.
        request: ``text`` or ``pieces``; optional ``voice`` (a sample's path, and in ``clip_text``
            its transcript), ``language``, ``speed`` (0.5 to 2.0; other than 1, each piece is one
            chunk), ``seed``.

    Raises:
        ValueError: One of these is invalid.
    """
    pieces = _readable(inputs.spoken_pieces(request, LONGEST_PIECE), request, cosyvoice.version)
    factor, chosen = speed(request, *SPEED_RANGE), seed(request)
    clip = _clip(cosyvoice, request)
    speaker = cosyvoice.speaker(clip)
    seed_everything(chosen)
    try:
        for piece in pieces:
            for samples in cosyvoice.speak(piece, speaker, clip.text, factor):
                yield {"payload": samples, "sample_rate": cosyvoice.sample_rate, "dtype": "float32"}
    except _Canceled:
        return {"cancelled": True}
    return {
        "engine": cosyvoice.version.entry,
        "device": cosyvoice.device,
        "voice": str(clip.path) if inputs.is_clip(request.get("voice")) else "default",
        "sample_rate": cosyvoice.sample_rate,
    }


def _readable(pieces: list[str], request: Request, version: Version) -> list[str]:
    """Returns the pieces without the markup that the model would take for instructions."""
    code = language(request, version.languages, version.name)
    if code == "ja" and version is V3 and any(map(_HAN.search, pieces)):
        raise EngineCannot(
            f"{version.name} reads Japanese only in kana (it pronounces kanji as Chinese). "
            "Write the text in kana, or choose another engine"
        )
    return [_MARKS.sub(" ", piece) for piece in pieces]


def _clip(cosyvoice: CosyVoice, request: Request) -> inputs.Clip:
    """Returns the voice sample to clone."""
    name = cosyvoice.version.name
    clip = inputs.clip(request, name, *CLIP_S)
    if clip is None:
        voice(request, ("default",), "default", name)
        return _example(cosyvoice)
    if clip.sample_rate < LEAST_RATE:
        raise EngineCannot(
            f"{name} needs a voice sample of at least {LEAST_RATE} Hz; {clip.path.name} has "
            f"{clip.sample_rate}. Record another one"
        )
    return clip


def _example(cosyvoice: CosyVoice) -> inputs.Clip:
    file, words = _EXAMPLE
    asked = {"voice": str(cosyvoice.sources / file), "clip_text": words}
    clip = inputs.clip(asked, cosyvoice.version.name, *CLIP_S)
    assert clip is not None
    return clip
