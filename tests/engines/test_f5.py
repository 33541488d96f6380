"""F5-TTS in a worker: the library's own code on random weights, so nothing said is heard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.engines.speaker import Speaker, speaker

WEIGHTS, VOCODER = "SWivid/F5-TTS", "charactr/vocos-mel-24khz"
WORDS = "These are the words that are said in it."


@pytest.fixture(scope="module")
def f5(torch_python: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Speaker]:
    weights = {name: tmp_path_factory.mktemp("weights") for name in (WEIGHTS, VOCODER)}
    with speaker(torch_python, "tests.engines.tiny.f5", weights) as loaded:
        yield loaded


def test_load_reports_progress(f5: Speaker) -> None:
    assert f5.stages == ["Loading libraries", "Loading model"]


def test_text_is_spoken_without_a_voice_sample(f5: Speaker) -> None:
    spoken = f5.say("This is a test of speech.", seed=1)
    assert spoken.sample_rates == {24000}
    assert 1.0 < spoken.seconds < 5.0
    assert dict(spoken.result, latency_ms=0) == {
        "engine": "f5",
        "device": "cpu",
        "voice": "example-en",
        "sample_rate": 24000,
        "latency_ms": 0,
    }


def test_language_selects_its_voice(f5: Speaker) -> None:
    spoken = f5.say("你好，世界。", language="zh", seed=1)  # noqa: RUF001 - Chinese marks
    assert spoken.result["voice"] == "example-zh"
    assert f5.say("Hello there.", voice="example-zh").result["voice"] == "example-zh"


def test_speed_is_a_factor(f5: Speaker) -> None:
    slow, normal, fast = (
        f5.say("This is a test of speech.", speed=speed).seconds for speed in (0.5, 1, 2.0)
    )
    assert 1.8 < slow / normal < 2.2
    assert 1.8 < normal / fast < 2.2


def test_seed_makes_audio_reproducible(f5: Speaker) -> None:
    first, again, other = (f5.say("This is a test.", seed=seed).sound for seed in (7, 7, 8))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_audio_differs_without_a_seed(f5: Speaker) -> None:
    f5.say("This is a test.", seed=7)
    first = f5.say("This is a test.").sound
    f5.say("This is a test.", seed=7)
    assert not np.array_equal(first, f5.say("This is a test.").sound)


def test_pieces_come_one_after_the_other(f5: Speaker) -> None:
    first = f5.say("This is a test.", seed=1)
    both = f5.say("-", pieces=["This is a test.", "And this is another one."], seed=1)
    assert np.array_equal(both.sound[: len(first.sound)], first.sound)
    assert len(both.sound) > 1.5 * len(first.sound)


def test_cancel_stops_before_the_next_piece(f5: Speaker) -> None:
    pieces = ["This is a rather long sentence, and one of many."] * 100
    assert f5.say_until_first_chunk("-", pieces=pieces) < 50


def test_piece_too_long_for_the_voice_is_cut(f5: Speaker) -> None:
    """All of it is said: as long as what the voice needs for so many letters."""
    sentence = "This sentence is there again and again, to fill the time. "
    once, often = f5.say(sentence, seed=1), f5.say(sentence * 4, seed=1)
    assert often.seconds == pytest.approx(4 * once.seconds, rel=0.1)


def test_voice_sample_affects_only_its_request(f5: Speaker, clip: Path, other_clip: Path) -> None:
    before = f5.say("This is a test.", seed=1)
    cloned = f5.say("This is a test.", seed=1, voice=str(clip), clip_text=WORDS)
    assert cloned.result["voice"] == str(clip)
    assert np.array_equal(f5.say("This is a test.", seed=1).sound, before.sound)
    other = f5.say("This is a test.", seed=1, voice=str(other_clip), clip_text=WORDS)
    assert not np.array_equal(other.sound, cloned.sound)
    again = f5.say("This is a test.", seed=1, voice=str(clip), clip_text=WORDS)
    assert np.array_equal(again.sound, cloned.sound)


@pytest.mark.parametrize(
    ("request_", "error"),
    [
        ({"text": " "}, "text is required"),
        ({"text": "..."}, "nothing to speak in '...': no words"),
        ({"text": "Hi.", "voice": "bob"}, "F5-TTS has no voice 'bob'; available: example-en"),
        ({"text": "Hi.", "voice": "bob.wav"}, "can't clone bob.wav: file not found"),
        ({"text": "Hi.", "speed": 3}, "speed must be a number from 0.5 to 2.0, not 3"),
        ({"text": "Hi.", "seed": -1}, "seed must be an integer"),
        (
            {"text": "Hallo.", "language": "de"},
            "doesn't support language 'de'; available: en, zh",
        ),
    ],
)
def test_invalid_request_fails_before_any_audio(
    f5: Speaker, request_: dict[str, object], error: str
) -> None:
    refused = f5.say(**request_)  # type: ignore[arg-type]
    assert error in refused.error
    assert refused.chunks == ()


def test_voice_sample_without_transcript(f5: Speaker, clip: Path) -> None:
    refused = f5.say("Hi.", voice=str(clip))
    assert refused.error == (
        "ValueError: F5-TTS needs the transcript of somebody.wav: set clip_text"
    )
    refused = f5.say("Hi.", voice=str(clip), clip_text="A")
    assert "set clip_text to the full transcript" in refused.error
