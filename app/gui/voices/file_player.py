"""A sound file, heard once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from app.gui.text.messages import worded

if TYPE_CHECKING:
    from pathlib import Path

    from app.audio import Playback, PlaybackState, SpeechFormat
    from app.gui.controller.hub import Hub


class FilePlayer(QObject):
    """Plays one file at a time; all methods return at once.

    Attributes:
        changed: It plays now, or no longer.
        failed: It could not be heard: why.
    """

    changed = Signal()
    failed = Signal(str)
    _moved = Signal(object, object)

    def __init__(self, hub: Hub, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hub = hub
        self._wanted: Path | None = None
        self._playback: Playback | None = None
        # It comes from the player's thread, perhaps before its method has returned.
        self._moved.connect(self._follow, Qt.ConnectionType.QueuedConnection)

    @property
    def is_playing(self) -> bool:
        """True from :meth:`play` until its end."""
        return self._wanted is not None

    def play(self, path: Path) -> None:
        """Play this file instead of whatever is playing."""
        from app.audio.sound_file import read_speech

        self.stop()
        self._wanted = path
        self.changed.emit()
        self._hub.background.run(
            lambda: read_speech(path),
            lambda sound: self._start(path, *sound),
            lambda error: self._fail(path, error),
        )

    def stop(self) -> None:
        """Silence, now."""
        playback, self._playback, was = self._playback, None, self._wanted
        self._wanted = None
        if playback is not None:
            playback.stop()
        if was is not None:
            self.changed.emit()

    def _start(self, path: Path, samples: bytes, speech_format: SpeechFormat) -> None:
        room = self._hub.room
        if path != self._wanted or room is None or self._hub.is_closing:
            return
        rate, dtype = speech_format.sample_rate, speech_format.dtype
        playback = room.player.start(rate, dtype, on_state=self._moved.emit)
        self._playback = playback
        playback.feed(samples, sample_rate=rate, dtype=dtype)
        playback.finish()

    def _fail(self, path: Path, error: Exception) -> None:
        if path == self._wanted:
            self.stop()
            self.failed.emit(worded(error))

    def _follow(self, playback: Playback, state: PlaybackState) -> None:
        from app.audio import PlaybackState

        if playback is not self._playback or not state.is_final:
            return
        if state is PlaybackState.FAILED:
            self.failed.emit(worded(playback.error))
        self._playback = self._wanted = None
        self.changed.emit()
