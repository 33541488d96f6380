"""What engines say is understood: spoken by one worker, read back by another."""

from __future__ import annotations

import json
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.real_engines import Start, hear, shipped, word_error_rate
from workers.tool.tool_worker import ToolWorker

SENTENCE = "Every voice has a door of its own."
PIECES = [SENTENCE, "Nobody waits outside."]
TEXT = " ".join(PIECES)
#: Of which Kokoro makes each in a moment.
SHORT = ["One.", "Two.", "Three."]
ENGINES = ("hibari", "piper", "kokoro-ja")


class Speakers:
    """Engines that speak, each started when it is first asked for."""

    def __init__(self, start: Start) -> None:
        self._start = start
        self._started: dict[str, ToolWorker] = {}

    def __getitem__(self, engine: str) -> ToolWorker:
        if engine not in self._started:
            self._started[engine] = self._start(engine)
        return self._started[engine]


@pytest.fixture(scope="module")
def speakers(start: Start) -> Speakers:
    return Speakers(start)


@pytest.fixture(params=ENGINES)
def speaker(request: pytest.FixtureRequest, speakers: Speakers) -> ToolWorker:
    return speakers[request.param]


def say(speaker: ToolWorker, path: Path, **request: Any) -> dict[str, Any]:
    text = request.pop("text", SENTENCE)
    language = request.pop("language", "en")
    answer: dict[str, Any] = json.loads(
        speaker.synthesize(
            text=text,
            language=language,
            voice=request.pop("voice", None),
            output_path=str(path),
            extra_request=request,
        )
    )
    assert "error" not in answer, answer["error"]
    return answer


def error_of(speaker: ToolWorker, **request: Any) -> str:
    return str(speaker.call(request)["error"])


def streamed(speaker: ToolWorker, **request: Any) -> Iterator[dict[str, Any]]:
    with speaker.stream(request) as stream:
        yield from stream


def test_whisper_transcribes_the_spoken_text(
    speaker: ToolWorker, tiny: ToolWorker, tmp_path: Path
) -> None:
    answer = say(speaker, tmp_path / "said.wav", text=TEXT, pieces=PIECES)
    assert answer["engine"] == speaker.tool_name
    assert answer["device"] == "cpu"
    with wave.open(str(tmp_path / "said.wav")) as file:
        assert file.getframerate() == answer["sample_rate"]
    assert word_error_rate(TEXT, hear(tiny, tmp_path / "said.wav")) <= 0.1


def test_first_chunk_comes_before_the_last_is_made(speaker: ToolWorker) -> None:
    with speaker.stream({"text": " ".join(SHORT), "pieces": SHORT, "language": "en"}) as stream:
        first = next(stream)
        assert len(first["payload"]) > 0
        assert first["dtype"] == "float32"
        assert not stream.result, "what ends the answer has not come"
        assert len(list(stream)) >= 1
    assert "error" not in stream.result


def test_cancel_is_obeyed_between_two_chunks(speaker: ToolWorker, tmp_path: Path) -> None:
    with speaker.stream(
        {"text": " ".join(SHORT * 20), "pieces": SHORT * 20, "language": "en"}
    ) as stream:
        next(stream)
        stream.cancel()
        assert len(list(stream)) < 30
    assert stream.result["cancelled"] is True
    say(speaker, tmp_path / "next.wav", text="Next.")


def test_speed_is_a_factor(speaker: ToolWorker, tmp_path: Path) -> None:
    # Some of what engines add, such as pauses, has a length of its own.
    lengths = [
        say(speaker, tmp_path / "it.wav", text="Nobody waits.", speed=item)["duration"]
        for item in (0.7, 1.4)
    ]
    assert 1.5 < lengths[0] / lengths[1] < 2.5


@pytest.mark.parametrize(
    ("asked", "complaint"),
    [
        ({"text": " "}, "text is required"),
        ({"text": "Hi.", "voice": "bob"}, "has no voice 'bob'; available:"),
        ({"text": "Hi.", "speed": 3}, "speed must be a number from 0.5 to 2.0, not 3"),
        ({"text": "Hi.", "language": "tlh"}, "doesn't support language 'tlh'; available:"),
        ({"text": "...", "pieces": ["...", "?!"]}, "nothing to speak"),
    ],
)
def test_invalid_request_fails(speaker: ToolWorker, asked: dict[str, Any], complaint: str) -> None:
    assert complaint in error_of(speaker, **asked)


def test_catalog_matches_voices_and_languages_of_the_engine(speaker: ToolWorker) -> None:
    entry = shipped(speaker.tool_name)
    if speaker.tool_name != "hibari":  # Whose other voices are downloads.
        reported = error_of(speaker, text="Hi.", voice="bob")
        assert reported.endswith(f"available: {', '.join(entry.voices)}")
    reported = error_of(speaker, text="Hi.", language="tlh")
    assert f"available: {', '.join(entry.languages).lower()}" in reported
    answer = speaker.call({"text": "Hi.", "language": "en"})
    assert answer["sample_rate"] == entry.sample_rate
    assert answer["voice"] == entry.default_voice


def test_piper_speaks_at_its_voices_own_rate(speakers: Speakers) -> None:
    chunks = list(streamed(speakers["piper"], text=TEXT))
    assert [chunk["sample_rate"] for chunk in chunks] == [22050] * 2


def test_piper_reads_brackets_as_text(speakers: Speakers, tiny: ToolWorker, tmp_path: Path) -> None:
    say(speakers["piper"], tmp_path / "said.wav", text="Look at [[water and bread]], please.")
    heard = hear(tiny, tmp_path / "said.wav").lower()
    assert "water" in heard
    assert "bread" in heard


@pytest.mark.parametrize("word", ["9" * 100, "ab-" * 500, "a" * 1000])
def test_hibari_speaks_all_of_a_very_long_word(
    speakers: Speakers, tmp_path: Path, word: str
) -> None:
    assert say(speakers["hibari"], tmp_path / "said.wav", text=word)["duration"] > 20


@pytest.fixture(scope="module")
def base(start: Start) -> ToolWorker:
    """Whisper of all languages."""
    return start("whisper-base")


def test_japanese_is_understood(speakers: Speakers, base: ToolWorker, tmp_path: Path) -> None:
    path = tmp_path / "said.wav"
    answer = say(speakers["kokoro-ja"], path, text="今日は良い天気です。", language="ja")
    assert answer["voice"] == "default"
    heard = hear(base, path)
    assert "今日" in heard
    assert "天気" in heard


def test_kokoros_voices_differ(speakers: Speakers) -> None:
    kokoro = speakers["kokoro-ja"]
    first, second = (
        b"".join(
            item["payload"] for item in streamed(kokoro, text="Hi.", language="en", voice=voice)
        )
        for voice in ("jf_alpha", "jm_kumo")
    )
    assert first != second


def test_text_unreadable_for_kokoro_is_named(speakers: Speakers) -> None:
    complaint = error_of(speakers["kokoro-ja"], text="Привет", language="ja")
    assert "kokoro-ja can't speak 'Привет' in language 'ja'" in complaint
