"""Transcription by a real speech-to-text worker."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from pytestqt.qtbot import QtBot

from app.audio import SpeechFormat, write_speech
from app.gui.preview.transcribe.pane import TranscribePane
from app.gui.state.engine_view import Installation
from app.gui.style.apply import Style
from tests.app.gui.conftest import PATIENCE_MS, Desk, entry
from tests.support.sound import noise
from workers.base.states import WorkerState
from workers.catalog.entry import CatalogEntry
from workers.memory.budgets import VRAM_BUDGETS

MakeTranscribe = Callable[[], TranscribePane]
LINES = "0:00.0  Good morning.\n1:01.5  It is late."


def listener(engine: str = "listener", **fields: object) -> CatalogEntry:
    adapter = "tests.support.tools.listener"
    given = {"languages": ("en", "de"), **fields}
    return entry(engine, kind="stt", adapter=adapter, voices=(), **given)


@pytest.fixture
def make_transcribe(desk: Desk, style: Style, qtbot: QtBot) -> Iterator[MakeTranscribe]:
    """Opens the desk and creates the pane."""
    panes: list[TranscribePane] = []
    desk.entries = [entry("talker"), listener()]
    desk.environments.complete.add("listener")

    def make() -> TranscribePane:
        with qtbot.waitSignal(desk.hub.opened, timeout=PATIENCE_MS):
            desk.hub.open(desk.build)
        pane = TranscribePane(desk.hub, style)
        panes.append(pane)
        pane.show_engines(desk.hub.views)
        desk.hub.engine_changed.connect(pane.show_engine)
        pane.install_asked.connect(desk.hub.installations.install)
        pane.show()
        return pane

    yield make
    desk.close(qtbot)
    for pane in panes:
        pane.close()
        pane.deleteLater()


@pytest.fixture
def pane(make_transcribe: MakeTranscribe) -> TranscribePane:
    return make_transcribe()


@pytest.fixture
def sound(tmp_path: Path) -> Callable[[str], Path]:
    """Creates audio files that the listener transcribes by their names."""

    def make(name: str) -> Path:
        path = tmp_path / f"{name}.wav"
        write_speech(path, [noise(0.5)], SpeechFormat(24000, "int16"))
        return path

    return make


Sound = Callable[[str], Path]


def wait_until_over(pane: TranscribePane, qtbot: QtBot) -> None:
    qtbot.waitUntil(
        lambda: pane.audio.file is not None and not pane.stop.isEnabled(), timeout=PATIENCE_MS
    )


def test_only_speech_to_text_engines_are_offered(pane: TranscribePane) -> None:
    assert [pane.engine.itemText(row) for row in range(pane.engine.count())] == ["Listener"]
    assert not pane.transcribe.isEnabled(), "there is nothing to transcribe"


def test_engine_is_selected_by_id(desk: Desk, make_transcribe: MakeTranscribe) -> None:
    desk.entries = [entry("talker"), listener(), listener("second")]
    pane = make_transcribe()
    pane.choose("second")
    pane.choose("talker")
    assert pane.engine.currentData() == "second"


def test_installed_engine_is_offered_first(
    desk: Desk, make_transcribe: MakeTranscribe, qtbot: QtBot
) -> None:
    desk.entries = [listener("absent"), listener()]
    pane = make_transcribe()
    qtbot.waitUntil(lambda: pane.engine.currentData() == "listener", timeout=PATIENCE_MS)


def test_selected_engine_stays(desk: Desk, make_transcribe: MakeTranscribe, qtbot: QtBot) -> None:
    desk.entries = [listener("absent"), listener()]
    pane = make_transcribe()
    pane.choose("absent")
    installed = Installation.INSTALLED
    qtbot.waitUntil(lambda: desk.view("listener").installation is installed, timeout=PATIENCE_MS)
    assert pane.engine.currentData() == "absent"


def test_languages_are_sorted_by_name(desk: Desk, make_transcribe: MakeTranscribe) -> None:
    desk.entries = [listener(languages=("en", "uk", "af", "de"))]
    pane = make_transcribe()
    offered = [pane.language.itemText(row) for row in range(pane.language.count())]
    assert offered == ["Detect automatically", "Afrikaans", "English", "German", "Ukrainian"]


def test_single_language_needs_no_detection(desk: Desk, make_transcribe: MakeTranscribe) -> None:
    desk.entries = [listener(languages=("en",))]
    pane = make_transcribe()
    assert [pane.language.itemText(row) for row in range(pane.language.count())] == ["English"]


@pytest.mark.parametrize("name", ["talk", "plain"])
def test_transcript_is_shown_with_times(
    pane: TranscribePane, desk: Desk, qtbot: QtBot, sound: Sound, name: str
) -> None:
    pane.audio.load(sound(name))
    qtbot.waitUntil(lambda: pane.text.toPlainText() == LINES, timeout=PATIENCE_MS)
    wait_until_over(pane, qtbot)
    assert desk.hub.worker("listener").snapshot().requests_served == 1


def test_transcript_is_shown_live_and_can_be_stopped(
    pane: TranscribePane, desk: Desk, qtbot: QtBot, sound: Sound
) -> None:
    pane.audio.load(sound("wait"))
    qtbot.waitUntil(lambda: pane.text.toPlainText() == "0:00.0  Good morning.", timeout=PATIENCE_MS)
    assert not pane.copy.isEnabled()
    assert pane.loading.isVisible()
    assert pane.loading.text.text() == "0:20.0 of 1:20.0 transcribed"
    pane.stop.click()
    assert not pane.loading.isVisible()
    assert pane.message.text() == "Stopped"
    assert pane.transcribe.isEnabled()
    ready = WorkerState.READY
    qtbot.waitUntil(lambda: desk.view("listener").worker.state is ready, timeout=PATIENCE_MS)
    assert pane.text.toPlainText() == "0:00.0  Good morning.", "the transcript was lost"


def test_language_can_be_selected(pane: TranscribePane, qtbot: QtBot, sound: Sound) -> None:
    pane.audio.load(sound("plain"))
    wait_until_over(pane, qtbot)
    assert pane.message.text() == "Language: found"
    pane.language.setCurrentIndex(1)
    pane.transcribe.click()
    wait_until_over(pane, qtbot)
    assert pane.message.text() == "Language: English"


def test_transcript_is_copied_and_saved(
    pane: TranscribePane, qtbot: QtBot, sound: Sound, tmp_path: Path
) -> None:
    pane.audio.load(sound("talk"))
    qtbot.waitUntil(pane.copy.isEnabled, timeout=PATIENCE_MS)
    pane.copy.click()
    assert QGuiApplication.clipboard().text() == "Good morning.\nIt is late.\n"
    pane.save_to(tmp_path / "x.srt")
    qtbot.waitUntil(lambda: "Saved to" in pane.message.text(), timeout=PATIENCE_MS)
    assert "00:01:01,500 --> 01:01:01,042" in (tmp_path / "x.srt").read_text()
    pane.save_to(tmp_path)
    qtbot.waitUntil(lambda: "Couldn’t save the file" in pane.message.text(), timeout=PATIENCE_MS)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("refuse", "cannot be heard"),
        ("die", "exit code 7"),
        ("torn", "a segment has 'start', 'end' and 'text'"),
        ("silent", "No speech found"),
    ],
)
def test_failed_transcription_is_reported(
    pane: TranscribePane, desk: Desk, qtbot: QtBot, sound: Sound, name: str, says: str
) -> None:
    pane.audio.load(sound(name))
    qtbot.waitUntil(lambda: says in pane.message.text(), timeout=PATIENCE_MS)
    wait_until_over(pane, qtbot)
    assert not pane.copy.isEnabled()
    assert not pane.save.isEnabled()
    pane.audio.load(sound("talk"))
    qtbot.waitUntil(lambda: pane.text.toPlainText() == LINES, timeout=PATIENCE_MS)


def test_engine_stopped_during_transcription_is_reported(
    pane: TranscribePane, desk: Desk, qtbot: QtBot, sound: Sound
) -> None:
    pane.audio.load(sound("wait"))
    qtbot.waitUntil(lambda: bool(pane.text.toPlainText()), timeout=PATIENCE_MS)
    desk.hub.stop("listener")
    qtbot.waitUntil(lambda: "stopped before" in pane.message.text(), timeout=PATIENCE_MS)


def test_invalid_audio_file_is_reported(pane: TranscribePane, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "no.wav").write_text("no")
    pane.audio.load(tmp_path / "no.wav")
    qtbot.waitUntil(
        lambda: "read no.wav as an audio file" in pane.message.text(), timeout=PATIENCE_MS
    )
    assert not pane.transcribe.isEnabled()


def test_file_can_be_dropped_anywhere(pane: TranscribePane, qtbot: QtBot, sound: Sound) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(sound("talk")))])
    button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    action = Qt.DropAction.CopyAction
    enter = QDragEnterEvent(QPointF(5, 5).toPoint(), action, data, button, none)
    enter.ignore()
    pane.dragEnterEvent(enter)
    assert enter.isAccepted()
    pane.dropEvent(QDropEvent(QPointF(5, 5), action, data, button, none))
    qtbot.waitUntil(lambda: pane.text.toPlainText() == LINES, timeout=PATIENCE_MS)


def test_recording_is_transcribed(pane: TranscribePane, desk: Desk, qtbot: QtBot) -> None:
    qtbot.waitUntil(pane.audio.record.isEnabled, timeout=PATIENCE_MS)
    pane.audio.record.click()
    desk.player.recordings[0].chunks = (noise(0.5),)
    assert pane.audio.meter.isVisible()
    qtbot.waitUntil(lambda: pane.audio.meter.shown_db > -10, timeout=PATIENCE_MS)
    pane.audio.record.click()
    qtbot.waitUntil(lambda: pane.text.toPlainText() == LINES, timeout=PATIENCE_MS)


def test_missing_speech_to_text_engine_is_explained(
    desk: Desk, make_transcribe: MakeTranscribe
) -> None:
    desk.entries = [entry("talker")]
    pane = make_transcribe()
    assert "Add one to transcribe" in pane.text.placeholderText()
    assert "Add one to transcribe" in pane.audio.record.toolTip()
    for button in (pane.audio.record, pane.audio.choose, pane.transcribe, pane.copy, pane.save):
        assert not button.isEnabled()


def test_missing_engine_offers_installation(
    desk: Desk, make_transcribe: MakeTranscribe, qtbot: QtBot, sound: Sound
) -> None:
    desk.environments.complete.remove("listener")
    pane = make_transcribe()
    pane.audio.load(sound("talk"))
    qtbot.waitUntil(lambda: pane.audio.file is not None, timeout=PATIENCE_MS)
    assert pane.transcribe.text() == "Install Listener"
    desk.environments.finish.set()
    pane.transcribe.click()
    qtbot.waitUntil(lambda: pane.transcribe.text() == "Transcribe", timeout=PATIENCE_MS)
    pane.transcribe.click()
    qtbot.waitUntil(lambda: pane.text.toPlainText() == LINES, timeout=PATIENCE_MS)


def test_engine_too_large_names_the_reason(
    desk: Desk,
    make_transcribe: MakeTranscribe,
    qtbot: QtBot,
    sound: Sound,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(VRAM_BUDGETS, "tts_listener", (9.0, 9.0))
    pane = make_transcribe()
    pane.audio.load(sound("talk"))
    qtbot.waitUntil(lambda: "9.00 GB" in pane.message.text(), timeout=PATIENCE_MS)
    assert not pane.stop.isEnabled()


def test_transcription_waits_for_the_answer_to_a_stop_question(
    desk: Desk,
    make_transcribe: MakeTranscribe,
    qtbot: QtBot,
    sound: Sound,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for engine in ("talker", "listener"):
        monkeypatch.setitem(VRAM_BUDGETS, f"tts_{engine}", (5.0, 5.0))  # of 8: one at a time
    pane = make_transcribe()
    desk.hear(qtbot, "talker")
    pane.audio.load(sound("talk"))
    qtbot.waitUntil(lambda: "your answer" in pane.message.text(), timeout=PATIENCE_MS)
    desk.hub.start_requests.answer("listener", start=True)
    assert pane.message.text() == ""
    qtbot.waitUntil(lambda: pane.text.toPlainText() == LINES, timeout=PATIENCE_MS)
