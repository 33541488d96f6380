"""The user's voices: saved in the preview, edited in the settings, used for speech."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.audio import PlaybackState
from app.audio.sound_file import read_sound_file
from app.gui.preview.speak.form import SpeechForm
from app.gui.style.apply import Style
from app.gui.voices.page import VoicesPage
from app.gui.voices.save_dialog import SaveVoiceDialog
from app.gui.widgets.confirmation import Confirmation
from app.voices.store import Clip
from tests.app.gui.conftest import PATIENCE_MS, Desk, entry
from tests.support.recordings import record

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise")


@pytest.fixture
def cloning(desk: Desk, qtbot: QtBot) -> Desk:
    """A desk whose first engine clones, with limits for samples; the second doesn't."""
    wants = {"clip_text": "required", "clip_min_s": 3.0, "clip_max_s": 10.0}
    desk.entries[0] = replace(entry("talker"), supports_cloning=True, **wants)
    with qtbot.waitSignal(desk.hub.opened, timeout=PATIENCE_MS):
        desk.hub.open(desk.build)
    return desk


def keep(
    desk: Desk, qtbot: QtBot, path: Path, name: str, *, text: str = "Hello.", seconds: float = 4.0
) -> Clip:
    recording = record(path / "recording.wav", speech_s=seconds, silence_s=0.0)
    with qtbot.waitSignal(desk.hub.voices.kept, timeout=PATIENCE_MS) as kept:
        desk.hub.voices.add(name, recording, text, "en")
    assert kept.args is not None
    return kept.args[0]


@pytest.fixture
def form(cloning: Desk, style: Style, qtbot: QtBot) -> SpeechForm:
    form = SpeechForm(cloning.hub, style)
    qtbot.addWidget(form)
    form.show_engines(cloning.hub.views)
    form.text.setPlainText("Good morning.")
    return form


def offered(form: SpeechForm) -> list[tuple[str, bool]]:
    model = form.voice.model()
    assert isinstance(model, QStandardItemModel)
    rows = [model.item(row) for row in range(model.rowCount())]
    return [(row.text(), row.isEnabled()) for row in rows if row.text()]


def test_saved_voices_are_offered_for_cloning_engines(
    cloning: Desk, form: SpeechForm, qtbot: QtBot, tmp_path: Path
) -> None:
    anna = keep(cloning, qtbot, tmp_path, "Anna")
    keep(cloning, qtbot, tmp_path, "Bert", text="")
    keep(cloning, qtbot, tmp_path, "Carl", seconds=2.0)
    keep(cloning, qtbot, tmp_path, "Dora", seconds=12.0)
    own = [("Heart", True), ("Night Owl", True)]
    assert offered(form) == [
        *own,
        ("Anna (your voice)", True),
        ("Bert (your voice)", False),
        ("Carl (your voice)", False),
        ("Dora (your voice)", False),
    ]
    tips = [
        form.voice.itemData(row, Qt.ItemDataRole.ToolTipRole) for row in range(form.voice.count())
    ][-3:]
    assert "needs the transcript" in tips[0]
    assert "at least 3 s" in tips[1]
    assert "up to 10 s" in tips[2]
    form.voice.setCurrentIndex(form.voice.findData(str(anna.path)))
    request = form.request()
    assert request is not None
    assert (request.voice, request.clip, request.clip_text) == (None, anna.path, "Hello.")
    assert request.message()["voice"] == str(anna.path)
    assert request.message()["clip_text"] == "Hello."
    form.choose("second")
    assert offered(form) == own
    form.fill(request)
    assert form.voice.currentData() == str(anna.path)
    form.voice.setCurrentIndex(0)
    request = form.request()
    assert request is not None
    assert (request.voice, request.clip) == ("heart", None)


def test_recording_is_saved_as_a_voice_and_used(
    cloning: Desk, form: SpeechForm, qtbot: QtBot, tmp_path: Path
) -> None:
    clip = form.voice_sample
    assert clip.save.isHidden()
    clip.set_file(read_sound_file(record(tmp_path / "me.wav")))
    form.save_voice_asked.connect(
        lambda recording, language: SaveVoiceDialog(
            cloning.hub.voices, recording, language, form
        ).open()
    )
    qtbot.mouseClick(clip.save, Qt.MouseButton.LeftButton)
    dialog = form.findChild(SaveVoiceDialog)
    assert dialog is not None
    assert not dialog.save.isEnabled()
    assert dialog.language.currentData() == "en"
    qtbot.keyClicks(dialog.name, "Anna")
    qtbot.keyClicks(dialog.transcript, "Good morning.")
    with qtbot.waitSignal(cloning.hub.voices.kept, timeout=PATIENCE_MS):
        qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    assert clip.path is None, "the voice is used instead"
    request = form.request()
    assert request is not None
    assert request.clip == cloning.hub.voices.clips[0].path
    assert request.clip_text == "Good morning."


def test_failed_save_of_a_voice_names_the_reason_and_can_be_repeated(
    cloning: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    recording = record(tmp_path / "short.wav", speech_s=0.5)
    dialog = SaveVoiceDialog(cloning.hub.voices, recording, "")
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.keyClicks(dialog.name, "Anna")
    with qtbot.waitSignal(cloning.hub.voices.refused, timeout=PATIENCE_MS):
        qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    assert dialog._message.text() == "Too little speech. Record at least 1 s."
    assert dialog.isVisible()
    assert dialog.save.isEnabled()
    qtbot.mouseClick(dialog.findChild(QPushButton, "voiceCancel"), Qt.MouseButton.LeftButton)
    assert cloning.hub.voices.clips == ()


@pytest.fixture
def page(cloning: Desk, qtbot: QtBot, tmp_path: Path) -> VoicesPage:
    """The page with two voices; the first is selected."""
    keep(cloning, qtbot, tmp_path, "Anna")
    keep(cloning, qtbot, tmp_path, "Bert", text="Well.")
    page = VoicesPage(cloning.hub)
    qtbot.addWidget(page)
    page.resize(700, 500)
    page.show()
    return page


def names(page: VoicesPage) -> list[str]:
    return [page.names.item(row).text() for row in range(page.names.count())]


def test_page_shows_and_edits_a_voice(cloning: Desk, page: VoicesPage, qtbot: QtBot) -> None:
    voices = cloning.hub.voices
    assert names(page) == ["Anna", "Bert"]
    assert (page.name.text(), page.transcript.toPlainText()) == ("Anna", "Hello.")
    assert page._facts.text() == "4.0 s, 24 kHz"
    page.name.setText("Zoë")
    with qtbot.waitSignal(voices.changed, timeout=PATIENCE_MS):
        page.name.editingFinished.emit()
    assert names(page) == ["Bert", "Zoë"]
    assert page.name.text() == "Zoë", "the selection changed"
    page.transcript.setPlainText("Good evening.")
    page.names.setCurrentRow(0)  # Saved at once, so typed text isn't lost.
    qtbot.waitUntil(lambda: voices.clips[1].text == "Good evening.", timeout=PATIENCE_MS)
    assert page.transcript.toPlainText() == "Well."
    page.language.setCurrentIndex(page.language.findData("de"))
    with qtbot.waitSignal(voices.changed, timeout=PATIENCE_MS):
        page.language.activated.emit(page.language.currentIndex())
    assert [clip.language for clip in voices.clips] == ["de", "en"]


def test_duplicate_name_is_refused(cloning: Desk, page: VoicesPage, qtbot: QtBot) -> None:
    page.name.setText("bert")
    with qtbot.waitSignal(cloning.hub.voices.refused, timeout=PATIENCE_MS):
        page.name.editingFinished.emit()
    assert "A voice named bert already exists" in page._message.text()
    assert page.name.text() == "Anna"


def test_voice_is_played(cloning: Desk, page: VoicesPage, qtbot: QtBot) -> None:
    assert page.play.text() == "&Play"
    qtbot.mouseClick(page.play, Qt.MouseButton.LeftButton)
    playback = cloning.playback(qtbot)
    assert page.play.text() == "&Stop"
    playback.move(PlaybackState.FINISHED)
    qtbot.waitUntil(lambda: page.play.text() == "&Play", timeout=PATIENCE_MS)


def test_voice_is_deleted_after_a_question(cloning: Desk, page: VoicesPage, qtbot: QtBot) -> None:
    for answer, left in (("refuse", ["Anna", "Bert"]), ("confirm", ["Bert"])):
        qtbot.mouseClick(page.delete, Qt.MouseButton.LeftButton)
        question = page.findChild(Confirmation)
        assert question is not None
        assert question.windowTitle() == "Delete the voice “Anna”?"
        qtbot.mouseClick(question.findChild(QPushButton, answer), Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda left=left: names(page) == left, timeout=PATIENCE_MS)
        qtbot.waitUntil(lambda: page.findChild(Confirmation) is None, timeout=PATIENCE_MS)
    cloning.hub.voices.remove(cloning.hub.voices.clips[0])
    qtbot.waitUntil(lambda: not names(page), timeout=PATIENCE_MS)
    assert page._none.isVisible()
    assert not page.play.isVisible()


def test_voice_with_a_language_selects_that_language(
    desk: Desk, style: Style, qtbot: QtBot
) -> None:
    desk.entries[0] = replace(
        entry("talker"), languages=("en", "de"), default_voices={"de": "night_owl"}
    )
    with qtbot.waitSignal(desk.hub.opened, timeout=PATIENCE_MS):
        desk.hub.open(desk.build)
    form = SpeechForm(desk.hub, style)
    qtbot.addWidget(form)
    form.show_engines(desk.hub.views)
    assert form.voice.currentData() == "heart"
    form.language.setCurrentIndex(form.language.findData("de"))
    assert form.voice.currentData() == "night_owl"
    form.voice.setCurrentIndex(form.voice.findData("heart"))
    form.language.setCurrentIndex(form.language.findData("en"))
    assert form.voice.currentData() == "heart"
