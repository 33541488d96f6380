"""Stops workers whose idle timeout has ended."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from workers.base.clock import Clock
from workers.base.periodic_task import PeriodicTask

if TYPE_CHECKING:
    from workers.supervisor.supervised_tool import SupervisedTool


class IdleClock:
    """One thread for all workers; sleeps until the earliest idle timeout may end."""

    def __init__(self, clock: Clock, workers: Callable[[], Sequence[SupervisedTool]]) -> None:
        """Starts no thread yet.

        Args:
            clock: Measures idle times and waits.
            workers: Returns the tools to watch; called without a lock.
        """
        self._clock = clock
        self._workers = workers
        self._task = PeriodicTask(clock, self._stop_idle_workers, "engineroom-idle")

    def update(self) -> None:
        """Computes the deadlines again: a worker has started, or an idle timeout has changed."""
        self._task.request()

    def close(self) -> None:
        """Ends the thread."""
        self._task.close()

    def _stop_idle_workers(self) -> float | None:
        """Returns the seconds until the next deadline; None without one."""
        now = self._clock.now()
        next_deadline: float | None = None
        for worker in self._workers():
            deadline = worker.idle_deadline()
            if deadline is None:
                continue
            if deadline <= now:
                # One thread each: a worker that ignores its shutdown delays no other.
                name = f"idle-stop-{worker.tool_name}"
                threading.Thread(target=self._stop, args=(worker,), name=name, daemon=True).start()
            elif next_deadline is None or deadline < next_deadline:
                next_deadline = deadline
        return None if next_deadline is None else next_deadline - self._clock.now()

    def _stop(self, worker: SupervisedTool) -> None:
        if not worker.stop_if_idle():
            self.update()  # a request has arrived, so the worker has a new deadline
