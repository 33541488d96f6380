"""The dialog that saves a recording as a voice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.gui.style.theme import GRID
from app.gui.voices.fields import language_box, transcript_box
from app.gui.widgets import wrapped_text as wrapped_texts
from app.gui.widgets.form import Form, heading, note, say

if TYPE_CHECKING:
    from pathlib import Path

    from app.gui.controller.voices import Voices
    from app.voices.store import Clip


class SaveVoiceDialog(QDialog):
    """Asks for name, transcript, and language; closes when the voice was saved."""

    def __init__(
        self, voices: Voices, recording: Path, language: str, parent: QWidget | None = None
    ) -> None:
        """Makes the dialog.

        Args:
            voices: Saves the voice.
            recording: The audio file.
            language: Code of the probable language of the recording.
            parent: The parent window.
        """
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Add voice"))
        self._voices = voices
        self._recording = recording
        self.name = QLineEdit(self)
        self.name.setObjectName("voiceName")
        self.name.setProperty("role", "field")
        self.transcript = transcript_box("voiceWords")
        self.language = language_box("voiceLanguage", language)
        self._message = note()
        self._message.setProperty("tone", "caution")
        self._message.setObjectName("voiceMessage")
        self.save = QPushButton(self.tr("Save"), self)
        self.save.setObjectName("voiceKeep")
        self.save.setProperty("role", "primary")
        self.save.setEnabled(False)
        self._lay_out()
        self.name.textChanged.connect(lambda text: self.save.setEnabled(bool(text.strip())))
        self.save.clicked.connect(self._save)
        voices.kept.connect(self._on_saved)
        voices.refused.connect(self._on_refused)
        self.name.setFocus()

    def event(self, event: QEvent) -> bool:
        is_handled = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            wrapped_texts.keep_uncut(self)
        return is_handled

    def _save(self) -> None:
        self.save.setEnabled(False)
        say(self._message, "")
        self._voices.add(
            self.name.text(),
            self._recording,
            self.transcript.toPlainText(),
            self.language.currentData() or "",
        )

    def _on_saved(self, clip: Clip) -> None:
        del clip
        self.accept()

    def _on_refused(self, reason: str) -> None:
        self.save.setEnabled(True)
        say(self._message, reason)

    def _lay_out(self) -> None:
        form = Form()
        form.add_control(self.tr("&Name"), self.name)
        hint = self.tr("Some engines require a transcript. All of them clone better with one.")
        form.add_control(self.tr("&Transcript"), self.transcript, note(hint))
        form.add_control(self.tr("&Language"), self.language)
        cancel = QPushButton(self.tr("Cancel"), self)
        cancel.setObjectName("voiceCancel")
        cancel.clicked.connect(self.reject)
        self.save.setDefault(True)
        cancel.setAutoDefault(False)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addStretch()
        buttons.addWidget(cancel)
        buttons.addWidget(self.save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID * 3, GRID * 3, GRID * 3, GRID * 2)
        layout.setSpacing(GRID * 2)
        layout.addWidget(heading(self.tr("Save {} as a voice").format(self._recording.name)))
        layout.addLayout(form)
        layout.addWidget(self._message)
        layout.addLayout(buttons)
        self.setMinimumWidth(GRID * 60)
