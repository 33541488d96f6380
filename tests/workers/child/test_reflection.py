from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from workers.child import entries
from workers.child.reflection import (
    CatalogUnusable,
    build_callbacks,
    read_catalog_entry,
    validate_reflection,
)

#: Half a second of a tone at 24 kHz, float32.
TONE = (0.5 * np.sin(np.arange(12000) * 0.1)).astype(np.float32)

Handler = Callable[..., dict[str, Any]]


def _wav() -> bytes:
    buffer = io.BytesIO()
    soundfile.write(buffer, TONE, 16000, format="WAV")
    return buffer.getvalue()


class Engine:
    """Gives back whatever a test puts into ``result``, and remembers how it was called."""

    def __init__(self, result: object = None, *, device: str = "none") -> None:
        self.result = result
        self.device = device
        self.called_with: dict[str, Any] = {}

    def say(self, **arguments: Any) -> object:
        self.called_with = arguments
        return self.result


def _entry(output_format: str = "numpy_24k", **fields: Any) -> dict[str, Any]:
    return {
        "id": "toy",
        "import_path": "toy.engine:Engine",
        "synth_method": "say",
        "output_format": output_format,
        **fields,
    }


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HEVOLVE_MODEL_DIR", str(tmp_path / "models"))
    return tmp_path / "models"


def _synthesize(output_format: str, result: object, **request: Any) -> dict[str, Any]:
    _, handle = build_callbacks(_entry(output_format))
    return handle(Engine(result), {"text": "Hello.", **request})


def _results(folder: Path) -> dict[str, object]:
    file = folder / "engine.wav"
    file.write_bytes(_wav())
    return {
        "wav_bytes": _wav(),
        "bytesio": io.BytesIO(_wav()),
        "file_path": file,
        "numpy_24k": TONE,
    }


@pytest.mark.parametrize("output_format", entries.OUTPUT_FORMATS)
def test_each_format_ends_in_the_file_that_was_asked_for(
    tmp_path: Path, output_format: str
) -> None:
    expected = tmp_path / "new folder" / "speech.wav"
    result = _results(tmp_path)[output_format]
    answer = _synthesize(output_format, result, output_path=str(expected))
    rate = 24000 if output_format == "numpy_24k" else 16000
    assert answer == {
        "path": str(expected),
        "duration": 12000 / rate,
        "sample_rate": rate,
        "engine": "reflection:toy",
    }
    samples, written_rate = soundfile.read(expected, dtype="float32")
    assert written_rate == rate
    assert np.abs(samples - TONE).max() < 1e-4
    assert list(expected.parent.iterdir()) == [expected]


def test_without_a_path_each_answer_has_a_file_of_its_own(models: Path) -> None:
    paths = {_synthesize("numpy_24k", TONE)["path"] for _ in range(50)}
    assert len(paths) == 50
    assert {Path(path).parent for path in paths} == {models / "toy"}


def test_without_a_path_the_engines_own_file_is_the_answer(tmp_path: Path, models: Path) -> None:
    path = _results(tmp_path)["file_path"]
    assert _synthesize("file_path", path)["path"] == str(path)
    assert _synthesize("file_path", str(path))["path"] == str(path)
    assert not models.exists()


def test_engine_that_wrote_to_the_output_path(tmp_path: Path) -> None:
    path = tmp_path / "engine.wav"
    path.write_bytes(_wav())
    answer = _synthesize("file_path", str(path), output_path=str(path))
    assert answer["path"] == str(path)
    assert answer["duration"] == 0.75


@pytest.mark.parametrize(
    ("output_format", "wrong", "name"),
    [
        ("wav_bytes", TONE, "numpy.ndarray"),
        ("wav_bytes", io.BytesIO(), "_io.BytesIO"),
        ("bytesio", b"RIFF", "bytes"),
        ("file_path", 3, "int"),
        ("numpy_24k", [0.0, 0.1], "list"),
        ("numpy_24k", None, "NoneType"),
        ("numpy_24k", np.zeros(10, np.int32), "array of int32"),
    ],
)
def test_another_format_is_a_type_error_that_names_both(
    output_format: str, wrong: object, name: str
) -> None:
    with pytest.raises(TypeError) as caught:
        _synthesize(output_format, wrong)
    assert f"Engine.say of 'toy' returned {name}" in str(caught.value).replace("an array", "array")
    assert repr(output_format) in str(caught.value)


@pytest.mark.parametrize(
    ("output_format", "wrong", "message"),
    [
        ("wav_bytes", b"ID3 this is no sound", "20 bytes that aren't an audio file"),
        ("numpy_24k", np.zeros(0, np.float32), "returned no audio"),
        ("numpy_24k", np.zeros((2, 100), np.float32), r"shape \(2, 100\); expected mono"),
    ],
)
def test_unplayable_audio_is_an_error_and_leaves_no_file(
    models: Path, output_format: str, wrong: object, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        _synthesize(output_format, wrong)
    assert not models.exists() or list((models / "toy").iterdir()) == []


def test_file_that_the_engine_did_not_write(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="that file doesn't exist"):
        _synthesize("file_path", str(tmp_path / "nowhere.wav"))


@pytest.mark.parametrize(
    "samples", [TONE[np.newaxis], TONE[:, np.newaxis], TONE.astype(np.float64)]
)
def test_arrays_that_are_mono_all_the_same(models: Path, samples: object) -> None:
    answer = _synthesize("numpy_24k", samples)
    assert answer["duration"] == 0.5


def test_loud_and_broken_samples_do_not_wrap(models: Path) -> None:
    answer = _synthesize("numpy_24k", np.array([3.0, -3.0, np.nan, np.inf] * 100, np.float32))
    samples, _ = soundfile.read(answer["path"], dtype="float32")
    assert samples[:4] == pytest.approx([1.0, -1.0, 0.0, 1.0], abs=1e-4)


def test_int16_is_taken_as_it_is(models: Path) -> None:
    answer = _synthesize("numpy_24k", np.arange(-100, 100, dtype=np.int16))
    samples, _ = soundfile.read(answer["path"], dtype="int16")
    assert samples.tolist() == list(range(-100, 100))


@pytest.mark.parametrize("text", [None, "", " \n", 7])
def test_blank_text_does_not_reach_the_engine(text: object) -> None:
    engine = Engine(TONE)
    _, handle = build_callbacks(_entry())
    assert handle(engine, {"text": text}) == {"error": "text is required"}
    assert handle(engine, {}) == {"error": "text is required"}
    assert engine.called_with == {}


def test_map_names_the_arguments_and_nothing_else_gets_through(models: Path) -> None:
    engine = Engine(TONE)
    request = {"text": "Hi.", "voice": "ann", "speed": 2, "seed": None, "language": "en"}
    params = {"voice": "speaker", "speed": "rate", "seed": "seed", "pitch": "pitch"}
    _, handle = build_callbacks(_entry(params_map=params))
    handle(engine, request)
    assert engine.called_with == {"text": "Hi.", "speaker": "ann", "rate": 2}
    _, handle = build_callbacks(_entry(params_map={"text": "prompt"}))
    handle(engine, request)
    assert engine.called_with == {"prompt": "Hi."}


def test_class_is_imported_and_made_in_load(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "toy_package"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "engine.py").write_text(
        "class Outer:\n"
        "    class Engine:\n"
        "        def __init__(self, device, depth=1): self.made = (device, depth)\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    entry = _entry(
        import_path="toy_package.engine:Outer.Engine", init_args={"device": "cpu", "depth": 3}
    )
    load, _ = build_callbacks(entry)
    assert "toy_package" not in sys.modules
    try:
        assert load().made == ("cpu", 3)
    finally:
        for name in ("toy_package.engine", "toy_package"):
            sys.modules.pop(name, None)


def test_unknown_format_is_a_value_error() -> None:
    with pytest.raises(ValueError, match=r"unknown output_format 'mp3'; it must be one of wav_b"):
        build_callbacks(_entry("mp3"))


@pytest.mark.parametrize(
    ("field", "value", "complaint"),
    [
        ("import_path", "toy.engine.Engine", "must have the form 'package.module:Class'"),
        ("import_path", "toy:", "must have the form"),
        ("import_path", "../toy:Engine", "must have the form"),
        ("import_path", None, "must have the form"),
        ("synth_method", "say it", "must be a method name"),
        ("init_args", ["cpu"], "must map argument names"),
        ("init_args", {"a b": 1}, "must map argument names"),
        ("params_map", {"voice": 1}, "must map request keys"),
        ("params_map", {"prompt": "text"}, "sets the text argument 'text' a second time"),
        ("output_format", "ogg", "must be one of wav_bytes, bytesio, file_path, numpy_24k"),
        ("output_format", ["wav_bytes"], "must be one of"),
    ],
)
def test_field_that_is_wrong_is_named(field: str, value: object, complaint: str) -> None:
    problems = validate_reflection({**_entry(), field: value})
    assert len(problems) == 1
    assert problems[0].startswith(f"{field}: {complaint}")


def test_fields_that_are_missing_are_all_named() -> None:
    assert validate_reflection({"init_args": {}}) == [
        "import_path: is missing",
        "synth_method: is missing",
        "output_format: is missing",
    ]
    assert validate_reflection(_entry()) == []


@pytest.fixture
def catalog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], Path]:
    def write(name: str, content: str) -> Path:
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        monkeypatch.setenv("ENGINEROOM_CATALOG", str(path))
        return path

    return write


def test_entry_is_read_from_either_kind_of_file(catalog: Callable[[str, str], Path]) -> None:
    entry = _entry()
    catalog("c.json", json.dumps({"engines": {"toy": entry}}))
    assert read_catalog_entry("toy") == entry
    lines = "\n".join(f"{key} = {json.dumps(value)}" for key, value in entry.items())
    catalog("c.toml", f"[engines.toy]\n{lines}\n")
    assert read_catalog_entry("toy") == entry


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"engines": {"toyy": {}}}', "has no entry 'toy'; did you mean 'toyy'?"),
        ('{"engines": {"toy": {"synth_method": 1}}}', "entry 'toy': import_path: is missing; "),
        ("{", "couldn't read catalog "),
        ("[]", "has no 'engines' table"),
    ],
)
def test_invalid_catalog_is_an_error_in_one_line(
    catalog: Callable[[str, str], Path], content: str, message: str
) -> None:
    path = catalog("c.json", content)
    with pytest.raises(CatalogUnusable) as caught:
        read_catalog_entry("toy")
    assert message in str(caught.value)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_missing_catalog_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ENGINEROOM_CATALOG", str(tmp_path / "gone.json"))
    with pytest.raises(CatalogUnusable, match=r"couldn't read catalog .*gone\.json"):
        read_catalog_entry("toy")


def test_worker_starts_without_installed_packages(catalog: Callable[[str, str], Path]) -> None:
    """Isolated, without site-packages: the standard library is all there is."""
    path = catalog("c.json", json.dumps({"engines": {"toy": _entry()}}))
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from workers.child import reflection\n"
        "reflection.build_callbacks(reflection.read_catalog_entry('toy'))"
    )
    root = Path(entries.__file__).parents[2]
    environment = {**os.environ, "ENGINEROOM_CATALOG": str(path)}
    command = [sys.executable, "-I", "-S", "-c", code, str(root)]
    subprocess.run(command, env=environment, check=True)
