"""The one view of a tool that its supervisor has."""

from __future__ import annotations

from typing import Protocol

from workers.memory.memory_user import MemoryUser
from workers.snapshot import WorkerSnapshot


class SupervisedTool(MemoryUser, Protocol):
    """What the supervisor needs of a tool beside its memory.

    :class:`workers.ToolWorker` implements it.
    """

    def snapshot(self) -> WorkerSnapshot:
        """Returns the tool's current state, without waiting for anything."""
        ...

    def idle_deadline(self) -> float | None:
        """Returns the earliest clock seconds at which the idle timeout may end, or None."""
        ...

    def stop_if_idle(self) -> bool:
        """Stops the worker if its idle timeout has ended; True if it was stopped."""
        ...

    def reject_requests(self, owner: object, reason: str) -> None:
        """Makes new requests fail while the worker runs; accepted ones are still served.

        Args:
            owner: Identifies this block for :meth:`resume_requests`.
            reason: Error message for the callers.
        """
        ...

    def drain(self, timeout_s: float) -> bool:
        """Waits until accepted requests are served, then stops the worker.

        Args:
            timeout_s: Longest wait for those requests, in seconds.

        Returns:
            True if a worker was stopped.
        """
        ...

    def start(self) -> None:
        """Starts the worker and waits until it is ready; raises ``WorkerError``."""
        ...

    def stop(self) -> None:
        """Stops the worker without waiting for its requests."""
        ...
