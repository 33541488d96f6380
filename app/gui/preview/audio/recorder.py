"""Records from the microphone into a file, and says what is going on."""

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
    """One recording at a time; all methods return at once.

    The files are for this run of the program alone, and are gone when it ends.

    Attributes:
        looked: Whether anything can be recorded: why not, in a sentence; empty when it can.
        changed: It records now, or no longer.
        recorded: A recording is over and lies in a file: its path.
        failed: It could not be recorded, or not written: why.
    """

    looked = Signal(str)
    changed = Signal()
    recorded = Signal(object)
    failed = Signal(str)
    _found = Signal(object, object)
    _moved = Signal(object, object)

    def __init__(self, hub: Hub, longest_s: float, parent: QObject | None = None) -> None:
        """Prepare to record.

        Args:
            hub: Has the microphone, and does what blocks.
            longest_s: A recording ends by itself after so many seconds.
            parent: As always.
        """
        super().__init__(parent)
        self._hub = hub
        self._longest_s = longest_s
        self._recording: Recording | None = None
        self._folder: Path | None = None
        self._count = 0
        # Both come from the sound thread; bound methods bring them to this object's own.
        self._found.connect(self._tell_found)
        self._moved.connect(self._follow)

    @property
    def recording(self) -> Recording | None:
        """What is being recorded; None while nothing is."""
        return self._recording

    def look(self) -> None:
        """See whether there is a microphone; ``looked`` tells."""
        room = self._hub.room
        if room is not None and not self._hub.is_closing:
            room.player.find_microphone(self._found.emit)

    def start(self) -> None:
        """Record; what is being played or recorded is stopped."""
        room = self._hub.room
        if room is None or self._hub.is_closing:
            return
        self._recording = room.player.record(self._longest_s, on_state=self._moved.emit)
        self.changed.emit()

    def stop(self) -> None:
        """That was all: ``recorded`` brings it."""
        if self._recording is not None:
            self._recording.stop()

    def _tell_found(self, name: str | None, error: SoundUnavailable | None) -> None:
        self.looked.emit("" if name is not None else worded(error))

    def _follow(self, recording: Recording, state: RecordingState) -> None:
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
        # On a background thread; one recording at a time, so one of these at a time as a rule.
        from app.audio import write_speech

        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="engineroom-recordings-"))
            weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        self._count += 1
        path = self._folder / self.tr("recording {}.wav").format(self._count)
        write_speech(path, recording.chunks, recording.format)
        return path
