"""Whisper on what is speech, and on what is none."""

from __future__ import annotations

import array
import math
import random
import wave
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from tests.support.real_engines import Start, hear, shipped, words
from workers.tool.tool_worker import ToolWorker

RATE = 24000
SENTENCE = "Every voice has a door of its own."
Record = Callable[..., Path]


@pytest.fixture(scope="module")
def speech(start: Start) -> bytes:
    """A sentence, as 16-bit samples."""
    answer = start("hibari").call({"text": SENTENCE, "seed": 1})
    floats = array.array("f", answer["payload"])
    return array.array("h", (int(32767 * item) for item in floats)).tobytes()


@pytest.fixture
def record(tmp_path: Path) -> Record:
    """Writes a WAV file."""

    def record(*parts: bytes, name: str = "sound.wav") -> Path:
        path = tmp_path / name
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(b"".join(parts))
        return path

    return record


def silence(seconds: float) -> bytes:
    return bytes(int(seconds * RATE) * 2)


def sound(samples: Iterable[float]) -> bytes:
    return array.array("h", (int(32767 * item) for item in samples)).tobytes()


def complaint(listener: ToolWorker, **request: Any) -> str:
    return str(listener.call(request)["error"])


def test_segments_come_as_they_are_heard_and_all_at_the_end(
    tiny: ToolWorker, speech: bytes, record: Record
) -> None:
    path = record(speech, silence(8.0), speech)
    length_s = len(speech) / 2 / RATE
    with tiny.stream({"audio_path": str(path)}) as stream:
        messages = list(stream)
    segments = [segment for message in messages for segment in message["segments"]]
    assert segments == stream.result["segments"]
    assert stream.result["language"] == "en"
    assert stream.result["device"] == "cpu"
    assert [words(item["text"]) for item in segments] == [words(SENTENCE)] * 2
    # A second's doubt: there is a breath around every word.
    assert segments[0]["start"] < 1.0
    assert segments[0]["end"] <= length_s + 1.0
    assert segments[1]["start"] == pytest.approx(length_s + 8.0, abs=1.0)
    assert messages[0] == {
        **messages[0],
        "segments": [],
        "heard_s": 0.0,
        "duration_s": pytest.approx(2 * length_s + 8.0, abs=0.01),
    }
    heard = [message["heard_s"] for message in messages]
    assert heard == sorted(heard)


@pytest.mark.parametrize(
    "nothing",
    [
        silence(5.0),
        sound(random.Random(1).gauss(0.0, 0.02) for _ in range(RATE * 5)),
        sound(0.2 * math.sin(item * 440 * math.tau / RATE) for item in range(RATE * 5)),
    ],
    ids=["silence", "noise", "tone"],
)
def test_silence_has_no_transcript(tiny: ToolWorker, record: Record, nothing: bytes) -> None:
    answer = tiny.call({"audio_path": str(record(nothing))})
    assert answer["segments"] == []


def test_cancel_is_obeyed_between_two_segments(
    tiny: ToolWorker, speech: bytes, record: Record
) -> None:
    path = record(*[speech, silence(6.0)] * 20)
    with tiny.stream({"audio_path": str(path)}) as stream:
        while not next(stream)["segments"]:
            pass
        stream.cancel()
        assert len(list(stream)) < 10
    assert stream.result["cancelled"] is True
    assert words(hear(tiny, record(speech))) == words(SENTENCE)


def test_language_is_found_out(start: Start, speech: bytes, record: Record) -> None:
    base = start("whisper-base")
    answer = base.call({"audio_path": str(record(speech))})
    assert answer["language"] == "en"
    assert words(answer["segments"][0]["text"]) == words(SENTENCE)
    reported = complaint(base, audio_path=str(record(speech)), language="yue")
    assert "doesn't support language 'yue'" in reported
    assert f"and {len(shipped('whisper-base').languages) - 30} more" in reported
    base.stop()


@pytest.mark.parametrize(
    ("name", "content", "reported"),
    [
        ("notes.wav", b"this is no sound at all", "isn't an audio file or is damaged"),
        ("empty.wav", b"", "isn't an audio file or is damaged"),
    ],
)
def test_file_without_audio_is_an_error(
    tiny: ToolWorker, tmp_path: Path, name: str, content: bytes, reported: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    heard = complaint(tiny, audio_path=str(path))
    assert reported in heard
    assert name in heard


def test_too_short_file_is_an_error(tiny: ToolWorker, record: Record) -> None:
    reported = "is too short to transcribe (0.05 s)"
    assert reported in complaint(tiny, audio_path=str(record(silence(0.05))))
    assert "is too short to transcribe (0.00 s)" in complaint(
        tiny, audio_path=str(record(b"", name="none.wav"))
    )


def test_too_long_file_is_an_error_before_it_is_read(tiny: ToolWorker, tmp_path: Path) -> None:
    path = tmp_path / "long.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(b"\x80")
    size = 5 * 3600 * 8000
    content = bytearray(path.read_bytes())
    content[40:44] = size.to_bytes(4, "little")
    with path.open("wb") as file:
        file.write(content)
        file.truncate(44 + size)  # Nobody writes 144 MB: it is one large hole.
    assert "is 5.0 h long, and whisper accepts up to 4 h" in complaint(tiny, audio_path=str(path))


@pytest.mark.parametrize(
    ("request_", "reported"),
    [
        ({}, "audio_path is required"),
        ({"audio_path": ""}, "audio_path is required"),
        ({"audio_path": "/nowhere/it.wav"}, "doesn't exist"),
        ({"audio_path": "/"}, "doesn't exist"),
    ],
)
def test_path_is_that_of_a_file(tiny: ToolWorker, request_: dict[str, Any], reported: str) -> None:
    assert reported in complaint(tiny, **request_)


def test_unknown_language_is_refused(tiny: ToolWorker, speech: bytes, record: Record) -> None:
    reported = complaint(tiny, audio_path=str(record(speech)), language="de")
    assert "whisper doesn't support language 'de'; available: en" in reported
