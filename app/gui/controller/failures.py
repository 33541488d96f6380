"""Which engines have failed: found out from what the hub tells, until they work again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from app.gui.controller.engine_view import EngineView
    from app.gui.controller.failure_note import FailureNote
    from workers.base.clock import Clock

#: Somebody who does not see the window is told of an engine's failures once in so many seconds.
NOTIFY_EVERY_S = 60.0


class Failures(QObject):
    """Keeps one note an engine.

    Attributes:
        changed: There are other notes to be shown.
        told: Something new has failed: a ``FailureNote``. At most once a minute for an engine,
            however often it fails.
    """

    changed = Signal()
    told = Signal(object)

    def __init__(self, parent: QObject | None = None, clock: Clock | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._notes: dict[str, FailureNote] = {}
        self._dismissed: set[str] = set()
        self._newest_s: dict[str, float] = {}
        self._told_s: dict[str, float] = {}

    @property
    def notes(self) -> tuple[FailureNote, ...]:
        """What the user has not dismissed, newest first."""
        shown = (note for note in self._notes.values() if note.engine not in self._dismissed)
        return tuple(reversed(tuple(shown)))

    def dismiss(self, engine: str) -> None:
        """Show it no more, until the engine fails again."""
        self._dismissed.add(engine)
        self.changed.emit()

    def follow(self, view: EngineView) -> None:
        """Take an engine's new state."""
        from app.gui.controller.failure_note import failure_note, is_under_way

        old, note = self._notes.get(view.id), failure_note(view)
        if note is None and old is not None and is_under_way(view):
            note = replace(
                old, is_being_retried=True
            )  # Whether that helps is seen when it is over.
        if note == old:
            return
        if note is None:
            del self._notes[view.id]
            self.changed.emit()
        elif note.failure.at_s > self._newest_s.get(view.id, 0.0):
            self._take(note)
        else:
            self._notes[view.id] = note
            self.changed.emit()

    def _take(self, note: FailureNote) -> None:
        from workers.base.clock import MonotonicClock

        self._newest_s[note.engine] = note.failure.at_s
        self._dismissed.discard(note.engine)
        self._notes.pop(note.engine, None)
        self._notes[note.engine] = note
        self.changed.emit()
        self._clock = self._clock or MonotonicClock()
        now, before = self._clock.now(), self._told_s.get(note.engine)
        if before is None or now - before >= NOTIFY_EVERY_S:
            self._told_s[note.engine] = now
            self.told.emit(note)
