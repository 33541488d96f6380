"""A field for an audio file that is dropped, chosen, or recorded."""

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

#: Time between two updates of the level meter.
_UPDATE_MS = 66


@dataclass(frozen=True, slots=True)
class AudioFieldTexts:
    """Texts of an audio field.

    Attributes:
        prefix: Prefix of the buttons' object names.
        empty: Shown while there is no file.
        hint: What the file is for; the tool tip.
        choose: Accessible name of the button that opens the file dialog; the dialog's title.
        record: Accessible name of the button that records.
        record_hint: Tool tip of the button that records.
    """

    prefix: str
    empty: str
    hint: str
    choose: str
    record: str
    record_hint: str


class AudioField(QWidget):
    """Shows an audio file, and lets the user choose or record another one.

    Attributes:
        file_changed: ``file`` has changed: a ``SoundFile``, or None.
        recording_started: A recording has started; other audio should stop.
        failed: A file can't be used or recorded: the reason.
    """

    file_changed = Signal(object)
    recording_started = Signal()
    failed = Signal(str)

    def __init__(
        self,
        hub: Hub,
        style: Style,
        texts: AudioFieldTexts,
        longest_s: float,
        parent: QWidget | None = None,
    ) -> None:
        """Makes an empty field that is unavailable; see :meth:`set_unavailable`.

        Args:
            hub: Has the microphone, and runs what blocks.
            style: Colors of the level meter.
            texts: Texts of the field.
            longest_s: Longest recording in seconds.
            parent: The parent widget.
        """
        super().__init__(parent)
        self._hub = hub
        self._texts = texts
        self._file: SoundFile | None = None
        self._reason = self.tr("No engine selected")
        self._no_microphone = self.tr("Connecting to the microphone…")
        self.setAcceptDrops(True)
        self._label = QLabel(self)
        self._label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self.meter = LevelMeter(style, self)
        self.meter.setFixedHeight(GRID * 3)
        self.record = QPushButton(self)
        self.record.setObjectName(f"{texts.prefix}Record")
        self.record.setProperty("role", "small")
        self.choose = QPushButton(self.tr("Choose…"), self)
        self.choose.setObjectName(f"{texts.prefix}Choose")
        self.choose.setProperty("role", "small")
        self.choose.setAccessibleName(texts.choose)
        self._recorder = Recorder(hub, longest_s, self)
        self._recorder.microphone_checked.connect(self._on_microphone_checked)
        self._recorder.changed.connect(self._update)
        self._recorder.recorded.connect(self.load)
        self._recorder.failed.connect(self.failed)
        self._timer = QTimer(self)
        self._timer.setInterval(_UPDATE_MS)
        self._timer.timeout.connect(self._show_file)
        self.choose.clicked.connect(lambda: choose_audio_file(self, texts.choose, self.load))
        self.record.clicked.connect(self._record_or_stop)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(GRID)
        self._layout.addWidget(self._label, 1)
        self._layout.addWidget(self.meter)
        self._layout.addWidget(self.record)
        self._layout.addWidget(self.choose)
        self._update()

    @property
    def file(self) -> SoundFile | None:
        """The file; None for none."""
        return self._file

    @property
    def is_recording(self) -> bool:
        """True while the microphone records."""
        return self._recorder.recording is not None

    @property
    def is_available(self) -> bool:
        """True if a file can be used."""
        return not self._reason

    def set_unavailable(self, reason: str) -> None:
        """Disables the field.

        Args:
            reason: Why the field is of no use, for the tool tip; empty to enable the field.
        """
        was_unavailable = bool(self._reason)
        self._reason = reason
        if was_unavailable and not reason and self.isVisible():
            self._recorder.check_microphone()
        self._update()

    def load(self, path: Path) -> None:
        """Uses a file if it is an audio file."""
        from app.audio.sound_file import read_sound_file

        self._hub.background.run(
            lambda: read_sound_file(path),
            self.set_file,
            lambda error: self.failed.emit(worded(error)),
        )

    def set_file(self, file: SoundFile | None) -> None:
        """Uses a file that was read before; None for none."""
        self._file = file
        self._update()
        self.file_changed.emit(file)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.is_available and dropped_audio_file(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = dropped_audio_file(event)
        if path is not None:
            event.acceptProposedAction()
            self.load(path)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.is_available:
            self._recorder.check_microphone()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_file()

    def _record_or_stop(self) -> None:
        if self.is_recording:
            self._recorder.stop()
        else:
            self.recording_started.emit()
            self._recorder.start()

    def _on_microphone_checked(self, reason: str) -> None:
        self._no_microphone = reason
        self._update()

    def _update(self) -> None:
        is_recording = self.is_recording
        self.record.setText(self.tr("Stop") if is_recording else self.tr("Record"))
        self.record.setAccessibleName(
            self.tr("Stop recording") if is_recording else self._texts.record
        )
        why_not = self._reason or self._no_microphone
        self.record.setEnabled(is_recording or not why_not)
        self.record.setToolTip(why_not or self._texts.record_hint)
        self.choose.setEnabled(self.is_available and not is_recording)
        self.choose.setToolTip(self._reason)
        self.meter.setVisible(is_recording)
        if is_recording:
            self._timer.start()
        else:
            self._timer.stop()
            self.meter.clear()
        self._show_file()

    def _show_file(self) -> None:
        recording = self._recorder.recording
        if recording is not None:
            self.meter.show_level(recording.level)
            text = self.tr("Recording: {} s").format(decimal(recording.duration_s, 1))
        elif self._file is not None:
            text = self.tr("{name}, {seconds} s").format(
                name=self._file.path.name, seconds=decimal(self._file.duration_s, 1)
            )
        else:
            text = self._texts.empty
        is_empty = text == self._texts.empty
        elide = Qt.TextElideMode.ElideRight if is_empty else Qt.TextElideMode.ElideMiddle
        self._label.setText(self.fontMetrics().elidedText(text, elide, self._label.width()))
        self._label.setToolTip(self._reason or (self._texts.hint if is_empty else text))
        self._label.setProperty("role", "caption" if is_empty else "")
        self._label.style().polish(self._label)
