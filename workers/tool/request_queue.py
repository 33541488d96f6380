"""Who is being served, who waits to be, and since when nobody has been."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from workers.base.clock import Clock
from workers.errors import StartFailed
from workers.process.fifo_lock import FifoLock
from workers.process.gpu_worker import GPUWorker
from workers.tool.deadline import Patience


@dataclass(slots=True, eq=False)
class Visit:
    """One caller's turn with a worker, which serves nobody else meanwhile.

    Attributes:
        worker: Who serves it.
        is_stream: True when its caller may leave it alone for as long as it likes.
        is_over: True once the turn has been given back, by the caller or for it.
    """

    worker: GPUWorker
    is_stream: bool
    is_over: bool = False


class RequestQueue:
    """The callers of one tool. Its owner's lock guards everything but :meth:`wait`.

    Attributes:
        in_flight: Callers between their arrival and their answer.
        served: Requests answered, well or badly.
        last_used: Clock seconds of the last answer; of the creation before the first.
        ready_since: Clock seconds of the worker's last start; of the creation before.
        idle_timeout_s: Seconds without a caller after which a worker is stopped; 0: never.
        current: Whose turn it is, once there is a worker to have it with.
        blocks: While there are any, a running worker accepts no new requests; by owner,
            the error for them, or empty to let them wait.
    """

    def __init__(self, clock: Clock, idle_timeout_s: float) -> None:
        """Nobody yet.

        Args:
            clock: Tells when each caller was answered.
            idle_timeout_s: See the class; negative means 0.
        """
        self.in_flight = 0
        self.served = 0
        self.last_used = self.ready_since = clock.now()
        self.idle_timeout_s = max(0.0, float(idle_timeout_s))
        self.current: Visit | None = None
        self.blocks: dict[object, str] = {}
        self._clock = clock
        self._turns = FifoLock()

    @property
    def idle_since(self) -> float:
        """Clock seconds of the last answer of this worker, or of its start."""
        return max(self.last_used, self.ready_since)

    @property
    def idle_s(self) -> float:
        """Seconds since then."""
        return max(0.0, self._clock.now() - self.idle_since)

    def enter(
        self, changed: threading.Condition, is_running: Callable[[], bool], patience: Patience
    ) -> None:
        """Count a caller that wants to be served, once no door is closed to it.

        Args:
            changed: The owner's lock, which the caller holds.
            is_running: Whether there is a worker that could be kept from its rest.
            patience: How long the caller waits.

        Raises:
            StartFailed: It is turned away, or has waited for too long; the message says so.
        """
        while self.blocks and is_running():
            refusal = next((reason for reason in self.blocks.values() if reason), "")
            if refusal:
                raise StartFailed(refusal)
            patience.wait(changed)
        self.in_flight += 1

    def note_ready(self) -> None:
        """Note that a worker has become ready now."""
        self.ready_since = self._clock.now()

    def leave(self) -> None:
        """Count a caller as answered."""
        self.in_flight -= 1
        self.served += 1
        self.last_used = self._clock.now()

    def wait(self, patience: Patience) -> None:
        """Wait for one's turn; then :meth:`open` or :meth:`pass_on`. Without the lock.

        Raises:
            StartFailed: It did not come in time.
        """
        if not self._turns.acquire(patience.limit_s):
            raise patience.over()

    def open(self, worker: GPUWorker, *, is_stream: bool) -> Visit:
        """Have the turn that was waited for with this worker."""
        visit = self.current = Visit(worker, is_stream)
        return visit

    def pass_on(self) -> None:
        """Give back the turn that was waited for, unused."""
        self._turns.release()

    def close(self, visit: Visit | None) -> None:
        """Give back a turn and count its caller as answered; a second time does nothing."""
        if visit is not None and not visit.is_over:
            visit.is_over = True
            self.current = None
            self.leave()
            self._turns.release()
