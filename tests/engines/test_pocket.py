"""Pocket-TTS in a worker: the library's own code on random weights, so its audio is noise."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.engines.speaker import Speaker, speaker, write_clip

OPEN, GATED = "kyutai/pocket-tts-without-voice-cloning", "kyutai/pocket-tts"
#: 80 ms.
_FRAME = 1920


@pytest.fixture(scope="module")
def pocket(torch_python: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Speaker]:
    weights = {name: tmp_path_factory.mktemp("weights") for name in (OPEN, GATED)}
    with speaker(torch_python, "tests.engines.tiny.pocket", weights) as loaded:
        yield loaded


def test_load_reports_progress(pocket: Speaker) -> None:
    assert pocket.stages == ["Loading libraries", "Loading model", "Warming up"]


def test_text_is_spoken(pocket: Speaker) -> None:
    spoken = pocket.say("Hi.", seed=1)
    assert spoken.sample_rates == {24000}
    assert spoken.seconds > 0.5
    assert dict(spoken.result, latency_ms=0) == {
        "engine": "pocket",
        "device": "cpu",
        "voice": "alba",
        "sample_rate": 24000,
        "latency_ms": 0,
    }


def test_sound_comes_frame_by_frame(pocket: Speaker) -> None:
    spoken = pocket.say("Hi.", seed=1)
    assert {len(chunk) for chunk in spoken.chunks} == {_FRAME}


def test_cancel_stops_at_once_and_the_next_request_works(pocket: Speaker) -> None:
    reference = pocket.say("Hi.", seed=1)
    assert pocket.say_until_first_chunk("A rather long sentence. " * 200, seed=1) < 200
    # A leftover computation would change the random numbers of the next request.
    assert np.array_equal(pocket.say("Hi.", seed=1).sound, reference.sound)


def test_seed_makes_audio_reproducible(pocket: Speaker) -> None:
    first, again, other = (pocket.say("Hi.", seed=seed).sound for seed in (7, 7, 8))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_audio_differs_without_a_seed(pocket: Speaker) -> None:
    pocket.say("Hi.", seed=7)
    first = pocket.say("Hi.").sound
    pocket.say("Hi.", seed=7)
    assert not np.array_equal(first, pocket.say("Hi.").sound)


def test_pieces_are_spoken_one_after_the_other(pocket: Speaker) -> None:
    first = pocket.say("Hi.", seed=1)
    both = pocket.say("Hi. Ho.", pieces=["Hi.", "Ho.", " 🙂 "], seed=1)
    assert np.array_equal(both.sound[: len(first.sound)], first.sound)
    assert len(both.sound) > len(first.sound)


def test_voices_differ(pocket: Speaker, clip: Path) -> None:
    voices = {
        voice: pocket.say("Hi.", voice=voice, seed=1).sound.tobytes()
        for voice in ("default", "alba", "marius", str(clip))
    }
    assert voices["default"] == voices["alba"]
    assert len(set(voices.values())) == 3


def test_voice_sample_affects_only_its_request(
    pocket: Speaker, clip: Path, other_clip: Path
) -> None:
    before = pocket.say("Hi.", seed=1)
    cloned = pocket.say("Hi.", seed=1, voice=str(clip))
    assert cloned.result["voice"] == str(clip)
    assert np.array_equal(pocket.say("Hi.", seed=1).sound, before.sound)
    other = pocket.say("Hi.", seed=1, voice=str(other_clip))
    assert not np.array_equal(other.sound, cloned.sound)
    assert np.array_equal(pocket.say("Hi.", seed=1, voice=str(clip)).sound, cloned.sound)


def test_changed_voice_file_is_read_again(pocket: Speaker, tmp_path: Path, clip: Path) -> None:
    path = tmp_path / "me.wav"
    path.write_bytes(clip.read_bytes())
    first = pocket.say("Hi.", seed=1, voice=str(path))
    write_clip(path, 2.0, 330.0)
    assert not np.array_equal(pocket.say("Hi.", seed=1, voice=str(path)).sound, first.sound)


def test_weights_without_cloning_say_so(pocket: Speaker, clip: Path) -> None:
    assert pocket.say("Hi.", weights="named", seed=1).seconds > 0.5
    refused = pocket.say("Hi.", weights="named", voice=str(clip))
    assert refused.error == (
        "ValueError: Pocket-TTS can't clone with these weights: use alba, marius, or install "
        "pocket-cloning (English)"
    )
    assert refused.chunks == ()


@pytest.mark.parametrize(
    ("request_", "error"),
    [
        ({"text": " "}, "text is required"),
        ({"text": "🙂 ..."}, "nothing to speak in '🙂 ...': no words"),
        ({"text": "Hi.", "pieces": "Hi."}, "pieces must be a list of strings"),
        ({"text": "Hi.", "voice": "bob"}, "Pocket-TTS has no voice 'bob'; available: alba, marius"),
        ({"text": "Hi.", "voice": "bob.wav"}, "can't clone bob.wav: file not found"),
        ({"text": "Hi.", "speed": 1.5}, "Pocket-TTS has a fixed speed and can't use 1.5"),
        ({"text": "Hi.", "seed": -1}, "seed must be an integer"),
        (
            {"text": "Hallo.", "language": "de"},
            "doesn't support language 'de'; available: en",
        ),
    ],
)
def test_invalid_request_fails_before_any_audio(
    pocket: Speaker, request_: dict[str, object], error: str
) -> None:
    refused = pocket.say(**request_)  # type: ignore[arg-type]
    assert error in refused.error
    assert refused.chunks == ()
