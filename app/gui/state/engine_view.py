"""One engine as views draw it: an immutable picture of one moment."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TYPE_CHECKING

from workers.base.states import WorkerState

if TYPE_CHECKING:
    from workers.base.events import Progress
    from workers.catalog.entry import CatalogEntry
    from workers.diagnosis.failure import Failure
    from workers.snapshot import WorkerSnapshot


class Installation(Enum):
    """Whether an engine's packages and weights are on the disk."""

    MISSING = "missing"
    INSTALLING = "installing"
    INSTALLED = "installed"


class EngineAction(Enum):
    """What an engine's button does."""

    INSTALL = "install"
    CANCEL = "cancel"
    START = "start"
    STOP = "stop"
    NONE = "none"


#: Sets a field of a frozen dataclass while it is being made.
_set = object.__setattr__


@dataclass(frozen=True, slots=True)
class EngineView:
    """An engine at one moment.

    What follows from the other fields is worked out once, when the view is made: each view is
    read by every part of the window.

    Attributes:
        entry: The engine's catalog entry.
        place: The engine's place in the catalog, from 0; fixes its color.
        worker: The last snapshot of its worker.
        installation: Whether it is installed.
        install_progress: The last report of an installation in progress.
        problem: Why the last installation failed; None otherwise.
        waits: True while its installation waits for another one to end.
        fixed_to: The only device it may run on; None for any.
        left_s: Seconds that the operation in progress may still take; None where unknown.
        bytes_per_s: Download speed; None where unknown.
        id: The catalog's id, which is also the worker's name.
        action: What its button does now.
        has_process: True while it has a process, ready or not.
        is_here: True if it is installed, being installed, or failed; such engines have a row.
        progress: Progress of its installation or load; None otherwise.
        error: Why it doesn't work, in one sentence; None when nothing is known to be wrong.
        memory_bytes: Device memory in use, else RAM; None where unknown or not running.
    """

    entry: CatalogEntry
    place: int
    worker: WorkerSnapshot
    installation: Installation
    install_progress: Progress | None = None
    problem: Failure | None = None
    waits: bool = False
    fixed_to: str | None = None
    left_s: float | None = None
    bytes_per_s: float | None = None
    id: str = field(init=False, repr=False, compare=False)
    action: EngineAction = field(init=False, repr=False, compare=False)
    has_process: bool = field(init=False, repr=False, compare=False)
    is_here: bool = field(init=False, repr=False, compare=False)
    progress: Progress | None = field(init=False, repr=False, compare=False)
    error: str | None = field(init=False, repr=False, compare=False)
    memory_bytes: int | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Work out what follows from the fields."""
        worker, installation = self.worker, self.installation
        has_process = worker.state not in (WorkerState.STOPPED, WorkerState.CRASHED)
        is_missing = installation is Installation.MISSING and self.problem is None
        _set(self, "id", self.entry.id)
        _set(self, "has_process", has_process)
        _set(self, "is_here", not is_missing or worker.state is not WorkerState.STOPPED)
        _set(self, "action", _action(installation, worker.state, has_process=has_process))
        _set(self, "progress", self._progress())
        _set(self, "error", self._error())
        memory_bytes = worker.memory_bytes or worker.ram_bytes
        _set(self, "memory_bytes", memory_bytes if worker.pid is not None else None)

    def _progress(self) -> Progress | None:
        if self.installation is Installation.INSTALLING:
            return self.install_progress
        return self.worker.progress if self.worker.state is WorkerState.STARTING else None

    def _error(self) -> str | None:
        if self.problem is not None:
            return self.problem.sentence
        if self.worker.state is not WorkerState.CRASHED:
            return None
        failure = self.worker.failure
        return failure.sentence if failure is not None else self.worker.last_error


def _action(installation: Installation, state: WorkerState, *, has_process: bool) -> EngineAction:
    if installation is Installation.MISSING:
        return EngineAction.INSTALL
    if installation is Installation.INSTALLING:
        return EngineAction.CANCEL
    if not has_process:
        return EngineAction.START
    return EngineAction.NONE if state is WorkerState.STOPPING else EngineAction.STOP


def with_figures_of(old: WorkerSnapshot, new: WorkerSnapshot) -> WorkerSnapshot:
    """Returns a worker's own snapshot, completed with the figures of the last reading.

    Without those a row would lose its figures at every event, until the next reading.
    """
    kept = ("budget_bytes", "budget_is_measured", "reload_s")
    if new.pid is not None and new.pid == old.pid:
        kept += ("memory_bytes", "memory_source", "peak_bytes", "ram_bytes", "cpu_percent")
    return replace(new, **{name: getattr(old, name) for name in kept})
