"""What is done about engines' installations: one download after another, the rest beside them."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from app.gui.controller.background import Background
    from app.room import EngineRoom
    from workers.base.events import Progress
    from workers.catalog.entry import Weights
    from workers.diagnosis.failure import Failure

logger = logging.getLogger(__name__)

Report = Callable[["Progress"], None]
Work = Callable[[Report, threading.Event], Any]


class Task(Enum):
    """What can be done about an installation."""

    INSTALL = "install"
    REPAIR = "repair"
    IMPORT = "import"
    VERIFY = "verify"
    ROLL_BACK = "roll back"
    REMOVE = "remove"


#: They wait for each other: two downloads at once take as long, and tell less.
_ONE_AFTER_ANOTHER = (Task.INSTALL, Task.REPAIR)


@dataclass(frozen=True, slots=True)
class JobEnd:
    """How something ended.

    Attributes:
        task: What it was.
        failure: Why it could not be done; None if it was done or cancelled.
        was_cancelled: Nobody wants it any more.
        result: What it found out.
    """

    task: Task
    failure: Failure | None = None
    was_cancelled: bool = False
    result: Any = None


@dataclass(slots=True)
class _Job:
    engine: str
    task: Task
    work: Work
    cancelled: threading.Event
    is_running: bool = False
    progress: Progress | None = None


class InstallQueue(QObject):
    """Does one thing at a time for each engine, off the main thread; all methods return at once.

    Attributes:
        changed: Something else is under way, or waits.
        progressed: An engine's job told how far it is: id, ``Progress``.
        ended: An engine's job is over: id, ``JobEnd``.
    """

    changed = Signal()
    progressed = Signal(str, object)
    ended = Signal(str, object)
    _told = Signal(object, object)

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._jobs: dict[str, _Job] = {}
        # It comes from the job's thread; a bound method brings it to this object's own.
        self._told.connect(self._take_progress)

    @property
    def queue(self) -> tuple[str, ...]:
        """Engines that are being installed, or wait for it: the one at work first."""
        return tuple(job.engine for job in self._queued())

    def task(self, engine: str) -> Task | None:
        """What is done about an engine, or waits to be; None for nothing."""
        job = self._jobs.get(engine)
        return job.task if job is not None else None

    def waits(self, engine: str) -> bool:
        """True while an engine's installation waits for another one's end."""
        job = self._jobs.get(engine)
        return job is not None and not job.is_running

    def can_cancel(self, engine: str) -> bool:
        """True while an engine's job looks whether it is wanted still."""
        task = self.task(engine)
        return task is not None and task not in (Task.ROLL_BACK, Task.REMOVE)

    def progress(self, engine: str) -> Progress | None:
        """What an engine's job last told of itself."""
        job = self._jobs.get(engine)
        return job.progress if job is not None else None

    def install(self, room: EngineRoom, engine: str, *, again: bool = False) -> None:
        """Install an engine after those that were asked for before.

        Args:
            room: Where it is.
            engine: Its id.
            again: Replace what is there by fresh copies: some of it is lost or broken.
        """
        install = partial(room.installation.install, room.engines[engine])

        def work(progress: Report, cancelled: threading.Event) -> None:
            install(progress=progress, cancelled=cancelled, again=again)

        self._add(engine, Task.REPAIR if again else Task.INSTALL, work)

    def import_weights(self, room: EngineRoom, engine: str, weights: Weights, folder: Path) -> None:
        """Take an engine's weights from a folder in place of downloading them.

        The result tells whether they could be compared with what the hub says.
        """

        def work(progress: Report, cancelled: threading.Event) -> bool:
            store = room.installation.weights
            return store.import_folder(weights, folder, progress=progress, cancelled=cancelled)

        self._add(engine, Task.IMPORT, work)

    def verify(self, room: EngineRoom, engine: str) -> None:
        """Look whether all of an engine is whole; the result is what is not."""

        def work(progress: Report, cancelled: threading.Event) -> tuple[str, ...]:
            entry = room.engines[engine]
            return room.installation.verify(entry, progress=progress, cancelled=cancelled)

        self._add(engine, Task.VERIFY, work)

    def roll_back(self, room: EngineRoom, engine: str) -> None:
        """Put an engine's environment back; all that run in it are stopped first."""
        entry = room.engines[engine]

        def work(_progress: Report, _cancelled: threading.Event) -> None:
            for other, worker in room.workers.items():
                if room.engines[other].environment == entry.environment:
                    worker.stop()
            room.installation.rollback(entry)

        self._add(engine, Task.ROLL_BACK, work)

    def remove(self, room: EngineRoom, engine: str, *, environment: bool, weights: bool) -> None:
        """Delete what is wanted of an engine, which is stopped first; the result is what stays."""

        def work(_progress: Report, _cancelled: threading.Event) -> tuple[str, ...]:
            room.workers[engine].stop()
            entry = room.engines[engine]
            done = room.installation.remove(entry, environment=environment, weights=weights)
            return done.kept

        self._add(engine, Task.REMOVE, work)

    def cancel(self, engine: str) -> None:
        """Ask an engine's job to end; ``ended`` tells when it has."""
        job = self._jobs.get(engine)
        if job is not None:
            job.cancelled.set()
            if not job.is_running:
                self._end(job, JobEnd(job.task, was_cancelled=True))

    def cancel_all(self) -> None:
        """Ask all of them, those that wait first."""
        for engine in reversed(tuple(self._jobs)):
            self.cancel(engine)

    def _queued(self) -> list[_Job]:
        return [job for job in self._jobs.values() if job.task in _ONE_AFTER_ANOTHER]

    def _add(self, engine: str, task: Task, work: Work) -> None:
        if engine in self._jobs:
            return
        has_to_wait = task in _ONE_AFTER_ANOTHER and self._queued()
        job = self._jobs[engine] = _Job(engine, task, work, threading.Event())
        if not has_to_wait:
            self._begin(job)
        self.changed.emit()

    def _begin(self, job: _Job) -> None:
        job.is_running = True

        def failed(error: Exception) -> None:
            if job.cancelled.is_set():
                self._end(job, JobEnd(job.task, was_cancelled=True))
                return
            from workers.base.clock import MonotonicClock
            from workers.diagnosis.failure import Failure

            logger.error("%s: %s failed: %s", job.engine, job.task.value, error)
            self._end(job, JobEnd(job.task, Failure.of(error, MonotonicClock().now())))

        self._background.run(
            lambda: job.work(partial(self._told.emit, job), job.cancelled),
            lambda result: self._end(job, JobEnd(job.task, result=result)),
            failed,
        )

    def _take_progress(self, job: _Job, progress: Progress) -> None:
        if self._jobs.get(job.engine) is job:
            job.progress = progress
            self.progressed.emit(job.engine, progress)

    def _end(self, job: _Job, end: JobEnd) -> None:
        del self._jobs[job.engine]
        queued = self._queued()
        if queued and not queued[0].is_running:
            self._begin(queued[0])
        self.ended.emit(job.engine, end)
        self.changed.emit()
