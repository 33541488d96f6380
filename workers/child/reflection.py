"""Runs an engine without an adapter, as its catalog entry describes it.

For ``python -m workers.child --catalog-id <id>``. Five fields of the entry are used::

    import_path   = "pkg.module:Class"          what to call to get a model
    init_args     = { device = "cpu" }          with which arguments (optional)
    synth_method  = "say"                       what to call on the model
    params_map    = { voice = "speaker" }       request key -> argument (optional)
    output_format = "numpy_24k"                 what it returns, see OUTPUT_FORMATS

``text`` is passed as ``text`` unless the map renames it. Request keys that are not in the map, or
null, are ignored. The answer is a file:
``{path, duration, sample_rate, engine: 'reflection:<id>'}``.

Standard library only, Python 3.9 and up; the engine's environment has to contain soundfile.
"""

from __future__ import annotations

import importlib
import io
import os
import shutil
import time
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Callable

from workers.child.audio import temporary_beside
from workers.child.entries import (
    OUTPUT_FORMATS,
    CatalogUnusable,
    read_catalog_entry,
    validate_reflection,
)

__all__ = ["CatalogUnusable", "build_callbacks", "read_catalog_entry", "validate_reflection"]

_RATE_24K = 24000

Entry = Mapping[str, Any]
Load = Callable[[], Any]
Handle = Callable[[Any, Mapping[str, Any]], "dict[str, Any]"]


def build_callbacks(entry: Entry) -> tuple[Load, Handle]:
    """Returns the callbacks for ``run_worker``, ``load()`` and ``handle(model, request)``.

    Args:
        entry: Includes ``id``, as returned by :func:`read_catalog_entry`.

    Raises:
        ValueError: ``output_format`` is none of ``OUTPUT_FORMATS``.
        CatalogUnusable: Another of the five fields is not valid.
    """
    output_format = entry.get("output_format")
    if output_format is not None and output_format not in OUTPUT_FORMATS:
        raise ValueError(
            f"entry {entry.get('id')!r}: unknown output_format {output_format!r}; "
            f"it must be one of {', '.join(OUTPUT_FORMATS)}"
        )
    problems = validate_reflection(entry)
    if problems:
        raise CatalogUnusable(f"entry {entry.get('id')!r}: {'; '.join(problems)}")
    arguments_by_key: dict[str, str] = {"text": "text", **entry.get("params_map", {})}

    def load() -> Any:
        # Fail at the start, not at the first request, in an environment without it.
        _soundfile()
        module_name, _, attributes = entry["import_path"].partition(":")
        make: Any = importlib.import_module(module_name)
        for attribute in attributes.split("."):
            make = getattr(make, attribute)
        return make(**entry.get("init_args", {}))

    def handle(model: Any, request: Mapping[str, Any]) -> dict[str, Any]:
        text = request.get("text")
        if not isinstance(text, str) or not text.strip():
            return {"error": "text is required"}
        arguments = {
            argument: request[key]
            for key, argument in arguments_by_key.items()
            if request.get(key) is not None
        }
        output = getattr(model, entry["synth_method"])(**arguments)
        output_path = request.get("output_path")
        target = Path(output_path).absolute() if output_path else None
        path, sound = _stored(entry, output, target)
        return {
            "path": str(path),
            "duration": sound.frames / sound.samplerate,
            "sample_rate": int(sound.samplerate),
            "engine": f"reflection:{entry['id']}",
        }

    return load, handle


def _stored(entry: Entry, output: Any, target: Path | None) -> tuple[Path, Any]:
    """Stores what the engine returned in a file.

    Returns:
        The file's path and soundfile's description of it.
    """
    output_format = entry["output_format"]
    if output_format == "file_path":
        made = _made_file(entry, output)
        if target is None or (target.exists() and target.samefile(made)):
            return made, _measured(entry, made)
        return _write(entry, target, lambda temporary: shutil.copyfile(made, temporary))
    if output_format == "numpy_24k":
        samples = _mono(entry, output)
        return _write(
            entry,
            target,
            lambda temporary: _soundfile().write(
                str(temporary), samples, _RATE_24K, subtype="PCM_16", format="WAV"
            ),
        )
    if output_format == "bytesio":
        if not isinstance(output, io.BytesIO):
            raise _wrong_output(entry, output)
        data = output.getvalue()
    else:
        if not isinstance(output, (bytes, bytearray, memoryview)):
            raise _wrong_output(entry, output)
        data = bytes(output)  # pyright: ignore[reportUnknownArgumentType] - a memoryview of anything
    return _write(entry, target, lambda temporary: temporary.write_bytes(data))


def _made_file(entry: Entry, output: object) -> Path:
    if not isinstance(output, (str, os.PathLike)):
        raise _wrong_output(entry, output)
    made = Path(os.fsdecode(output)).absolute()  # pyright: ignore[reportUnknownArgumentType] - a PathLike of what does not matter
    if not made.is_file():
        raise FileNotFoundError(f"{_described(entry)} returned {made}, but that file doesn't exist")
    return made


def _mono(entry: Entry, output: Any) -> Any:
    numpy: Any = importlib.import_module("numpy")
    if not isinstance(output, numpy.ndarray):
        raise _wrong_output(entry, output)
    if output.size != max(output.shape, default=0):
        raise ValueError(
            f"{_described(entry)} returned an array of shape {output.shape}; expected mono "
            "audio, (n,) or (1, n)"
        )
    samples = output.reshape(-1)
    if samples.dtype == numpy.int16:
        return samples
    if samples.dtype.kind != "f":
        raise TypeError(
            f"{_described(entry)} returned an array of {samples.dtype}, but output_format is "
            f"'numpy_24k': {OUTPUT_FORMATS['numpy_24k']}"
        )
    return numpy.clip(numpy.nan_to_num(samples.astype(numpy.float32)), -1.0, 1.0)


def _write(entry: Entry, target: Path | None, write: Callable[[Path], object]) -> tuple[Path, Any]:
    """Writes under a temporary name, checks and renames, so that no half file appears."""
    path = target or _own_path(str(entry["id"]))
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = temporary_beside(path)
    try:
        write(temporary)
        sound = _measured(entry, temporary)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    return path, sound


def _own_path(entry_id: str) -> Path:
    models = os.environ.get("HEVOLVE_MODEL_DIR")
    folder = Path(models) if models else Path.home() / ".hevolve" / "models"
    # The time is for people; two requests of one millisecond must not share a file.
    name = f"{entry_id}_{time.time_ns() // 1_000_000}_{uuid.uuid4().hex[:8]}.wav"
    return (folder / entry_id / name).absolute()


def _measured(entry: Entry, path: Path) -> Any:
    soundfile = _soundfile()
    try:
        sound: Any = soundfile.info(str(path))
    except soundfile.LibsndfileError as error:
        raise ValueError(
            f"{_described(entry)} returned {path.stat().st_size} bytes that aren't an audio file"
        ) from error
    if not sound.frames:
        raise ValueError(f"{_described(entry)} returned no audio")
    return sound


def _wrong_output(entry: Entry, output: object) -> TypeError:
    kind = type(output)
    name = kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}"
    output_format = entry["output_format"]
    return TypeError(
        f"{_described(entry)} returned {name}, but output_format is {output_format!r}: "
        f"{OUTPUT_FORMATS[output_format]}"
    )


def _described(entry: Entry) -> str:
    return f"{entry['import_path'].partition(':')[2]}.{entry['synth_method']} of {entry['id']!r}"


def _soundfile() -> Any:
    return importlib.import_module("soundfile")
