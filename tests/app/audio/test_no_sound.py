"""Computers without sound: reported with a reason and a remedy; nothing else fails."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.audio.errors import SoundProblem, no_library
from tests.support.sound import PacedDevice, RemotePlayer, noise

ABSENT_CARD = "pcm.!default { type hw card 99 }\n"
NO_DEFAULT = "pcm.lonely { type null }\n"


def played(environment: dict[str, str]) -> dict[str, str]:
    """Tries to play in an environment; returns the report of the failure."""
    with RemotePlayer(environment) as player:
        player.start()
        player.feed(noise(0.1))
        player.finish()
        assert player.wait_for("FAILED") == "FAILED"
        report = player.report()
        assert player.devices() == {"ids": [], "default": None, "error": report["message"]}
        assert player.close()
        return report


@pytest.fixture
def without_library(tmp_path: Path) -> dict[str, str]:
    """Interpreter that finds no PortAudio, as if libportaudio2 were missing.

    The system's search can't be changed without removing the library, so this replaces the
    function that ``sounddevice`` calls: ``ctypes.util.find_library``.
    """
    (tmp_path / "sitecustomize.py").write_text(
        "import ctypes.util\nctypes.util.find_library = lambda name: None\n", encoding="utf-8"
    )
    return {"PYTHONPATH": str(tmp_path)}


def test_missing_portaudio_is_reported(without_library: dict[str, str]) -> None:
    report = played(without_library)
    assert report["problem"] == "NO_LIBRARY"
    assert "PortAudio library" in report["message"]


def test_missing_sound_card_is_reported(portaudio: None, tmp_path: Path) -> None:
    (tmp_path / "asound.conf").write_text(ABSENT_CARD, encoding="utf-8")
    report = played({"ALSA_CONFIG_PATH": str(tmp_path / "asound.conf")})
    assert report["problem"] == "NO_DEVICE"
    assert "No audio output found. Connect" in report["message"]


def test_sound_card_found_after_the_start(paced_device: PacedDevice, tmp_path: Path) -> None:
    configuration = tmp_path / "asound.conf"
    configuration.write_text(ABSENT_CARD, encoding="utf-8")
    with RemotePlayer({"ALSA_CONFIG_PATH": str(configuration)}) as player:
        player.start()
        assert player.wait_for("FAILED") == "FAILED"
        connected = Path(paced_device.environment["ALSA_CONFIG_PATH"])
        configuration.write_text(connected.read_text(encoding="utf-8"), encoding="utf-8")
        player.start()  # the player searches again without a restart
        player.feed(noise(0.3))
        player.finish()
        assert player.wait_for("FINISHED") == "FINISHED"
        paced_device.wait_for(noise(0.3))


@pytest.mark.parametrize("configuration", ["", NO_DEFAULT], ids=["empty", "no default"])
def test_missing_alsa_setup_is_reported(
    portaudio: None, tmp_path: Path, configuration: str
) -> None:
    # PortAudio would abort() the process here, and the application with it.
    (tmp_path / "asound.conf").write_text(configuration, encoding="utf-8")
    report = played({"ALSA_CONFIG_PATH": str(tmp_path / "asound.conf")})
    assert report["problem"] == "NO_DEVICE"
    assert "ALSA has no default device" in report["message"]


def test_hanging_sound_system_is_reported(portaudio: None, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "asound.conf")  # opening a FIFO blocks until a writer comes
    environment = {"ALSA_CONFIG_PATH": str(tmp_path / "asound.conf")}
    with RemotePlayer(environment, patience_s=1) as player:
        player.start()
        player.feed(noise(0.1))
        player.finish()
        assert player.wait_for("FAILED") == "FAILED"
        report = player.report()
        assert report["problem"] == "NO_ANSWER"
        assert report["longest_call_s"] < 0.5, "a caller waited for the sound system"
        assert not player.close(timeout_s=0.1)


@pytest.mark.parametrize(
    ("platform", "cause", "remedy"),
    [
        ("linux", OSError("PortAudio library not found"), "sudo apt install libportaudio2"),
        ("darwin", OSError("no such file"), "pip install --force-reinstall sounddevice"),
        ("win32", OSError("error 0x7e"), "pip install --force-reinstall sounddevice"),
        ("linux", ModuleNotFoundError("sounddevice"), "pip install sounddevice"),
    ],
)
def test_missing_library_names_the_package_of_each_platform(
    platform: str, cause: Exception, remedy: str
) -> None:
    error = no_library(cause, platform)
    assert error.problem is SoundProblem.NO_LIBRARY
    assert remedy in str(error)
    assert str(cause) in str(error)
