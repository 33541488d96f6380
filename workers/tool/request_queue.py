"""Requests of one tool: which ones are in flight, and whose turn is next.

Nothing here is counted up and down. A request is in flight, and keeps its turn, exactly while
its gate is held. The gate is a lock of C that is entered by ``with``, or by a generator that
does so: it opens when the block is left or the generator is dropped, whatever exception strikes
at whatever instruction. So no exception can lose a turn or leave a tool busy forever. What
Python code does at the end of a request is bookkeeping that an exception may skip.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Generator

from workers.base.clock import Clock
from workers.errors import StartFailed, WorkerRefused
from workers.process.fifo_lock import FifoLock, Place
from workers.tool.deadline import Deadline


class Request(Place):
    """One caller, from its arrival until it is answered.

    Attributes:
        deadline: When its caller stops waiting for a worker; None for never.
        stops: How often the tool had been stopped when the caller came.
        is_stream: True when the caller may leave the answer unread for minutes.
    """

    __slots__ = ("_hold", "deadline", "is_stream", "stops")

    def __init__(self, deadline: Deadline | None, stops: int, *, is_stream: bool = False) -> None:
        Place.__init__(self)
        self.deadline = deadline
        self.stops = stops
        self.is_stream = is_stream
        self._hold: weakref.ref[Generator[None, None, None]] | None = None

    def hold(self) -> Generator[None, None, None]:
        """Return a generator that holds the gate from its first step until it is closed.

        For answers that are read after the call that asked for them has returned. The queue
        keeps a weak reference, so that dropping the answer opens the gate.
        """
        hold = self._keep_closed()
        self._hold = weakref.ref(hold)
        return hold

    def release(self) -> None:
        """Open a gate that :meth:`hold` keeps, on behalf of a caller that may not return."""
        hold = self._hold() if self._hold is not None else None
        if hold is not None:
            hold.close()

    def renewed(self) -> Request:
        """Return the same request with a gate of its own, to wait for another turn."""
        return Request(self.deadline, self.stops, is_stream=self.is_stream)

    def _keep_closed(self) -> Generator[None, None, None]:
        with self.gate:
            yield


class RequestQueue:
    """Requests in order of arrival, and who keeps new ones waiting.

    Methods that end in ``_locked`` need the lifecycle's lock; properties do not.

    Attributes:
        served: Number of requests that were answered, well or badly.
        last_used: Clock seconds of the last answer; of the creation before the first.
        blocks: By owner, what keeps new requests from a running worker: the error for them,
            or empty to let them wait.
    """

    def __init__(self, clock: Clock) -> None:
        self.served = 0
        self.last_used = clock.now()
        self._clock = clock
        self._ready_since = self.last_used
        self._line = FifoLock()
        # Replaced and never changed, so that it can be read without the lock.
        self._present: tuple[Request, ...] = ()
        self._current: Request | None = None
        self.blocks: dict[object, str] = {}

    # What can be seen without the lock.

    @property
    def in_flight(self) -> int:
        """Number of callers between their arrival and their answer."""
        return sum(request.gate.locked() for request in self._present)

    @property
    def current(self) -> Request | None:
        """The request that is being served; None while there is none."""
        request = self._current
        return request if request is not None and request.gate.locked() else None

    @property
    def idle_since(self) -> float:
        """Clock seconds of the worker's last answer, or of its start."""
        return max(self.last_used, self._ready_since)

    @property
    def idle_s(self) -> float:
        """Seconds since :attr:`idle_since`."""
        return max(0.0, self._clock.now() - self.idle_since)

    # From the arrival to the answer.

    def arrive_locked(self, request: Request) -> None:
        """Count a request, whose gate the caller holds, as in flight."""
        present = self._present
        if present:
            present = tuple([other for other in present if other.gate.locked()])
        self._present = (*present, request)

    def wait_turn(self, request: Request) -> None:
        """Wait until all requests that joined the line earlier are over. Needs no lock.

        Raises:
            StartFailed: The request's deadline has passed.
        """
        deadline = request.deadline
        if deadline is None:
            self._line.wait_turn(request)
        elif not self._line.wait_turn(request, deadline.left_s):
            raise deadline.expired()

    def serve_locked(self, request: Request) -> None:
        """Note whose turn it is."""
        self._current = request

    def leave_locked(self, request: Request, *, is_served: bool = True) -> None:
        """Count a request as answered; it keeps its turn until its gate opens."""
        if request is self._current:
            self._current = None
        present = self._present
        if request in present:
            self._present = () if len(present) == 1 else _without(present, request)
            if is_served:
                self.served += 1
                self.last_used = self._clock.now()

    def end_current_locked(self) -> None:
        """Take the turn from an answer whose worker has gone, read or not."""
        request = self._current
        if request is not None:
            self.leave_locked(request)
            request.release()

    def note_ready_locked(self) -> None:
        """Note that a worker has become ready now."""
        self._ready_since = self._clock.now()

    # Pauses.

    def block_locked(self, owner: object, reason: str) -> None:
        """Keep new requests away: with a reason they fail, without one they wait."""
        self.blocks[owner] = reason

    def unblock_locked(self, owner: object) -> None:
        """End the block of this owner; does nothing if there is none."""
        self.blocks.pop(owner, None)

    def wait_unblocked_locked(
        self, changed: threading.Condition, deadline: Deadline | None
    ) -> None:
        """Wait until blocks have changed.

        Raises:
            StartFailed: A block rejects the request, or its deadline has passed.
        """
        reason = next((reason for reason in self.blocks.values() if reason), "")
        if reason:
            raise StartFailed(reason) from WorkerRefused(reason)
        if deadline is not None:
            deadline.wait(changed)
        else:
            changed.wait()


def _without(present: tuple[Request, ...], request: Request) -> tuple[Request, ...]:
    return tuple([other for other in present if other is not request])
