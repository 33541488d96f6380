"""A recording whose voice is taken: dropped, chosen, or spoken into the microphone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from app.gui.preview.recorder import Recorder
from app.gui.preview.sound_drop import ask_for_sound, dropped_sound
from app.gui.style.theme import GRID

if TYPE_CHECKING:
    from app.audio.sound_file import SoundFile
    from app.gui.hub import Hub

#: Engines that clone are made for clips of 3 to 30 seconds.
_LONGEST_CLIP_S = 30.0
_LOOK_MS = 100


class ClipField(QWidget):
    """Shows the clip in use, and takes another one.

    Attributes:
        changed: Another clip is in use, or none.
        refused: A file cannot be used: why.
    """

    changed = Signal()
    refused = Signal(str)

    def __init__(self, hub: Hub, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hub = hub
        self._clip: SoundFile | None = None
        self._reason = ""
        self._no_microphone = self.tr("Looking for a microphone…")
        self.setObjectName("previewClip")
        self.setAccessibleName(self.tr("Reference clip"))
        self.setAcceptDrops(True)
        self._shown = QLabel(self)
        self._shown.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._shown.setTextFormat(Qt.TextFormat.PlainText)
        self.choose = QPushButton(self.tr("Choose…"), self)
        self.choose.setObjectName("clipChoose")
        self.choose.setAccessibleName(self.tr("Choose a reference clip"))
        self.record = QPushButton(self)
        self.record.setObjectName("clipRecord")
        self.clear = QPushButton(self.tr("Remove"), self)
        self.clear.setObjectName("clipClear")
        self.clear.setAccessibleName(self.tr("Remove the reference clip"))
        self._recorder = Recorder(hub, _LONGEST_CLIP_S, self)
        self._recorder.looked.connect(self._show_microphone)
        self._recorder.changed.connect(self._update)
        self._recorder.recorded.connect(self.take)
        self._recorder.failed.connect(self.refused)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._show_clip)
        self.choose.clicked.connect(self._ask)
        self.record.clicked.connect(self._record_or_stop)
        self.clear.clicked.connect(lambda: self._use(None))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self._shown, 1)
        for button in (self.record, self.choose, self.clear):
            layout.addWidget(button)
        self._update()

    @property
    def clip(self) -> Path | None:
        """The clip in use, if the engine can use one."""
        return self._clip.path if self._clip is not None and not self._reason else None

    def offer(self, reason: str) -> None:
        """Take clips or not.

        Args:
            reason: Why not, for the tool tip; empty when the chosen engine clones voices.
        """
        if not reason and self._reason:
            self._recorder.look()
        self._reason = reason
        self._update()

    def take(self, path: Path) -> None:
        """Use a sound file, if it is one."""
        from app.audio.sound_file import read_sound_file

        self._hub.background.run(
            lambda: read_sound_file(path), self._use, lambda error: self.refused.emit(str(error))
        )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not self._reason and dropped_sound(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = dropped_sound(event)
        if path is not None:
            event.acceptProposedAction()
            self.take(path)

    def resizeEvent(self, event: object) -> None:
        del event
        self._show_clip()

    def showEvent(self, event: object) -> None:
        del event
        if not self._reason:
            self._recorder.look()

    def _use(self, clip: SoundFile | None) -> None:
        self._clip = clip
        self._update()
        self.changed.emit()

    def _ask(self) -> None:
        ask_for_sound(self, self.tr("Choose a recording of the voice"), self.take)

    def _record_or_stop(self) -> None:
        if self._recorder.recording is None:
            self._recorder.start()
        else:
            self._recorder.stop()

    def _show_microphone(self, reason: str) -> None:
        self._no_microphone = reason
        self._update()

    def _update(self) -> None:
        is_recording = self._recorder.recording is not None
        self.record.setText(self.tr("Stop") if is_recording else self.tr("Record"))
        self.record.setAccessibleName(
            self.tr("Stop recording") if is_recording else self.tr("Record a reference clip")
        )
        self.choose.setEnabled(not self._reason and not is_recording)
        self.record.setEnabled(is_recording or not (self._reason or self._no_microphone))
        self.clear.setEnabled(self.clip is not None and not is_recording)
        longest = self.tr("Record the voice, 30 seconds at most. Read a few sentences aloud.")
        self.record.setToolTip(self._reason or self._no_microphone or longest)
        self.choose.setToolTip(self._reason)
        if is_recording:
            self._timer.start()
        else:
            self._timer.stop()
        self._show_clip()

    def _show_clip(self) -> None:
        recording = self._recorder.recording
        if recording is not None:
            text = self.tr("Recording: {:.1f} s").format(recording.duration_s)
        elif self._clip is not None:
            text = self.tr("{name}, {seconds:.1f} s").format(
                name=self._clip.path.name, seconds=self._clip.duration_s
            )
        else:
            text = self.tr("None yet")
        width = self._shown.width()
        elided = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, width)
        self._shown.setText(elided)
        hint = self.tr("Drop a recording of a voice here: it is spoken with that voice.")
        self._shown.setToolTip(self._reason or (text if self._clip or recording else hint))
        self._shown.setProperty("role", "" if self._clip or recording else "caption")
        self._shown.style().polish(self._shown)
