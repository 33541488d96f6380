"""Plays speech that an engine has finished, without the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.audio import PlaybackState
from app.gui.text.messages import worded

if TYPE_CHECKING:
    from app.audio import Playback, Player
    from app.gui.controller.hub import Hub
    from app.gui.speech.speech import Speech


class SpeechPlayback(QObject):
    """Plays one speech once. All methods return at once.

    Attributes:
        over: Playback ended, was stopped, or failed: this object.
        failed: The audio can't be played: the reason.
        rerouted: The chosen output isn't connected, and the default plays: the output's name.
    """

    over = Signal(object)
    failed = Signal(str)
    rerouted = Signal(str)
    _playback_changed = Signal(object, object)

    def __init__(self, speech: Speech, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.speech = speech
        self._playback: Playback | None = None
        self._playback_changed.connect(self._on_playback_changed)

    @property
    def position_s(self) -> float:
        """Playback position in seconds."""
        return self._playback.position_s if self._playback is not None else 0.0

    def start(self, player: Player, at_s: float = 0.0) -> None:
        """Plays from a position in seconds."""
        speech_format = self.speech.format
        self._playback = player.start(
            speech_format.sample_rate, speech_format.dtype, on_state=self._playback_changed.emit
        )
        self._playback.feed_all(self.speech.chunks, from_s=at_s)

    def seek(self, seconds: float) -> None:
        """Continues from another position."""
        if self._playback is not None:
            self._playback.seek(seconds)

    def stop(self) -> None:
        """Stops playback now."""
        if self._playback is not None:
            self._playback.stop()

    def _on_playback_changed(self, playback: Playback, state: PlaybackState) -> None:
        if playback.replaced_device is not None and state is PlaybackState.READY:
            self.rerouted.emit(playback.replaced_device)
        if state is PlaybackState.FAILED:
            self.failed.emit(worded(playback.error))
        if state.is_final:
            self.over.emit(self)


class SpeechPlayer(QObject):
    """Plays one of several speeches at a time. All methods return at once.

    Attributes:
        changed: ``playing`` has changed.
        failed: The audio can't be played: the reason.
    """

    changed = Signal()
    failed = Signal(str)

    def __init__(self, hub: Hub, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hub = hub
        self._playback: SpeechPlayback | None = None

    @property
    def playing(self) -> Speech | None:
        """The speech that plays; None in silence."""
        return self._playback.speech if self._playback is not None else None

    def toggle(self, speech: Speech) -> None:
        """Plays a speech from its beginning, or stops it if it plays."""
        was_playing = self.playing
        self.stop()
        if was_playing is not speech:
            self._play(speech)

    def stop(self) -> None:
        """Stops playback now."""
        playback, self._playback = self._playback, None
        if playback is not None:
            playback.stop()
            self.changed.emit()

    def _play(self, speech: Speech) -> None:
        room = self._hub.room
        if room is None or self._hub.is_closing:
            return
        playback = self._playback = SpeechPlayback(speech, self._hub)
        playback.failed.connect(self.failed)
        playback.over.connect(self._on_over)
        playback.over.connect(playback.deleteLater)
        self.changed.emit()
        playback.start(room.player)

    def _on_over(self, playback: SpeechPlayback) -> None:
        if self._playback is playback:
            self._playback = None
            self.changed.emit()
