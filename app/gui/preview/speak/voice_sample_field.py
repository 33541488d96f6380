"""A recording whose voice is taken."""

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

#: Engines that clone are made for clips of 3 to 30 seconds.
_LONGEST_S = 30.0


def _tr(text: str) -> str:
    return QCoreApplication.translate("VoiceSampleField", text)


class VoiceSampleField(AudioField):
    """Has a way back, too: without a clip the engine speaks with its own voices.

    Attributes:
        changed: Another clip is in use, or none.
        save_asked: The user wants to save the clip as a voice: its path, and the language that is
            probably spoken in it.
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
        """Make an empty field.

        Args:
            hub: Has the microphone, and the user's own voices.
            style: Colours of the level meter.
            language: Tells which language is probably spoken in the recording.
            parent: As always.
        """
        words = AudioFieldTexts(
            prefix="clip",
            empty=_tr("None"),
            hint=_tr("Drop a recording here to speak in its voice"),
            choose=_tr("Choose a voice sample"),
            record=_tr("Record a voice sample"),
            record_hint=_tr("Record up to 30 seconds. Read a few sentences aloud."),
        )
        super().__init__(hub, style, words, _LONGEST_S, parent)
        self.setObjectName("previewClip")
        self.setAccessibleName(_tr("Voice sample"))
        self.clear = QToolButton(self)
        self.clear.setObjectName("clipClear")
        self.clear.setAccessibleName(_tr("Remove the voice sample"))
        self.clear.setToolTip(self.clear.accessibleName())
        self._style = style
        style.changed.connect(self._paint)
        self._paint()
        self.clear.clicked.connect(lambda: self.use(None))
        self.keep = QPushButton(_tr("Save as voice…"), self)
        self.keep.setObjectName("clipKeep")
        self.keep.setProperty("role", "small")
        self.keep.setAccessibleName(_tr("Save the recording as a voice"))
        self.keep.setToolTip(_tr("Name this voice to use it again"))
        self.keep.clicked.connect(lambda: self._ask_to_save(language()))
        self._layout.addWidget(self.keep)
        self._layout.addWidget(self.clear)
        self.taken.connect(self._tell)
        self._tell()

    @property
    def clip(self) -> Path | None:
        """The clip in use, if the engine can use one."""
        return self.sound.path if self.sound is not None and self.is_offered else None

    def offer(self, reason: str) -> None:
        super().offer(reason)
        self._enable()

    def _paint(self) -> None:
        theme = self._style.theme
        self.clear.setIcon(tinted_icon("cancel", theme.text, theme.idle))

    def _ask_to_save(self, language: str) -> None:
        if self.clip is not None:
            self.save_asked.emit(self.clip, language)

    def _enable(self) -> None:
        # Only where there is something to keep: the row is short of room.
        for button in (self.keep, self.clear):
            button.setVisible(self.clip is not None)

    def _tell(self) -> None:
        self._enable()
        self.changed.emit()
