"""Chatterbox in a worker, on a stand-in with its interface; for real, see test_chatterbox_real.

The stand-in says numbers: the loudness of the clip whose voice it is, after the language's number;
see stand_ins/chatterbox.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.engines.speaker import Speaker, Spoken, speaker
from workers import WorkerCrash

STAND_IN = Path(__file__).parent / "stand_ins" / "chatterbox"
TOOL = "workers.engines.chatterbox"
WEIGHTS = {"turbo": "ResembleAI/chatterbox-turbo", "ml": "ResembleAI/chatterbox"}
OWN_VOICE = 0.25
#: Of each letter.
SAMPLES = 480


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("weights")
    (folder / "conds.pt").write_text(str(OWN_VOICE))
    table = json.dumps(["你\tonf", "好\tvnd"])
    (folder / "Cangjie5_TC.json").write_text(table, encoding="utf-8")
    return folder


@pytest.fixture(scope="module", params=["turbo", "ml"])
def chatterbox(
    request: pytest.FixtureRequest, parler_python: Path, weights: Path
) -> Iterator[Speaker]:
    here = {WEIGHTS[request.param]: weights}
    reported = {"variant": request.param, "PYTHONPATH": str(STAND_IN)}
    with speaker(parler_python, TOOL, here, **reported) as loaded:
        yield loaded


@pytest.fixture(scope="module")
def loud_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _clip(tmp_path_factory.mktemp("clips") / "loud.wav", 6.0)


def _clip(path: Path, seconds: float) -> Path:
    import soundfile

    soundfile.write(path, np.full(int(seconds * 24000), 0.75, np.float32), 24000)
    return path


def test_long_text_without_pieces_is_complete(chatterbox: Speaker) -> None:
    text = "Nobody reads this, and nobody has to. " * 40
    spoken = chatterbox.say(text)
    assert len(spoken.chunks) > 3
    assert all(len(item) <= 300 * SAMPLES for item in spoken.chunks)
    # A space behind each piece is not said.
    assert len(spoken.sound) == (len(text) - len(spoken.chunks)) * SAMPLES


def _is_turbo(chatterbox: Speaker) -> bool:
    return "turbo" in chatterbox.worker.args


def _heard(spoken: Spoken) -> float:
    """Whose voice it was, all the time."""
    assert spoken.error == ""
    voices = {round(float(chunk[1:].mean()), 2) for chunk in spoken.chunks}
    (voice,) = voices
    return voice


def test_load_reports_progress(chatterbox: Speaker) -> None:
    assert chatterbox.stages == ["Importing libraries", "Loading model", "Warming up"]


def test_pieces_are_spoken_one_by_one(chatterbox: Speaker) -> None:
    spoken = chatterbox.say("One. Two.", pieces=["One.", " ", "🙂", " Two."])
    assert [len(chunk) for chunk in spoken.chunks] == [4 * SAMPLES, 5 * SAMPLES]
    assert spoken.sample_rates == {24000}
    assert _heard(spoken) == OWN_VOICE
    assert spoken.result["voice"] == "default"
    assert spoken.result["device"] == "cpu"
    assert spoken.result["engine"] in ("chatterbox-turbo", "chatterbox-ml")


def test_voice_samples_do_not_affect_other_requests(chatterbox: Speaker, loud_clip: Path) -> None:
    cloned = chatterbox.say("One. Two.", pieces=["One.", "Two."], voice=str(loud_clip))
    assert _heard(cloned) == 0.75
    assert cloned.result["voice"] == str(loud_clip)
    assert _heard(chatterbox.say("One.")) == OWN_VOICE


def test_seed_makes_audio_reproducible(chatterbox: Speaker) -> None:
    seeds = (7, 7, 8, None)
    first, again, *others = (chatterbox.say("One.", seed=seed).sound.tobytes() for seed in seeds)
    assert first == again
    assert len({first, *others}) == 3


def test_cancel_stops_within_a_piece(chatterbox: Speaker) -> None:
    long = "for a long time " * 40_000
    pieces = ["Hi.", long]
    assert chatterbox.say_until_first_chunk("Hi.", pieces=pieces) == 1
    assert _heard(chatterbox.say("Hi.")) == OWN_VOICE


def test_language_reaches_the_multilingual_model(chatterbox: Speaker) -> None:
    if _is_turbo(chatterbox):
        assert (
            "doesn't support language 'de'; available: en"
            in chatterbox.say("A", language="de").error
        )
        return
    heard = {code: chatterbox.say("A", language=code).sound[0] for code in ("ar", "da", "de-AT")}
    assert list(heard.values()) == [0, 1, 2]


def test_chinese_is_read_by_the_table_that_came_with_the_weights(chatterbox: Speaker) -> None:
    spoken = chatterbox.say("你好", language="zh-CN")
    if _is_turbo(chatterbox):
        assert "doesn't support language 'zh-CN'" in spoken.error
    else:
        assert len(spoken.sound) == 2 * SAMPLES


@pytest.mark.parametrize(
    ("request_", "error"),
    [
        ({"text": ""}, "text is required"),
        ({"text": "🙂"}, "nothing to speak in '🙂': no words"),
        ({"text": "Hi.", "voice": "bob"}, "has no voice 'bob'; available: default"),
        ({"text": "Hi.", "voice": "gone.wav"}, "can't clone gone.wav: file not found"),
        ({"text": "Hi.", "speed": 1.5}, "has a fixed speed and can't use 1.5"),
        ({"text": "Hi.", "seed": True}, "seed must be an integer"),
        ({"text": "Hi.", "language": "xx"}, "doesn't support language 'xx'"),
    ],
)
def test_invalid_request_fails_before_any_audio(
    chatterbox: Speaker, request_: dict[str, object], error: str
) -> None:
    refused = chatterbox.say(**request_)  # type: ignore[arg-type]
    assert error in refused.error
    assert refused.chunks == ()


def test_short_voice_sample_is_refused(chatterbox: Speaker, tmp_path: Path) -> None:
    shortest = "5.1" if _is_turbo(chatterbox) else "3"
    refused = chatterbox.say("Hi.", voice=str(_clip(tmp_path / "clip.wav", 2.5)))
    assert f"needs a voice sample of {shortest} s or more; clip.wav is 2.5 s long" in refused.error


def test_missing_weights_are_an_error(parler_python: Path) -> None:
    with pytest.raises(WorkerCrash) as crash, speaker(parler_python, TOOL, {}, "turbo"):
        pass
    reported = "the weights ResembleAI/chatterbox-turbo of chatterbox-turbo are not installed"
    assert reported in "\n".join(crash.value.stderr_tail)
