"""The one queue through which every start that needs memory goes, in order of arrival."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from workers.clock import Clock
from workers.errors import WorkerRefused, WorkerStopped
from workers.supervisor.admission import Decision, Evict, Fits, Refuse, Wait

#: How long a start may wait for memory before it is refused, in seconds.
PATIENCE_S = 120.0


@dataclass(slots=True, eq=False)
class Ticket:
    """One start in the queue.

    Attributes:
        name: The worker that wants to start.
        cancelled: Set by :meth:`AdmissionQueue.cancel`.
        reason: Why it waits, for people; empty while it does not.
    """

    name: str
    cancelled: threading.Event = field(default_factory=threading.Event)
    reason: str = field(default="")


class AdmissionQueue:
    """Serves one start at a time, whoever came first.

    What a start needs is decided and done by the callable it brings; the queue
    holds none of its locks while that runs.
    """

    def __init__(self, clock: Clock, patience_s: float = PATIENCE_S) -> None:
        """Empty.

        Args:
            clock: Tells the time and waits.
            patience_s: Longest wait for memory, in seconds.
        """
        self._clock = clock
        self._patience_s = patience_s
        self._changed = threading.Condition()
        self._tickets: deque[Ticket] = deque()
        self._changes = 0

    def admit(self, ticket: Ticket, attempt: Callable[[], Decision]) -> None:
        """Wait for one's turn, and then until an attempt fits.

        Args:
            ticket: Names the worker.
            attempt: Reads everything anew, decides, and does what it has decided:
                what fits has been promised when it returns, and who was to be evicted
                has been stopped.

        Raises:
            WorkerRefused: It does not fit, or waited for too long.
            WorkerStopped: The ticket was cancelled.
        """
        with self._changed:
            self._tickets.append(ticket)
        try:
            self._wait_for_turn(ticket)
            self._attempt_until_it_fits(ticket, attempt)
        finally:
            with self._changed:
                self._tickets.remove(ticket)
                self._changed.notify_all()

    def cancel(self, ticket: Ticket) -> None:
        """Have a waiting start give up."""
        with self._changed:
            ticket.cancelled.set()
            self._changed.notify_all()

    def something_changed(self) -> None:
        """Have the start at the head look again: a worker became idle or has gone."""
        with self._changed:
            self._changes += 1
            self._changed.notify_all()

    @property
    def is_contended(self) -> bool:
        """True while somebody is in the queue. Cheap; may be stale at once."""
        return bool(self._tickets)

    def _wait_for_turn(self, ticket: Ticket) -> None:
        with self._changed:
            while self._tickets[0] is not ticket:
                ticket.reason = f"waits for the start of {self._tickets[0].name}"
                self._check(ticket)
                self._changed.wait()
            ticket.reason = ""

    def _attempt_until_it_fits(self, ticket: Ticket, attempt: Callable[[], Decision]) -> None:
        deadline = self._clock.now() + self._patience_s
        while True:
            with self._changed:
                self._check(ticket)
                seen = self._changes
            decision = attempt()
            if isinstance(decision, (Fits, Evict)):
                ticket.reason = ""
                if isinstance(decision, Fits):
                    return
            elif isinstance(decision, Refuse):
                message = f"{ticket.name} was not started: {decision.reason}"
                raise WorkerRefused(message, worker=ticket.name)
            else:
                self._wait_for_change(ticket, decision, seen, deadline)

    def _wait_for_change(self, ticket: Ticket, decision: Wait, seen: int, deadline: float) -> None:
        ticket.reason = f"waits for {decision.cause}"
        left = deadline - self._clock.now()
        if left <= 0:
            message = (
                f"{ticket.name} was not started: it waited {self._patience_s:g} s for "
                f"{decision.cause}, in vain; stop another worker, or ask again later"
            )
            raise WorkerRefused(message, worker=ticket.name)
        with self._changed:
            if self._changes == seen and not ticket.cancelled.is_set():
                self._clock.wait(self._changed, min(left, decision.look_again_s))

    def _check(self, ticket: Ticket) -> None:
        if ticket.cancelled.is_set():
            message = f"{ticket.name} was stopped while it waited to start"
            raise WorkerStopped(message, worker=ticket.name)
