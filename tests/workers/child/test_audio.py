from __future__ import annotations

import math
import subprocess
import sys
import wave
from array import array
from pathlib import Path

import numpy as np
import pytest
import soundfile

from workers.child import audio
from workers.child.audio import WavWriter, pcm16

_FLOATS = [0.0, 1.0, -1.0, 0.5, -0.5, 2.0, -2.0, math.inf, -math.inf, math.nan, 1e-9, 0.1]
_PCM = [0, 32767, -32767, 16384, -16384, 32767, -32768, 32767, -32768, 0, 0, 3277]


@pytest.fixture(params=["numpy", "stdlib"])
def engine_has_numpy(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Runs tests with NumPy loaded by the engine, and without NumPy."""
    if request.param == "stdlib":
        monkeypatch.delitem(sys.modules, "numpy")
    return request.param == "numpy"


def test_floats_are_rounded_clipped_and_freed_of_nan(engine_has_numpy: bool) -> None:
    samples = array("h")
    samples.frombytes(pcm16(array("f", _FLOATS), "float32"))
    assert samples.tolist() == _PCM


def test_both_ways_agree_to_the_bit(monkeypatch: pytest.MonkeyPatch) -> None:
    floats = np.random.default_rng(1).uniform(-1.2, 1.2, 50_000).astype(np.float32)
    within = np.clip(floats, -1, 1)
    fast = pcm16(floats, "float32"), pcm16(within, "float32")
    monkeypatch.delitem(sys.modules, "numpy")
    assert (pcm16(floats, "float32"), pcm16(within, "float32")) == fast


@pytest.mark.parametrize(
    "samples",
    [
        b"\x01\x00\x02\x00",
        bytearray(b"\x01\x00\x02\x00"),
        memoryview(b"\x01\x00\x02\x00"),
        array("h", [1, 2]),
        np.array([1, 2], np.int16),
        np.array([1, 9, 2, 9], np.int16)[::2],
    ],
    ids=["bytes", "bytearray", "memoryview", "array", "numpy", "strided"],
)
def test_int16_of_any_buffer_goes_through_unchanged(samples: object) -> None:
    assert pcm16(samples, "int16") == array("h", [1, 2]).tobytes()


def test_buffer_with_a_wrong_format_is_refused() -> None:
    with pytest.raises(ValueError, match="declared as float32 contains 'd' samples"):
        pcm16(np.zeros(4, np.float64), "float32")
    with pytest.raises(ValueError, match="5 bytes doesn't divide into float32 samples"):
        pcm16(b"12345", "float32")
    with pytest.raises(ValueError, match="float32 or int16, not 'float64'"):
        pcm16(b"", "float64")


def test_chunks_become_one_file(tmp_path: Path) -> None:
    path = tmp_path / "made" / "speech.wav"
    with WavWriter(path, 24000, "float32") as writer:
        writer.write(np.full(1200, 0.5, np.float32))
        writer.write(np.full(1200, -0.25, np.float32).tobytes())
        assert writer.duration_s == 0.1
    samples, rate = soundfile.read(path, dtype="int16")
    assert rate == 24000
    assert samples.tolist() == [16384] * 1200 + [-8192] * 1200
    assert list(path.parent.iterdir()) == [path]


def test_arrays_carry_their_type(tmp_path: Path) -> None:
    with WavWriter(tmp_path / "speech.wav", 24000) as writer:
        writer.write(np.full(10, 0.5, np.float32))
        writer.write(array("h", [7] * 10))
    samples, _ = soundfile.read(tmp_path / "speech.wav", dtype="int16")
    assert samples.tolist() == [16384] * 10 + [7] * 10


def test_file_appears_only_when_complete(tmp_path: Path) -> None:
    path = tmp_path / "speech.wav"
    path.write_bytes(b"the one before")
    writer = WavWriter(path, 24000, "int16")
    writer.write(array("h", [1] * 100_000))
    assert path.read_bytes() == b"the one before"
    assert writer.close() == pytest.approx(100_000 / 24000)
    assert writer.close() == pytest.approx(100_000 / 24000)
    assert audio.duration_s(path) == pytest.approx(100_000 / 24000)


def test_failed_write_leaves_no_file(tmp_path: Path) -> None:
    writer = WavWriter(tmp_path / "speech.wav", 24000)
    writer.write(array("h", [1]))
    with pytest.raises(ValueError, match="needs a 'dtype'"), writer:
        writer.write(b"1234")
    assert list(tmp_path.iterdir()) == []


def test_killed_write_leaves_no_file(tmp_path: Path) -> None:
    path = tmp_path / "speech.wav"
    code = (
        "import os, sys; from workers.child.audio import WavWriter\n"
        "writer = WavWriter(sys.argv[1], 24000, 'int16'); writer.write(bytes(200_000))\n"
        "os._exit(9)"
    )
    root = Path(audio.__file__).parents[2]
    ended = subprocess.run([sys.executable, "-c", code, str(path)], cwd=root, check=False)
    assert ended.returncode == 9
    assert not path.exists()


@pytest.mark.parametrize("rate", [0, -1, 24000.0, True, None])
def test_invalid_sample_rate_is_refused_before_writing(tmp_path: Path, rate: int) -> None:
    with pytest.raises(ValueError, match="sample rate must be a positive integer"):
        WavWriter(tmp_path / "speech.wav", rate)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("subtype", ["PCM_16", "PCM_24", "FLOAT"])
def test_duration_of_any_wav(tmp_path: Path, subtype: str) -> None:
    path = tmp_path / "other.wav"
    soundfile.write(path, np.zeros((4410, 2)), 44100, subtype=subtype)
    assert audio.duration_s(path) == pytest.approx(0.1)


def test_duration_without_a_length_in_the_header(tmp_path: Path) -> None:
    path = tmp_path / "piped.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(bytes(16000))
    content = bytearray(path.read_bytes())
    content[40:44] = b"\xff\xff\xff\xff"
    path.write_bytes(content)
    assert audio.duration_s(path) == 1.0


@pytest.mark.parametrize("content", [b"", b"fLaC and more of it", b"RIFF\0\0\0\0WAVEfmt "])
def test_duration_of_something_else(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "not.wav"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"not\.wav (isn't a WAV file|contains no samples)"):
        audio.duration_s(path)
