"""Where the engine room meets Qt.

The hub lives in the main thread. What happens in the room arrives as queued
signals, from whatever thread; what the user asks for leaves on QThreads. No
method here waits for anything.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.gui.controller.background import Background
from app.gui.controller.engine_view import EngineAction, EngineView, Installation, with_figures_of
from app.gui.controller.failures import Failures
from app.gui.controller.gpu_loan import GpuLoan
from app.gui.controller.install_queue import InstallQueue, JobEnd, Task
from app.gui.controller.poller import Poller
from app.gui.controller.settings_controller import SettingsController
from app.gui.controller.start_requests import StartRequests
from app.gui.controller.voices import Voices
from app.gui.text.messages import worded
from workers.base.states import WorkerState

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.gui.controller.gauge_feed import GaugeFeed
    from app.gui.controller.pace import Paces
    from app.room import EngineRoom
    from workers.base.events import Progress
    from workers.snapshot import RoomSnapshot
    from workers.tool.tool_worker import ToolWorker

logger = logging.getLogger(__name__)

#: Milliseconds between two readings: while something is on its way, shown, hidden.
HURRIED_MS, SHOWN_MS, HIDDEN_MS = 200, 1000, 5000

#: Nothing was done about an engine; somebody looks what there is.
_LOOKED = JobEnd(Task.VERIFY)
_ON_ITS_WAY = frozenset({WorkerState.STARTING, WorkerState.BUSY, WorkerState.STOPPING})


class Hub(QObject):
    """What views listen to, and what they ask.

    Attributes:
        background: Does what blocks.
        settings: Takes the user's decisions about engines and memory.
        start_requests: Has starts planned, and asks the user where that is due.
        loan: Lends the GPU to other programs.
        voices: The user's own voices.
        failures: Which engines have failed, for as long as they do.
        install_queue: What is done about installations.
        opened: The engines are known now; ``views`` has them.
        engine_changed: Something about one engine is new: its ``EngineView``.
        room_read: Memory was read: a ``RoomSnapshot``.
        setup_asked: The user wants an engine that has to be decided about before: its id.
        notice: Something the user should know: one sentence.
        closed: Everything is stopped and every thread is over (True), or the time was up (False).
    """

    opened = Signal()
    engine_changed = Signal(object)
    room_read = Signal(object)
    setup_asked = Signal(str)
    notice = Signal(str)
    closed = Signal(bool)
    _worker_event = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._views: dict[str, EngineView] = {}
        self.background = Background(self)
        self.settings = SettingsController(self.background, self)
        self.start_requests = StartRequests(self.background, self)
        self.loan = GpuLoan(self.background, self._views.values, self)
        self.voices = Voices(self.background, self)
        self.failures = Failures(self)
        self.install_queue = InstallQueue(self.background, self)
        self._in_repair: set[str] = set()
        self._paces: Paces | None = None
        self._room: EngineRoom | None = None
        self._poller: Poller | None = None
        self._reading: RoomSnapshot | None = None
        self._shown = False
        self._closing = False
        self._is_closed = False
        self._worker_event.connect(self._refresh)
        self.engine_changed.connect(self.failures.follow)
        self.install_queue.changed.connect(self._show_queue)
        self.install_queue.progressed.connect(self._show_install_progress)
        self.install_queue.ended.connect(self._look_again)
        self.settings.applied.connect(self._refresh)
        self.settings.notice.connect(self.notice)
        self.start_requests.refused.connect(lambda _, reason: self.notice.emit(reason))
        self.loan.notice.connect(self.notice)
        self.loan.changed.connect(self.hurry)

    @property
    def views(self) -> tuple[EngineView, ...]:
        """All engines, in the catalog's order; empty until ``opened``."""
        return tuple(self._views.values())

    @property
    def room(self) -> EngineRoom | None:
        """The engine room; None until ``opened``."""
        return self._room

    @cached_property
    def memory(self) -> GaugeFeed:
        """The gauges and their history; made when the window or the first reading needs them."""
        from app.gui.controller.gauge_feed import GaugeFeed

        return GaugeFeed(self)

    @property
    def reading(self) -> RoomSnapshot | None:
        """The last reading of the memory; None before the first."""
        return self._reading

    @property
    def is_closing(self) -> bool:
        """True once :meth:`close` was called."""
        return self._closing

    @property
    def is_closed(self) -> bool:
        """True once ``closed`` was told."""
        return self._is_closed

    def view(self, engine: str) -> EngineView:
        """One engine, by its id."""
        return self._views[engine]

    def worker(self, engine: str) -> ToolWorker:
        """An engine's worker. Its blocking methods are not for the main thread."""
        assert self._room is not None
        return self._room.workers[engine]

    def open(self, build: Callable[[], EngineRoom]) -> None:
        """Build the engine room off the main thread; ``opened`` tells when it stands."""

        def look() -> tuple[EngineRoom, dict[str, bool]]:
            room = build()
            return room, {engine: room.is_installed(engine) for engine in room.engines}

        self.background.run(look, self._move_in, self._tell_no_room)

    def set_shown(self, shown: bool) -> None:
        """Tell whether anybody looks: readings are rarer while nobody does."""
        if shown and not self._shown:
            # Meanwhile the command line may have installed or removed some.
            self._look_again()
        self._shown = shown
        self._pace()

    def hurry(self) -> None:
        """Read at once, and often while something is on its way: the user has asked for it."""
        if self._poller is not None and not self._closing:
            self._poller.set_interval(HURRIED_MS)

    def act(self, engine: str) -> None:
        """Do the one thing that can be done with an engine now: what its button says."""
        act = {
            EngineAction.INSTALL: self.set_up,
            EngineAction.CANCEL: self.cancel_install,
            EngineAction.START: self.start,
            EngineAction.STOP: self.stop,
        }.get(self._views[engine].action)
        if act is not None:
            act(engine)

    def set_up(self, engine: str) -> None:
        """Install an engine, unless its weights come with a licence and a size to be seen first."""
        if self._views[engine].entry.weights:
            self.setup_asked.emit(engine)
        else:
            self.install(engine)

    def install(self, engine: str) -> None:
        """Install what an engine needs, after those that were asked for before."""
        self._install(engine, again=False)

    def repair(self, engine: str) -> None:
        """Install what the engine's entry declares once more, and start it then."""
        self._in_repair.add(engine)
        self._install(engine, again=True)

    def _install(self, engine: str, *, again: bool) -> None:
        room = self._room
        if room is None or self._closing or self.install_queue.task(engine) is not None:
            return

        def go() -> None:
            self._change(
                engine, installation=Installation.INSTALLING, install_progress=None, problem=None
            )
            self.install_queue.install(room, engine, again=again)

        self.start_requests.begin_install(engine, go)

    def cancel_install(self, engine: str) -> None:
        """End an installation in progress, or one that waits."""
        self._in_repair.discard(engine)
        self.install_queue.cancel(engine)

    def start(self, engine: str) -> None:
        """Start an engine's worker; the user is asked first where that stops a recent one."""
        if not self._closing:
            self.start_requests.begin(engine, lambda: self._ask(self.worker(engine).start, engine))

    def stop(self, engine: str) -> None:
        """Stop an engine's worker, whatever it is doing."""
        self.start_requests.cancel(engine)
        self._ask(self.worker(engine).stop, engine)

    def restart(self, engine: str) -> None:
        """Stop an engine's worker and start it again; the user is asked as for any start."""
        self.start_requests.cancel(engine)
        self._ask(self.worker(engine).stop, engine, then=lambda: self.start(engine))

    def stop_all(self) -> None:
        """Stop every worker."""
        self.start_requests.cancel_all()
        if self._room is not None:
            self._ask(self._room.supervisor.stop_all, *self._views)

    def close(self, deadline_ms: int = 10_000) -> None:
        """Stop everything; ``closed`` tells when, at the latest after ``deadline_ms``."""
        if self._closing:
            return
        self._closing = True
        self.start_requests.cancel_all()
        self.install_queue.cancel_all()
        QTimer.singleShot(deadline_ms, self, lambda: self._say_closed(in_time=False))
        self.background.emptied.connect(self._close_if_over)
        if self._poller is not None:
            self._poller.ended.connect(self._close_if_over)
            self._poller.end()
        if self._room is not None:
            self._room.supervisor.remove_observer(self._on_worker_event)
            self.background.run(self._room.close)
        self._close_if_over()

    def _move_in(self, found: tuple[EngineRoom, dict[str, bool]]) -> None:
        from app.gui.controller.pace import Paces
        from workers.base.clock import MonotonicClock

        room, installed = found
        self._room = room
        self._paces = Paces(MonotonicClock())
        if self._closing:
            self.background.run(room.close)
            return
        self.voices.open(room.voices)
        for owner in (self.settings, self.start_requests, self.loan):
            owner.move_in(room)
        for place, (engine, entry) in enumerate(room.engines.items()):
            state = Installation.INSTALLED if installed[engine] else Installation.MISSING
            worker = room.workers[engine]
            self._views[engine] = EngineView(
                entry, place, worker.snapshot(), state, fixed_to=worker.device
            )
        room.supervisor.add_observer(self._on_worker_event)
        self._poller = Poller(room.supervisor.snapshot, self)
        self._poller.read.connect(self._take_reading)
        self.opened.emit()
        self._pace()
        self.background.run(room.start_with_app, self._tell_not_started)

    def _tell_not_started(self, engines: tuple[tuple[str, str], ...]) -> None:
        for engine, reason in engines:
            told = self.tr("Couldn’t start {} with Engine Room: {}")
            name = self._views[engine].entry.name
            self.start_requests.refused.emit(engine, told.format(name, worded(reason)))

    def _tell_no_room(self, error: Exception) -> None:
        logger.error("couldn't open the engine room", exc_info=error)
        self.notice.emit(self.tr("Couldn’t load the engines: {}").format(error))

    def _on_worker_event(self, name: str, event: str) -> None:
        # On any thread: the signal brings it to the main one.
        self._worker_event.emit(name, event)

    def _ask(
        self, work: Callable[[], None], *engines: str, then: Callable[[], None] | None = None
    ) -> None:
        if self._closing:
            return

        def over(_: object) -> None:
            for engine in engines:
                self._refresh(engine)
            if then is not None:
                then()

        # A failure is the worker's state and its ``last_error`` by then: the row tells it.
        self.background.run(work, over, over)
        self.hurry()

    def _refresh(self, engine: str) -> None:
        if engine in self._views and not self._is_closed:
            worker = self.worker(engine)
            picture = with_figures_of(self._views[engine].worker, worker.snapshot())
            self._change(engine, worker=picture, fixed_to=worker.device)

    def _take_reading(self, room: RoomSnapshot) -> None:
        if self._closing:
            return
        for worker in room.workers:
            if worker.name in self._views:
                self._change(worker.name, worker=worker)
        self._reading = room
        self.loan.follow(room)
        self.memory.follow(room, {view.id: view.entry.name for view in self.views})
        self.room_read.emit(room)
        self._pace()

    def _change(self, engine: str, **changes: Any) -> None:
        old = self._views[engine]
        view = replace(old, **changes)
        if view.worker.state.is_running and view.problem is not None:
            view = replace(view, problem=None)  # It works after all.
        if self._paces is not None:
            view = self._paces.timed(view)
        if view == old:
            return
        self._views[engine] = view
        self.loan.follow_engines()
        self.engine_changed.emit(view)

    def _show_queue(self) -> None:
        for view in self.views:
            self._change(view.id, waits=self.install_queue.waits(view.id))

    def _show_install_progress(self, engine: str, progress: Progress) -> None:
        if self._views[engine].installation is Installation.INSTALLING:
            self._change(engine, install_progress=progress)

    def _look_again(self, engine: str = "", end: JobEnd = _LOOKED) -> None:
        """See who is installed now: engines may share an environment, and weights."""
        room = self._room
        if self._closing or room is None:
            return

        def look() -> set[str]:
            return {other for other in room.engines if room.is_installed(other)}

        self.background.run(look, lambda found: self._show_installed(found, engine, end))

    def _show_installed(self, found: set[str], asked: str, end: JobEnd) -> None:
        for view in self.views:
            if self.install_queue.task(view.id) in (Task.INSTALL, Task.REPAIR):
                continue
            is_there = view.id in found
            state = Installation.INSTALLED if is_there else Installation.MISSING
            # One that could not be repaired is there as before, and why is told on.
            is_failed = view.id == asked and end.task in (Task.INSTALL, Task.REPAIR)
            kept = view.problem if state is view.installation else None
            problem = end.failure if is_failed else kept
            self._change(view.id, installation=state, problem=problem)
        if asked in self._in_repair and end.task is Task.REPAIR:
            self._in_repair.discard(asked)
            if asked in found and end.failure is None:
                self.start(asked)

    def _pace(self) -> None:
        if self._poller is None or self._closing:
            return
        # What was asked for a moment ago may not show in any state yet.
        is_moving = not self.background.is_empty or any(
            view.worker.state in _ON_ITS_WAY for view in self.views
        )
        interval = HURRIED_MS if is_moving and self._shown else SHOWN_MS
        self._poller.set_interval(interval if self._shown else HIDDEN_MS)

    def _close_if_over(self) -> None:
        poller_is_over = self._poller is None or not self._poller.is_running
        if self._closing and self.background.is_empty and poller_is_over:
            self._say_closed(in_time=True)

    def _say_closed(self, *, in_time: bool) -> None:
        if not self._is_closed:
            self._is_closed = True
            self.closed.emit(in_time)
