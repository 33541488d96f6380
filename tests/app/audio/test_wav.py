"""Speech saved as a file."""

from __future__ import annotations

import wave
from pathlib import Path

import pytest

from app.audio import write_wav
from tests.support.sound import noise


def contents(path: Path) -> bytes:
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 24000)
        return file.readframes(file.getnframes())


def test_16_bit_speech_is_saved_as_it_is(tmp_path: Path) -> None:
    speech = noise(0.1)
    write_wav(tmp_path / "speech.wav", [speech[:1000], bytearray(speech[1000:])], 24000, "int16")
    assert contents(tmp_path / "speech.wav") == speech
    assert [file.name for file in tmp_path.iterdir()] == ["speech.wav"]


def test_a_failure_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "speech.wav"
    write_wav(path, [noise(0.1)], 24000, "int16")
    with pytest.raises(ValueError, match="not a whole number of float32 samples"):
        write_wav(path, [noise(0.1, dtype="float32"), b"\1\2\3"], 24000, "float32")
    assert contents(path) == noise(0.1)
    assert [file.name for file in tmp_path.iterdir()] == ["speech.wav"]
