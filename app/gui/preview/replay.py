"""Something said before, heard again; the engine has nothing to do with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.audio import PlaybackState
from app.gui.text.messages import worded

if TYPE_CHECKING:
    from app.audio import Playback, Player
    from app.gui.speech.speech import Speech


class Replay(QObject):
    """Plays one speech once. Made for each; all methods return at once.

    Attributes:
        over: It has been heard to its end, was stopped, or cannot be heard: this very one.
        unheard: There is no sound: why.
        rerouted: The chosen output is not connected: its name.
    """

    over = Signal(object)
    unheard = Signal(str)
    rerouted = Signal(str)
    _moved = Signal(object, object)

    def __init__(self, speech: Speech, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.speech = speech
        self._playback: Playback | None = None
        self._moved.connect(self._follow)

    @property
    def position_s(self) -> float:
        """Where in the speech the ear is."""
        return self._playback.position_s if self._playback is not None else 0.0

    def start(self, player: Player, at_s: float = 0.0) -> None:
        """Play from a place in it, in seconds."""
        told = self.speech.format
        self._playback = player.start(told.sample_rate, told.dtype, on_state=self._moved.emit)
        self._playback.feed_all(self.speech.chunks, from_s=at_s)

    def seek(self, seconds: float) -> None:
        """Go on from another place."""
        if self._playback is not None:
            self._playback.seek(seconds)

    def stop(self) -> None:
        """Silence, now."""
        if self._playback is not None:
            self._playback.stop()

    def _follow(self, playback: Playback, state: PlaybackState) -> None:
        if playback.replaced_device is not None and state is PlaybackState.READY:
            self.rerouted.emit(playback.replaced_device)
        if state is PlaybackState.FAILED:
            self.unheard.emit(worded(playback.error))
        if state.is_final:
            self.over.emit(self)
