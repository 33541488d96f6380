"""Records from the microphone into a file."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.audio import Recording, RecordingState
from app.gui.text.messages import worded

if TYPE_CHECKING:
    from app.audio import SoundUnavailable
    from app.gui.controller.hub import Hub


class Recorder(QObject):
    """Makes one recording at a time. All methods return at once.

    The files are deleted when the program ends.

    Attributes:
        microphone_checked: Why nothing can be recorded; empty if a microphone was found.
        changed: ``recording`` has changed.
        recorded: A recording was written to a file: its path.
        failed: Recording or writing failed: the reason.
    """

    microphone_checked = Signal(str)
    changed = Signal()
    recorded = Signal(object)
    failed = Signal(str)
    _microphone_found = Signal(object, object)
    _recording_changed = Signal(object, object)

    def __init__(self, hub: Hub, longest_s: float, parent: QObject | None = None) -> None:
        """Makes a recorder.

        Args:
            hub: Has the microphone, and runs what blocks.
            longest_s: Longest recording in seconds.
            parent: The parent object.
        """
        super().__init__(parent)
        self._hub = hub
        self._longest_s = longest_s
        self._recording: Recording | None = None
        self._folder: Path | None = None
        self._count = 0
        # These signals come from the audio thread; bound methods bring them to this thread.
        self._microphone_found.connect(self._on_microphone_found)
        self._recording_changed.connect(self._on_recording_changed)

    @property
    def recording(self) -> Recording | None:
        """The recording in progress; None for none."""
        return self._recording

    def check_microphone(self) -> None:
        """Looks for a microphone, and emits ``microphone_checked``."""
        room = self._hub.room
        if room is not None and not self._hub.is_closing:
            room.player.find_microphone(self._microphone_found.emit)

    def start(self) -> None:
        """Starts a recording; stops playback and an earlier recording."""
        room = self._hub.room
        if room is None or self._hub.is_closing:
            return
        self._recording = room.player.record(self._longest_s, on_state=self._recording_changed.emit)
        self.changed.emit()

    def stop(self) -> None:
        """Ends the recording; ``recorded`` follows."""
        if self._recording is not None:
            self._recording.stop()

    def _on_microphone_found(self, name: str | None, error: SoundUnavailable | None) -> None:
        self.microphone_checked.emit("" if name is not None else worded(error))

    def _on_recording_changed(self, recording: Recording, state: RecordingState) -> None:
        if recording is not self._recording or not state.is_final:
            return
        self._recording = None
        self.changed.emit()
        if state is RecordingState.FAILED:
            self.failed.emit(worded(recording.error))
        elif recording.duration_s > 0 and not self._hub.is_closing:
            self._hub.background.run(
                lambda: self._write(recording),
                self.recorded.emit,
                lambda error: self.failed.emit(worded(error)),
            )

    def _write(self, recording: Recording) -> Path:
        # On a background thread.
        from app.audio import write_speech

        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="engineroom-recordings-"))
            weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        self._count += 1
        path = self._folder / self.tr("recording {}.wav").format(self._count)
        write_speech(path, recording.chunks, recording.format)
        return path
