"""Replay and seeking in finished speech, and saving in all formats."""

from __future__ import annotations

from pathlib import Path

import pytest
import soundfile
from pytestqt.qtbot import QtBot

from app.audio import PlaybackState
from app.audio.errors import no_device
from app.gui.preview.speak.pane import SpeakPane
from tests.app.gui.conftest import PATIENCE_MS, Desk, ScriptedPlayback
from tests.app.gui.preview.speak_pane import message, play, wait_until_over


def play_to_end(pane: SpeakPane, desk: Desk, qtbot: QtBot, text: str = "say 4") -> ScriptedPlayback:
    """Speaks a text and plays it to its end."""
    play(pane, text)
    playback = desk.playback(qtbot, len(desk.player.playbacks))
    qtbot.waitUntil(lambda: playback.is_complete, timeout=PATIENCE_MS)
    playback.move(PlaybackState.FINISHED)
    wait_until_over(pane, qtbot)
    return playback


def test_waveform_grows_during_speech(pane: SpeakPane, desk: Desk, qtbot: QtBot) -> None:
    play(pane, "wait 3")  # Three chunks of 50 ms; then the engine pauses.
    qtbot.waitUntil(lambda: pane.track.waveform.maximum() >= 50, timeout=PATIENCE_MS)
    assert pane.track.waveform.span_s == 4.0, "the duration is unknown during speech"
    pane.stop.click()


def test_seek_works_during_speech(pane: SpeakPane, desk: Desk, qtbot: QtBot) -> None:
    play(pane, "wait 3")
    playback = desk.playback(qtbot)
    qtbot.waitUntil(pane.track.waveform.isEnabled, timeout=PATIENCE_MS)
    pane.track.sought.emit(0.04)
    assert playback.sought == [0.04]
    assert len(desk.player.playbacks) == 1
    pane.stop.click()


def test_playhead_follows_the_audible_position(pane: SpeakPane, desk: Desk, qtbot: QtBot) -> None:
    play(pane, "say 4")
    playback = desk.playback(qtbot)
    qtbot.waitUntil(lambda: playback.is_complete, timeout=PATIENCE_MS)
    playback.position_s = 0.12
    qtbot.waitUntil(lambda: pane.track.waveform.value() == 120, timeout=PATIENCE_MS)
    pane.stop.click()


def test_seek_after_the_end_plays_again(pane: SpeakPane, desk: Desk, qtbot: QtBot) -> None:
    first = play_to_end(pane, desk, qtbot)
    pane.track.sought.emit(0.1)
    again = desk.playback(qtbot, 1)
    assert again.sought == [0.1]
    assert bytes(again.fed) == bytes(first.fed)
    assert pane.stop.isEnabled()
    pane.track.sought.emit(0.02)
    assert again.sought == [0.1, 0.02], "a second playback was started"
    again.move(PlaybackState.FINISHED)
    wait_until_over(pane, qtbot)
    assert desk.hub.worker("talker").snapshot().requests_served == 1


def test_incomplete_speech_cannot_be_replayed(pane: SpeakPane, desk: Desk, qtbot: QtBot) -> None:
    play_to_end(pane, desk, qtbot)
    play(pane, "wait 3")
    qtbot.waitUntil(pane.track.waveform.isEnabled, timeout=PATIENCE_MS)
    pane.stop.click()
    assert not pane.track.waveform.isEnabled(), "the waveform shows earlier speech"
    pane.track.sought.emit(0.0)
    assert len(desk.player.playbacks) == 2


def test_replay_can_be_stopped_and_ends_when_new_speech_plays(
    pane: SpeakPane, desk: Desk, qtbot: QtBot
) -> None:
    play_to_end(pane, desk, qtbot)
    for number, end in ((1, pane.stop.click), (2, pane.play.click)):
        pane.track.sought.emit(0.0)
        again = desk.playback(qtbot, number)
        end()
        assert again.state is PlaybackState.STOPPED
    qtbot.waitUntil(lambda: desk.player.playbacks[-1].is_complete, timeout=PATIENCE_MS)
    assert pane.stop.isEnabled()


def test_seek_without_sound_names_the_reason(pane: SpeakPane, desk: Desk, qtbot: QtBot) -> None:
    play_to_end(pane, desk, qtbot)
    desk.player.missing = no_device()
    pane.track.sought.emit(0.0)
    qtbot.waitUntil(lambda: "No audio output found" in message(pane), timeout=PATIENCE_MS)
    assert not pane.stop.isEnabled()


def test_missing_output_is_reported(pane: SpeakPane, desk: Desk, qtbot: QtBot) -> None:
    play(pane, "wait 1")
    playback = desk.playback(qtbot)
    playback.replaced_device = "Headphones, left, ALSA"
    playback.move(PlaybackState.READY)
    qtbot.waitUntil(lambda: bool(message(pane)), timeout=PATIENCE_MS)
    assert message(pane).startswith("Headphones, left isn’t connected")
    pane.stop.click()


@pytest.mark.parametrize(
    ("name", "encoding"), [("x.wav", "WAV"), ("x.flac", "FLAC"), ("x.ogg", "OGG")]
)
def test_file_suffix_selects_the_format(
    pane: SpeakPane, desk: Desk, qtbot: QtBot, tmp_path: Path, name: str, encoding: str
) -> None:
    play_to_end(pane, desk, qtbot)
    pane.save_to(tmp_path / name)
    qtbot.waitUntil(lambda: "Saved to" in message(pane), timeout=PATIENCE_MS)
    saved = soundfile.info(tmp_path / name)
    assert (saved.format, saved.frames, saved.samplerate) == (encoding, 4 * 1200, 24000)


def test_unknown_file_suffix_is_refused(
    pane: SpeakPane, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    play_to_end(pane, desk, qtbot)
    pane.save_to(tmp_path / "x.mp3")
    qtbot.waitUntil(lambda: "Couldn’t save the file" in message(pane), timeout=PATIENCE_MS)
    assert list(tmp_path.iterdir()) == []
