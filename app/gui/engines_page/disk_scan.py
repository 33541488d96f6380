"""What the disk has of each engine: looked at while somebody looks, one engine after another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.gui.controller.install_queue import Task

if TYPE_CHECKING:
    from app.gui.controller.hub import Hub
    from app.gui.controller.install_queue import JobEnd
    from workers.installation.state import InstallState

#: What leaves other files behind than there were.
_CHANGING = frozenset(Task) - {Task.VERIFY}


class DiskScan(QObject):
    """Reads off the main thread; all methods return at once.

    Attributes:
        changed: What is known of an engine is new: its id.
    """

    changed = Signal(str)

    def __init__(self, hub: Hub, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hub = hub
        self._found: dict[str, InstallState] = {}
        self._problems: dict[str, tuple[str, ...]] = {}
        self._wanted: list[str] = []
        self._is_looking = False
        hub.install_queue.ended.connect(self._follow)

    def of(self, engine: str) -> InstallState | None:
        """What there is of an engine; None before that was looked at."""
        return self._found.get(engine)

    def problems(self, engine: str) -> tuple[str, ...]:
        """What was not whole when an engine was last verified, one sentence each."""
        return self._problems.get(engine, ())

    def look(self, first: str = "") -> None:
        """Look at all engines. Args: first: The id of the one that is in sight."""
        engines = [view.id for view in self._hub.views if view.id != first]
        self._wanted = [first, *engines] if first else engines
        self._go_on()

    def scan_first(self, engine: str) -> None:
        """Look at one engine before all others."""
        self._wanted = [engine, *(it for it in self._wanted if it != engine)]
        self._go_on()

    def stop_scanning(self) -> None:
        """Nobody is interested any more."""
        self._wanted.clear()

    def _go_on(self) -> None:
        room = self._hub.room
        if not self._wanted or self._is_looking or room is None or self._hub.is_closing:
            return
        engine = self._wanted.pop(0)
        self._is_looking = True
        self._hub.background.run(
            lambda: room.installation.state(room.engines[engine]),
            lambda found: self._note(engine, found),
            lambda _: self._note(engine, None),
        )

    def _note(self, engine: str, found: InstallState | None) -> None:
        self._is_looking = False
        if found is None:
            self._found.pop(engine, None)
        else:
            self._found[engine] = found
        self.changed.emit(engine)
        self._go_on()

    def _follow(self, engine: str, end: JobEnd) -> None:
        if end.task is Task.VERIFY and end.result is not None:
            self._problems[engine] = end.result
        elif end.task in _CHANGING and end.failure is None:
            self._problems.pop(engine, None)
        self.changed.emit(engine)
        if end.task in _CHANGING:
            self.look(engine)
