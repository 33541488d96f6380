"""Facts about engines in words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.gui.state.engine_view import EngineView
from app.gui.text import engine_facts as facts
from tests.app.gui.conftest import entry
from tests.app.gui.pictures import card, view
from workers.devices.probe import DeviceReading

GB = 2**30
GPU = card(0.0, 8.0)
RAM = replace(GPU, kind="system", uuid="system", backend="cpu")


def engine(needed_gb: float = 0.0, **fields: Any) -> EngineView:
    plain = view(budget_bytes=int(needed_gb * GB))
    return replace(plain, entry=replace(plain.entry, **fields))


@pytest.mark.parametrize(
    ("needed_gb", "fields", "devices", "text"),
    [
        (0.0, {}, (GPU,), "Needs no GPU."),
        (4.0, {"backends": ("cpu",)}, (GPU,), "Needs no GPU."),
        (4.0, {"backends": ("cuda",)}, (GPU,), "Fits on Card 0."),
        (4.0, {"backends": ("cuda",)}, (), ""),
        (9.0, {"backends": ("cuda",)}, (GPU,), "Doesn’t fit on Card 0 (8.0 GB)."),
        (4.0, {"backends": ("rocm",)}, (GPU,), "No compatible GPU on this computer."),
        (
            9.0,
            {"backends": ("cuda", "cpu")},
            (GPU,),
            "No GPU on this computer has enough memory. Runs on the CPU, more slowly.",
        ),
        (
            4.0,
            {"backends": ("cuda", "cpu")},
            (RAM,),
            "No compatible GPU on this computer. Runs on the CPU, more slowly.",
        ),
    ],
)
def test_how_an_engine_fits_the_computer(
    needed_gb: float, fields: dict[str, Any], devices: tuple[DeviceReading, ...], text: str
) -> None:
    assert facts.how_it_fits(engine(needed_gb, **fields), devices) == text


@pytest.mark.parametrize(
    ("needed_gb", "fields", "devices", "is_so"),
    [
        (4.0, {"backends": ("cuda",)}, (GPU,), True),
        (9.0, {"backends": ("cuda", "cpu")}, (GPU,), False),
        (9.0, {"backends": ("cpu",)}, (GPU,), True),
        (4.0, {"backends": ("cuda",)}, (RAM,), False),
        (4.0, {"backends": ("cuda",), "cpu_mode": True}, (RAM,), True),
        (0.0, {"backends": ("cuda",)}, (), True),
    ],
)
def test_engine_fits_a_gpu_or_the_cpu(
    needed_gb: float, fields: dict[str, Any], devices: tuple[DeviceReading, ...], is_so: bool
) -> None:
    assert facts.fits(engine(needed_gb, **fields), devices) is is_so


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"streaming": False}, "Speaks text."),
        ({"kind": "stt", "streaming": False}, "Transcribes speech."),
        (
            {"kind": "stt", "streaming": True},
            "Transcribes speech. Shows the transcript as it works.",
        ),
        (
            {"streaming": False, "supports_cloning": True, "clip_text": "required"},
            "Speaks text. Clones a voice from a sample and its transcript.",
        ),
    ],
)
def test_abilities_of_an_engine(fields: dict[str, Any], text: str) -> None:
    assert facts.does(entry("one", **fields)) == text


def test_required_voice_sample_has_a_duration() -> None:
    cloner = entry("one", supports_cloning=True, clip_text="required", clip_min_s=1.5)
    text = "Clones a voice from a sample of at least 1.5 s and its transcript."
    assert facts.does(cloner).endswith(text)


def test_long_lists_of_languages_are_shortened() -> None:
    codes = ("en", "zh", "de", "fr", "es", "it", "ja", "ko", "ar", "hi", "ru", "pt", "nl", "pl")
    text = facts.languages(entry("one", languages=codes))
    assert text.startswith("English, Chinese, German, ")
    assert text.endswith("Russian and 3 more")
    assert facts.languages(entry("one", languages=codes[:2])) == "English and Chinese"


def test_memory_names_gpu_memory_and_ram() -> None:
    text = facts.memory(engine(2.5, ram_gb=4.0))
    assert text == "about 2.5 GB of GPU memory and about 4.0 GB of RAM"
    assert facts.memory(engine()) == ""
