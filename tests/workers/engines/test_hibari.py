"""The real Hibari: its package in its own environment, its adapter in that interpreter."""

# The tests need letters that look like others.
# ruff: noqa: RUF001

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from workers.catalog.store import Catalog
from workers.environments.store import EnvironmentStore
from workers.errors import EnvironmentFailed
from workers.text.prepare import prepare
from workers.text.rules import TextRules

ROOT = Path(__file__).resolve().parents[3]
_DRIVER = Path(__file__).with_name("speak.py")
#: Two sentences; the full stop of the title doesn't end one.
_TEXT = "Dr. Finch heard a lark. It sang at half past seven."

Speak = Callable[..., dict[str, Any]]


@pytest.fixture(scope="session")
def hibari_python(test_environments: EnvironmentStore) -> Path:
    entry = Catalog.load(ROOT / "resources" / "catalog.toml", None).get("hibari")
    try:
        return test_environments.create(entry.environment, entry.requirements)
    except EnvironmentFailed as error:
        if "check the network connection" in str(error):
            pytest.skip(f"the package index cannot be reached: {error}")
        raise


@contextmanager
def _driver(python: Path, **environment: str) -> Iterator[Speak]:
    command = [str(python), "-I", str(_DRIVER), str(ROOT), "workers.engines.hibari"]
    with subprocess.Popen(
        command,
        env={**os.environ, **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        send, receive = process.stdin, process.stdout
        assert json.loads(receive.readline()) == {"loaded_at_import": []}

        def speak(**request: Any) -> dict[str, Any]:
            send.write(json.dumps(request) + "\n")
            send.flush()
            answer: dict[str, Any] = json.loads(receive.readline())
            return answer

        yield speak
        send.close()
    assert process.returncode == 0


@pytest.fixture(scope="module")
def speak(hibari_python: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Speak]:
    """Calls the adapter with only the voice of the wheel."""
    with _driver(hibari_python, HIBARI_HOME=str(tmp_path_factory.mktemp("voices"))) as speak:
        yield speak


def _seconds(answer: dict[str, Any]) -> float:
    assert answer["error"] is None
    return sum(answer["chunks"]) / 24000


def test_sentences_are_single_chunks(speak: Speak) -> None:
    answer = speak(text=_TEXT)
    assert len(answer["chunks"]) == 2
    assert answer["rates"] == [24000]
    assert answer["dtypes"] == ["float32"]
    assert answer["quietest_rms"] > 0.01
    assert 0.1 < answer["peak"] <= 1.0
    assert 2.0 < _seconds(answer) < 6.0
    assert answer["result"] == {
        "engine": "hibari",
        "device": "cpu",
        "voice": "heart",
        "sample_rate": 24000,
    }


def test_speed_is_a_factor(speak: Speak) -> None:
    slow, normal, fast = (_seconds(speak(text=_TEXT, speed=speed)) for speed in (0.5, 1, 2.0))
    assert 1.7 < slow / normal < 2.3
    assert 1.5 < normal / fast < 2.3


def test_seed_makes_audio_reproducible(speak: Speak) -> None:
    first, again, other = (speak(text=_TEXT, seed=seed)["sha256"] for seed in (7, 7, 8))
    assert first == again
    assert first != other
    assert speak(text=_TEXT)["sha256"] != speak(text=_TEXT)["sha256"]


def test_streamed_audio_equals_that_of_the_library(speak: Speak, hibari_python: Path) -> None:
    code = (
        "import hashlib, sys; from hibari import Hibari\n"
        "print(hashlib.sha256(Hibari()(sys.argv[1], seed=7).tobytes()).hexdigest())"
    )
    command = [str(hibari_python), "-I", "-c", code, _TEXT]
    expected = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    assert speak(text=_TEXT, seed=7)["sha256"] == expected


def test_pieces_sound_like_the_uncut_text(speak: Speak) -> None:
    pieces = list(prepare(_TEXT, "en", TextRules("Hibari", ("en",), 40)))
    assert len(pieces) == 2
    uncut, cut = speak(text=_TEXT, seed=7), speak(text=_TEXT, pieces=pieces, seed=7)
    assert cut["sha256"] == uncut["sha256"]
    assert cut["chunks"] == uncut["chunks"]
    assert "'мир'" in speak(text="peace", pieces=["peace", "мир"])["error"]


@pytest.mark.parametrize("voice", [None, "", "default", "heart"])
def test_names_of_the_one_voice(speak: Speak, voice: str | None) -> None:
    assert speak(text="Hello.", voice=voice)["result"]["voice"] == "heart"


@pytest.mark.parametrize("language", [None, "", "en", "EN", "en-GB", "en_US"])
def test_english_by_any_name(speak: Speak, language: str | None) -> None:
    assert speak(text="Hello.", language=language)["error"] is None


@pytest.mark.parametrize("text", ["a", "7", "&", "5 µm, 20 °C, £3 ½, 1ª."])
def test_short_texts_and_signs(speak: Speak, text: str) -> None:
    answer = speak(text=text)
    assert answer["error"] is None
    assert answer["quietest_rms"] > 0.005


@pytest.mark.parametrize(
    ("shaped", "plain"),
    [
        ("Ｅｎｇｉｎｅｒｏｏｍ", "Engineroom"),
        ("𝑒𝑛𝑔𝑖𝑛𝑒𝑟𝑜𝑜𝑚", "engineroom"),
        ("ﬁne ㎏, 20 ℃", "fine kg, 20 °C"),
        ("Nguyễn", "Nguyen"),
    ],
)
def test_shaped_letters_are_spoken_like_plain_ones(speak: Speak, shaped: str, plain: str) -> None:
    assert speak(text=shaped, seed=1)["sha256"] == speak(text=plain, seed=1)["sha256"]


def test_letters_of_neighbours_are_read(speak: Speak) -> None:
    assert _seconds(speak(text="Łódź Þór Erdoğan Hawaiʻi naïve")) > 2.0


def test_text_without_words_is_skipped(speak: Speak) -> None:
    assert len(speak(text="Hello. 🙂\n...\n!?\nGood bye.")["chunks"]) == 2


@pytest.mark.parametrize(
    ("request_", "error"),
    [
        ({"text": "Hello. Привет, мир. Good bye."}, "can't read 'Привет,' (Cyrillic)"),
        ({"text": "Hello 世界."}, "can't read '世界.' (CJK)"),
        ({"text": "नमस्ते"}, "can't read 'नमस्ते' (Devanagari)"),
        ({"text": "Hello ŧ there."}, "can't read 'ŧ': remove it from the text"),
        ({"text": "about 3 α"}, "can't read 'α' (Greek)"),
        ({"text": "🙂 ..."}, "nothing to speak in '🙂 ...': no words"),
        ({"text": " \n"}, "text is required"),
        ({"text": None}, "text is required"),
        ({}, "text is required"),
        ({"text": "Hi.", "voice": "bob"}, "has no voice 'bob'; available: heart, emma"),
        ({"text": "Hi.", "voice": "emma"}, "voice 'emma' isn't installed"),
        ({"text": "Hi.", "speed": 2.1}, "speed must be a number from 0.5 to 2.0, not 2.1"),
        ({"text": "Hi.", "speed": "fast"}, "speed must be a number from 0.5 to 2.0, not 'fast'"),
        ({"text": "Hi.", "speed": True}, "speed must be a number"),
        ({"text": "Hi.", "speed": float("nan")}, "speed must be a number"),
        ({"text": "Hi.", "seed": -1}, "seed must be an integer from 0 to 4294967295, not -1"),
        ({"text": "Hi.", "seed": 1.5}, "seed must be an integer from 0 to 4294967295, not 1.5"),
        ({"text": "Salut.", "language": "fr"}, "doesn't support language 'fr'; available: en"),
    ],
)
def test_invalid_request_fails_before_any_audio(
    speak: Speak, request_: dict[str, Any], error: str
) -> None:
    answer = speak(**request_)
    assert error in answer["error"]
    assert answer["chunks"] == []
    assert answer["result"] is None


def test_error_does_not_spoil_the_next_request(speak: Speak) -> None:
    before = speak(text=_TEXT, seed=1)
    assert speak(text="мир")["error"]
    assert speak(text=_TEXT, seed=1)["sha256"] == before["sha256"]


def test_text_without_a_full_stop_needs_little_memory(hibari_python: Path) -> None:
    """The library alone handles the text as one sentence and needs 2.7 GB."""
    with _driver(hibari_python) as speak:
        answer = speak(text="the quick brown fox " * 300)
    assert len(answer["chunks"]) > 10
    assert 250 < _seconds(answer) < 450
    assert answer["memory_mib"] < 700


def test_downloaded_voice_is_used(hibari_python: Path, tmp_path: Path) -> None:
    code = "from hibari import voices as v; print(v.ASSETS, v.VOICES['fenrir']['file'])"
    command = [str(hibari_python), "-I", "-c", code]
    reported = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    # Any voice has the same form; the test checks which file is read.
    (tmp_path / reported[1]).write_bytes((Path(reported[0]) / "hibari.onnx").read_bytes())
    with _driver(hibari_python, HIBARI_HOME=str(tmp_path)) as speak:
        answer = speak(text="Hello.", voice="fenrir")
        assert answer["error"] is None
        assert answer["result"]["voice"] == "fenrir"
        assert "isn't installed" in speak(text="Hello.", voice="kore")["error"]
