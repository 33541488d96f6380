"""Indic Parler in a worker: the library's own code on random weights, so nothing said is heard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.engines.speaker import Speaker, speaker
from workers import WorkerCrash

MODEL, DESCRIPTIONS = "ai4bharat/indic-parler-tts", "google/flan-t5-large"
TEXT = "नमस्ते, आप कैसे हैं?"


@pytest.fixture(scope="module")
def parler(parler_python: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Speaker]:
    weights = {name: tmp_path_factory.mktemp("weights") for name in (MODEL, DESCRIPTIONS)}
    with speaker(parler_python, "tests.engines.tiny.parler", weights) as loaded:
        yield loaded


def test_load_reports_only_progress(parler: Speaker) -> None:
    assert parler.stages == ["Importing libraries", "Loading model", "Warming up"]
    assert not [line for line in parler.worker.stderr_tail() if "Config" in line]


def test_speech_is_streamed(parler: Speaker) -> None:
    spoken = parler.say(TEXT)
    assert len(spoken.chunks) >= 2
    assert spoken.sample_rates == {44100}
    assert 0.4 < spoken.seconds < 0.9
    assert spoken.sound.any()
    assert dict(spoken.result, latency_ms=0) == {
        "engine": "indic-parler",
        "device": "cpu",
        "voice": "Divya",
        "sample_rate": 44100,
        "latency_ms": 0,
    }


def test_seed_makes_audio_reproducible(parler: Speaker) -> None:
    seeds = (7, 7, 8, None, None)
    first, again, *others = (parler.say(TEXT, seed=seed).sound.tobytes() for seed in seeds)
    assert first == again
    assert len({first, *others}) == 4


@pytest.mark.parametrize(
    ("language", "name"), [("hi_IN", "Divya"), ("ta", "Jaya"), ("EN", "Thoma"), ("ur", "Divya")]
)
def test_languages_have_their_speakers(parler: Speaker, language: str, name: str) -> None:
    assert parler.say(TEXT, language=language).result["voice"] == name


def test_voice_is_a_name_or_a_description(parler: Speaker) -> None:
    voices = ["Divya", "Rohit", "A deep male voice, speaking slowly."]
    spoken = [parler.say(TEXT, voice=voice, seed=1) for voice in voices]
    assert [item.result["voice"] for item in spoken] == voices
    assert len({item.sound.tobytes() for item in spoken}) == 3


def test_pieces_follow_each_other_in_one_voice(parler: Speaker) -> None:
    pieces = ["नमस्ते।", "...", "फिर मिलेंगे।"]
    apart = [parler.say(pieces[at], seed=3).sound for at in (0, 2)]
    together = parler.say(" ".join(pieces), pieces=pieces, seed=3).sound
    assert np.array_equal(together, np.concatenate(apart))


def test_cancel_stops_at_once_and_the_next_request_works(parler: Speaker) -> None:
    before = parler.say(TEXT, seed=5).sound
    assert parler.say_until_first_chunk(TEXT, pieces=[TEXT] * 100) < 10
    # Nothing of it goes on beside the next request, which would hear of it by its seed.
    assert np.array_equal(parler.say(TEXT, seed=5).sound, before)


def test_failure_while_speaking_is_an_error(parler: Speaker) -> None:
    too_long = parler.say("-", pieces=["a" * 600])  # the model has places for 512
    assert "positional" in too_long.error.lower()
    assert parler.say(TEXT).error == ""


@pytest.mark.parametrize(
    ("request_", "error"),
    [
        ({"text": " "}, "text is required"),
        ({"text": "🙂 ..."}, "nothing to speak in '🙂 ...': no words"),
        (
            {"text": "Hi.", "voice": "bob"},
            "Indic Parler has no voice 'bob'; available: Divya, Rohit",
        ),
        ({"text": "Hi.", "voice": "my voice.wav"}, "can't clone the voice sample"),
        ({"text": "Hi.", "language": "fr"}, "Indic Parler doesn't support language 'fr'"),
        ({"text": "Hi.", "seed": -1}, "seed must be an integer"),
        ({"text": "Hi.", "speed": 2}, "Indic Parler has a fixed speed and can't use 2"),
    ],
)
def test_invalid_request_fails_before_any_audio(
    parler: Speaker, request_: dict[str, object], error: str
) -> None:
    refused = parler.say(**request_)  # type: ignore[arg-type]
    assert error in refused.error
    assert refused.chunks == ()


def test_missing_weights_are_an_error(parler_python: Path, tmp_path: Path) -> None:
    tool, here = "workers.engines.indic_parler", {MODEL: tmp_path}
    with pytest.raises(WorkerCrash) as crash, speaker(parler_python, tool, here):
        pass
    reported = "\n".join(crash.value.stderr_tail)
    assert "the weights google/flan-t5-large of indic-parler are not installed" in reported
    assert "engineroom engines install indic-parler" in reported
