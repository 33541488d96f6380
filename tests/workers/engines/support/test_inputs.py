"""Inputs of workers: errors with remedies, and voice samples for cloning."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import soundfile

from workers import GPUWorker, WorkerCrash
from workers.engines.support import inputs

TO_INSTALL = "install it on the Engines page, or with `engineroom engines install f5`"


def _tone(path: Path, seconds: float, *, rate: int = 16000, channels: int = 1) -> Path:
    wave = 0.5 * np.sin(np.arange(int(seconds * rate)) * 440 * 2 * np.pi / rate)
    soundfile.write(path, np.column_stack([wave] * channels), rate, subtype="FLOAT")
    return path


def _clip(voice: object, **more: Any) -> inputs.Clip | None:
    return inputs.clip({"voice": voice, **more}, "F5-TTS", 1.0, 12.0)


def test_weights_are_where_the_parent_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "model").write_bytes(b"")
    monkeypatch.setenv("ENGINEROOM_WEIGHTS", json.dumps({"owner/name": str(tmp_path)}))
    assert inputs.weights_folder("owner/name", "f5") == tmp_path
    assert inputs.weights_file("owner/name", "model", "f5") == tmp_path / "model"
    with pytest.raises(
        FileNotFoundError, match=r"not complete \(vocab\.txt is missing\): install it on"
    ):
        inputs.weights_file("owner/name", "vocab.txt", "f5")


@pytest.mark.parametrize("reported", [None, "", "{}", "[]", "{", '{"owner/name": "/nowhere"}'])
def test_uninstalled_weights_are_refused(
    reported: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ENGINEROOM_WEIGHTS", raising=False)
    if reported is not None:
        monkeypatch.setenv("ENGINEROOM_WEIGHTS", reported)
    with pytest.raises(FileNotFoundError) as refused:
        inputs.weights_folder("owner/name", "f5")
    assert str(refused.value) == (f"the weights owner/name of f5 are not installed: {TO_INSTALL}")


def test_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENGINEROOM_SOURCES", str(tmp_path))
    assert inputs.sources_folder("f5") == tmp_path
    monkeypatch.setenv("ENGINEROOM_SOURCES", str(tmp_path / "none"))
    with pytest.raises(FileNotFoundError) as refused:
        inputs.sources_folder("f5")
    assert str(refused.value) == f"the code of f5 is not installed: {TO_INSTALL}"


@pytest.mark.parametrize("voice", [None, "", "alba", "default", "v1.0", 7])
def test_name_is_no_voice_sample(voice: object) -> None:
    assert _clip(voice) is None


def test_voice_sample_becomes_mono_and_keeps_its_rate(tmp_path: Path) -> None:
    clip = _clip(str(_tone(tmp_path / "me.wav", 2.0, channels=2)), clip_text=" Hello. ")
    assert clip is not None
    assert (clip.samples.dtype, clip.samples.shape) == (np.float32, (32000,))
    assert (clip.sample_rate, clip.seconds, clip.text) == (16000, 2.0, "Hello.")
    assert abs(clip.samples).max() == pytest.approx(0.5, abs=1e-3)


def test_other_formats_than_wav(tmp_path: Path) -> None:
    path = tmp_path / "me.flac"
    soundfile.write(path, np.full(32000, 0.5), 16000)
    clip = _clip(str(path))
    assert clip is not None
    assert clip.text == ""


@pytest.mark.parametrize(
    ("seconds", "problem"),
    [
        (0.4, "needs a voice sample from 1 to 12 s; me.wav is 0.4 s long"),
        (13, "needs a voice sample from 1 to 12 s; me.wav is 13.0 s long: trim it"),
    ],
)
def test_too_short_and_too_long(tmp_path: Path, seconds: float, problem: str) -> None:
    path = _tone(tmp_path / "me.wav", seconds)
    with pytest.raises(ValueError, match=problem):
        _clip(str(path))


def test_any_length_where_there_is_no_limit(tmp_path: Path) -> None:
    path = _tone(tmp_path / "me.wav", 13)
    clip = inputs.clip({"voice": str(path)}, "Pocket-TTS", 1.0, 0)
    assert clip is not None
    assert clip.seconds == 13


@pytest.mark.parametrize("level", [0.0, float("nan"), float("inf")])
def test_silent_voice_sample_is_refused(tmp_path: Path, level: float) -> None:
    path = tmp_path / "me.wav"
    soundfile.write(path, np.full(32000, level), 16000, subtype="FLOAT")
    with pytest.raises(ValueError, match="no audio in the file"):
        _clip(str(path))


def test_invalid_audio_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "me.wav").write_text("not sound")
    with pytest.raises(ValueError, match=r"F5-TTS can't read .*me\.wav: .*Save"):
        _clip(str(tmp_path / "me.wav"))
    with pytest.raises(ValueError, match=r"can't clone .*: file not found"):
        _clip(str(tmp_path / "you.wav"))
    with pytest.raises(ValueError, match="clip_text must be the transcript"):
        _clip(str(tmp_path / "me.wav"), clip_text=3)


@pytest.mark.parametrize(
    ("reported", "has_cuda", "has_mps", "device"),
    [
        (None, True, False, "cuda"),
        (None, False, True, "mps"),
        (None, False, False, "cpu"),
        ("cuda", True, False, "cuda"),
        ("rocm", True, False, "cuda"),
        ("mps", False, True, "mps"),
        ("cpu", True, True, "cpu"),
        ("cuda", False, False, "cpu"),
        ("cuda", False, True, "cpu"),
    ],
)
def test_device_is_that_of_the_parent_or_of_torch(
    reported: str | None,
    has_cuda: bool,
    has_mps: bool,
    device: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    torch = SimpleNamespace(
        __version__="2.13.0",
        cuda=SimpleNamespace(is_available=lambda: has_cuda),
        backends=SimpleNamespace(mps=SimpleNamespace(is_available=lambda: has_mps)),
    )
    monkeypatch.setitem(sys.modules, "torch", torch)
    monkeypatch.delenv("ENGINEROOM_DEVICE", raising=False)
    if reported is not None:
        monkeypatch.setenv("ENGINEROOM_DEVICE", reported)
    assert inputs.torch_device() == device


@pytest.mark.parametrize(
    ("engine", "weights"),
    [
        ("pocket", "kyutai/pocket-tts-without-voice-cloning"),
        ("f5", "charactr/vocos-mel-24khz"),
        ("omnivoice", "k2-fsa/OmniVoice"),
    ],
)
def test_engine_without_its_weights_does_not_start(engine: str, weights: str) -> None:
    """Checked before the slow import of the library."""
    arguments = [f"workers.engines.{engine}"]
    worker = GPUWorker(engine, "workers.child", args=arguments, env={"ENGINEROOM_WEIGHTS": "{}"})
    with pytest.raises(WorkerCrash, match=r"died during startup \(exit=2\)") as died:
        worker.start()
    assert worker.wait_gone(30.0)
    todo = TO_INSTALL.replace("install f5", f"install {engine}")
    assert died.value.stderr_tail[-1] == (
        f"{engine}: load failed: FileNotFoundError: the weights {weights} of {engine} are not "
        f"installed: {todo}"
    )
