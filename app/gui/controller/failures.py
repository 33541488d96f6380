"""Which engines have failed: found out from what the hub tells, until they work again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from app.gui.state.engine_view import EngineView
    from app.gui.state.failure_note import FailureNote
    from workers.base.clock import Clock

#: Somebody who does not see the window is told of an engine's failures once in so many seconds.
NOTIFY_EVERY_S = 60.0


class Failures(QObject):
    """Keeps one note for each engine that has failed.

    Attributes:
        changed: ``notes`` has changed.
        failed: An engine has failed: a ``FailureNote``. At most once a minute for each engine,
            however often it fails.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None, clock: Clock | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._notes: dict[str, FailureNote] = {}
        self._dismissed: set[str] = set()
        self._newest_s: dict[str, float] = {}
        self._notified_s: dict[str, float] = {}

    @property
    def notes(self) -> tuple[FailureNote, ...]:
        """Failures that the user hasn't dismissed, newest first."""
        shown = (note for note in self._notes.values() if note.engine not in self._dismissed)
        return tuple(reversed(tuple(shown)))

    def dismiss(self, engine: str) -> None:
        """Hides an engine's failure until it fails again."""
        self._dismissed.add(engine)
        self.changed.emit()

    def update(self, view: EngineView) -> None:
        """Takes an engine's new view."""
        from app.gui.state.failure_note import failure_note, is_under_way

        old, note = self._notes.get(view.id), failure_note(view)
        if note is None and old is not None and is_under_way(view):
            note = replace(old, is_being_retried=True)
        if note == old:
            return
        if note is None:
            del self._notes[view.id]
            self.changed.emit()
        elif note.failure.at_s > self._newest_s.get(view.id, 0.0):
            self._add(note)
        else:
            self._notes[view.id] = note
            self.changed.emit()

    def _add(self, note: FailureNote) -> None:
        from workers.base.clock import MonotonicClock

        self._newest_s[note.engine] = note.failure.at_s
        self._dismissed.discard(note.engine)
        self._notes.pop(note.engine, None)
        self._notes[note.engine] = note
        self.changed.emit()
        self._clock = self._clock or MonotonicClock()
        now, before = self._clock.now(), self._notified_s.get(note.engine)
        if before is None or now - before >= NOTIFY_EVERY_S:
            self._notified_s[note.engine] = now
            self.failed.emit(note)
