"""A sound file to work with: dropped, chosen, or spoken into the microphone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from app.gui.preview.audio.level_meter import LevelMeter
from app.gui.preview.audio.recorder import Recorder
from app.gui.style.theme import GRID
from app.gui.text.messages import worded
from app.gui.text.numbers import decimal
from app.gui.widgets.audio_files import choose_audio_file, dropped_audio_file

if TYPE_CHECKING:
    from app.audio.sound_file import SoundFile
    from app.gui.controller.hub import Hub
    from app.gui.style.apply import Style

_LOOK_MS = 66


@dataclass(frozen=True, slots=True)
class AudioFieldTexts:
    """What a field says, and how its parts are called.

    Attributes:
        prefix: Of its buttons' object names.
        empty: Shown while there is no file.
        hint: What a file is wanted for, for the tool tip.
        choose: The button that chooses one, for those who cannot see it; its dialog's title.
        record: The button that records one, likewise.
        record_hint: What to say into the microphone.
    """

    prefix: str
    empty: str
    hint: str
    choose: str
    record: str
    record_hint: str


class AudioField(QWidget):
    """Shows the file in use, and takes another one.

    Attributes:
        taken: Another file is in use: a ``SoundFile``, or None.
        recording_began: What else makes or wants sound had better stop.
        refused: A file cannot be used, or not recorded: why.
    """

    taken = Signal(object)
    recording_began = Signal()
    refused = Signal(str)

    def __init__(
        self,
        hub: Hub,
        style: Style,
        words: AudioFieldTexts,
        longest_s: float,
        parent: QWidget | None = None,
    ) -> None:
        """Make an empty field that takes nothing yet; see :meth:`offer`.

        Args:
            hub: Has the microphone, and does what blocks.
            style: Colours of the level meter.
            words: What it says.
            longest_s: A recording ends by itself after so many seconds.
            parent: As always.
        """
        super().__init__(parent)
        self._hub = hub
        self._words = words
        self._sound: SoundFile | None = None
        self._reason = self.tr("No engine selected")
        self._no_microphone = self.tr("Connecting to the microphone…")
        self.setAcceptDrops(True)
        self._shown = QLabel(self)
        self._shown.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._shown.setTextFormat(Qt.TextFormat.PlainText)
        self.meter = LevelMeter(style, self)
        self.meter.setFixedHeight(GRID * 3)
        self.record = QPushButton(self)
        self.record.setObjectName(f"{words.prefix}Record")
        self.record.setProperty("role", "small")
        self.choose = QPushButton(self.tr("Choose…"), self)
        self.choose.setObjectName(f"{words.prefix}Choose")
        self.choose.setProperty("role", "small")
        self.choose.setAccessibleName(words.choose)
        self._recorder = Recorder(hub, longest_s, self)
        self._recorder.looked.connect(self._show_microphone)
        self._recorder.changed.connect(self._update)
        self._recorder.recorded.connect(self.take)
        self._recorder.failed.connect(self.refused)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._show_sound)
        self.choose.clicked.connect(lambda: choose_audio_file(self, words.choose, self.take))
        self.record.clicked.connect(self._record_or_stop)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(GRID)
        self._layout.addWidget(self._shown, 1)
        self._layout.addWidget(self.meter)
        self._layout.addWidget(self.record)
        self._layout.addWidget(self.choose)
        self._update()

    @property
    def sound(self) -> SoundFile | None:
        """The file in use."""
        return self._sound

    @property
    def is_recording(self) -> bool:
        """True while the microphone is open."""
        return self._recorder.recording is not None

    @property
    def is_offered(self) -> bool:
        """True where a file is of use now."""
        return not self._reason

    def offer(self, reason: str) -> None:
        """Take files or not.

        Args:
            reason: Why not, for the tool tip; empty to take them.
        """
        is_new = self._reason and not reason
        self._reason = reason
        if is_new and self.isVisible():
            self._recorder.look()
        self._update()

    def take(self, path: Path) -> None:
        """Use a file, if it is a sound file."""
        from app.audio.sound_file import read_sound_file

        self._hub.background.run(
            lambda: read_sound_file(path), self.use, lambda error: self.refused.emit(worded(error))
        )

    def use(self, sound: SoundFile | None) -> None:
        """Use a file that has been looked into, or none."""
        self._sound = sound
        self._update()
        self.taken.emit(sound)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.is_offered and dropped_audio_file(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = dropped_audio_file(event)
        if path is not None:
            event.acceptProposedAction()
            self.take(path)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.is_offered:
            self._recorder.look()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_sound()

    def _record_or_stop(self) -> None:
        if self.is_recording:
            self._recorder.stop()
        else:
            self.recording_began.emit()
            self._recorder.start()

    def _show_microphone(self, reason: str) -> None:
        self._no_microphone = reason
        self._update()

    def _update(self) -> None:
        is_recording = self.is_recording
        self.record.setText(self.tr("Stop") if is_recording else self.tr("Record"))
        self.record.setAccessibleName(
            self.tr("Stop recording") if is_recording else self._words.record
        )
        why_not = self._reason or self._no_microphone
        self.record.setEnabled(is_recording or not why_not)
        self.record.setToolTip(why_not or self._words.record_hint)
        self.choose.setEnabled(self.is_offered and not is_recording)
        self.choose.setToolTip(self._reason)
        self.meter.setVisible(is_recording)
        if is_recording:
            self._timer.start()
        else:
            self._timer.stop()
            self.meter.clear()
        self._show_sound()

    def _show_sound(self) -> None:
        recording = self._recorder.recording
        if recording is not None:
            self.meter.show_level(recording.level)
            text = self.tr("Recording: {} s").format(decimal(recording.duration_s, 1))
        elif self._sound is not None:
            text = self.tr("{name}, {seconds} s").format(
                name=self._sound.path.name, seconds=decimal(self._sound.duration_s, 1)
            )
        else:
            text = self._words.empty
        is_empty = text == self._words.empty
        elide = Qt.TextElideMode.ElideRight if is_empty else Qt.TextElideMode.ElideMiddle
        self._shown.setText(self.fontMetrics().elidedText(text, elide, self._shown.width()))
        self._shown.setToolTip(self._reason or (self._words.hint if is_empty else text))
        self._shown.setProperty("role", "caption" if is_empty else "")
        self._shown.style().polish(self._shown)
