"""The form: controls match the abilities of the engine."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from pytestqt.qtbot import QtBot

from app.audio import OutputDevice, RecordingState, SpeechFormat, write_speech
from app.audio.errors import no_microphone
from app.gui.preview.speak.form import SpeechForm
from app.gui.preview.speak.output_field import OutputField
from app.gui.preview.speak.pane import SpeakPane
from app.gui.speech.sample_texts import sample_kind, sample_text
from app.gui.text.language_names import language_name
from app.resources import CATALOG
from app.settings import Settings, SettingsStore
from tests.app.gui.conftest import PATIENCE_MS, Desk, MakePane, entry
from tests.app.gui.preview.speak_pane import message
from tests.support.sound import noise


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    path = tmp_path / "a voice.wav"
    write_speech(path, [noise(0.5)], SpeechFormat(24000, "int16"))
    return path


@pytest.fixture
def cloning(desk: Desk, make_pane: MakePane) -> SpeakPane:
    """A pane whose first engine clones voices and whose second doesn't."""
    desk.entries = [entry("talker", supports_cloning=True), entry("second")]
    return make_pane()


def asked(pane: SpeakPane) -> dict[str, object]:
    request = pane.form.request()
    assert request is not None
    return request.message()


def choose(pane: SpeakPane, engine: str) -> SpeechForm:
    pane.form.choose(engine)
    return pane.form


def test_seed_is_shown_for_engines_with_seeds(desk: Desk, make_pane: MakePane) -> None:
    desk.entries = [entry("talker", supports_seed=True), entry("second")]
    form = make_pane().form
    assert form.request().seed is None  # pyright: ignore[reportOptionalMemberAccess]
    form.seed.setText("42")
    request = form.request()
    assert request is not None
    assert request.message()["seed"] == 42
    form.choose("second")
    assert not form.seed.isEnabled()
    assert form.seed.toolTip() == "Second doesn’t support seeds."
    request = form.request()
    assert request is not None
    assert "seed" not in request.message()


@pytest.mark.parametrize("typed", ["-1", "1.5", "x", "12345678901"])
def test_seed_accepts_only_numbers(
    desk: Desk, make_pane: MakePane, qtbot: QtBot, typed: str
) -> None:
    desk.entries = [entry("talker", supports_seed=True)]
    form = make_pane().form
    qtbot.keyClicks(form.seed, typed)
    assert form.seed.text() == "".join(filter(str.isdigit, typed))[:9]


def test_languages_are_named_and_kept_across_engines(desk: Desk, make_pane: MakePane) -> None:
    desk.entries = [
        entry("talker", languages=("en", "de", "pt-BR")),
        entry("second", languages=("fr", "de")),
        entry("third", languages=("fr",)),
    ]
    pane = make_pane()
    language = pane.form.language
    names = [language.itemText(row) for row in range(language.count())]
    assert names == ["English", "German", "Portuguese (BR)"]
    language.setCurrentIndex(1)
    assert asked(pane)["language"] == "de"
    assert choose(pane, "second").language.currentData() == "de"
    assert not choose(pane, "third").language.isEnabled()
    assert "only one language" in language.toolTip()


def test_unknown_language_is_shown_by_its_code() -> None:
    assert language_name("xx-yy") == "xx-yy"


def test_catalog_languages_have_names() -> None:
    engines = tomllib.loads(CATALOG.read_text(encoding="utf-8"))["engines"].values()
    spoken = {code for engine in engines for code in engine.get("languages", ())}
    assert len(spoken) > 600
    assert [code for code in spoken if language_name(code) == code] == []
    assert language_name("arz") == "Egyptian Arabic"


def test_languages_are_sorted_and_the_main_one_selected(desk: Desk, make_pane: MakePane) -> None:
    desk.entries = [entry("talker", languages=("ja", "aeb", "de"))]
    language = make_pane().form.language
    names = [language.itemText(row) for row in range(language.count())]
    assert names == ["German", "Japanese", "Tunisian Arabic"]
    assert language.currentData() == "ja"


def test_sample_text_follows_the_language_and_typed_text_stays(
    desk: Desk, make_pane: MakePane
) -> None:
    desk.entries = [entry("talker", languages=("en", "de", "ja"))]
    form = make_pane().form
    assert form.text.toPlainText() == sample_text("greeting", "en")
    form.text.sample._actions["fable"].trigger()
    assert form.text.toPlainText() == sample_text("fable", "en")
    form.language.setCurrentIndex(1)
    assert form.text.toPlainText() == sample_text("fable", "de")
    form.language.setCurrentIndex(2)
    assert form.text.toPlainText() == sample_text("greeting", "ja"), "Japanese has no fable"
    assert not form.text.sample._actions["fable"].isVisible()
    form.text.setPlainText("mine")
    assert form.text.sample.isHidden()
    form.language.setCurrentIndex(0)
    assert form.text.toPlainText() == "mine"
    form.text.clear()
    assert not form.text.sample.isHidden()


def test_language_without_sample_texts_offers_none(desk: Desk, make_pane: MakePane) -> None:
    desk.entries = [entry("talker", languages=("haw",))]
    form = make_pane().form
    assert form.text.sample.isHidden()


@pytest.mark.parametrize("language", ["en", "de-AT", "zh-Hans"])
def test_sample_texts_are_recognized(language: str) -> None:
    text = sample_text("greeting", language)
    assert text is not None
    assert sample_kind(f" {text}\n") == "greeting"
    assert sample_kind("mine") is None


def test_cloning_is_hidden_without_a_cloning_engine(pane: SpeakPane) -> None:
    assert not pane.form.voice_sample.isVisible()


def test_voice_sample_replaces_the_voice(cloning: SpeakPane, qtbot: QtBot, clip: Path) -> None:
    form = cloning.form
    assert form.voice_sample.isVisible()
    form.voice_sample.load(clip)
    qtbot.waitUntil(lambda: form.voice_sample.path == clip, timeout=PATIENCE_MS)
    assert asked(cloning)["voice"] == str(clip)
    assert not form.voice.isEnabled()
    assert "Remove it to choose another voice" in form.voice.toolTip()
    choose(cloning, "second")
    assert asked(cloning)["voice"] == "heart", "an engine without cloning got a voice sample"
    assert form.voice_sample.choose.toolTip() == "Second doesn’t clone voices."
    choose(cloning, "talker")
    assert asked(cloning)["voice"] == str(clip)
    form.voice_sample.clear.click()
    assert asked(cloning)["voice"] == "heart"
    assert form.voice.isEnabled()


def test_voice_sample_is_dropped(cloning: SpeakPane, qtbot: QtBot, clip: Path) -> None:
    field = cloning.form.voice_sample
    for name, is_taken in (("a.txt", False), (clip.name, True)):
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(clip.parent / name))])
        button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        action = Qt.DropAction.CopyAction
        enter = QDragEnterEvent(QPointF(5, 5).toPoint(), action, data, button, none)
        enter.ignore()
        field.dragEnterEvent(enter)
        assert enter.isAccepted() == is_taken
    field.dropEvent(QDropEvent(QPointF(5, 5), action, data, button, none))
    qtbot.waitUntil(lambda: field.path == clip, timeout=PATIENCE_MS)


def test_invalid_voice_sample_is_reported(cloning: SpeakPane, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "no.wav").write_text("no")
    cloning.form.voice_sample.load(tmp_path / "no.wav")
    qtbot.waitUntil(lambda: "read no.wav as an audio file" in message(cloning), timeout=PATIENCE_MS)
    assert cloning.form.voice_sample.path is None


def test_voice_sample_is_recorded(cloning: SpeakPane, desk: Desk, qtbot: QtBot) -> None:
    field = cloning.form.voice_sample
    qtbot.waitUntil(field.record.isEnabled, timeout=PATIENCE_MS)
    field.record.click()
    recording = desk.player.recordings[0]
    assert field.record.text() == "Stop"
    recording.chunks = (noise(0.5),)
    qtbot.waitUntil(lambda: "0.5 s" in field._label.text(), timeout=PATIENCE_MS)
    field.record.click()
    qtbot.waitUntil(lambda: field.path is not None, timeout=PATIENCE_MS)
    assert field.path is not None
    assert field.path.exists()
    assert field.record.text() == "Record"


def test_failed_recording_names_the_reason(cloning: SpeakPane, desk: Desk, qtbot: QtBot) -> None:
    field = cloning.form.voice_sample
    qtbot.waitUntil(field.record.isEnabled, timeout=PATIENCE_MS)
    field.record.click()
    desk.player.recordings[0].error = no_microphone()
    desk.player.recordings[0].move(RecordingState.FAILED)
    qtbot.waitUntil(lambda: "No microphone" in message(cloning), timeout=PATIENCE_MS)
    assert field.record.text() == "Record"


def test_missing_microphone_disables_recording(
    desk: Desk, make_pane: MakePane, qtbot: QtBot
) -> None:
    desk.player.has_microphone = False
    desk.entries = [entry("talker", supports_cloning=True)]
    field = make_pane().form.voice_sample
    qtbot.waitUntil(lambda: "No microphone" in field.record.toolTip(), timeout=PATIENCE_MS)
    assert not field.record.isEnabled()


#: The offscreen platform can't raise windows, and warns.
opens_a_list = pytest.mark.qt_log_ignore("This plugin does not support")

DEVICES = (
    OutputDevice("Speakers", "ALSA", True, 0),
    OutputDevice("Headphones", "ALSA", False, 1),
)


def offered(field: OutputField, qtbot: QtBot) -> list[str]:
    """Opens a list and returns its texts."""
    field.showPopup()
    qtbot.waitUntil(field.view().isVisible, timeout=PATIENCE_MS)
    field.hidePopup()
    return [field.itemText(row) for row in range(field.count())]


@opens_a_list
def test_output_is_selected_and_saved(pane: SpeakPane, desk: Desk, qtbot: QtBot) -> None:
    field = pane.form.output
    assert field.currentText() == "System default"
    desk.player.devices = DEVICES
    assert offered(field, qtbot) == ["System default", "Speakers", "Headphones"]
    field.setCurrentIndex(2)
    field.activated.emit(2)
    assert desk.player.device_id == "Headphones, ALSA"
    qtbot.waitUntil(desk.settings_path.exists, timeout=PATIENCE_MS)
    assert SettingsStore(desk.settings_path).settings.output_device == "Headphones, ALSA"


@opens_a_list
def test_missing_output_stays_selected_and_is_marked(
    pane: SpeakPane, desk: Desk, qtbot: QtBot
) -> None:
    desk.player.device_id = "Headphones, ALSA"
    desk.player.devices = DEVICES[:1]
    field = pane.form.output
    assert offered(field, qtbot)[-1] == field.currentText() == "Headphones (not connected)"
    assert field.currentData() == "Headphones, ALSA"


@opens_a_list
def test_outputs_with_one_name_show_their_host_api(
    pane: SpeakPane, desk: Desk, qtbot: QtBot
) -> None:
    desk.player.devices = (DEVICES[0], OutputDevice("Speakers", "JACK", False, 2))
    assert offered(pane.form.output, qtbot)[1:] == ["Speakers, ALSA", "Speakers, JACK"]


def test_output_selected_elsewhere_is_shown(pane: SpeakPane, desk: Desk) -> None:
    pane.hide()
    desk.hub.settings.set(Settings.output_device, "Headphones, ALSA")
    pane.show()
    assert pane.form.output.currentText() == "Headphones"


@opens_a_list
def test_hanging_sound_system_does_not_block_the_list(
    pane: SpeakPane, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk.player, "list_devices", lambda callback: None)
    field = pane.form.output
    field.showPopup()
    assert not field.view().isVisible()
    qtbot.waitUntil(field.view().isVisible, timeout=PATIENCE_MS)
    field.hidePopup()
