"""The sound page: device, latency, and test chime."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.audio import OutputDevice, PlaybackState
from app.audio.chime import CHIME_RATE, chime
from app.gui.settings_dialog.sound import SoundPage
from app.gui.settings_dialog.window import SettingsWindow
from tests.app.gui.conftest import PATIENCE_MS, Desk

SPEAKERS = OutputDevice("Speakers", "ALSA", True, 0)
HEADPHONES = OutputDevice("Headphones", "ALSA", False, 1)
TWIN = OutputDevice("Headphones", "JACK", False, 2)


@pytest.fixture
def page(window: SettingsWindow, open_desk: Desk, qtbot: QtBot) -> SoundPage:
    open_desk.player.devices = (SPEAKERS, HEADPHONES, TWIN)
    window.turn_to(window.sound)
    qtbot.waitUntil(lambda: window.sound.device.count() == 4, timeout=PATIENCE_MS)
    return window.sound


def offered(page: SoundPage) -> list[str]:
    return [page.device.itemText(row) for row in range(page.device.count())]


def output(page: SoundPage) -> str:
    label = page.findChild(QLabel, "soundState")
    assert label is not None
    return label.text()


def choose(page: SoundPage, device: str | None) -> None:
    row = page.device.findData(device)
    page.device.setCurrentIndex(row)
    page.device.activated.emit(row)


def test_devices_with_one_name_are_offered_with_their_host_api(page: SoundPage) -> None:
    assert offered(page) == [
        "System default",
        "Speakers",
        "Headphones, ALSA",
        "Headphones, JACK",
    ]
    assert output(page) == ""


def test_device_and_latency_apply_at_once_and_are_saved(
    page: SoundPage, open_desk: Desk, qtbot: QtBot
) -> None:
    choose(page, HEADPHONES.id)
    page.latency.setCurrentIndex(1)
    page.latency.activated.emit(1)
    assert (open_desk.player.device_id, open_desk.player.latency) == (HEADPHONES.id, "low")
    with qtbot.waitSignal(open_desk.hub.background.emptied, timeout=PATIENCE_MS):
        pass
    kept = open_desk.settings().settings
    assert (kept.output_device, kept.latency) == (HEADPHONES.id, "low")
    choose(page, None)
    assert open_desk.player.device_id is None


def test_disconnected_device_stays_selected_and_is_marked(
    page: SoundPage, open_desk: Desk, qtbot: QtBot
) -> None:
    choose(page, HEADPHONES.id)
    open_desk.player.devices = (SPEAKERS,)
    page.look.click()
    unplugged = "Headphones, ALSA (not connected)"
    qtbot.waitUntil(lambda: page.device.currentText() == unplugged, timeout=PATIENCE_MS)


def test_playback_without_sound_names_the_reason(
    page: SoundPage, open_desk: Desk, qtbot: QtBot
) -> None:
    open_desk.player.devices = ()
    open_desk.player.missing = OSError("there is no PortAudio")
    page.look.click()
    qtbot.waitUntil(lambda: output(page) == "there is no PortAudio", timeout=PATIENCE_MS)
    assert offered(page) == ["System default"]


def test_test_chime_is_played(page: SoundPage, open_desk: Desk, qtbot: QtBot) -> None:
    page.test.click()
    playback = open_desk.playback(qtbot)
    assert bytes(playback.fed) == chime()
    assert playback.is_complete
    assert output(page) == "Playing…"
    playback.move(PlaybackState.FINISHED)
    qtbot.waitUntil(lambda: output(page) == "Test sound played", timeout=PATIENCE_MS)


def test_failed_chime_names_the_reason(page: SoundPage, open_desk: Desk, qtbot: QtBot) -> None:
    open_desk.player.missing = OSError("the device is busy")
    page.test.click()
    qtbot.waitUntil(lambda: output(page) == "the device is busy", timeout=PATIENCE_MS)


def test_chime_begins_and_ends_in_silence() -> None:
    samples = memoryview(chime()).cast("f")
    assert len(samples) == 0.6 * CHIME_RATE
    assert 0.2 < max(samples) < 0.31
    for step in (0, len(samples) // 2, len(samples) - 1):
        assert abs(samples[step]) < 0.001, "a step in the signal clicks"
