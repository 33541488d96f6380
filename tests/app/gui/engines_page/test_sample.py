"""Samples on the engines page."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.gui.engines_page.sample_row import SampleRow
from app.gui.engines_page.window import EnginesWindow
from app.gui.speech import sample_texts as samples
from tests.app.gui.conftest import PATIENCE_MS, Desk
from workers.base.states import WorkerState


@pytest.fixture
def row(window: EnginesWindow, monkeypatch: pytest.MonkeyPatch) -> SampleRow:
    """The sample row of the talker, with texts that the talker understands."""
    monkeypatch.setattr(samples, "_GREETINGS", {"en": "say 2", "de": "wait"})
    monkeypatch.setitem(samples._SAMPLES, "greeting", {"en": "say 2", "de": "wait"})
    return window.detail.sample


def test_sample_is_played_in_a_language_of_the_engine(
    row: SampleRow, open_desk: Desk, qtbot: QtBot
) -> None:
    assert [row.language.itemText(number) for number in range(2)] == ["English", "German"]
    row.play.click()
    assert not row.play.isEnabled()
    playback = open_desk.playback(qtbot)
    qtbot.waitUntil(lambda: playback.is_complete, timeout=PATIENCE_MS)
    assert len(playback.fed) == 2 * 24000 // 20 * 4


def test_sample_stops_on_request_and_with_the_selection(
    row: SampleRow, window: EnginesWindow, open_desk: Desk, qtbot: QtBot
) -> None:
    row.language.setCurrentIndex(1)
    row.play.click()
    playback = open_desk.playback(qtbot)
    qtbot.waitUntil(lambda: bool(playback.fed), timeout=PATIENCE_MS)
    row.stop.click()
    assert playback.state.is_final
    assert row.play.isEnabled()
    row.play.click()
    playback = open_desk.player.playbacks[-1]
    qtbot.waitUntil(lambda: bool(playback.fed), timeout=PATIENCE_MS)
    window.list.choose("second")
    assert playback.state.is_final


def test_failed_sample_is_reported(row: SampleRow, open_desk: Desk, qtbot: QtBot) -> None:
    open_desk.hub.worker("talker").variant = "failing"
    row.play.click()
    qtbot.waitUntil(row.message.isVisible, timeout=PATIENCE_MS)
    assert "no such weights" in row.message.text()
    crashed = WorkerState.CRASHED
    qtbot.waitUntil(lambda: open_desk.view().worker.state is crashed, timeout=PATIENCE_MS)
    assert row.play.isEnabled()


def test_missing_engine_has_no_sample(window: EnginesWindow) -> None:
    window.list.choose("cloner")
    assert not window.detail.sample.isVisible()


def test_speech_to_text_engine_opens_transcription(
    window: EnginesWindow, open_desk: Desk, qtbot: QtBot
) -> None:
    open_desk.environments.finish.set()
    window.list.choose("listener")
    open_desk.hub.installations.install("listener")
    row = window.detail.sample
    qtbot.waitUntil(row.open.isVisible, timeout=PATIENCE_MS)
    assert not row.play.isVisible()
    assert row.open.text() == "Transcribe audio"
    with qtbot.waitSignal(row.preview_asked) as asked:
        row.open.click()
    assert asked.args == ["listener"]
