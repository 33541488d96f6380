"""A lock that is given in order of arrival, which ``threading.Lock`` does not promise."""

from __future__ import annotations

import threading
from collections import deque
from types import TracebackType


class FifoLock:
    """One holder at a time; who waits longest is next. May be released by any thread."""

    def __init__(self) -> None:
        """Free."""
        self._held = threading.Lock()
        self._queue = threading.Lock()  # guards _waiting
        self._waiting: deque[threading.Lock] = deque()

    def acquire(self, timeout_s: float | None = None) -> bool:
        """Wait for one's turn.

        Args:
            timeout_s: Longest wait, in seconds; None for as long as it takes.

        Returns:
            False when it did not come in time.
        """
        if not self._waiting and self._held.acquire(blocking=False):
            return True  # nobody is before us: one lock, which is all that a lone caller pays
        gate = threading.Lock()
        gate.acquire()
        with self._queue:
            self._waiting.append(gate)
        self._hand_over()  # the holder may have released before it could see us
        try:
            has_come = gate.acquire(timeout=-1 if timeout_s is None else timeout_s)
        except BaseException:  # Ctrl-C: nobody is to be let in who has gone away
            self._give_up(gate)
            raise
        if not has_come:
            self._give_up(gate)
        return has_come

    def release(self) -> None:
        """Hand over to whoever waits longest.

        Raises:
            RuntimeError: Nobody holds it.
        """
        self._held.release()
        if self._waiting:
            self._hand_over()

    def _hand_over(self) -> None:
        """Take the lock on behalf of who waits longest, if both are there."""
        with self._queue:
            if self._waiting and self._held.acquire(blocking=False):
                self._waiting.popleft().release()

    def _give_up(self, gate: threading.Lock) -> None:
        with self._queue:
            was_waiting = gate in self._waiting
            if was_waiting:
                self._waiting.remove(gate)
        if not was_waiting:
            self.release()  # our turn had come in that very moment

    def __enter__(self) -> None:
        """Acquire."""
        self.acquire()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Release."""
        self.release()
