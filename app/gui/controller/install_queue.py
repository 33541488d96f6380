"""Jobs on installations: one download at a time, everything else in parallel."""

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
    """What a job does."""

    INSTALL = "install"
    REPAIR = "repair"
    IMPORT = "import"
    VERIFY = "verify"
    ROLL_BACK = "roll back"
    REMOVE = "remove"


#: One at a time: two downloads at once take as long together, and progress says less.
_EXCLUSIVE = (Task.INSTALL, Task.REPAIR)


@dataclass(frozen=True, slots=True)
class JobEnd:
    """How a job ended.

    Attributes:
        task: What it did.
        failure: Why it failed; None if it was done or canceled.
        was_cancelled: The user canceled it.
        result: What the method that added it returns.
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
    """Runs one job at a time for each engine, off the main thread. No method blocks.

    Attributes:
        changed: A job has been added, begun, or ended.
        progressed: An engine's job has reported: ID, ``Progress``.
        ended: An engine's job has ended: ID, ``JobEnd``.
    """

    changed = Signal()
    progressed = Signal(str, object)
    ended = Signal(str, object)
    _reported = Signal(object, object)

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._jobs: dict[str, _Job] = {}
        # Emitted in the job's thread; a bound method is called in this object's own.
        self._reported.connect(self._note_progress)

    @property
    def queue(self) -> tuple[str, ...]:
        """IDs of the engines to be installed: the running job first."""
        return tuple(job.engine for job in self._queued())

    def task(self, engine: str) -> Task | None:
        """Returns what an engine's job does or is going to do; None without a job."""
        job = self._jobs.get(engine)
        return job.task if job is not None else None

    def waits(self, engine: str) -> bool:
        """Returns True while an engine's job waits for another one to end."""
        job = self._jobs.get(engine)
        return job is not None and not job.is_running

    def can_cancel(self, engine: str) -> bool:
        """Returns True while an engine has a job that can be canceled."""
        task = self.task(engine)
        return task is not None and task not in (Task.ROLL_BACK, Task.REMOVE)

    def progress(self, engine: str) -> Progress | None:
        """Returns the last report of an engine's job."""
        job = self._jobs.get(engine)
        return job.progress if job is not None else None

    def install(self, room: EngineRoom, engine: str, *, again: bool = False) -> None:
        """Installs an engine after those in the queue.

        Args:
            room: Where the engine is.
            engine: Its ID.
            again: True to replace installed files by fresh copies.
        """
        install = partial(room.installation.install, room.engines[engine])

        def work(progress: Report, cancelled: threading.Event) -> None:
            install(progress=progress, cancelled=cancelled, again=again)

        self._add(engine, Task.REPAIR if again else Task.INSTALL, work)

    def import_weights(self, room: EngineRoom, engine: str, weights: Weights, folder: Path) -> None:
        """Imports an engine's weights from a folder.

        The result is True if they could be compared with the checksums of Hugging Face.
        """

        def work(progress: Report, cancelled: threading.Event) -> bool:
            store = room.installation.weights
            return store.import_folder(weights, folder, progress=progress, cancelled=cancelled)

        self._add(engine, Task.IMPORT, work)

    def verify(self, room: EngineRoom, engine: str) -> None:
        """Verifies the files of an engine; the result names what is missing or damaged."""

        def work(progress: Report, cancelled: threading.Event) -> tuple[str, ...]:
            entry = room.engines[engine]
            return room.installation.verify(entry, progress=progress, cancelled=cancelled)

        self._add(engine, Task.VERIFY, work)

    def roll_back(self, room: EngineRoom, engine: str) -> None:
        """Rolls back an engine's packages, after stopping every engine that uses them."""
        entry = room.engines[engine]

        def work(_progress: Report, _cancelled: threading.Event) -> None:
            for other, worker in room.workers.items():
                if room.engines[other].environment == entry.environment:
                    worker.stop()
            room.installation.rollback(entry)

        self._add(engine, Task.ROLL_BACK, work)

    def remove(self, room: EngineRoom, engine: str, *, environment: bool, weights: bool) -> None:
        """Removes packages or weights of an engine, after stopping it; the result is what stays."""

        def work(_progress: Report, _cancelled: threading.Event) -> tuple[str, ...]:
            room.workers[engine].stop()
            entry = room.engines[engine]
            done = room.installation.remove(entry, environment=environment, weights=weights)
            return done.kept

        self._add(engine, Task.REMOVE, work)

    def cancel(self, engine: str) -> None:
        """Cancels an engine's job; ``ended`` follows."""
        job = self._jobs.get(engine)
        if job is not None:
            job.cancelled.set()
            if not job.is_running:
                self._end(job, JobEnd(job.task, was_cancelled=True))

    def cancel_all(self) -> None:
        """Cancels all jobs, the waiting ones first, so that none of them begins."""
        for engine in reversed(tuple(self._jobs)):
            self.cancel(engine)

    def _queued(self) -> list[_Job]:
        return [job for job in self._jobs.values() if job.task in _EXCLUSIVE]

    def _add(self, engine: str, task: Task, work: Work) -> None:
        if engine in self._jobs:
            return
        must_wait = task in _EXCLUSIVE and self._queued()
        job = self._jobs[engine] = _Job(engine, task, work, threading.Event())
        if not must_wait:
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
            lambda: job.work(partial(self._reported.emit, job), job.cancelled),
            lambda result: self._end(job, JobEnd(job.task, result=result)),
            failed,
        )

    def _note_progress(self, job: _Job, progress: Progress) -> None:
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
