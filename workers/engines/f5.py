"""F5-TTS: clones a voice sample of a few seconds.

Package ``f5-tts`` 1.1.22, MIT; weights CC-BY-NC-4.0. English and Chinese, 24 kHz, float32, mono,
one sentence or two at a time: the model makes a complete piece at once.

Two clips with their words come in the package, for those who bring none. The library's own way
in is not taken: it would send the clip through ffmpeg into a temporary file that stays, load a
Whisper for a clip without words, and import a web server's worth of libraries.
"""

# The dispatcher finds _load and _synthesize by their names.
# pyright: reportUnusedFunction=false

from __future__ import annotations

import importlib
import warnings
from collections.abc import Generator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from workers.child.report import progress
from workers.engines.support import inputs
from workers.engines.support.cache import LastUsed
from workers.engines.support.request_keys import language, seed, shown, speed, voice
from workers.engines.support.seeding import seed_everything

ENTRY, ENGINE = "f5", "F5-TTS"
SAMPLE_RATE = 24000
SPEED_RANGE = (0.5, 2.0)
#: The library cuts a clip at 12 s itself, and would leave the words as they are.
CLIP_S = (1.0, 12.0)
WEIGHTS, VOCODER = "SWivid/F5-TTS", "charactr/vocos-mel-24khz"
MODEL = "F5TTS_v1_Base"
#: Clip and words together fill 30 s of what the model was trained with; the library leaves
#: itself this much of it (utils_infer.infer_process).
_WINDOW_S = 22.0
#: The slowest speech is four times as fast. Fewer words would be stretched over minutes.
_LEAST_BYTES_A_SECOND = 2.0
#: In characters, as in the catalog: as the library cuts its own.
LONGEST_PIECE = 135
#: One second: what is made of a piece is there at once, and is handed on in handy parts.
_CHUNK = SAMPLE_RATE
#: The library's own number; and, for a processor's sake, half of it, which it is made for as well.
_STEPS, _STEPS_ON_CPU = 32, 16
#: -42 dB of full scale, below which the library takes a clip's edges for silence.
_SILENCE = 10 ** (-42 / 20)

Chunk = Mapping[str, Any]
Result = Mapping[str, Any]


class Example(NamedTuple):
    """A voice sample of the package.

    Attributes:
        file: Below its examples.
        text: Its transcript.
    """

    file: str
    text: str


#: By language: each voice speaks its own best.
EXAMPLES = {
    "en": Example("basic_ref_en.wav", "Some call me nature, others call me mother nature."),
    "zh": Example("basic_ref_zh.wav", "对，这就是我，万人敬仰的太乙真人。"),  # noqa: RUF001 - Chinese marks
}
VOICES = {f"example-{code}": example for code, example in EXAMPLES.items()}


class Reference(NamedTuple):
    """A voice sample in the model's form.

    Attributes:
        samples: A tensor, float32, shape (1, n), without silence at its edges.
        sample_rate: In Hz.
        text: Its transcript, with punctuation at the end.
        seconds: Its duration.
    """

    samples: Any
    sample_rate: int
    text: str
    seconds: float


class F5:
    """The loaded model and its vocoder."""

    def __init__(self) -> None:
        """Loads both.

        Raises:
            FileNotFoundError: The weights are not on this machine.
        """
        vocoder = inputs.weights_file(VOCODER, "pytorch_model.bin", ENTRY).parent
        vocabulary = inputs.weights_file(WEIGHTS, f"{MODEL}/vocab.txt", ENTRY)
        weights = inputs.weights_file(WEIGHTS, f"{MODEL}/model_1250000.safetensors", ENTRY)
        progress("Loading libraries")
        self.device = inputs.torch_device()
        self._steps = _STEPS_ON_CPU if self.device == "cpu" else _STEPS
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # ffmpeg is missing, which nothing here needs
            self._library: Any = importlib.import_module("f5_tts.infer.utils_infer")
            model: Any = importlib.import_module("f5_tts.model")
        self._torch: Any = importlib.import_module("torch")
        progress("Loading model", 0.4)
        self._vocoder = self._library.load_vocoder(
            "vocos", is_local=True, local_path=str(vocoder), device=self.device
        )
        self._model = self._library.load_model(
            model.DiT,
            _architecture(),
            str(weights),
            vocab_file=str(vocabulary),
            device=self.device,
        )
        self._kept = LastUsed()

    def reference(self, clip: inputs.Clip) -> Reference:
        """Prepares a voice sample.

        Raises:
            ValueError: It does not hold as much speech as its words say.
        """
        return self._kept.get(clip.key, lambda: self._prepare(clip))

    def speak(
        self, reference: Reference, text: str, speed: float, steps: int = 0
    ) -> Generator[Any, None, None]:
        """Yields the audio of one piece: float32 arrays, shape (n,).

        Args:
            reference: In whose voice.
            text: What to speak; split where it is too long for this voice.
            speed: 1 for the voice's own.
            steps: Of the solver; fewer are quicker and rougher; 0 for the usual number.
        """
        # What is left when memory ran out in the middle: another request's words.
        self._model.transformer.clear_cache()
        rate = len(reference.text.encode()) / reference.seconds  # in the library's own unit
        room = int(rate * (_WINDOW_S - reference.seconds) * speed)
        for samples, _ in self._library.infer_batch_process(
            (reference.samples, reference.sample_rate),
            reference.text,
            self._library.chunk_text(text, max_chars=room),
            self._model,
            self._vocoder,
            progress=None,
            nfe_step=steps or self._steps,
            speed=speed,
            device=self.device,
            streaming=True,
            chunk_size=_CHUNK,
        ):
            yield samples

    def _prepare(self, clip: inputs.Clip) -> Reference:
        spoken = _without_edges(clip.samples, clip.sample_rate)
        seconds = len(spoken) / clip.sample_rate
        if not clip.text:
            raise ValueError(f"{ENGINE} needs the transcript of {clip.path.name}: set clip_text")
        if seconds < CLIP_S[0] or len(clip.text.encode()) / seconds < _LEAST_BYTES_A_SECOND:
            raise ValueError(
                f"{clip.path.name} has {seconds:.1f} s of speech, which doesn't match the "
                f"transcript {shown(clip.text)}: set clip_text to the full transcript"
            )
        text = clip.text if clip.text.endswith((".", "。")) else clip.text + "."
        samples = self._torch.from_numpy(spoken)[None]
        return Reference(samples, clip.sample_rate, text, seconds)


def _load() -> F5:
    """Loads the model, and warms it up on a GPU, where the first call takes seconds."""
    f5 = F5()
    if f5.device != "cpu":  # which has nothing to warm up, and takes as long each time
        progress("Warming up", 0.9)
        _warm_up(f5)
    return f5


def _warm_up(f5: F5) -> None:
    for _ in f5.speak(f5.reference(_example("en")), "Ready to speak.", 1.0, steps=2):
        pass


def _synthesize(f5: F5, request: Mapping[str, Any]) -> Generator[Chunk, None, Result]:
    """Speaks ``text``, or its ``pieces``, in one voice.

    Args:
        f5: From :func:`_load`.
        request: ``text`` or ``pieces``; optional ``voice`` (a clip's path, and in ``clip_text``
            its words; or a name), ``speed`` (0.5 to 2.0), ``seed``, ``language``.

    Raises:
        ValueError: One of these is invalid.
    """
    pieces = inputs.spoken_pieces(request, LONGEST_PIECE)
    spoken = language(request, EXAMPLES, ENGINE)
    factor, chosen = speed(request, *SPEED_RANGE), seed(request)
    clip = inputs.clip(request, ENGINE, *CLIP_S)
    if clip is None:
        name = voice(request, VOICES, f"example-{spoken}", ENGINE)
        clip = _example(name.rpartition("-")[2])
    else:
        name = str(clip.path)
    reference = f5.reference(clip)
    seed_everything(chosen)
    for piece in pieces:
        for samples in f5.speak(reference, piece, factor):
            yield {"payload": samples, "sample_rate": SAMPLE_RATE, "dtype": "float32"}
    return {"engine": "f5", "device": f5.device, "voice": name, "sample_rate": SAMPLE_RATE}


def _example(code: str) -> inputs.Clip:
    example = EXAMPLES[code]
    path = _package() / "infer" / "examples" / "basic" / example.file
    clip = inputs.clip({"voice": str(path), "clip_text": example.text}, ENGINE, *CLIP_S)
    assert clip is not None
    return clip


def _architecture() -> dict[str, Any]:
    """Returns the model's dimensions, from the package."""
    yaml: Any = importlib.import_module("yaml")
    text = (_package() / "configs" / f"{MODEL}.yaml").read_text(encoding="utf-8")
    architecture: dict[str, Any] = yaml.safe_load(text)["model"]["arch"]
    return architecture


def _package() -> Path:
    """Returns the package's folder; a namespace package has no ``__file__``."""
    library: Any = importlib.import_module("f5_tts.model")
    return Path(library.__file__).parents[1]


def _without_edges(samples: Any, sample_rate: int) -> Any:
    """Removes silence before and after: the length shows how fast the voice speaks.

    Args:
        samples: float32, shape (n,).
        sample_rate: In Hz.

    Returns:
        The same, with 50 ms of silence at the end, as the library has it.
    """
    numpy: Any = importlib.import_module("numpy")
    frame = sample_rate // 100
    frames = samples[: len(samples) // frame * frame].reshape(-1, frame)
    level = numpy.sqrt(numpy.square(frames).mean(axis=1))
    # A quiet recording is not silence.
    loud = numpy.flatnonzero(level > min(_SILENCE, level.max() / 10))
    spoken = samples[loud[0] * frame : (loud[-1] + 1) * frame]
    return numpy.concatenate([spoken, numpy.zeros(sample_rate // 20, numpy.float32)])
