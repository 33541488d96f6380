"""The one idle clock: stops what has not been asked anything for long enough."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence

from workers.base.clock import Clock
from workers.supervisor.supervised_tool import SupervisedTool

logger = logging.getLogger(__name__)


class IdleClock:
    """One thread for all workers; it sleeps until the earliest of them may be due."""

    def __init__(self, clock: Clock, workers: Callable[[], Sequence[SupervisedTool]]) -> None:
        """Watch nobody yet.

        Args:
            clock: Tells the time and waits.
            workers: Whom to watch; called without any lock held.
        """
        self._clock = clock
        self._workers = workers
        self._condition = threading.Condition()
        self._touched = False
        self._closed = False
        self._thread: threading.Thread | None = None

    def touch(self) -> None:
        """Look again: a worker has started, or a time-out was changed."""
        with self._condition:
            self._touched = True
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(
                    target=self._run, name="engineroom-idle", daemon=True
                )
                self._thread.start()
            self._condition.notify_all()

    def close(self) -> None:
        """End the thread."""
        with self._condition:
            self._closed = True
            self._condition.notify_all()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join()

    def _stop(self, worker: SupervisedTool) -> None:
        if not worker.stop_if_idle():
            self.touch()  # a request has rescued it; it will be due again

    def _run(self) -> None:
        while True:
            with self._condition:
                self._touched = False
            workers = self._workers()
            now = self._clock.now()
            deadlines = [
                (deadline, worker)
                for worker in workers
                if (deadline := worker.idle_deadline()) is not None
            ]
            due = [worker for deadline, worker in deadlines if deadline <= now]
            for worker in due:
                # On a thread each: one that ignores its shutdown delays nobody else.
                threading.Thread(
                    target=self._stop,
                    args=(worker,),
                    name=f"idle-stop-{worker.tool_name}",
                    daemon=True,
                ).start()
            later = [deadline for deadline, _ in deadlines if deadline > now]
            # A sleeping clock must not keep workers alive.
            del workers, deadlines, due
            worker = None
            with self._condition:
                if self._closed:
                    return
                if not self._touched:
                    timeout = min(later) - self._clock.now() if later else None
                    if timeout is None or timeout > 0:
                        self._clock.wait(self._condition, timeout)
