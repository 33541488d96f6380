"""Indic Parler: the library's own classes on weights of random numbers, in a real worker."""

from __future__ import annotations

import json
import math
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.workers.engines.hearing import hear
from workers import GPUWorker, WorkerCrash
from workers.environments.venvs import EnvironmentStore
from workers.events import Progress

WRITE_WEIGHTS = Path(__file__).parent / "tiny" / "parler.py"
TEXT = "नमस्ते, आप कैसे हैं?"


@pytest.fixture(scope="module")
def parler_python(test_environments: EnvironmentStore) -> Path:
    python = test_environments.interpreter("parler")
    if python is None:
        pytest.skip("needs parler_tts beside torch's CPU build, which pip's find-links lack here")
    return python


@pytest.fixture(scope="module")
def weights(parler_python: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("parler")
    command = [str(parler_python), "-I", str(WRITE_WEIGHTS), str(folder)]
    subprocess.run(command, check=True, capture_output=True)
    return folder


def _worker(python: Path, **folders: str) -> GPUWorker:
    weights = {repository.replace("__", "/"): folder for repository, folder in folders.items()}
    return GPUWorker(
        "parler",
        "workers.child",
        python_exe=str(python),
        args=["workers.engines.indic_parler"],
        env={"ENGINEROOM_WEIGHTS": json.dumps(weights), "ENGINEROOM_DEVICE": "cpu"},
    )


@pytest.fixture(scope="module")
def loads() -> list[Progress]:
    return []


@pytest.fixture(scope="module")
def parler(parler_python: Path, weights: Path, loads: list[Progress]) -> Iterator[GPUWorker]:
    both = {"ai4bharat__indic-parler-tts": str(weights), "google__flan-t5-large": str(weights)}
    worker = _worker(parler_python, **both)
    worker.on_progress(loads.append)
    worker.start()
    yield worker
    worker.stop()


def test_it_streams(parler: GPUWorker) -> None:
    heard = hear(parler, text=TEXT)
    assert len(heard.chunks) >= 2
    assert heard.rates == {44100}
    assert 0.4 < len(heard.samples) / 44100 < 0.9
    assert all(map(math.isfinite, heard.samples))
    assert any(heard.samples)
    assert heard.told == {
        "engine": "indic-parler",
        "device": "cpu",
        "voice": "Divya",
        "sample_rate": 44100,
    }


def test_the_load_tells_how_far_it_is_and_nothing_else(
    parler: GPUWorker, loads: list[Progress]
) -> None:
    assert [it.stage for it in loads] == ["Importing libraries", "Loading model", "Warming up"]
    assert not [line for line in parler.stderr_tail() if "Config" in line]


def test_a_seed_gives_the_same_sound_again(parler: GPUWorker) -> None:
    seeds = (7, 7, 8, None, None)
    first, again, *others = (hear(parler, text=TEXT, seed=seed).samples for seed in seeds)
    assert first == again
    assert len({it.tobytes() for it in (first, *others)}) == 4


@pytest.mark.parametrize(
    ("language", "speaker"),
    [(None, "Divya"), ("ta-IN", "Jaya"), ("ur", "Divya")],
)
def test_each_language_has_its_speaker(
    parler: GPUWorker, language: str | None, speaker: str
) -> None:
    assert hear(parler, text=TEXT, language=language).told["voice"] == speaker


def test_a_voice_is_a_name_or_a_description(parler: GPUWorker) -> None:
    description = "A deep male voice, speaking slowly."
    voices = ["Divya", "Rohit", description]
    heard = [hear(parler, text=TEXT, voice=voice, seed=1) for voice in voices]
    assert [it.told["voice"] for it in heard] == voices
    assert len({it.samples.tobytes() for it in heard}) == 3


def test_pieces_follow_each_other_in_one_voice(parler: GPUWorker) -> None:
    pieces = ["नमस्ते।", "...", "फिर मिलेंगे।"]
    apart = [hear(parler, text=piece, seed=3).samples for piece in (pieces[0], pieces[2])]
    together = hear(parler, text=" ".join(pieces), pieces=pieces, seed=3).samples
    assert together == apart[0] + apart[1]


def test_whoever_leaves_is_not_spoken_to_any_more(parler: GPUWorker) -> None:
    before = hear(parler, text=TEXT, seed=5).samples
    left = hear(parler, text=TEXT, pieces=[TEXT] * 100, leave_after=1)
    assert left.result["cancelled"] is True
    assert len(left.chunks) < 10
    assert hear(parler, text=TEXT, seed=5).samples == before


def test_what_fails_while_it_speaks_is_told(parler: GPUWorker) -> None:
    too_long = hear(parler, text="a" * 600)  # the model has places for 512
    assert "positional" in too_long.result["error"].lower()
    assert "error" not in hear(parler, text=TEXT).result


@pytest.mark.parametrize(
    ("request_", "error"),
    [
        ({"text": " "}, "text is required"),
        ({"text": "🙂 ..."}, "there is nothing to speak in '🙂 ...': it has no words"),
        ({"text": "Hi.", "voice": "bob"}, "Indic Parler has no voice 'bob'; it has Divya, Rohit"),
        ({"text": "Hi.", "voice": "my voice.wav"}, "cannot take a voice from a clip"),
        ({"text": "Hi.", "language": "fr"}, "Indic Parler does not know the language 'fr'"),
        ({"text": "Hi.", "seed": -1}, "seed must be a whole number"),
        ({"text": "Hi.", "speed": 2}, "Indic Parler speaks at one speed only"),
    ],
)
def test_what_it_cannot_do_is_said_before_any_sound(
    parler: GPUWorker, request_: dict[str, Any], error: str
) -> None:
    heard = hear(parler, **request_)
    assert error in heard.result["error"]
    assert heard.chunks == []


def test_weights_that_are_not_there(parler_python: Path, tmp_path: Path) -> None:
    worker = _worker(parler_python, **{"ai4bharat__indic-parler-tts": str(tmp_path)})
    with pytest.raises(WorkerCrash, match="died during startup"):
        worker.start()
    told = "\n".join(worker.stderr_tail(5))
    assert "the weights google/flan-t5-large of indic-parler are not installed" in told
    assert "engineroom engines install indic-parler" in told
