"""Inputs of an engine: weights, sources and device from the parent, a voice sample from a request.

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

from workers.child.report import log
from workers.engines.support.cutting import cut
from workers.engines.support.request_keys import EngineCannot, shown
from workers.engines.support.request_keys import pieces as request_pieces

#: A JSON object: repository -> folder that holds its files.
WEIGHTS_VARIABLE = "ENGINEROOM_WEIGHTS"
#: Folder of the engine's code that is in no package.
SOURCES_VARIABLE = "ENGINEROOM_SOURCES"
#: The device that the parent has reserved memory on; see :mod:`workers.memory.placement`.
DEVICE_VARIABLE = "ENGINEROOM_DEVICE"

#: Suffixes that distinguish an audio file from a voice's name, where it has no folder.
_SOUND_SUFFIXES = frozenset(
    (".wav", ".flac", ".ogg", ".oga", ".opus", ".mp3", ".aif", ".aiff", ".m4a")
)
#: -80 dB of full scale: below that a recording is silent.
_SILENCE = 1e-4


class Clip(NamedTuple):
    """A voice sample of a request.

    Attributes:
        path: The file.
        samples: float32, mono, shape (n,), full scale is 1.
        sample_rate: In Hz, of the file.
        text: The transcript; empty where the request has none.
    """

    path: Path
    samples: Any
    sample_rate: int
    text: str

    @property
    def seconds(self) -> float:
        """Its duration."""
        return len(self.samples) / self.sample_rate

    @property
    def key(self) -> str:
        """Equal for the same audio with the same transcript, whatever the file's name."""
        digest = hashlib.sha256(f"{self.sample_rate} {self.text}\n".encode())
        digest.update(self.samples)
        return digest.hexdigest()


def weights_folder(repository: str, engine: str) -> Path:
    """Returns the folder of a repository's files.

    Args:
        repository: ``owner/name``, as in the engine's catalog entry.
        engine: The entry's id, for the error.

    Raises:
        FileNotFoundError: They aren't installed.
    """
    folder = _folders().get(repository)
    if folder is None or not Path(folder).is_dir():
        raise FileNotFoundError(
            f"the weights {repository} of {engine} are not installed: {_how_to_install(engine)}"
        )
    return Path(folder)


def weights_folders(engine: str) -> list[Path]:
    """Returns the folders of all weights that the engine's catalog entry names, in its order.

    For adapters that use all weights of the entry, so that a user's own entry can name others of
    the same kind.

    Args:
        engine: The entry's id, for the error.

    Raises:
        FileNotFoundError: It names none, or one of them isn't installed.
    """
    found = [weights_folder(repository, engine) for repository in _folders()]
    if not found:
        raise FileNotFoundError(f"{engine} has no weights: {_how_to_install(engine)}")
    return found


def weights_file(repository: str, name: str, engine: str) -> Path:
    """Returns one file of a repository.

    Args:
        repository: ``owner/name``.
        name: The file's path in it.
        engine: The catalog entry's id, for the error.

    Raises:
        FileNotFoundError: It isn't installed.
    """
    path = weights_folder(repository, engine) / name
    if not path.is_file():
        raise FileNotFoundError(
            f"the weights {repository} of {engine} are not complete ({name} is missing): "
            f"{_how_to_install(engine)}"
        )
    return path


def sources_folder(engine: str) -> Path:
    """Returns the folder of the engine's code that is in no package.

    Args:
        engine: The catalog entry's id, for the error.

    Raises:
        FileNotFoundError: It isn't installed.
    """
    folder = os.environ.get(SOURCES_VARIABLE)
    if not folder or not Path(folder).is_dir():
        raise FileNotFoundError(f"the code of {engine} is not installed: {_how_to_install(engine)}")
    return Path(folder)


def torch_device() -> str:
    """Returns ``cuda`` (AMD's GPUs included), ``mps`` or ``cpu``, as torch names them.

    The parent's choice counts, unless this torch can't use that GPU: the answers tell the parent
    which device is used.
    """
    torch: Any = importlib.import_module("torch")
    can = {"cuda": torch.cuda.is_available, "mps": torch.backends.mps.is_available}
    assigned = os.environ.get(DEVICE_VARIABLE, "").partition(":")[0].replace("rocm", "cuda")
    if assigned == "cpu":
        return "cpu"
    if assigned in can and not can[assigned]():
        log(f"PyTorch {torch.__version__} can't use the assigned device {assigned}")
        return "cpu"
    return assigned if assigned in can else next((name for name in can if can[name]()), "cpu")


def spoken_pieces(request: Mapping[str, Any], longest: int = 0) -> list[str]:
    """Returns the pieces of the text that contain letters or digits.

    Args:
        request: ``text``, and perhaps ``pieces``.
        longest: Characters of a piece, to split a text that comes without pieces; 0 where the
            engine splits by itself.

    Raises:
        ValueError: There are none, or the text is not a string.
    """
    pieces = request_pieces(request)
    if longest and not request.get("pieces"):
        pieces = cut(pieces[0], longest)
    spoken = [piece for piece in pieces if any(map(str.isalnum, piece))]
    if not spoken:
        raise ValueError(f"nothing to speak in {shown(' '.join(pieces))}: no words")
    return spoken


def is_clip(voice: object) -> bool:
    """Returns whether a request's ``voice`` is the path of an audio file, and not a name."""
    if not isinstance(voice, (str, os.PathLike)):
        return False
    text = os.fspath(cast("str", voice))
    return "/" in text or "\\" in text or Path(text).suffix.lower() in _SOUND_SUFFIXES


def clip(request: Mapping[str, Any], engine: str, min_s: float, max_s: float) -> Clip | None:
    """Reads the voice sample of a request.

    Args:
        request: ``voice``, and perhaps ``clip_text``, its transcript.
        engine: The engine's name, for errors.
        min_s: Shortest sample that the engine accepts, in seconds.
        max_s: Longest one; 0 for any.

    Returns:
        None when the request has no voice sample.

    Raises:
        ValueError: The file is missing, not audio, silent, too short or too long.
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
    accepted = f"from {min_s:g} to {max_s:g} s" if max_s else f"of {min_s:g} s or more"
    todo = "record a longer one" if seconds < min_s else "trim it to the clearest part"
    raise EngineCannot(
        f"{engine} needs a voice sample {accepted}; {path.name} is {seconds:.1f} s long: {todo}"
    )


def _folders() -> dict[str, str]:
    try:
        folders = json.loads(os.environ.get(WEIGHTS_VARIABLE, "{}"))
    except ValueError:
        return {}
    return cast("dict[str, str]", folders) if isinstance(folders, dict) else {}


def _how_to_install(engine: str) -> str:
    return f"install it on the Engines page, or with `engineroom engines install {engine}`"
