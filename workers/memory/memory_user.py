"""The one view of a tool that memory management has."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol


class MemoryUser(Protocol):
    """A tool that reserves memory for its worker and may have to give it back.

    :class:`workers.ToolWorker` implements it. Methods are safe from any thread and take
    the tool's lock only for a moment; none of them waits for the worker.
    """

    @property
    def tool_name(self) -> str:
        """Name for messages; not necessarily unique."""
        ...

    @property
    def vram_budget(self) -> str:
        """Budget key, see :mod:`workers.memory.budgets`."""
        ...

    @property
    def precision(self) -> str:
        """Number format of the model, such as ``float16``; empty if unknown."""
        ...

    @property
    def device(self) -> str | None:
        """The only device that the worker may run on; None for any."""
        ...

    @property
    def cpu_mode(self) -> bool:
        """True when the worker may run on the CPU if no GPU has room."""
        ...

    @property
    def is_pinned(self) -> bool:
        """True when the worker is never stopped for another one."""
        ...

    @property
    def last_used(self) -> float:
        """Clock seconds of the last request, or of the tool's creation."""
        ...

    def is_evictable(self) -> bool:
        """True while the worker runs and no request is waiting or being served."""
        ...

    def begin_eviction(self) -> Callable[[], None] | None:
        """Begins to stop the worker, unless it is pinned or a request has arrived.

        Returns:
            A function to call next, which waits until the process is gone. Observers are
            notified on another thread, because they may start a worker, and the caller
            may hold a lock that a start needs. None when the worker keeps running.
        """
        ...

    def pause_requests(self, owner: object) -> None:
        """Makes new requests wait while the worker runs; accepted ones are still served.

        Args:
            owner: Identifies the pause for :meth:`resume_requests`. The same owner
                pauses only once.
        """
        ...

    def resume_requests(self, owner: object) -> None:
        """Ends the pause of this owner, if there is one."""
        ...

    def restart_if_idle(self) -> bool:
        """Begins to restart the worker; returns False if it is not running or not idle."""
        ...
