"""The preview, from a typed text to the audio and its transcript."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.e2e.conftest import Start, Transcribe
from tests.e2e.desktop import Desktop
from tests.support.sound import PacedDevice, noise
from tests.support.sound.microphone import microphone
from tests.support.users_catalog import write_users_catalog

pytestmark = pytest.mark.timeout(600)

LISTENER = """\
[engines.listener]
name = "Listener"
kind = "stt"
adapter = "tests.support.tools.listener"
environment = "core"
"""
SENTENCE = "The engine room is open, and every voice has a door of its own."


def words(text: str) -> list[str]:
    return re.findall(r"[a-z']+", text.lower())


def test_typed_text_is_heard(
    desktop: Desktop,
    start: Start,
    paced_device: PacedDevice,
    transcribe: Transcribe,
    tmp_path: Path,
) -> None:
    app = start(desktop, **paced_device.environment)
    desktop.click(app.where("previewText"))
    desktop.press("ctrl+a")
    desktop.type(SENTENCE)
    app.wait_until(lambda: app.ask("text") == SENTENCE)
    desktop.click(app.where("previewPlay"))
    paced_device.wait_for_sound(1.0)
    app.wait_until(lambda: not app.ask("state")["speaks"])
    paced_device.wait_for_silence(0.2)
    heard = transcribe(paced_device.write_wav(tmp_path / "heard.wav"))
    assert words(heard) == words(SENTENCE)
    figures = app.ask("figures")
    assert re.fullmatch(r"[\d.]+ m?s, including loading", figures["First audio"])
    assert "× real time" in figures["Real-time factor"]
    assert app.ask("label", "previewMessage") == ""

    desktop.click(app.where("previewPlay"))
    app.wait_until(lambda: "loading" not in app.ask("figures")["First audio"])


def test_stop_silences_at_once(desktop: Desktop, start: Start, paced_device: PacedDevice) -> None:
    app = start(desktop, **paced_device.environment)
    desktop.click(app.where("previewPlay"))
    paced_device.wait_for_sound(0.3)
    desktop.click(app.where("previewStop"))
    app.wait_until(lambda: not app.ask("state")["speaks"])
    assert len(paced_device.sound()) / 2 / 24000 < 3.0, "the full text takes over 5 s"
    app.wait_for_state("Ready")


def test_click_in_the_waveform_seeks(
    desktop: Desktop, start: Start, paced_device: PacedDevice
) -> None:
    app = start(desktop, **paced_device.environment)
    desktop.click(app.where("previewPlay"))
    app.wait_until(lambda: not app.ask("state")["speaks"])
    paced_device.wait_for_silence(0.2)
    first = paced_device.sound()
    desktop.click(app.where("waveform"))
    app.wait_until(lambda: not app.ask("state")["speaks"])
    again = paced_device.sound()[len(first) :].lstrip(b"\0")
    assert again
    assert first.endswith(again[-24000:])
    assert len(again) < len(first) * 0.6, "the first half was heard again"
    app.wait_for_state("Ready")


def test_missing_sound_device_is_shown_with_figures(
    desktop: Desktop, start: Start, portaudio: None
) -> None:
    app = start(desktop)
    desktop.click(app.where("previewPlay"))
    app.wait_until(lambda: "s" in app.ask("figures")["Duration"])
    app.wait_until(lambda: "save" in app.ask("label", "previewMessage"))
    app.wait_for_state("Ready")


def test_microphone_recording_is_transcribed(
    desktop: Desktop, start: Start, portaudio: None, engineroom_home: Path, tmp_path: Path
) -> None:
    write_users_catalog(engineroom_home, LISTENER)
    app = start(desktop, **microphone(tmp_path / "mic", noise(1.0)))
    desktop.click(app.where("modeTranscribe"))
    desktop.click(app.where("transcribeEngine"))
    desktop.type("List")
    desktop.press("Return")
    app.wait_until(lambda: app.ask("can_press", "transcribeRecord"))
    desktop.click(app.where("transcribeEngine"))  # Other speech-to-text engines are installed, too.
    desktop.type("Lis")
    desktop.press("Return")
    desktop.click(app.where("transcribeRecord"))  # This one is done in a moment.
    app.wait_until(lambda: app.ask("transcript") == "0:00.0  Good morning.\n1:01.5  It is late.")
