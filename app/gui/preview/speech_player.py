"""Lets one speech of several be heard again: whoever shows them asks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.gui.preview.replay import Replay

if TYPE_CHECKING:
    from app.gui.controller.hub import Hub
    from app.gui.speech.speech import Speech


class Listener(QObject):
    """Plays one at a time; all methods return at once.

    Attributes:
        changed: Something else is being heard, or nothing any more.
        unheard: There is no sound: why.
    """

    changed = Signal()
    unheard = Signal(str)

    def __init__(self, hub: Hub, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hub = hub
        self._replay: Replay | None = None

    @property
    def playing(self) -> Speech | None:
        """What is being heard; None while nothing is."""
        return self._replay.speech if self._replay is not None else None

    def toggle(self, speech: Speech) -> None:
        """Play it from its beginning, or stop it if it is the one being heard."""
        was_playing = self.playing
        self.stop()
        if was_playing is not speech:
            self._play(speech)

    def stop(self) -> None:
        """Silence, now."""
        replay, self._replay = self._replay, None
        if replay is not None:
            replay.stop()
            self.changed.emit()

    def _play(self, speech: Speech) -> None:
        room = self._hub.room
        if room is None or self._hub.is_closing:
            return
        replay = self._replay = Replay(speech, self._hub)
        replay.unheard.connect(self.unheard)
        replay.over.connect(self._finish)
        replay.over.connect(replay.deleteLater)
        self.changed.emit()
        replay.start(room.player)

    def _finish(self, replay: Replay) -> None:
        if self._replay is replay:
            self._replay = None
            self.changed.emit()
