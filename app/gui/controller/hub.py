"""Where the engine room meets Qt.

The hub lives in the main thread. Events of the room arrive as queued signals, from any thread;
what the user requests runs on QThreads. No method here blocks.
"""

from __future__ import annotations

import logging
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.gui.controller.background import Background
from app.gui.controller.engine_views import EngineViews
from app.gui.controller.failures import Failures
from app.gui.controller.gpu_release import GpuRelease
from app.gui.controller.installations import Installations
from app.gui.controller.readings import Readings
from app.gui.controller.settings_controller import SettingsController
from app.gui.controller.start_requests import StartRequests
from app.gui.controller.voices import Voices
from app.gui.state.engine_view import EngineAction, EngineView
from app.gui.text.messages import worded
from workers.base.states import WorkerState

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.gui.controller.gauge_feed import GaugeFeed
    from app.room import EngineRoom
    from workers.snapshot import RoomSnapshot
    from workers.tool.tool_worker import ToolWorker

logger = logging.getLogger(__name__)

_MOVING = (WorkerState.STARTING, WorkerState.BUSY, WorkerState.STOPPING)


class Hub(QObject):
    """Opens the room, starts and stops its engines, and closes it.

    What else there is to know and to request has an object of its own.

    Attributes:
        background: Runs what blocks.
        engines: The current view of each engine.
        engine_changed: An engine's view has been replaced: the new ``EngineView``.
        installations: Installs and repairs engines.
        install_queue: The installations in progress.
        readings: Reads workers and devices.
        settings: Applies and saves the user's settings.
        start_requests: Plans starts, and asks the user where that is due.
        gpu_release: Frees the GPU for other programs.
        voices: The user's voices.
        failures: Which engines have failed.
        opened: The engines are known now.
        notice: Something the user should know: one sentence.
        closed: Everything has stopped and every thread has ended (True), or time was up (False).
    """

    opened = Signal()
    notice = Signal(str)
    closed = Signal(bool)
    _worker_event = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.background = Background(self)
        self.engines = EngineViews(self)
        self.engine_changed = self.engines.changed
        self.settings = SettingsController(self.background, self)
        self.start_requests = StartRequests(self.background, self)
        self.installations = Installations(
            self.background, self.engines, self.start_requests, self.start, self
        )
        self.install_queue = self.installations.queue
        self.readings = Readings(self)
        self.gpu_release = GpuRelease(self.background, self.engines, self)
        self.voices = Voices(self.background, self)
        self.failures = Failures(self)
        self._room: EngineRoom | None = None
        self._is_shown = False
        self._is_closing = False
        self._is_closed = False
        self._worker_event.connect(self._note_worker_event)
        self.readings.read.connect(self._note_reading)
        self.engine_changed.connect(self.failures.update)
        self.settings.applied.connect(self._refresh)
        self.settings.notice.connect(self.notice)
        self.start_requests.refused.connect(lambda _, reason: self.notice.emit(reason))
        self.gpu_release.notice.connect(self.notice)
        self.gpu_release.changed.connect(self.readings.poll_fast)

    @property
    def views(self) -> tuple[EngineView, ...]:
        """The views of all engines, in the catalog's order; empty until ``opened``."""
        return self.engines.all

    @property
    def room(self) -> EngineRoom | None:
        """The engine room; None until ``opened``."""
        return self._room

    @cached_property
    def gauge_feed(self) -> GaugeFeed:
        """The gauges and their history; made for the window, or for the first reading."""
        from app.gui.controller.gauge_feed import GaugeFeed

        return GaugeFeed(self)

    @property
    def is_closing(self) -> bool:
        """True once :meth:`close` was called."""
        return self._is_closing

    @property
    def is_closed(self) -> bool:
        """True once ``closed`` was emitted."""
        return self._is_closed

    def view(self, engine: str) -> EngineView:
        """Returns an engine's view, by the engine's ID."""
        return self.engines[engine]

    def worker(self, engine: str) -> ToolWorker:
        """Returns an engine's worker. The main thread must not call what blocks there."""
        assert self._room is not None, "room not open yet"
        return self._room.workers[engine]

    def open(self, build: Callable[[], EngineRoom]) -> None:
        """Builds the engine room off the main thread; ``opened`` follows, or a notice."""

        def build_and_scan() -> tuple[EngineRoom, set[str]]:
            room = build()
            return room, {engine for engine in room.engines if room.is_installed(engine)}

        self.background.run(build_and_scan, self._attach, self._note_no_room)

    def set_shown(self, shown: bool) -> None:
        """Adapts to a window being shown: readings are rarer while none is."""
        if shown and not self._is_shown:
            self.installations.scan()  # The command line may have installed or removed some.
        self._is_shown = shown
        self.readings.set_shown(shown)

    def act(self, engine: str) -> None:
        """Does what an engine's button says."""
        action = self.engines[engine].action
        if action is EngineAction.INSTALL:
            self.installations.set_up(engine)
        elif action is EngineAction.CANCEL:
            self.installations.cancel(engine)
        elif action is EngineAction.START:
            self.start(engine)
        elif action is EngineAction.STOP:
            self.stop(engine)

    def start(self, engine: str) -> None:
        """Starts an engine; asks the user first where that stops one that was used lately."""
        if not self._is_closing:
            self.start_requests.begin(
                engine, lambda: self._request(self.worker(engine).start, engine)
            )

    def stop(self, engine: str) -> None:
        """Stops an engine, whatever it is doing."""
        self.start_requests.cancel(engine)
        self._request(self.worker(engine).stop, engine)

    def restart(self, engine: str) -> None:
        """Stops an engine and starts it again; asks the user as for any start."""
        self.start_requests.cancel(engine)
        self._request(self.worker(engine).stop, engine, then=lambda: self.start(engine))

    def stop_all(self) -> None:
        """Stops every engine."""
        self.start_requests.cancel_all()
        if self._room is not None:
            self._request(self._room.supervisor.stop_all, *self._room.engines)

    def close(self, deadline_ms: int = 10_000) -> None:
        """Stops everything; ``closed`` follows, after ``deadline_ms`` at the latest."""
        if self._is_closing:
            return
        self._is_closing = True
        self.start_requests.cancel_all()
        self.installations.close()
        QTimer.singleShot(deadline_ms, self, lambda: self._end(in_time=False))
        self.background.emptied.connect(self._end_if_over)
        self.readings.ended.connect(self._end_if_over)
        self.readings.end()
        if self._room is not None:
            self._room.supervisor.remove_observer(self._emit_worker_event)
            self.background.run(self._room.close)
        self._end_if_over()

    def _attach(self, built: tuple[EngineRoom, set[str]]) -> None:
        room, installed = built
        self._room = room
        if self._is_closing:
            self.background.run(room.close)
            return
        self.voices.open(room.voices)
        for part in (self.settings, self.start_requests, self.installations, self.gpu_release):
            part.attach(room)
        self.engines.fill(room, installed)
        room.supervisor.add_observer(self._emit_worker_event)
        self.opened.emit()
        self.readings.start(room.supervisor.snapshot)
        self.background.run(room.start_with_app, self._note_not_started)

    def _note_not_started(self, engines: tuple[tuple[str, str], ...]) -> None:
        for engine, reason in engines:
            template = self.tr("Couldn’t start {} with Engine Room: {}")
            name = self.engines[engine].entry.name
            self.start_requests.refused.emit(engine, template.format(name, worded(reason)))

    def _note_no_room(self, error: Exception) -> None:
        logger.error("couldn't open the engine room", exc_info=error)
        self.notice.emit(self.tr("Couldn’t load the engines: {}").format(error))

    def _request(
        self, work: Callable[[], None], *engines: str, then: Callable[[], None] | None = None
    ) -> None:
        if self._is_closing:
            return

        def refresh(_: object) -> None:
            for engine in engines:
                self._refresh(engine)
            if then is not None:
                then()

        # A failure is in the worker's state and its ``last_error`` by then: the row shows it.
        self.background.run(work, refresh, refresh)
        self.readings.poll_fast()

    def _emit_worker_event(self, engine: str, event: str) -> None:
        # On any thread: the queued signal takes it to the main one.
        self._worker_event.emit(engine, event)

    def _note_worker_event(self, engine: str) -> None:
        self._refresh(engine)
        # Only a reading has the memory: without it the gauges would lag by an interval.
        self.readings.read_now()

    def _refresh(self, engine: str) -> None:
        if engine in self.engines and not self._is_closed:
            worker = self.worker(engine)
            self.engines.update_worker(engine, worker.snapshot(), worker.device)

    def _note_reading(self, reading: RoomSnapshot) -> None:
        self.engines.update_all(reading)
        views = self.engines.all
        self.gpu_release.note_reading(reading)
        self.gauge_feed.update(reading, {view.id: view.entry.name for view in views})
        # A request of a moment ago may not show in any state yet.
        states = [view.worker.state for view in views]
        is_moving = any(state in states for state in _MOVING)
        self.readings.set_moving(is_moving or not self.background.is_empty)

    def _end_if_over(self) -> None:
        if self._is_closing and self.background.is_empty and self.readings.is_over:
            self._end(in_time=True)

    def _end(self, *, in_time: bool) -> None:
        if not self._is_closed:
            self._is_closed = True
            self.closed.emit(in_time)
