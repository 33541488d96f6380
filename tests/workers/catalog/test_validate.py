from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from workers.catalog.entry import CatalogEntry, Source
from workers.catalog.validate import validate_entry

_ADAPTER: dict[str, Any] = {"name": "Toy", "kind": "tts", "adapter": "toy.adapter"}
_REFLECTION: dict[str, Any] = {
    "name": "Toy",
    "kind": "tts",
    "import_path": "toy.engine:Engine",
    "synth_method": "say",
    "output_format": "wav_bytes",
}
_ALL: dict[str, Any] = {
    **_ADAPTER,
    "engine": "Toy engine",
    "environment": "core",
    "variant": "turbo",
    "requirements": [
        "toy[fast]==1.0",
        "other>=2,<3; python_version < '3.12'",
        "x @ https://x.test",
    ],
    "languages": ["en", "pt-BR", "zh-Hans"],
    "voices": ["ann", "bob"],
    "default_voice": "ann",
    "sample_rate": 44100,
    "streaming": True,
    "supports_speed": True,
    "supports_seed": False,
    "supports_cloning": True,
    "vram_budget": "tts_toy",
    "min_vram_gb": 2.5,
    "model_size_gb": 1,
    "precision": "float16",
    "cpu_mode": True,
    "device": "cuda:1",
    "idle_timeout_s": 0,
    "startup_timeout_s": 300.0,
    "request_timeout_s": 60,
    "license": "",
    "weights_license": "CC-BY-NC-4.0",
    "overrides": ["numpy<2", "never; sys_platform == 'none'"],
    "python": ">=3.10,<3.13",
    "sources": [{"repository": "owner/code", "commit": "0123456789" * 4, "path": "third_party"}],
    "weights": [
        {
            "repository": "owner/model.v1",
            "license": "CC-BY-NC-4.0",
            "revision": "main",
            "files": ["model/*.safetensors", "config.json"],
            "size_bytes": 1_350_000_000,
            "gated": True,
        },
        {"repository": "owner/vocoder", "license": "MIT"},
    ],
    "default_voices": {"en": "bob"},
    "clip_text": "required",
    "clip_min_s": 3,
    "clip_max_s": 30.0,
    "max_characters": 400,
    "backends": ["cpu", "cuda", "mps"],
    "preference": 50,
    "ram_gb": 2.5,
}


@pytest.mark.parametrize("fields", [_ADAPTER, _REFLECTION, _ALL])
def test_valid_entries_have_no_problems(fields: dict[str, Any]) -> None:
    assert validate_entry("toy", fields) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "two\nlines"),
        ("kind", "TTS"),
        ("engine", 1),
        ("environment", "../core"),
        ("variant", "tur bo"),
        ("requirements", "toy==1.0"),
        ("requirements", [1]),
        ("requirements", ["-e ."]),
        ("requirements", ["toy", "toy"]),
        ("adapter", "toy/adapter.py"),
        ("languages", ["English"]),
        ("voices", ["ann", "ann"]),
        ("voices", [""]),
        ("default_voice", "cid"),
        ("sample_rate", 24000.0),
        ("sample_rate", 44),
        ("sample_rate", True),
        ("streaming", "yes"),
        ("supports_speed", 1),
        ("supports_seed", "no"),
        ("supports_cloning", "yes"),
        ("vram_budget", ""),
        ("min_vram_gb", -1),
        ("precision", "half precision"),
        ("precision", ""),
        ("cpu_mode", 1),
        ("device", "GPU 1"),
        ("device", 1),
        ("device", "cuda"),
        ("idle_timeout_s", float("nan")),
        ("idle_timeout_s", float("inf")),
        ("startup_timeout_s", 0),
        ("request_timeout_s", "60"),
        ("license", None),
        ("colour", "red"),
        ("overrides", ["-r file"]),
        ("python", "3.10"),
        ("python", 3),
        ("sources", [{"repository": "owner/code", "commit": "main"}]),
        ("sources", [{"commit": "0123456789" * 4}]),
        ("sources", ["owner/code"]),
        ("weights", {}),
        ("weights", [{"repository": "owner/model"}]),
        ("weights", [{"repository": "model", "license": "MIT"}]),
        ("weights", [{"repository": "o/m", "license": "MIT", "files": ["../secret"]}]),
        ("weights", [{"repository": "o/m", "license": "MIT", "files": ["/etc/passwd"]}]),
        ("weights", [{"repository": "o/m", "license": "MIT", "files": ["C:/x"]}]),
        ("weights", [{"repository": "o/m", "license": "MIT", "size": 1}]),
        ("weights", [{"repository": "o/m", "license": "MIT"}] * 2),
        ("default_voices", {"de": "ann"}),
        ("default_voices", {"en": "cid"}),
        ("default_voices", {"en": 1}),
        ("default_voices", ["ann"]),
        ("clip_text", "maybe"),
        ("clip_min_s", -1),
        ("clip_max_s", "30"),
        ("max_characters", 1.5),
        ("backends", ["gpu"]),
        ("ram_gb", None),
        ("preference", 101),
    ],
)
def test_each_field_is_validated(field: str, value: object) -> None:
    problems = validate_entry("toy", {**_ALL, field: value})
    assert [problem.field for problem in problems] == [field]


@pytest.mark.parametrize(
    "device",
    [
        "cpu",
        "mps",
        "cuda:0",
        "GPU-5a1e7b9c-0f0f-4bdc-9d2b-0d3a6f6f1c11",
        "MIG-GPU-5a1e7b9c/1/0",
        "74ff73bf-0000-1000-80f4-0e2a1c5b3d11",
    ],
)
def test_device_names_of_torch_and_drivers_are_valid(device: str) -> None:
    assert validate_entry("toy", {**_ADAPTER, "device": device}) == []


@pytest.mark.parametrize("entry_id", ["", "Toy", "a b", "a/b", "..", "a.b", "-a", 7, None])
def test_id_must_be_a_safe_folder_name(entry_id: object) -> None:
    assert "the ID" in str(validate_entry(entry_id, _ADAPTER)[0])


def test_entry_needs_an_adapter_or_reflection() -> None:
    both = validate_entry("toy", {**_REFLECTION, "adapter": "toy.adapter"})
    assert {problem.field for problem in both} == {"import_path", "synth_method", "output_format"}
    assert "can't be combined with 'adapter'" in str(both[0])
    neither = validate_entry("toy", {"name": "Toy", "kind": "tts"})
    assert ["doesn't say how to run the engine" in str(problem) for problem in neither] == [True]
    half = validate_entry("toy", {"name": "Toy", "kind": "tts", "synth_method": "say"})
    assert [str(problem) for problem in half] == [
        "field 'import_path' is missing",
        "field 'output_format' is missing",
    ]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "stt"}, "kind"),
        ({"variant": "turbo"}, "variant"),
        ({"min_vram_gb": 1.0}, "min_vram_gb"),
        ({"device": "cpu", "cpu_mode": False}, "cpu_mode"),
        ({"init_args": {"since": dt.date(2026, 1, 1)}}, "init_args"),
        ({"init_args": {"limit": float("inf")}}, "init_args"),
    ],
)
def test_conflicting_fields_are_reported(change: dict[str, Any], field: str) -> None:
    problems = validate_entry("toy", {**_REFLECTION, **change})
    assert [problem.field for problem in problems] == [field]


def test_speech_to_text_cannot_clone() -> None:
    problems = validate_entry("toy", {**_ADAPTER, "kind": "stt", "supports_cloning": True})
    assert [problem.field for problem in problems] == ["supports_cloning"]


def test_all_problems_are_reported_at_once() -> None:
    problems = validate_entry("T", {"kind": 1, "adapter": 2, "voices": 3})
    assert [problem.field for problem in problems] == ["", "name", "kind", "adapter", "voices"]


def test_inner_tables_become_dataclasses() -> None:
    entry = CatalogEntry.from_fields("toy", _ALL)
    model, vocoder = entry.weights
    assert model.files == ("model/*.safetensors", "config.json")
    assert (model.gated, vocoder.gated, vocoder.revision) == (True, False, "main")
    assert entry.sources == (Source("owner/code", "0123456789" * 4, "third_party"),)
    assert entry.backends == ("cpu", "cuda", "mps")
    assert hash(entry) == hash(CatalogEntry.from_fields("toy", _ALL))


@pytest.mark.parametrize(
    ("language", "voice"), [("en", "bob"), ("en-GB", "bob"), ("pt-BR", "ann"), (None, "ann")]
)
def test_default_voice_of_each_language(language: str | None, voice: str) -> None:
    assert CatalogEntry.from_fields("toy", _ALL).voice_for(language) == voice


@pytest.mark.parametrize(
    ("language", "voice"),
    [("en", "af"), ("en_gb", "bf"), ("EN-AU", "af"), ("pt", "pf"), ("pt-PT", "pf"), (None, "af")],
)
def test_default_voice_of_a_region_falls_back_to_the_language(
    language: str | None, voice: str
) -> None:
    fields = {
        **_ALL,
        "languages": ["en-US", "en-GB", "pt-BR"],
        "voices": ["af", "bf", "pf"],
        "default_voice": "af",
        "default_voices": {"en-GB": "bf", "pt-BR": "pf"},
    }
    assert CatalogEntry.from_fields("toy", fields).voice_for(language) == voice
