"""The history of speech: bounded, replayed, saved, and repeated."""

from __future__ import annotations

from pathlib import Path

import pytest
import soundfile
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.audio import PlaybackState, SpeechFormat
from app.audio.errors import no_device
from app.audio.peaks import NOTHING
from app.gui.preview.history import history as limits
from app.gui.preview.history.history import History
from app.gui.preview.history.pane import HistoryPane
from app.gui.preview.preview_panel import PreviewPanel
from app.gui.preview.speak.pane import SpeakPane
from app.gui.speech.speech import Speech, SpeechRequest
from app.gui.style.apply import Style
from tests.app.gui.conftest import PATIENCE_MS, Desk, MakePane, entry

FLOAT32 = SpeechFormat(24000, "float32")


def speech(text: str = "Hello", engine: str = "talker", seconds: float = 0.5) -> Speech:
    request = SpeechRequest(engine, text, "en", "heart", 1.25, 7)
    chunks = (bytes(round(seconds * 24000) * 4),)
    return Speech(request, FLOAT32, chunks, NOTHING, 1.5, 1.6, 0.2)


def test_last_twenty_are_kept() -> None:
    history = History()
    for number in range(25):
        history.add(speech(str(number)))
    kept = [one.request.text for one in history.speeches]
    assert kept == [str(number) for number in range(24, 4, -1)]


def test_audio_is_bounded_and_the_newest_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "MOST_BYTES", 100_000)  # about a second
    history = History()
    for number in range(5):
        history.add(speech(str(number)))
    assert [one.request.text for one in history.speeches] == ["4", "3"]
    history.add(speech("long", seconds=10))
    assert [one.request.text for one in history.speeches] == ["long"]


@pytest.fixture
def modes(desk: Desk, style: Style, make_pane: MakePane, qtbot: QtBot) -> PreviewPanel:
    desk.entries = [entry("talker", supports_seed=True), entry("second")]
    pane = make_pane()
    modes = PreviewPanel(desk.hub, style, pane)
    qtbot.addWidget(modes)
    modes.show()
    return modes


@pytest.fixture
def pane(modes: PreviewPanel) -> HistoryPane:
    modes.switch.buttons.button(2).click()
    return modes.history


def texts(pane: HistoryPane, column: int = 0) -> list[str]:
    items = [pane.table.item(row, column) for row in range(pane.table.rowCount())]
    return [item.text() for item in items if item is not None]


def button_of(pane: HistoryPane, row: int) -> str:
    button = pane.table.button(row)
    assert button is not None
    return button.text()


def test_speech_is_listed_with_its_figures(modes: PreviewPanel, desk: Desk, qtbot: QtBot) -> None:
    speak: SpeakPane = modes.speak
    speak.form.text.setPlainText("say 3")
    speak.play.click()
    qtbot.waitUntil(lambda: modes.history.table.rowCount() == 1, timeout=PATIENCE_MS)
    assert texts(modes.history) == ["say 3"]
    row = [texts(modes.history, column)[0] for column in range(6)]
    assert row[1] == "Talker"
    assert row[2].endswith(" s") or row[2].endswith(" ms"), "the load time is missing"
    assert "× real time" in row[4]
    assert row[5] == "150 ms"
    speak.stop.click()


def test_first_audio_and_load_time_are_separate_columns(pane: HistoryPane) -> None:
    pane.add(speech())
    assert [texts(pane, column)[0] for column in (2, 3, 4, 5)] == [
        "1.50 s",
        "100 ms",
        "0.40 (2.5× real time)",
        "500 ms",
    ]


def test_one_entry_plays_at_a_time(pane: HistoryPane, desk: Desk, qtbot: QtBot) -> None:
    first, second = speech("first"), speech("second")
    pane.add(first)
    pane.add(second)
    qtbot.waitUntil(pane.table.isVisible)
    pane.table.press(1)
    assert len(desk.playback(qtbot).fed) == first.size_bytes
    assert [button_of(pane, row) for row in (0, 1)] == ["Play", "Stop"]
    pane.table.press(0)
    assert desk.player.playbacks[0].state is PlaybackState.STOPPED
    assert [button_of(pane, row) for row in (0, 1)] == ["Stop", "Play"]
    desk.player.playbacks[1].move(PlaybackState.FINISHED)
    assert button_of(pane, 0) == "Play"


def test_return_key_plays_and_stops(pane: HistoryPane, desk: Desk, qtbot: QtBot) -> None:
    pane.add(speech())
    qtbot.keyClick(pane.table, Qt.Key.Key_Return)
    playback = desk.playback(qtbot)
    qtbot.keyClick(pane.table, Qt.Key.Key_Space)
    assert playback.state is PlaybackState.STOPPED


def test_playback_continues_when_an_entry_is_added(
    pane: HistoryPane, desk: Desk, qtbot: QtBot
) -> None:
    pane.add(speech("first"))
    pane.table.press(0)
    pane.add(speech("second"))
    assert texts(pane) == ["second", "first"]
    assert button_of(pane, 1) == "Stop"
    assert pane.table.currentRow() == 1, "the selection moved to another entry"


def test_playback_without_sound_names_the_reason(
    pane: HistoryPane, desk: Desk, qtbot: QtBot
) -> None:
    desk.player.missing = no_device()
    pane.add(speech())
    pane.table.press(0)
    assert "No audio output found" in pane.message.text()
    assert button_of(pane, 0) == "Play"


def test_selected_entry_is_saved(pane: HistoryPane, qtbot: QtBot, tmp_path: Path) -> None:
    pane.add(speech("long", seconds=2))
    pane.add(speech("short"))
    pane.table.setCurrentCell(1, 0)
    pane.save_to(tmp_path / "x.flac")
    qtbot.waitUntil(lambda: "Saved to" in pane.message.text(), timeout=PATIENCE_MS)
    assert soundfile.info(tmp_path / "x.flac").duration == 2.0


def test_entry_is_repeated_with_the_same_settings(modes: PreviewPanel, pane: HistoryPane) -> None:
    pane.add(speech("two\nlines"))
    pane.reuse.click()
    assert modes.speak.isVisible()
    assert modes.speak.form.request() == speech("two\nlines").request


def test_entry_can_be_removed(pane: HistoryPane, desk: Desk, qtbot: QtBot) -> None:
    assert not pane.clear.isEnabled()
    pane.add(speech())
    pane.table.press(0)
    pane.clear.click()
    assert desk.playback(qtbot).state is PlaybackState.STOPPED
    assert pane.table.rowCount() == 0
    assert not pane.save.isEnabled()
    assert not pane.reuse.isEnabled()


def test_arrow_keys_change_the_mode(modes: PreviewPanel, qtbot: QtBot) -> None:
    speak, compare = (modes.switch.buttons.button(number) for number in (0, 1))
    size = modes.size()
    qtbot.keyClick(speak, Qt.Key.Key_Right)
    assert compare.isChecked()
    assert modes.compare.isVisible()
    assert modes.size() == size
    qtbot.keyClick(compare, Qt.Key.Key_Left)
    assert modes.speak.isVisible()
