"""Audio files: saved, read, and measured."""

from __future__ import annotations

import math
import subprocess
import sys
import wave
from array import array
from pathlib import Path

import pytest
import soundfile

from app.audio import SpeechFormat
from app.audio.sound_file import SoundFileProblem, read_sound_file, read_speech, write_speech
from tests.support.sound import noise

INT16 = SpeechFormat(24000, "int16")
FLOAT32 = SpeechFormat(24000, "float32")


def contents(path: Path) -> bytes:
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 24000)
        return file.readframes(file.getnframes())


def test_16_bit_speech_is_saved_bit_exact(tmp_path: Path) -> None:
    speech = noise(0.1)
    write_speech(tmp_path / "speech.wav", [speech[:1000], bytearray(speech[1000:])], INT16)
    assert contents(tmp_path / "speech.wav") == speech
    assert [file.name for file in tmp_path.iterdir()] == ["speech.wav"]


@pytest.mark.parametrize("given", [INT16, FLOAT32], ids=["int16", "float32"])
def test_flac_is_lossless(tmp_path: Path, given: SpeechFormat) -> None:
    speech = noise(0.1, dtype=given.dtype)
    write_speech(tmp_path / "new" / "speech.FLAC", [speech[:1000], speech[1000:]], given)
    samples, rate = soundfile.read(tmp_path / "new" / "speech.FLAC", dtype="int16")
    assert (samples.tobytes(), rate) == (noise(0.1), 24000)
    assert soundfile.info(tmp_path / "new" / "speech.FLAC").format == "FLAC"


def test_ogg_is_vorbis_of_the_same_length_even_from_one_long_chunk(tmp_path: Path) -> None:
    tone = array("f", [0.5 * math.sin(n / 20) for n in range(24000 * 30)]).tobytes()
    write_speech(tmp_path / "speech.ogg", [tone], FLOAT32)
    output = soundfile.info(tmp_path / "speech.ogg")
    assert (output.format, output.subtype, output.samplerate) == ("OGG", "VORBIS", 24000)
    assert output.frames == 24000 * 30
    samples, _ = soundfile.read(tmp_path / "speech.ogg")
    assert abs(samples).max() == pytest.approx(0.5, abs=0.05)


def test_loud_samples_are_clipped(tmp_path: Path) -> None:
    loud = array("f", [2.0, -2.0] * 100).tobytes()
    for name in ("speech.wav", "speech.flac"):
        write_speech(tmp_path / name, [loud], FLOAT32)
        samples, _ = soundfile.read(tmp_path / name, dtype="int16")
        assert samples[0] == 32767, name
        assert samples[1] == -32768, name


@pytest.mark.parametrize("name", ["speech.wav", "speech.flac", "speech.ogg"])
def test_failed_save_keeps_the_old_file(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    write_speech(path, [noise(0.1)], INT16)
    before = path.read_bytes()
    with pytest.raises(ValueError, match="divide into float32 samples"):
        write_speech(path, [noise(0.1, dtype="float32"), b"\1\2\3"], FLOAT32)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == [name]


def test_folder_in_place_of_the_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "speech.flac").mkdir()
    with pytest.raises(OSError, match=r"speech\.flac"):
        write_speech(tmp_path / "speech.flac", [noise(0.1)], INT16)
    assert [file.name for file in tmp_path.iterdir()] == ["speech.flac"]


def test_unknown_suffix_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SoundFileProblem, match=r"\.wav, \.flac, \.ogg"):
        write_speech(tmp_path / "speech.mp3", [], INT16)


def test_audio_file_has_a_duration(tmp_path: Path) -> None:
    write_speech(tmp_path / "speech.ogg", [noise(0.5)], INT16)
    assert read_sound_file(tmp_path / "speech.ogg").duration_s == 0.5


def test_speech_is_read_back(tmp_path: Path) -> None:
    write_speech(tmp_path / "speech.flac", [noise(0.1)], INT16)
    assert read_speech(tmp_path / "speech.flac") == (noise(0.1, dtype="float32"), FLOAT32)


def test_first_of_several_channels_is_read(tmp_path: Path) -> None:
    with wave.open(str(tmp_path / "both.wav"), "wb") as file:
        file.setparams((2, 2, 16000, 0, "NONE", ""))
        file.writeframes(array("h", [16384, -16384] * 10).tobytes())
    samples, output = read_speech(tmp_path / "both.wav")
    assert array("f", samples).tolist() == [0.5] * 10
    assert output == SpeechFormat(16000, "float32")


@pytest.mark.parametrize("name", ["absent.wav", "text.wav", "samples.raw", "empty.wav"])
def test_file_that_is_no_audio_is_an_error(tmp_path: Path, name: str) -> None:
    (tmp_path / "text.wav").write_text("no sound")
    (tmp_path / "samples.raw").write_bytes(noise(0.1))
    write_speech(tmp_path / "empty.wav", [], INT16)
    with pytest.raises(SoundFileProblem, match=name):
        read_sound_file(tmp_path / name)


def test_wav_is_written_without_libsndfile(tmp_path: Path) -> None:
    code = """
import sys
sys.modules["soundfile"] = None
from pathlib import Path
from app.audio import SpeechFormat
from app.audio.sound_file import SoundFileProblem, write_speech
write_speech(Path(sys.argv[1], "a.wav"), [b"ab"], SpeechFormat(24000, "int16"))
try:
    write_speech(Path(sys.argv[1], "a.flac"), [b"ab"], SpeechFormat(24000, "int16"))
except SoundFileProblem as problem:
    print(problem)
"""
    command = [sys.executable, "-c", code, str(tmp_path)]
    output = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert "pip install --force-reinstall soundfile" in output.stdout
    assert [file.name for file in tmp_path.iterdir()] == ["a.wav"]
