"""Requests of one tool, in order of arrival.

There are no counters that go up and down. A request is in flight, and keeps its turn, exactly
while its gate is held. The gate is a C lock entered by ``with``, or by a generator that does so. It
opens when the block is left or the generator is dropped, at whatever instruction an exception
strikes. So no exception can lose a turn or leave a tool busy forever. Python code that runs at the
end of a request is bookkeeping, which an exception may skip.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Generator

from workers.base.clock import Clock
from workers.errors import StartFailed, WorkerRefused
from workers.process.fifo_lock import FifoLock, Place


class Deadline:
    """Time limit that counts from its creation."""

    def __init__(self, name: str, clock: Clock, timeout_s: float | None) -> None:
        """Starts to count.

        Args:
            name: The tool's name, for the error message.
            clock: Source of the time.
            timeout_s: Time limit in seconds; None for no limit.
        """
        self._name = name
        self._clock = clock
        self._timeout_s = timeout_s
        self._since = clock.now()

    @property
    def left_s(self) -> float | None:
        """Seconds left, never negative; None for no limit."""
        if self._timeout_s is None:
            return None
        return max(0.0, self._since + self._timeout_s - self._clock.now())

    def expired(self) -> StartFailed:
        """Returns the error for a caller whose time is up."""
        message = f"{self._name} wasn't available within its timeout of {self._timeout_s:g} s"
        return StartFailed(message, worker=self._name)

    def wait(self, changed: threading.Condition) -> None:
        """Waits until ``changed``, which the caller holds, is notified.

        Raises:
            StartFailed: The time is up.
        """
        if not self._clock.wait(changed, self.left_s):
            raise self.expired()


class Request(Place):
    """One caller, from its arrival until it is answered.

    Attributes:
        deadline: When the caller stops waiting for a worker; None for never.
        stops: How often the tool had been stopped at the caller's arrival.
        is_stream: True if the caller may leave the answer unread for minutes.
    """

    __slots__ = ("_hold", "deadline", "is_stream", "stops")

    def __init__(self, deadline: Deadline | None, stops: int, *, is_stream: bool = False) -> None:
        Place.__init__(self)
        self.deadline = deadline
        self.stops = stops
        self.is_stream = is_stream
        self._hold: weakref.ref[Generator[None, None, None]] | None = None

    def hold(self) -> Generator[None, None, None]:
        """Returns a generator that holds the gate from its first step until it is closed.

        For answers that are read after the call has returned. The queue
        keeps a weak reference, so that dropping the answer opens the gate.
        """
        hold = self._keep_closed()
        self._hold = weakref.ref(hold)
        return hold

    def release(self) -> None:
        """Opens a gate that :meth:`hold` keeps, for a caller that may not come back."""
        hold = self._hold() if self._hold is not None else None
        if hold is not None:
            hold.close()

    def renewed(self) -> Request:
        """Returns the same request with a new gate, to wait for another turn."""
        return Request(self.deadline, self.stops, is_stream=self.is_stream)

    def _keep_closed(self) -> Generator[None, None, None]:
        with self.gate:
            yield


class RequestQueue:
    """Requests in order of arrival, and the blocks that keep new ones waiting.

    Methods that end in ``_locked`` need the lifecycle's lock; properties do not.

    Attributes:
        served: Number of requests that were answered, well or badly.
        last_used: Clock seconds of the last answer; of the creation before the first.
        blocks: By owner, the error for new requests to a running worker; empty to let them
            wait.
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

    # Views, without the lock.

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
        """Adds a request, whose gate the caller holds."""
        present = self._present
        if present:
            present = tuple([other for other in present if other.gate.locked()])
        self._present = (*present, request)

    def wait_turn(self, request: Request) -> None:
        """Waits until all requests that joined the line earlier are over. Needs no lock.

        Raises:
            StartFailed: The request's deadline has passed.
        """
        deadline = request.deadline
        if deadline is None:
            self._line.wait_turn(request)
        elif not self._line.wait_turn(request, deadline.left_s):
            raise deadline.expired()

    def serve_locked(self, request: Request) -> None:
        """Records which request is served."""
        self._current = request

    def leave_locked(self, request: Request, *, is_served: bool = True) -> None:
        """Removes a request; it keeps its turn until its gate opens."""
        if request is self._current:
            self._current = None
        present = self._present
        if request in present:
            self._present = () if len(present) == 1 else _without(present, request)
            if is_served:
                self.served += 1
                self.last_used = self._clock.now()

    def end_current_locked(self) -> None:
        """Ends the turn of an answer whose worker has gone, read or not."""
        request = self._current
        if request is not None:
            self.leave_locked(request)
            request.release()

    def note_ready_locked(self) -> None:
        """Records that a worker became ready now."""
        self._ready_since = self._clock.now()

    # Blocks.

    def block_locked(self, owner: object, reason: str) -> None:
        """Blocks new requests: with a reason they fail, without one they wait."""
        self.blocks[owner] = reason

    def unblock_locked(self, owner: object) -> None:
        """Ends the block of this owner, if there is one."""
        self.blocks.pop(owner, None)

    def wait_unblocked_locked(
        self, changed: threading.Condition, deadline: Deadline | None
    ) -> None:
        """Waits until blocks have changed.

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
