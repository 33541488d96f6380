"""OmniVoice in a worker: the library's own code on random weights, so nothing said is heard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.engines.speaker import Speaker, speaker

WEIGHTS = "k2-fsa/OmniVoice"
WORDS = "These are the words that are said in it."


@pytest.fixture(scope="module")
def omnivoice(torch_python: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Speaker]:
    weights = {WEIGHTS: tmp_path_factory.mktemp("weights")}
    with speaker(torch_python, "tests.engines.tiny.omnivoice", weights) as loaded:
        yield loaded


def test_load_reports_progress(omnivoice: Speaker) -> None:
    assert omnivoice.stages == ["Loading libraries", "Loading model"]


def test_text_is_spoken(omnivoice: Speaker) -> None:
    spoken = omnivoice.say("This is a test of speech.", language="de", seed=1)
    assert spoken.sample_rates == {24000}
    assert 0.5 < spoken.seconds < 5.0
    assert spoken.result["asked"] == [
        {
            "text": "This is a test of speech.",
            "language": "de",
            "instruct": None,
            "speed": 1.0,
            "follows": None,
        }
    ]
    assert {key: spoken.result[key] for key in ("engine", "device", "voice", "sample_rate")} == {
        "engine": "omnivoice",
        "device": "cpu",
        "voice": "default",
        "sample_rate": 24000,
    }


def test_pieces_use_the_voice_of_the_first(omnivoice: Speaker) -> None:
    pieces = ["This is the first.", "And here is the second one.", "The third."]
    spoken = omnivoice.say("-", pieces=pieces, voice="female, elderly", seed=1)
    assert len(spoken.chunks) == 3
    asked = spoken.result["asked"]
    assert [item["text"] for item in asked] == pieces
    assert [item["follows"] for item in asked] == [None, pieces[0], pieces[0]]
    assert [item["instruct"] for item in asked] == ["female, elderly", None, None]
    assert spoken.result["voice"] == "female, elderly"


def test_pieces_use_the_voice_sample(omnivoice: Speaker, clip: Path) -> None:
    pieces = ["This is the first.", "And here is the second one."]
    spoken = omnivoice.say("-", pieces=pieces, voice=str(clip), clip_text=WORDS)
    assert [item["follows"] for item in spoken.result["asked"]] == [WORDS, WORDS]
    assert spoken.result["voice"] == str(clip)


def test_voice_sample_affects_only_its_request(
    omnivoice: Speaker, clip: Path, other_clip: Path
) -> None:
    before = omnivoice.say("This is a test.", seed=1)
    cloned = omnivoice.say("This is a test.", seed=1, voice=str(clip), clip_text=WORDS)
    after = omnivoice.say("This is a test.", seed=1)
    assert after.result["asked"][0]["follows"] is None
    assert np.array_equal(after.sound, before.sound)
    other = omnivoice.say("This is a test.", seed=1, voice=str(other_clip), clip_text=WORDS)
    assert not np.array_equal(other.sound, cloned.sound)
    again = omnivoice.say("This is a test.", seed=1, voice=str(clip), clip_text=WORDS)
    assert np.array_equal(again.sound, cloned.sound)


def test_seed_makes_audio_reproducible(omnivoice: Speaker) -> None:
    first, again, other = (omnivoice.say("This is a test.", seed=item).sound for item in (7, 7, 8))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_audio_differs_without_a_seed(omnivoice: Speaker) -> None:
    omnivoice.say("This is a test.", seed=7)
    first = omnivoice.say("This is a test.").sound
    omnivoice.say("This is a test.", seed=7)
    assert not np.array_equal(first, omnivoice.say("This is a test.").sound)


def test_speed_and_language_reach_the_library(omnivoice: Speaker) -> None:
    text = "This is a test of speech, and a rather long one, to be measured."
    slow, fast = (omnivoice.say(text, speed=speed, seed=1) for speed in (0.5, 2))
    assert slow.seconds > 2.5 * fast.seconds
    (asked,) = fast.result["asked"]
    assert (asked["speed"], asked["language"]) == (2.0, None)
    (asked,) = omnivoice.say(text, language="en_GB").result["asked"]
    assert asked["language"] == "en"


@pytest.mark.parametrize("speed", [0.5, 2.0])
def test_pieces_have_the_speed_of_the_first(omnivoice: Speaker, speed: float) -> None:
    piece = "This is a test of speech, and a rather long one, to be measured."
    spoken = omnivoice.say("-", pieces=[piece] * 3, speed=speed, seed=1)
    first, second, third = map(len, spoken.chunks)
    assert second == pytest.approx(first, rel=0.3)
    assert third == pytest.approx(first, rel=0.3)


def test_speed_applies_to_cloned_voices(omnivoice: Speaker, clip: Path) -> None:
    spoken = omnivoice.say("-", pieces=["One.", "Two."], speed=2, voice=str(clip), clip_text=WORDS)
    assert [item["speed"] for item in spoken.result["asked"]] == [2.0, 2.0]


def test_cancel_stops_before_the_next_piece(omnivoice: Speaker) -> None:
    pieces = ["This is a rather long sentence, and one of many."] * 100
    assert omnivoice.say_until_first_chunk("-", pieces=pieces) < 50


@pytest.mark.parametrize(
    ("request_", "error"),
    [
        ({"text": " "}, "text is required"),
        ({"text": "..."}, "nothing to speak in '...': no words"),
        (
            {"text": "Hi.", "voice": "bob"},
            "OmniVoice has no voice 'bob': provide a voice sample or a description",
        ),
        ({"text": "Hi.", "voice": "male, female"}, "OmniVoice has no voice 'male, female'"),
        ({"text": "Hi.", "voice": "bob.wav"}, "can't clone bob.wav: file not found"),
        ({"text": "Hi.", "speed": 3}, "speed must be a number from 0.5 to 2.0, not 3"),
        ({"text": "Hi.", "seed": -1}, "seed must be an integer"),
        (
            {"text": "nuqneH", "language": "tlh"},
            "OmniVoice doesn't support language 'tlh'; available: en",
        ),
    ],
)
def test_invalid_request_fails_before_any_audio(
    omnivoice: Speaker, request_: dict[str, object], error: str
) -> None:
    refused = omnivoice.say(**request_)  # type: ignore[arg-type]
    assert error in refused.error
    assert refused.chunks == ()


def test_voice_sample_without_transcript(omnivoice: Speaker, clip: Path) -> None:
    refused = omnivoice.say("Hi.", voice=str(clip))
    assert refused.error == (
        "ValueError: OmniVoice needs the transcript of somebody.wav: set clip_text"
    )
