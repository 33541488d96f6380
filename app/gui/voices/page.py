"""The user's own voices: heard, described, renamed, deleted, and new ones added."""

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


#: What is typed is kept when the keyboard has rested for so long, or the page is left.
_REST_MS = 800


class VoicesPage(Page):
    """A list, and the chosen voice beside it. What is typed holds when the field is left."""

    def __init__(self, hub: Hub) -> None:
        super().__init__(QCoreApplication.translate("settings", "Voices"))
        self._hub = hub
        self._shown: Clip | None = None
        self._hearing = FilePlayer(hub, self)
        self._describing = QTimer(self)
        self._describing.setSingleShot(True)
        self._describing.setInterval(_REST_MS)
        self.names = Navigation(self.tr("Voices"))
        self.names.setObjectName("settingsVoices")
        self.names.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.add_voice = QPushButton(self.tr("&Add voice…"))
        self.add_voice.setObjectName("addVoice")
        self.name = QLineEdit()
        self.name.setObjectName("renameVoice")
        self.name.setProperty("role", "field")
        self.words = transcript_box("describeVoice")
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
        self._show_hearing()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._describe_now()
        self._hearing.stop()

    def _connect(self) -> None:
        voices = self._hub.voices
        voices.changed.connect(self._show_voices)
        voices.kept.connect(self._choose)
        voices.refused.connect(lambda reason: say(self._message, reason))
        self._hub.opened.connect(self._show_voices)
        self._hearing.changed.connect(self._show_hearing)
        self._hearing.failed.connect(lambda reason: say(self._message, reason))
        self.names.currentRowChanged.connect(self._show_chosen)
        self.add_voice.clicked.connect(
            lambda: choose_audio_file(self, self.tr("Choose a voice sample"), self._keep)
        )
        self.name.editingFinished.connect(self._rename)
        self.words.textChanged.connect(self._describing.start)
        self._describing.timeout.connect(self._describe)
        self.language.activated.connect(self._describe)
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
            self._describe_now()
            self._hearing.stop()
        self._shown = clip
        if clip is None:
            return
        if is_another or not self.name.hasFocus():
            self.name.setText(clip.name)
        if is_another or not self._describing.isActive():
            with QSignalBlocker(self.words):
                self.words.setPlainText(clip.text)
        self.language.setCurrentIndex(max(0, self.language.findData(clip.language)))
        self._facts.setText(wording.facts(clip))
        say(self._faults, " ".join(map(wording.advice, clip.faults)))

    def _choose(self, clip: Clip) -> None:
        paths = [it.path for it in self._hub.voices.clips]
        if clip.path in paths:
            self.names.setCurrentRow(paths.index(clip.path))

    def _keep(self, recording: Path) -> None:
        say(self._message, "")
        SaveVoiceDialog(self._hub.voices, recording, "", self).open()

    def _rename(self) -> None:
        clip, name = self._shown, self.name.text().strip()
        if clip is not None and name:
            say(self._message, "")
            self._hub.voices.rename(clip, name)
        elif clip is not None:
            self.name.setText(clip.name)

    def _describe_now(self) -> None:
        """Keep what has been typed, before another voice is shown."""
        if self._describing.isActive():
            self._describing.stop()
            self._describe()

    def _describe(self) -> None:
        clip = self._shown
        if clip is not None:
            text, language = self.words.toPlainText(), self.language.currentData() or ""
            self._hub.voices.describe(clip, text, language)

    def _play_or_stop(self) -> None:
        if self._hearing.is_playing:
            self._hearing.stop()
        elif self._shown is not None:
            say(self._message, "")
            self._hearing.play(self._shown.path)

    def _show_hearing(self) -> None:
        playing = self._hearing.is_playing
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
        told = self.tr("Some engines require a transcript. All of them clone better with one.")
        form.add_control(self.tr("&Transcript"), self.words, note(told))
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
        self.add_stretch()  # Below all of it, as long as there is no voice.
