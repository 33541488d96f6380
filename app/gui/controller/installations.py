"""Which engines are installed, and what is done about that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.gui.controller.install_queue import InstallQueue, JobEnd, Task
from app.gui.state.engine_view import Installation

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.gui.controller.background import Background
    from app.gui.controller.engine_views import EngineViews
    from app.gui.controller.start_requests import StartRequests
    from app.room import EngineRoom
    from workers.base.events import Progress

_INSTALLS = (Task.INSTALL, Task.REPAIR)
#: Stands for a look at the disk without any job before it.
_NO_JOB = JobEnd(Task.VERIFY)


class Installations(QObject):
    """Installs and repairs engines, and keeps their views up to date. No method blocks.

    Attributes:
        queue: The jobs in progress and those that wait.
        setup_asked: The user wants an engine whose installation has to be looked at first,
            for its size and its license: the engine's ID.
    """

    setup_asked = Signal(str)

    def __init__(
        self,
        background: Background,
        views: EngineViews,
        start_requests: StartRequests,
        start: Callable[[str], None],
        parent: QObject | None = None,
    ) -> None:
        """Creates it without a room.

        Args:
            background: Reads the disk.
            views: What it keeps up to date.
            start_requests: Asks the user about code that may not run yet.
            start: Starts a repaired engine, by its ID.
            parent: Qt's.
        """
        super().__init__(parent)
        self._background = background
        self._views = views
        self._start_requests = start_requests
        self._start = start
        self._room: EngineRoom | None = None
        self._in_repair: set[str] = set()
        self.queue = InstallQueue(background, self)
        self.queue.changed.connect(self._show_queue)
        self.queue.progressed.connect(self._show_progress)
        self.queue.ended.connect(self.scan)

    def attach(self, room: EngineRoom) -> None:
        """Manages this room's engines from now on."""
        self._room = room

    def close(self) -> None:
        """Cancels every job and starts no other."""
        self._room = None
        self.queue.cancel_all()

    def set_up(self, engine: str) -> None:
        """Installs an engine, or has its license and size shown first where it has weights."""
        if self._views[engine].entry.weights:
            self.setup_asked.emit(engine)
        else:
            self.install(engine)

    def install(self, engine: str) -> None:
        """Installs an engine after those in the queue."""
        self._install(engine, again=False)

    def repair(self, engine: str) -> None:
        """Reinstalls an engine, and starts it then."""
        self._in_repair.add(engine)
        self._install(engine, again=True)

    def cancel(self, engine: str) -> None:
        """Cancels an engine's installation."""
        self._in_repair.discard(engine)
        self.queue.cancel(engine)

    def scan(self, engine: str = "", end: JobEnd = _NO_JOB) -> None:
        """Looks which engines are installed now: they may share packages and weights.

        Args:
            engine: Whose job has ended; empty for none.
            end: How it ended.
        """
        room = self._room
        if room is None:
            return

        def find_installed() -> set[str]:
            return {other for other in room.engines if room.is_installed(other)}

        self._background.run(find_installed, lambda found: self._note_scan(found, engine, end))

    def _install(self, engine: str, *, again: bool) -> None:
        room = self._room
        if room is None or self.queue.task(engine) is not None:
            return

        def go() -> None:
            self._views.update(
                engine, installation=Installation.INSTALLING, install_progress=None, problem=None
            )
            self.queue.install(room, engine, again=again)

        self._start_requests.begin_install(engine, go)

    def _show_queue(self) -> None:
        for view in self._views.all:
            waits = self.queue.waits(view.id)
            if waits is not view.waits:
                self._views.update(view.id, waits=waits)

    def _show_progress(self, engine: str, progress: Progress) -> None:
        if self._views[engine].installation is Installation.INSTALLING:
            self._views.update(engine, install_progress=progress)

    def _note_scan(self, found: set[str], ended: str, end: JobEnd) -> None:
        for view in self._views.all:
            if self.queue.task(view.id) in _INSTALLS:
                continue
            state = Installation.INSTALLED if view.id in found else Installation.MISSING
            # A failed repair leaves the engine installed, and its problem is shown all the same.
            problem = view.problem if state is view.installation else None
            if view.id == ended and end.task in _INSTALLS:
                problem = end.failure
            if state is not view.installation or problem is not view.problem:
                self._views.update(view.id, installation=state, problem=problem)
        if ended in self._in_repair and end.task is Task.REPAIR:
            self._in_repair.discard(ended)
            if ended in found and end.failure is None:
                self._start(ended)
