"""Scans what the disk holds of each engine, one engine after another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.gui.controller.install_queue import Task

if TYPE_CHECKING:
    from app.gui.controller.hub import Hub
    from app.gui.controller.install_queue import JobEnd
    from workers.installation.state import InstallState

#: Jobs that change files.
_CHANGING = frozenset(Task) - {Task.VERIFY}


class DiskScan(QObject):
    """Scans on a background thread while the window is shown. All methods return at once.

    Attributes:
        changed: The state of an engine was read again: its ID.
    """

    changed = Signal(str)

    def __init__(self, hub: Hub, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hub = hub
        self._found: dict[str, InstallState] = {}
        self._problems: dict[str, tuple[str, ...]] = {}
        self._queue: list[str] = []
        self._is_scanning = False
        hub.install_queue.ended.connect(self._on_job_ended)

    def of(self, engine: str) -> InstallState | None:
        """Returns what the disk holds of an engine; None before the scan."""
        return self._found.get(engine)

    def problems(self, engine: str) -> tuple[str, ...]:
        """Returns the problems that the last verification found, one sentence each."""
        return self._problems.get(engine, ())

    def scan(self, first: str = "") -> None:
        """Scans all engines. Args: first: ID of the engine that is shown."""
        engines = [view.id for view in self._hub.views if view.id != first]
        self._queue = [first, *engines] if first else engines
        self._scan_next()

    def scan_first(self, engine: str) -> None:
        """Scans one engine before all others."""
        self._queue = [engine, *(other for other in self._queue if other != engine)]
        self._scan_next()

    def stop_scanning(self) -> None:
        """Scans no more engines."""
        self._queue.clear()

    def _scan_next(self) -> None:
        room = self._hub.room
        if not self._queue or self._is_scanning or room is None or self._hub.is_closing:
            return
        engine = self._queue.pop(0)
        self._is_scanning = True
        self._hub.background.run(
            lambda: room.installation.state(room.engines[engine]),
            lambda found: self._on_scanned(engine, found),
            lambda _: self._on_scanned(engine, None),
        )

    def _on_scanned(self, engine: str, found: InstallState | None) -> None:
        self._is_scanning = False
        if found is None:
            self._found.pop(engine, None)
        else:
            self._found[engine] = found
        self.changed.emit(engine)
        self._scan_next()

    def _on_job_ended(self, engine: str, end: JobEnd) -> None:
        if end.task is Task.VERIFY and end.result is not None:
            self._problems[engine] = end.result
        elif end.task in _CHANGING and end.failure is None:
            self._problems.pop(engine, None)
        self.changed.emit(engine)
        if end.task in _CHANGING:
            self.scan(engine)
