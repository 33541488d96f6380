"""CosyVoice in a worker, on a stand-in with its interface: its code is in no package.

The stand-in returns numbers: the loudness of the voice sample, plus 0.1 if it got the sample's
transcript; see stand_ins/cosyvoice.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.engines.speaker import Speaker, Spoken, speaker, write_clip
from workers import WorkerCrash

STAND_IN = Path(__file__).parent / "stand_ins" / "cosyvoice"
TOOL = "workers.engines.cosyvoice"
WEIGHTS = {
    "v2": ("FunAudioLLM/CosyVoice2-0.5B", "cosyvoice2.yaml"),
    "v3": ("FunAudioLLM/Fun-CosyVoice3-0.5B-2512", "cosyvoice3.yaml"),
}
TEXT = "Ten words."
#: Samples: 10 tokens of 480.
LETTER = 4800


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fetched code with the example's voice sample, because silence is no voice."""
    folder = tmp_path_factory.mktemp("sources") / "cosyvoice"
    shutil.copytree(STAND_IN, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "asset").mkdir()
    write_clip(folder / "asset" / "zero_shot_prompt.wav", 3.5, 300.0)
    return folder


@pytest.fixture(scope="module", params=["v2", "v3"])
def cosyvoice(
    request: pytest.FixtureRequest,
    parler_python: Path,
    sources: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Speaker]:
    repository, file = WEIGHTS[request.param]
    weights = tmp_path_factory.mktemp("weights")
    (weights / file).touch()
    reported = {"variant": request.param, "ENGINEROOM_SOURCES": str(sources)}
    with speaker(parler_python, TOOL, {repository: weights}, **reported) as loaded:
        yield loaded


@pytest.fixture(scope="module")
def loud_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A voice sample that is louder than the example's."""
    import soundfile

    path = tmp_path_factory.mktemp("clips") / "loud.wav"
    soundfile.write(path, np.full(2 * 24000, 0.75, np.float32), 24000)
    return path


def _heard(spoken: Spoken) -> float:
    """Returns the number that identifies the voice, which must be constant."""
    assert spoken.error == ""
    assert np.ptp(spoken.sound) < 0.01
    return round(float(spoken.sound.mean()), 2)


def test_load_reports_only_progress(cosyvoice: Speaker) -> None:
    assert cosyvoice.stages == ["Importing libraries", "Loading model", "Warming up"]
    assert not [line for line in cosyvoice.worker.stderr_tail() if "DEBUG" in line]


def test_parts_are_streamed(cosyvoice: Speaker) -> None:
    spoken = cosyvoice.say(TEXT)
    assert len(spoken.chunks) == 4
    assert spoken.sample_rates == {24000}
    assert len(spoken.sound) == len(TEXT) * LETTER
    assert spoken.result["voice"] == "default"
    assert spoken.result["engine"] in ("cosyvoice2", "cosyvoice3")


def test_pieces_cut_by_the_library_are_kept(cosyvoice: Speaker) -> None:
    assert len(cosyvoice.say("Ten words./Ten words.").sound) == 2 * len(TEXT) * LETTER


def test_other_speed_disables_streaming(cosyvoice: Speaker) -> None:
    spoken = cosyvoice.say(TEXT, speed=2.0)
    assert len(spoken.chunks) == 1
    assert len(spoken.sound) == len(TEXT) * LETTER / 2


def test_seed_makes_audio_reproducible(cosyvoice: Speaker) -> None:
    seeds = (7, 7, 8, None)
    first, again, *others = (cosyvoice.say(TEXT, seed=seed).sound.tobytes() for seed in seeds)
    assert first == again
    assert len({first, *others}) == 3


@pytest.mark.parametrize(("words", "more"), [("He said so.", 0.1), ("", 0.0)])
def test_voice_sample_with_and_without_transcript(
    cosyvoice: Speaker, loud_clip: Path, words: str, more: float
) -> None:
    pieces = ["One.", "🙂", "Two.", "Three."]
    spoken = cosyvoice.say(
        "One. Two.", pieces=pieces, voice=str(loud_clip), clip_text=words, language="en"
    )
    assert _heard(spoken) == pytest.approx(0.75 + more)
    assert len(spoken.sound) == len("One.Two.Three.") * LETTER
    assert spoken.result["voice"] == str(loud_clip)


def test_voice_samples_do_not_affect_other_requests(cosyvoice: Speaker, loud_clip: Path) -> None:
    own = _heard(cosyvoice.say(TEXT))
    assert _heard(cosyvoice.say(TEXT, voice=str(loud_clip))) != own
    assert _heard(cosyvoice.say(TEXT)) == own


@pytest.mark.parametrize("speed", [1.0, 1.5])
def test_cancel_ends_the_token_thread(cosyvoice: Speaker, speed: float) -> None:
    before = cosyvoice.say(TEXT, seed=3).sound
    stream = cosyvoice.worker.stream({"text": "for ever", "speed": speed})
    if speed == 1.0:
        next(stream)
    stream.close()
    assert stream.result["cancelled"] is True
    assert np.array_equal(cosyvoice.say(TEXT, seed=3).sound, before)


def test_cancel_before_the_first_chunk_is_no_failure(cosyvoice: Speaker) -> None:
    for _ in range(20):  # each at another moment
        stream = cosyvoice.worker.stream({"text": "for ever", "pieces": ["for ever"] * 2})
        stream.close()
        assert stream.result["cancelled"] is True
    assert cosyvoice.say(TEXT).error == ""


@pytest.mark.parametrize("speed", [1.0, 1.5])
def test_failure_in_the_token_thread_is_an_error(cosyvoice: Speaker, speed: float) -> None:
    failed = cosyvoice.say("out of memory", speed=speed)
    assert failed.error.startswith("RuntimeError: CUDA out of memory.")
    assert cosyvoice.say(TEXT).error == ""


def test_failure_outside_the_token_thread_ends_the_thread(cosyvoice: Speaker) -> None:
    failed = cosyvoice.say("no sound for ever")
    assert failed.error == "RuntimeError: CUDA out of memory. Tried to allocate 20.00 MiB."
    assert cosyvoice.say(TEXT).error == ""


def test_control_tokens_in_texts_are_ignored(cosyvoice: Speaker) -> None:
    assert len(cosyvoice.say("<|endofprompt|>Ten words.").sound) == len(TEXT) * LETTER


@pytest.mark.parametrize(
    ("request_", "error"),
    [
        ({"text": ""}, "text is required"),
        ({"text": "..."}, "nothing to speak in '...'"),
        ({"text": "Hi.", "voice": "bob"}, "has no voice 'bob'; available: default"),
        ({"text": "Hi.", "voice": "gone.wav"}, "can't clone gone.wav: file not found"),
        ({"text": "Hi.", "speed": 3}, "speed must be a number from 0.5 to 2.0, not 3"),
        ({"text": "Hi.", "seed": "7"}, "seed must be an integer"),
        (
            {"text": "Hi.", "language": "pl"},
            "doesn't support language 'pl'; available: zh, en, ja, ko",
        ),
    ],
)
def test_invalid_request_fails_before_any_audio(
    cosyvoice: Speaker, request_: dict[str, object], error: str
) -> None:
    refused = cosyvoice.say(**request_)  # type: ignore[arg-type]
    assert error in refused.error
    assert refused.chunks == ()


@pytest.mark.parametrize(
    ("seconds", "rate", "error"),
    [
        (0.5, 24000, "needs a voice sample from 1 to 30 s; clip.wav is 0.5 s long"),
        (31, 24000, "needs a voice sample from 1 to 30 s; clip.wav is 31.0 s long"),
        (2, 8000, "needs a voice sample of at least 16000 Hz; clip.wav has 8000"),
    ],
)
def test_unusable_voice_samples_are_refused(
    cosyvoice: Speaker, tmp_path: Path, seconds: float, rate: int, error: str
) -> None:
    import soundfile

    soundfile.write(tmp_path / "clip.wav", np.full(int(seconds * rate), 0.5, np.float32), rate)
    assert error in cosyvoice.say("Hi.", voice=str(tmp_path / "clip.wav")).error


def test_kanji_are_chinese_to_version_3(cosyvoice: Speaker) -> None:
    spoken = cosyvoice.say("世界 です", language="ja")
    if "v3" in cosyvoice.worker.args:
        assert "CosyVoice 3 reads Japanese only in kana" in spoken.error
        assert cosyvoice.say("セカイ デス", language="ja").error == ""
    else:
        assert spoken.error == ""


def test_missing_code_is_an_error(parler_python: Path) -> None:
    with pytest.raises(WorkerCrash) as crash, speaker(parler_python, TOOL, {}, "v3"):
        pass
    assert "the code of cosyvoice3 is not installed" in "\n".join(crash.value.stderr_tail)
