"""A background thread that runs a task when it is due or requested."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from workers.base.clock import Clock

logger = logging.getLogger(__name__)

#: How soon a task that raised an exception runs again, in seconds.
_RETRY_S = 1.0


class PeriodicTask:
    """Runs a task on its own thread, which is started by the first request."""

    def __init__(
        self,
        clock: Clock,
        task: Callable[[], float | None],
        name: str,
        *,
        delay_s: float = 0.0,
    ) -> None:
        """Starts no thread yet.

        Args:
            clock: Measures the delays and waits.
            task: Called without a lock. Returns the seconds until it is due again; None if
                only a request makes it due.
            name: Name of the thread.
            delay_s: Seconds from a request to the run: requests within this time share one
                run.
        """
        self.delay_s = delay_s
        self._clock = clock
        self._task = task
        self._name = name
        self._condition = threading.Condition()
        self.is_requested = False
        self._closed = False
        self._thread: threading.Thread | None = None

    def request(self) -> None:
        """Makes the task due after the delay. Costs nothing while a request is pending."""
        if self.is_requested:
            return
        with self._condition:
            self.is_requested = True
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
                self._thread.start()
            self._condition.notify_all()

    def close(self) -> None:
        """Ends the thread and waits for it, unless the task itself calls this."""
        with self._condition:
            self._closed = True
            self._condition.notify_all()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join()

    def _run(self) -> None:
        next_s: float | None = None
        while self._wait_until_due(next_s):
            try:
                next_s = self._task()
            except Exception:
                logger.exception("%s failed; will retry", self._name)
                next_s = max(_RETRY_S, self.delay_s)

    def _wait_until_due(self, next_s: float | None) -> bool:
        """Returns False when closed."""
        with self._condition:
            due = None if next_s is None else self._clock.now() + next_s
            is_noticed = False
            while not self._closed:
                now = self._clock.now()
                if self.is_requested and not is_noticed:
                    is_noticed = True
                    due = now + self.delay_s if due is None else min(due, now + self.delay_s)
                if due is not None and due <= now:
                    break
                self._clock.wait(self._condition, None if due is None else due - now)
            # A request from here on asks for another run: this one may miss its cause.
            self.is_requested = False
            return not self._closed
