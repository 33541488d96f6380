"""Fixtures of audio devices; a conftest imports those that its folder needs."""

from __future__ import annotations

import ctypes.util
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.sound import PacedDevice, PrivatePulse


@pytest.fixture(scope="session")
def portaudio() -> None:
    """Skips tests where audio can't be tested."""
    if not sys.platform.startswith("linux"):
        pytest.skip("sound without a sound card takes ALSA")
    if ctypes.util.find_library("portaudio") is None:
        pytest.skip("needs PortAudio: apt install libportaudio2")


@pytest.fixture
def paced_device(portaudio: None, tmp_path: Path) -> Iterator[PacedDevice]:
    """An audio device (24 kHz, 16 bits) that records what it plays."""
    with PacedDevice(tmp_path / "sound") as device:
        yield device


@pytest.fixture
def private_pulse(portaudio: None, tmp_path: Path) -> Iterator[PrivatePulse]:
    """A PulseAudio server of the test's own."""
    if not PrivatePulse.installed():
        pytest.skip("needs PulseAudio: apt install pulseaudio pulseaudio-utils libasound2-plugins")
    with PrivatePulse(tmp_path / "pulse") as pulse:
        yield pulse
