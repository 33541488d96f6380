"""The speak pane over real workers: play, stop, save, and failures."""

from __future__ import annotations

import wave
from array import array
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.audio import PlaybackState, SpeechFormat
from app.audio.errors import no_device
from app.audio.peaks import NOTHING
from app.gui.preview.figures import factor_text
from app.gui.preview.speak.pane import SpeakPane
from app.gui.speech.speech import Speech, SpeechRequest
from app.gui.text.durations import measured
from tests.app.gui.conftest import PATIENCE_MS, Desk, MakePane, entry
from tests.app.gui.preview.speak_pane import figures, message, play, wait_until_over
from workers.base.states import WorkerState
from workers.memory.budgets import VRAM_BUDGETS


def test_play_starts_with_the_first_chunk(pane: SpeakPane, desk: Desk, qtbot: QtBot) -> None:
    play(pane, "wait 2")  # Two chunks; then the engine pauses.
    playback = desk.playback(qtbot)
    qtbot.waitUntil(lambda: len(playback.fed) == 2 * 4800, timeout=PATIENCE_MS)
    assert not playback.is_complete
    # Another thread feeds the audio, so the main thread may learn of it later.
    qtbot.waitUntil(
        lambda: figures(pane)["First audio"].endswith(", including loading"), timeout=PATIENCE_MS
    )
    assert pane.stop.isEnabled()
    pane.stop.click()
    assert playback.state is PlaybackState.STOPPED


def test_figures_at_the_end_of_speech(pane: SpeakPane, desk: Desk, qtbot: QtBot) -> None:
    play(pane, "say 40")
    playback = desk.playback(qtbot)
    qtbot.waitUntil(lambda: playback.is_complete, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: figures(pane)["Duration"] == "2.00 s", timeout=PATIENCE_MS)
    assert "× real time" in figures(pane)["Real-time factor"]
    assert pane.stop.isEnabled(), "playback can't be stopped"
    playback.move(PlaybackState.FINISHED)
    wait_until_over(pane, qtbot)
    play(pane, "say 1")
    qtbot.waitUntil(lambda: figures(pane)["Duration"] == "50 ms", timeout=PATIENCE_MS)
    assert "loading" not in figures(pane)["First audio"]


def test_stop_silences_at_once_and_frees_the_engine(
    pane: SpeakPane, desk: Desk, qtbot: QtBot
) -> None:
    play(pane, "wait")
    playback = desk.playback(qtbot)
    qtbot.waitUntil(lambda: bool(playback.fed), timeout=PATIENCE_MS)
    pane.stop.click()
    assert playback.state is PlaybackState.STOPPED
    assert not pane.stop.isEnabled()
    ready = WorkerState.READY
    qtbot.waitUntil(lambda: desk.view().worker.state is ready, timeout=PATIENCE_MS)
    assert desk.hub.worker("talker").is_alive(), "a stopped preview must not stop the engine"


def test_second_play_ends_the_first(pane: SpeakPane, desk: Desk, qtbot: QtBot) -> None:
    play(pane, "wait")
    first = desk.playback(qtbot)
    qtbot.waitUntil(lambda: bool(first.fed), timeout=PATIENCE_MS)
    play(pane, "say 2")
    second = desk.playback(qtbot, 1)
    assert first.state is PlaybackState.STOPPED
    qtbot.waitUntil(lambda: second.is_complete, timeout=PATIENCE_MS)
    assert len(second.fed) == 2 * 4800
    assert len(first.fed) == 4800


@pytest.mark.parametrize("text", ["file 3", "whole 3", "say 3"])
def test_engine_without_streaming_is_played(
    desk: Desk, make_pane: MakePane, qtbot: QtBot, tmp_path: Path, text: str
) -> None:
    desk.entries = [entry("talker", streaming=False)]
    pane = make_pane()
    play(pane, text)
    playback = desk.playback(qtbot)
    qtbot.waitUntil(lambda: playback.is_complete, timeout=PATIENCE_MS)
    assert bytes(playback.fed) == array("f", [0.25] * 3600).tobytes()
    qtbot.waitUntil(lambda: figures(pane)["Duration"] == "150 ms", timeout=PATIENCE_MS)
    pane.stop.click()


@pytest.mark.parametrize(
    ("text", "says"),
    [("refuse", "cannot be spoken"), ("die", "exit code 7"), ("empty", "returned no audio")],
)
def test_failed_speech_names_the_reason(
    pane: SpeakPane, desk: Desk, qtbot: QtBot, text: str, says: str
) -> None:
    play(pane, text)
    qtbot.waitUntil(lambda: says in message(pane), timeout=PATIENCE_MS)
    wait_until_over(pane, qtbot)
    assert pane.play.isEnabled()
    assert not pane.track.waveform.isEnabled()


def test_engine_stopped_during_speech_is_reported(
    pane: SpeakPane, desk: Desk, qtbot: QtBot
) -> None:
    play(pane, "wait")
    playback = desk.playback(qtbot)
    qtbot.waitUntil(lambda: bool(playback.fed), timeout=PATIENCE_MS)
    desk.hub.stop("talker")
    qtbot.waitUntil(lambda: "stopped" in message(pane), timeout=PATIENCE_MS)
    wait_until_over(pane, qtbot)


def test_speech_without_sound_can_be_saved(
    pane: SpeakPane, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    desk.player.missing = no_device()
    play(pane, "say 3")
    qtbot.waitUntil(lambda: figures(pane)["Duration"] == "150 ms", timeout=PATIENCE_MS)
    assert "No audio output found" in message(pane)
    assert "save" in message(pane)
    assert pane.save.isEnabled()
    pane.save_to(tmp_path / "x.wav")
    qtbot.waitUntil((tmp_path / "x.wav").exists, timeout=PATIENCE_MS)


def read(path: Path) -> tuple[int, int, bytes]:
    with wave.open(str(path)) as file:
        return file.getframerate(), file.getnframes(), file.readframes(4)


def test_played_speech_is_saved_without_speaking_again(
    pane: SpeakPane, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    play(pane, "say 3")
    desk.playback(qtbot).move(PlaybackState.FINISHED)
    wait_until_over(pane, qtbot)
    served = desk.hub.worker("talker").snapshot().requests_served
    pane.save_to(tmp_path / "x.wav")
    qtbot.waitUntil(lambda: "Saved to" in message(pane), timeout=PATIENCE_MS)
    assert read(tmp_path / "x.wav") == (24000, 3600, b"\x00\x20" * 4)
    assert desk.hub.worker("talker").snapshot().requests_served == served == 1


def test_save_speaks_silently_if_not_played(
    pane: SpeakPane, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    pane.form.text.setPlainText("say 2")
    pane.save_to(tmp_path / "x.wav")
    qtbot.waitUntil(lambda: "Saved to" in message(pane), timeout=PATIENCE_MS)
    assert read(tmp_path / "x.wav")[1] == 2400
    assert desk.player.playbacks == []


def test_failed_save_is_reported(pane: SpeakPane, desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    pane.form.text.setPlainText("say")
    pane.save_to(tmp_path)  # A folder of that name exists.
    qtbot.waitUntil(lambda: "Couldn’t save the file" in message(pane), timeout=PATIENCE_MS)


def test_loading_is_shown(desk: Desk, make_pane: MakePane, qtbot: QtBot) -> None:
    desk.entries = [entry("talker", variant="slow")]
    pane = make_pane()
    play(pane, "say")
    qtbot.waitUntil(pane.loading.isVisible, timeout=PATIENCE_MS)
    assert "Talker: Loading model" in pane.loading.text.text()
    playback = desk.playback(qtbot)
    qtbot.waitUntil(lambda: bool(playback.fed), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: not pane.loading.isVisible(), timeout=PATIENCE_MS)


def test_missing_engine_offers_installation(desk: Desk, make_pane: MakePane, qtbot: QtBot) -> None:
    desk.environments.complete.clear()
    pane = make_pane()
    assert pane.play.text() == "Install Talker"
    assert not pane.save.isEnabled()
    desk.environments.finish.set()
    pane.play.click()
    qtbot.waitUntil(lambda: pane.play.text() == "Play", timeout=PATIENCE_MS)
    assert pane.play.isEnabled()


@pytest.fixture
def full_pane(desk: Desk, make_pane: MakePane, monkeypatch: pytest.MonkeyPatch) -> SpeakPane:
    """A desk with a GPU that has memory for one engine."""
    for engine in ("talker", "second"):
        monkeypatch.setitem(VRAM_BUDGETS, f"tts_{engine}", (5.0, 5.0))
    return make_pane()


def test_play_asks_before_stopping_a_recently_used_engine(
    full_pane: SpeakPane, desk: Desk, qtbot: QtBot
) -> None:
    desk.hear(qtbot, "talker")
    full_pane.choose("second")
    play(full_pane, "say 2")
    qtbot.waitUntil(lambda: "your answer" in message(full_pane), timeout=PATIENCE_MS)
    assert desk.player.playbacks == []
    assert full_pane.stop.isEnabled()
    desk.hub.start_requests.answer("second", start=True)
    assert message(full_pane) == ""
    playback = desk.playback(qtbot)
    qtbot.waitUntil(lambda: playback.is_complete, timeout=PATIENCE_MS)


@pytest.mark.parametrize("is_stopped", [True, False])
def test_stop_or_refusal_cancels_a_pending_play(
    full_pane: SpeakPane, desk: Desk, qtbot: QtBot, is_stopped: bool
) -> None:
    desk.hear(qtbot, "talker")
    full_pane.choose("second")
    play(full_pane, "say 2")
    qtbot.waitUntil(lambda: bool(desk.hub.start_requests.questions), timeout=PATIENCE_MS)
    if is_stopped:
        full_pane.stop.click()
    else:
        desk.hub.start_requests.answer("second", start=False)
    assert desk.hub.start_requests.questions == ()
    assert message(full_pane) == ""
    assert not full_pane.stop.isEnabled()
    assert full_pane.play.isEnabled()
    assert desk.hub.worker("talker").is_alive()


def test_save_waits_for_the_answer_to_a_question(
    full_pane: SpeakPane, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    desk.hear(qtbot, "talker")
    full_pane.choose("second")
    play(full_pane, "say 2")
    qtbot.waitUntil(lambda: bool(desk.hub.start_requests.questions), timeout=PATIENCE_MS)
    full_pane.save_to(tmp_path / "x.wav")
    desk.hub.start_requests.answer("second", start=True)
    qtbot.waitUntil((tmp_path / "x.wav").exists, timeout=PATIENCE_MS)


def test_play_of_an_engine_too_large_names_the_reason(
    full_pane: SpeakPane, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(VRAM_BUDGETS, "tts_talker", (9.0, 9.0))
    play(full_pane, "say 2")
    qtbot.waitUntil(lambda: "9.00 GB" in message(full_pane), timeout=PATIENCE_MS)
    assert not full_pane.stop.isEnabled()
    assert desk.player.playbacks == []


def test_empty_text_disables_play(pane: SpeakPane) -> None:
    pane.form.text.setPlainText(" \n ")
    assert not pane.play.isEnabled()
    assert not pane.save.isEnabled()


def test_form_matches_the_abilities_of_the_engine(pane: SpeakPane) -> None:
    pane.form.text.setPlainText(" Hello ")
    pane.form.voice.setCurrentIndex(1)
    pane.form.speed.setValue(125)
    request = pane.form.request()
    assert request == SpeechRequest("talker", "Hello", "en", "night_owl", 1.25)
    assert request is not None
    assert request.message() == {
        "text": "Hello",
        "language": "en",
        "voice": "night_owl",
        "speed": 1.25,
    }
    assert pane.form.voice.currentText() == "Night Owl"


def test_form_without_voices_or_speed(desk: Desk, make_pane: MakePane, qtbot: QtBot) -> None:
    desk.entries = [
        entry("talker", voices=(), default_voice=None, supports_speed=False, languages=("de",)),
        entry("listener", kind="stt"),
    ]
    pane = make_pane()
    assert pane.form.engine.count() == 1, "a speech-to-text engine is offered"
    assert not pane.form.voice.isEnabled()
    assert not pane.form.speed.isEnabled()
    pane.form.text.setPlainText("Hallo")
    assert pane.form.request() == SpeechRequest("talker", "Hallo", "de", None, None)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.0341, "34 ms"), (0.9994, "999 ms"), (0.9996, "1.00 s"), (2, "2.00 s")],
)
def test_short_durations_in_words(seconds: float, text: str) -> None:
    assert measured(seconds) == text


@pytest.mark.parametrize(
    ("elapsed_s", "text"),
    [
        (0.02, "0.020 (50× real time)"),
        (0.5, "0.50 (2.0× real time)"),
        (2.0, "2.00 (0.5× real time)"),
    ],
)
def test_real_time_factor_in_words(elapsed_s: float, text: str) -> None:
    request = SpeechRequest("talker", "x", "en", None, None)
    second = (bytes(4 * 24000),)
    format_ = SpeechFormat(24000, "float32")
    speech = Speech(request, format_, second, NOTHING, None, 0.1, elapsed_s)
    assert factor_text(speech) == text
