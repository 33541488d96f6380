"""A lock that is given in order of arrival, which ``threading.Lock`` does not promise."""

from __future__ import annotations

import threading
from collections import deque
from types import TracebackType


class Turns:
    """One holder at a time; who waits longest is next. May be released by any thread."""

    def __init__(self) -> None:
        """Free."""
        self._lock = threading.Lock()
        self._held = False
        self._waiting: deque[threading.Lock] = deque()

    def acquire(self) -> None:
        """Wait for one's turn, for as long as it takes."""
        with self._lock:
            if not self._held:
                self._held = True
                return
            gate = threading.Lock()
            gate.acquire()
            self._waiting.append(gate)
        gate.acquire()

    def release(self) -> None:
        """Hand over to whoever waits longest.

        Raises:
            RuntimeError: Nobody holds it.
        """
        with self._lock:
            if not self._held:
                message = "released without having been acquired"
                raise RuntimeError(message)
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._held = False

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
