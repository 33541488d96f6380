"""The states of a tool's life, and which may follow which."""

from __future__ import annotations

from enum import Enum


class WorkerState(Enum):
    """What a tool's worker is doing.

    ``stopped`` and ``crashed`` have no process; ``ready`` and ``busy`` can take
    requests; the other two are on their way.
    """

    STOPPED = "stopped"
    STARTING = "starting"
    READY = "ready"
    BUSY = "busy"
    STOPPING = "stopping"
    CRASHED = "crashed"

    @property
    def is_running(self) -> bool:
        """True while the process is up and has said that it is ready."""
        return self in (WorkerState.READY, WorkerState.BUSY)

    def may_become(self, state: WorkerState) -> bool:
        """True when that state may follow this one."""
        return state in _TRANSITIONS.get(self, ())


#: From each state, the states that may follow it. Anything else is a defect. BUSY is not among
#: them: it is READY with a request that is being served.
_TRANSITIONS: dict[WorkerState, frozenset[WorkerState]] = {
    WorkerState.STOPPED: frozenset({WorkerState.STARTING}),
    WorkerState.STARTING: frozenset(
        {WorkerState.READY, WorkerState.STOPPING, WorkerState.STOPPED, WorkerState.CRASHED}
    ),
    WorkerState.READY: frozenset({WorkerState.STOPPING, WorkerState.CRASHED}),
    WorkerState.STOPPING: frozenset({WorkerState.STOPPED}),
    WorkerState.CRASHED: frozenset({WorkerState.STARTING}),
}
