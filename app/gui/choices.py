"""What the user decides: applied at once, and remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.gui.background import Background
    from app.room import EngineRoom
    from app.settings import TableSettings


class Choices(QObject):
    """Takes decisions on an open engine room; all methods return at once.

    Attributes:
        applied: A decision about an engine holds now: its id.
        notice: Something the user should know about a decision: one sentence.
    """

    applied = Signal(str)
    notice = Signal(str)

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._room: EngineRoom | None = None
        self._unsaved: list[Callable[[], None]] = []

    def move_in(self, room: EngineRoom) -> None:
        """Decide for this room from now on; before that nothing can be decided."""
        self._room = room

    def set_idle_timeout(self, engine: str, seconds: float) -> None:
        """Stop the engine after so many idle seconds (0: never)."""
        room = self._opened()
        room.workers[engine].set_idle_timeout(seconds)
        self.applied.emit(engine)
        self.save(lambda: room.settings.set_idle_timeout(engine, seconds))

    def set_pinned(self, engine: str, pinned: bool) -> None:
        """Never stop the engine for another, nor for being idle; or do so again."""
        room = self._opened()
        room.workers[engine].set_pinned(pinned)
        self.applied.emit(engine)
        self.save(lambda: room.settings.set_pinned(engine, pinned=pinned))

    def set_device(self, engine: str, device: str) -> None:
        """Run the engine on one device alone, from its next start on.

        Args:
            engine: Its id.
            device: A GPU's UUID, ``cpu``, or ``app.settings.ANY_DEVICE``.
        """
        from app.settings import EngineSettings

        room = self._opened()
        worker, entry = room.workers[engine], room.engines[engine]
        worker.device = EngineSettings(device=device).device_or(entry.device)
        self.applied.emit(engine)
        if worker.state.is_running:
            told = self.tr("{} runs where it is until it is started again.")
            self.notice.emit(told.format(entry.name))
        self.save(lambda: room.settings.set_device(engine, device))

    def set_reserve_gb(self, gigabytes: float) -> None:
        """Keep so many GB (2**30 bytes) free for other programs on each GPU; 0 for none."""
        room = self._opened()
        room.supervisor.reserve_bytes = int(gigabytes * 2**30)
        self.save(lambda: room.settings.set_reserve_gb(gigabytes))

    def set_table(self, table: TableSettings) -> None:
        """Have the table of engines arranged like this after a restart, too."""
        room = self._opened()
        self.save(lambda: room.settings.set_table(table))

    def set_history_shown(self, shown: bool) -> None:
        """Have the history of memory open at the next start, or closed."""
        room = self._opened()
        self.save(lambda: room.settings.set_history_shown(shown=shown))

    def save(self, write: Callable[[], None]) -> None:
        """Write a setting off the main thread, after those before it; a failure is a notice."""
        self._unsaved.append(write)
        if len(self._unsaved) == 1:
            self._save_next()

    def _save_next(self) -> None:
        self._background.run(self._unsaved[0], lambda _: self._note_saved(), self._note_unsaved)

    def _note_saved(self) -> None:
        del self._unsaved[0]
        if self._unsaved:
            self._save_next()

    def _note_unsaved(self, error: Exception) -> None:
        told = self.tr("The setting holds until you quit: it could not be saved ({}).")
        self.notice.emit(told.format(error))
        self._note_saved()

    def _opened(self) -> EngineRoom:
        assert self._room is not None, "the views that decide are shown an open room"
        return self._room
