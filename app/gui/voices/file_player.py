"""Plays an audio file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from app.gui.text.messages import worded

if TYPE_CHECKING:
    from pathlib import Path

    from app.audio import Playback, PlaybackState, SpeechFormat
    from app.gui.controller.hub import Hub


class FilePlayer(QObject):
    """Plays one file at a time. All methods return at once.

    Attributes:
        changed: ``is_playing`` has changed.
        failed: The file can't be played: the reason.
    """

    changed = Signal()
    failed = Signal(str)
    _playback_changed = Signal(object, object)

    def __init__(self, hub: Hub, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hub = hub
        self._path: Path | None = None
        self._playback: Playback | None = None
        # Queued: the player's thread may emit before ``start`` has returned.
        self._playback_changed.connect(
            self._on_playback_changed, Qt.ConnectionType.QueuedConnection
        )

    @property
    def is_playing(self) -> bool:
        """True from :meth:`play` to the end of playback."""
        return self._path is not None

    def play(self, path: Path) -> None:
        """Plays a file; stops the one that plays."""
        from app.audio.sound_file import read_speech

        self.stop()
        self._path = path
        self.changed.emit()
        self._hub.background.run(
            lambda: read_speech(path),
            lambda speech: self._start(path, *speech),
            lambda error: self._fail(path, error),
        )

    def stop(self) -> None:
        """Stops playback now."""
        playback, self._playback, path = self._playback, None, self._path
        self._path = None
        if playback is not None:
            playback.stop()
        if path is not None:
            self.changed.emit()

    def _start(self, path: Path, samples: bytes, speech_format: SpeechFormat) -> None:
        room = self._hub.room
        if path != self._path or room is None or self._hub.is_closing:
            return
        rate, dtype = speech_format.sample_rate, speech_format.dtype
        playback = room.player.start(rate, dtype, on_state=self._playback_changed.emit)
        self._playback = playback
        playback.feed(samples, sample_rate=rate, dtype=dtype)
        playback.finish()

    def _fail(self, path: Path, error: Exception) -> None:
        if path == self._path:
            self.stop()
            self.failed.emit(worded(error))

    def _on_playback_changed(self, playback: Playback, state: PlaybackState) -> None:
        from app.audio import PlaybackState

        if playback is not self._playback or not state.is_final:
            return
        if state is PlaybackState.FAILED:
            self.failed.emit(worded(playback.error))
        self._playback = self._path = None
        self.changed.emit()
