"""The field for a voice sample to clone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from app.gui.preview.audio.audio_field import AudioField, AudioFieldTexts
from app.gui.style.icons import tinted_icon

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.gui.controller.hub import Hub
    from app.gui.style.apply import Style

#: Engines clone voices from samples of 3 to 30 seconds.
_LONGEST_S = 30.0


def _tr(text: str) -> str:
    return QCoreApplication.translate("VoiceSampleField", text)


class VoiceSampleField(AudioField):
    """An audio field that can be cleared, and whose file can be saved as a voice.

    Attributes:
        changed: ``path`` has changed.
        save_asked: The user wants to save the sample as a voice: its path, and its probable
            language.
    """

    changed = Signal()
    save_asked = Signal(object, str)

    def __init__(
        self,
        hub: Hub,
        style: Style,
        language: Callable[[], str],
        parent: QWidget | None = None,
    ) -> None:
        """Makes an empty field.

        Args:
            hub: Has the microphone.
            style: Colors of the level meter.
            language: Returns the probable language of the recording.
            parent: The parent widget.
        """
        texts = AudioFieldTexts(
            prefix="clip",
            empty=_tr("None"),
            hint=_tr("Drop a recording here to speak in its voice"),
            choose=_tr("Choose a voice sample"),
            record=_tr("Record a voice sample"),
            record_hint=_tr("Record up to 30 seconds. Read a few sentences aloud."),
        )
        super().__init__(hub, style, texts, _LONGEST_S, parent)
        self.setObjectName("previewClip")
        self.setAccessibleName(_tr("Voice sample"))
        self.clear = QToolButton(self)
        self.clear.setObjectName("clipClear")
        self.clear.setAccessibleName(_tr("Remove the voice sample"))
        self.clear.setToolTip(self.clear.accessibleName())
        self._style = style
        style.changed.connect(self._paint)
        self._paint()
        self.clear.clicked.connect(lambda: self.set_file(None))
        self.save = QPushButton(_tr("Save as voice…"), self)
        self.save.setObjectName("clipKeep")
        self.save.setProperty("role", "small")
        self.save.setAccessibleName(_tr("Save the recording as a voice"))
        self.save.setToolTip(_tr("Name this voice to use it again"))
        self.save.clicked.connect(lambda: self._ask_to_save(language()))
        self._layout.addWidget(self.save)
        self._layout.addWidget(self.clear)
        self.file_changed.connect(self._on_file_changed)
        self._on_file_changed()

    @property
    def path(self) -> Path | None:
        """The file to clone; None for none, or if the engine doesn't clone voices."""
        return self.file.path if self.file is not None and self.is_available else None

    def set_unavailable(self, reason: str) -> None:
        super().set_unavailable(reason)
        self._show_buttons()

    def _paint(self) -> None:
        theme = self._style.theme
        self.clear.setIcon(tinted_icon("cancel", theme.text, theme.idle))

    def _ask_to_save(self, language: str) -> None:
        if self.path is not None:
            self.save_asked.emit(self.path, language)

    def _show_buttons(self) -> None:
        # Hidden when useless, because the row has little room.
        for button in (self.save, self.clear):
            button.setVisible(self.path is not None)

    def _on_file_changed(self) -> None:
        self._show_buttons()
        self.changed.emit()
