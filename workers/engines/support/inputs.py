"""What a worker is given by its parent and by a request: weights, sources, a device, a clip.

Standard library only; soundfile and torch are imported where they are used, and come with the
engines that use them.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple, cast

from workers.child.report import say
from workers.engines.support.cutting import cut
from workers.engines.support.request import EngineCannot, shown
from workers.engines.support.request import pieces as request_pieces

#: A JSON object: repository -> folder that holds its files.
WEIGHTS_VARIABLE = "ENGINEROOM_WEIGHTS"
#: Folder of the engine's code that is in no package.
SOURCES_VARIABLE = "ENGINEROOM_SOURCES"
#: Where the parent has made room; see :mod:`workers.memory.placement`.
DEVICE_VARIABLE = "ENGINEROOM_DEVICE"

#: What tells the name of a sound file from a voice's name, where no folder does.
_SOUND_SUFFIXES = frozenset(
    (".wav", ".flac", ".ogg", ".oga", ".opus", ".mp3", ".aif", ".aiff", ".m4a")
)
#: -80 dB of full scale: nothing that is louder anywhere is called silent.
_SILENCE = 1e-4


class Clip(NamedTuple):
    """Somebody's voice, as a request gives it.

    Attributes:
        path: The file.
        samples: float32, mono, shape (n,), full scale is 1.
        sample_rate: In Hz, as the file has it.
        text: The words that are said in it; empty where the request does not tell.
    """

    path: Path
    samples: Any
    sample_rate: int
    text: str

    @property
    def seconds(self) -> float:
        """How long it is."""
        return len(self.samples) / self.sample_rate

    @property
    def key(self) -> str:
        """Alike for the same sound with the same words, whatever its file is called."""
        told = hashlib.sha256(f"{self.sample_rate} {self.text}\n".encode())
        told.update(self.samples)
        return told.hexdigest()


def weights_folder(repository: str, engine: str) -> Path:
    """The folder that holds a repository's files.

    Args:
        repository: ``owner/name``, as in the engine's catalog entry.
        engine: The entry's id, for the error.

    Raises:
        FileNotFoundError: They are not on this machine.
    """
    told = _folders().get(repository)
    if told is None or not Path(told).is_dir():
        raise FileNotFoundError(
            f"the weights {repository} of {engine} are not installed: {_how_to_install(engine)}"
        )
    return Path(told)


def weights_folders(engine: str) -> list[Path]:
    """The folders of all weights that the engine's catalog entry names, in its order.

    For adapters that take whatever the entry names, so that a user's own entry can name
    others of the same kind.

    Args:
        engine: The entry's id, for the error.

    Raises:
        FileNotFoundError: It names none, or one of them is not on this machine.
    """
    found = [weights_folder(repository, engine) for repository in _folders()]
    if not found:
        raise FileNotFoundError(f"{engine} has no weights: {_how_to_install(engine)}")
    return found


def weights_file(repository: str, name: str, engine: str) -> Path:
    """One file of a repository.

    Args:
        repository: ``owner/name``.
        name: The file's path in it.
        engine: The catalog entry's id, for the error.

    Raises:
        FileNotFoundError: It is not on this machine.
    """
    path = weights_folder(repository, engine) / name
    if not path.is_file():
        raise FileNotFoundError(
            f"the weights {repository} of {engine} are not complete ({name} is missing): "
            f"{_how_to_install(engine)}"
        )
    return path


def sources_folder(engine: str) -> Path:
    """The folder of the engine's code that is in no package.

    Args:
        engine: The catalog entry's id, for the error.

    Raises:
        FileNotFoundError: It is not on this machine.
    """
    told = os.environ.get(SOURCES_VARIABLE)
    if not told or not Path(told).is_dir():
        raise FileNotFoundError(f"the code of {engine} is not installed: {_how_to_install(engine)}")
    return Path(told)


def torch_device() -> str:
    """``cuda`` (AMD's GPUs included), ``mps`` or ``cpu``, as torch names them.

    Where the parent has decided, that counts. A GPU that this torch cannot use is not insisted
    on: the answers tell the parent which device it has become.
    """
    torch: Any = importlib.import_module("torch")
    can = {"cuda": torch.cuda.is_available, "mps": torch.backends.mps.is_available}
    wanted = os.environ.get(DEVICE_VARIABLE, "").partition(":")[0].replace("rocm", "cuda")
    if wanted == "cpu":
        return "cpu"
    if wanted in can and not can[wanted]():
        say(f"PyTorch {torch.__version__} can't use the assigned device {wanted}")
        return "cpu"
    return wanted if wanted in can else next((name for name in can if can[name]()), "cpu")


def spoken_pieces(request: Mapping[str, Any], longest: int = 0) -> list[str]:
    """The pieces of the text that hold words or figures; a smiley has nothing to say.

    Args:
        request: ``text``, and perhaps ``pieces``.
        longest: A text that comes without pieces is cut into such of so many characters; 0
            where the engine cuts by itself.

    Raises:
        ValueError: There are none, or the text is no text.
    """
    pieces = request_pieces(request)
    if longest and not request.get("pieces"):
        pieces = cut(pieces[0], longest)
    spoken = [piece for piece in pieces if any(map(str.isalnum, piece))]
    if not spoken:
        raise ValueError(f"nothing to speak in {shown(' '.join(pieces))}: no words")
    return spoken


def is_clip(voice: object) -> bool:
    """True for a request's ``voice`` that is the path of a sound file, and not a name."""
    if not isinstance(voice, (str, os.PathLike)):
        return False
    text = os.fspath(cast("str", voice))
    return "/" in text or "\\" in text or Path(text).suffix.lower() in _SOUND_SUFFIXES


def clip(request: Mapping[str, Any], engine: str, min_s: float, max_s: float) -> Clip | None:
    """Read the clip whose voice the request wants.

    Args:
        request: ``voice``, and with a clip ``clip_text``, which may be missing.
        engine: Its name, for errors.
        min_s: Shortest clip that it makes something of, in seconds.
        max_s: Longest one; 0 for any.

    Returns:
        None when the request names a voice or none.

    Raises:
        ValueError: The file is not there, is no sound, is silent, too short or too long.
    """
    voice = request.get("voice")
    if not is_clip(voice):
        return None
    path = Path(cast("str", voice))
    if not path.is_file():
        raise ValueError(f"{engine} can't clone {path}: file not found")
    text = request.get("clip_text")
    if text is not None and not isinstance(text, str):
        raise ValueError(f"clip_text must be the transcript of the clip, not {text!r}")
    soundfile: Any = importlib.import_module("soundfile")
    try:
        seconds = float(soundfile.info(str(path)).duration)
        _check_length(seconds, path, engine, (min_s, max_s))
        samples, sample_rate = soundfile.read(str(path), dtype="float32", always_2d=True)
    except soundfile.SoundFileError as error:
        raise ValueError(
            f"{engine} can't read {path}: {error}. Save it as WAV, FLAC, MP3, or Ogg"
        ) from error
    samples = samples.mean(axis=1)
    loudest = float(abs(samples).max(initial=0.0))
    if not _SILENCE <= loudest < float("inf"):  # NaN is neither
        raise ValueError(f"{engine} can't clone {path}: no audio in the file")
    return Clip(path, samples, int(sample_rate), (text or "").strip())


def _check_length(seconds: float, path: Path, engine: str, bounds: tuple[float, float]) -> None:
    min_s, max_s = bounds
    if min_s <= seconds and (not max_s or seconds <= max_s):
        return
    wanted = f"from {min_s:g} to {max_s:g} s" if max_s else f"of {min_s:g} s or more"
    todo = "record a longer one" if seconds < min_s else "trim it to the clearest part"
    raise EngineCannot(
        f"{engine} needs a voice sample {wanted}; {path.name} is {seconds:.1f} s long: {todo}"
    )


def _folders() -> dict[str, str]:
    try:
        told = json.loads(os.environ.get(WEIGHTS_VARIABLE, "{}"))
    except ValueError:
        return {}
    return cast("dict[str, str]", told) if isinstance(told, dict) else {}


def _how_to_install(engine: str) -> str:
    return f"install it on the Engines page, or with `engineroom engines install {engine}`"
