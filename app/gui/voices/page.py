"""The settings page of the user's voices: add, play, describe, rename, delete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSignalBlocker, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.gui.style.theme import GRID
from app.gui.text import voice_wording as wording
from app.gui.voices.fields import language_box, transcript_box
from app.gui.voices.file_player import FilePlayer
from app.gui.voices.save_dialog import SaveVoiceDialog
from app.gui.widgets.audio_files import choose_audio_file
from app.gui.widgets.confirmation import Confirmation
from app.gui.widgets.form import Form, Page, note, readable, say
from app.gui.widgets.navigation import Navigation

if TYPE_CHECKING:
    from pathlib import Path

    from app.gui.controller.hub import Hub
    from app.voices.store import Clip


#: Typed text is saved after this time, or when the page is left.
_REST_MS = 800


class VoicesPage(Page):
    """The list of voices, and the selected voice beside it."""

    def __init__(self, hub: Hub) -> None:
        super().__init__(QCoreApplication.translate("settings", "Voices"))
        self._hub = hub
        self._shown: Clip | None = None
        self._player = FilePlayer(hub, self)
        self._save_timer = QTimer(self)
        self._save_timer.setSingleShot(True)
        self._save_timer.setInterval(_REST_MS)
        self.names = Navigation(self.tr("Voices"))
        self.names.setObjectName("settingsVoices")
        self.names.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.add_voice = QPushButton(self.tr("&Add voice…"))
        self.add_voice.setObjectName("addVoice")
        self.name = QLineEdit()
        self.name.setObjectName("renameVoice")
        self.name.setProperty("role", "field")
        self.transcript = transcript_box("describeVoice")
        self.language = language_box("voiceSpeaks", "")
        self.play = QPushButton()
        self.play.setObjectName("playVoice")
        self.delete = QPushButton(self.tr("&Delete…"))
        self.delete.setObjectName("deleteVoice")
        self._facts = readable()
        self._faults = note()
        self._faults.setProperty("tone", "caution")
        self._message = note()
        self._message.setProperty("tone", "caution")
        self._message.setObjectName("voicesMessage")
        self._none = note(
            self.tr(
                "No voices yet. A voice is a 5 to 30 s recording of one speaker that an "
                "engine can clone. Only use voices you have permission to use."
            )
        )
        self._lay_out()
        self._connect()
        self._show_voices()
        self._show_playback()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._save_description_now()
        self._player.stop()

    def _connect(self) -> None:
        voices = self._hub.voices
        voices.changed.connect(self._show_voices)
        voices.kept.connect(self._choose)
        voices.refused.connect(lambda reason: say(self._message, reason))
        self._hub.opened.connect(self._show_voices)
        self._player.changed.connect(self._show_playback)
        self._player.failed.connect(lambda reason: say(self._message, reason))
        self.names.currentRowChanged.connect(self._show_chosen)
        self.add_voice.clicked.connect(
            lambda: choose_audio_file(
                self, self.tr("Choose a voice sample"), self._open_save_dialog
            )
        )
        self.name.editingFinished.connect(self._rename)
        self.transcript.textChanged.connect(self._save_timer.start)
        self._save_timer.timeout.connect(self._save_description)
        self.language.activated.connect(self._save_description)
        self.play.clicked.connect(self._play_or_stop)
        self.delete.clicked.connect(self._ask_to_delete)

    def _show_voices(self) -> None:
        clips = self._hub.voices.clips
        chosen = self._shown.path if self._shown is not None else None
        with QSignalBlocker(self.names):
            self.names.clear()
            for clip in clips:
                self.names.addItem(clip.name)
            rows = [row for row, clip in enumerate(clips) if clip.path == chosen]
            if clips:
                self.names.setCurrentRow(rows[0] if rows else 0)
        self.names.updateGeometry()
        self._both.setVisible(bool(clips))
        self._none.setVisible(not clips)
        self.add_voice.setEnabled(self._hub.voices.is_open)
        self._show_chosen()

    def _show_chosen(self) -> None:
        row, clips = self.names.currentRow(), self._hub.voices.clips
        clip = clips[row] if 0 <= row < len(clips) else None
        is_another = clip is None or self._shown is None or clip.path != self._shown.path
        if is_another:
            self._save_description_now()
            self._player.stop()
        self._shown = clip
        if clip is None:
            return
        if is_another or not self.name.hasFocus():
            self.name.setText(clip.name)
        if is_another or not self._save_timer.isActive():
            with QSignalBlocker(self.transcript):
                self.transcript.setPlainText(clip.text)
        self.language.setCurrentIndex(max(0, self.language.findData(clip.language)))
        self._facts.setText(wording.facts(clip))
        say(self._faults, " ".join(map(wording.advice, clip.faults)))

    def _choose(self, clip: Clip) -> None:
        paths = [other.path for other in self._hub.voices.clips]
        if clip.path in paths:
            self.names.setCurrentRow(paths.index(clip.path))

    def _open_save_dialog(self, recording: Path) -> None:
        say(self._message, "")
        SaveVoiceDialog(self._hub.voices, recording, "", self).open()

    def _rename(self) -> None:
        clip, name = self._shown, self.name.text().strip()
        if clip is not None and name:
            say(self._message, "")
            self._hub.voices.rename(clip, name)
        elif clip is not None:
            self.name.setText(clip.name)

    def _save_description_now(self) -> None:
        """Saves typed text before another voice is shown."""
        if self._save_timer.isActive():
            self._save_timer.stop()
            self._save_description()

    def _save_description(self) -> None:
        clip = self._shown
        if clip is not None:
            text, language = self.transcript.toPlainText(), self.language.currentData() or ""
            self._hub.voices.describe(clip, text, language)

    def _play_or_stop(self) -> None:
        if self._player.is_playing:
            self._player.stop()
        elif self._shown is not None:
            say(self._message, "")
            self._player.play(self._shown.path)

    def _show_playback(self) -> None:
        playing = self._player.is_playing
        self.play.setText(self.tr("&Stop") if playing else self.tr("&Play"))

    def _ask_to_delete(self) -> None:
        clip = self._shown
        if clip is None:
            return
        question = Confirmation(
            self.tr("Delete the voice “{}”?").format(clip.name),
            self.tr("Engine Room deletes its copy of the recording. Your original file is kept."),
            self,
        )
        question.offer(self.tr("Delete"), self.tr("Cancel"))
        question.agreed.connect(lambda: self._hub.voices.remove(clip))
        question.present()

    def _lay_out(self) -> None:
        form = Form()
        form.add_control(self.tr("&Name"), self.name)
        hint = self.tr("Some engines require a transcript. All of them clone better with one.")
        form.add_control(self.tr("&Transcript"), self.transcript, note(hint))
        form.add_control(self.tr("&Language"), self.language)
        form.add_text(self.tr("Recording"), self._facts)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addWidget(self.play)
        buttons.addWidget(self.delete)
        buttons.addStretch()
        right = QVBoxLayout()
        right.setSpacing(GRID * 2)
        right.addLayout(form)
        right.addWidget(self._faults)
        right.addLayout(buttons)
        right.addStretch()
        both = self._both = QWidget(self)
        columns = QHBoxLayout(both)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(GRID * 3)
        columns.addWidget(self.names)
        columns.addLayout(right, 1)
        self.add(self._none)
        self.add(both, 1)
        self.add(self._message)
        self.add_row(self.add_voice)
        self.add_stretch()  # Keeps the button at the top while there is no voice.
