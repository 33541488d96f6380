"""One engine as the views see it: a frozen picture."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from workers.base.states import WorkerState

if TYPE_CHECKING:
    from workers.base.events import Progress
    from workers.catalog.entry import CatalogEntry
    from workers.diagnosis.failure import Failure
    from workers.snapshot import WorkerSnapshot


class Installation(Enum):
    """Whether the engine's own environment is there."""

    MISSING = "missing"
    INSTALLING = "installing"
    INSTALLED = "installed"


class EngineAction(Enum):
    """The one thing that can be done with an engine now."""

    INSTALL = "install"
    CANCEL = "cancel"
    START = "start"
    STOP = "stop"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class EngineView:
    """One engine at one moment.

    Attributes:
        entry: What the catalog says about it.
        place: Its place in the table, from 0; fixes its colour.
        worker: Its worker's last snapshot.
        installation: Whether it can be started at all.
        install_progress: What an installation in progress last said.
        problem: Why the last installation failed; None otherwise.
        waits: Its installation waits until another one is over.
        fixed_to: The only device that it runs on; None for any.
        left_s: Seconds that what is in progress may still take; None where nobody can say.
        bytes_per_s: How fast a download is; None where nobody can say.
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

    @property
    def id(self) -> str:
        """The catalog's id, which is the tool's name."""
        return self.entry.id

    @property
    def action(self) -> EngineAction:
        """What a click on its button does now."""
        if self.installation is Installation.MISSING:
            return EngineAction.INSTALL
        if self.installation is Installation.INSTALLING:
            return EngineAction.CANCEL
        if not self.has_process:
            return EngineAction.START
        if self.worker.state is WorkerState.STOPPING:
            return EngineAction.NONE
        return EngineAction.STOP

    @property
    def is_here(self) -> bool:
        """True for what is installed or on its way, and for what failed and is to be mended."""
        is_missing = self.installation is Installation.MISSING and self.problem is None
        return not is_missing or self.worker.state is not WorkerState.STOPPED

    @property
    def progress(self) -> Progress | None:
        """What is in progress: an installation, else a load; None otherwise."""
        if self.installation is Installation.INSTALLING:
            return self.install_progress
        return self.worker.progress if self.worker.state is WorkerState.STARTING else None

    @property
    def has_process(self) -> bool:
        """True while there is a process, ready or not."""
        return self.worker.state not in (WorkerState.STOPPED, WorkerState.CRASHED)

    @property
    def error(self) -> str | None:
        """Why it does not work, in one sentence; None when nothing is known to be wrong."""
        if self.problem is not None:
            return self.problem.sentence
        if self.worker.state is not WorkerState.CRASHED:
            return None
        failure = self.worker.failure
        return failure.sentence if failure is not None else self.worker.last_error

    @property
    def memory_bytes(self) -> int | None:
        """Device memory it holds, else system memory; None where unknown or not running."""
        if self.worker.pid is None:
            return None
        return self.worker.memory_bytes or self.worker.ram_bytes


def with_figures_of(old: WorkerSnapshot, new: WorkerSnapshot) -> WorkerSnapshot:
    """What a tool says of itself, with what the last reading told of its memory.

    Without them a row would lose its figures at every event, until the next reading.
    """
    kept = ("budget_bytes", "budget_is_measured", "reload_s")
    if new.pid is not None and new.pid == old.pid:
        kept += ("memory_bytes", "memory_source", "peak_bytes", "ram_bytes", "cpu_percent")
    return replace(new, **{name: getattr(old, name) for name in kept})
