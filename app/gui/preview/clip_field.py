"""A recording whose voice is taken."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from app.gui.preview.sound_field import SoundField, SoundFieldWords

if TYPE_CHECKING:
    from app.gui.hub import Hub
    from app.gui.style.apply import Style

#: Engines that clone are made for clips of 3 to 30 seconds.
_LONGEST_S = 30.0


def _tr(text: str) -> str:
    return QCoreApplication.translate("ClipField", text)


class ClipField(SoundField):
    """Has a way back, too: without a clip the engine speaks with its own voices.

    Attributes:
        changed: Another clip is in use, or none.
    """

    changed = Signal()

    def __init__(self, hub: Hub, style: Style, parent: QWidget | None = None) -> None:
        words = SoundFieldWords(
            prefix="clip",
            empty=_tr("None yet"),
            hint=_tr("Drop a recording of a voice here: the engine speaks with that voice."),
            choose=_tr("Choose a recording of the voice"),
            record=_tr("Record the voice"),
            record_hint=_tr("Record the voice, 30 seconds at most. Read a few sentences aloud."),
        )
        super().__init__(hub, style, words, _LONGEST_S, parent)
        self.setObjectName("previewClip")
        self.setAccessibleName(_tr("Recording of the voice"))
        self.clear = QPushButton(_tr("Remove"), self)
        self.clear.setObjectName("clipClear")
        self.clear.setProperty("role", "small")
        self.clear.setAccessibleName(_tr("Remove the recording of the voice"))
        self.clear.clicked.connect(lambda: self.use(None))
        self._layout.addWidget(self.clear)
        self.taken.connect(self._tell)
        self._tell()

    @property
    def clip(self) -> Path | None:
        """The clip in use, if the engine can use one."""
        return self.sound.path if self.sound is not None and self.is_offered else None

    def offer(self, reason: str) -> None:
        super().offer(reason)
        self.clear.setEnabled(self.clip is not None)

    def _tell(self) -> None:
        self.clear.setEnabled(self.clip is not None)
        self.changed.emit()
