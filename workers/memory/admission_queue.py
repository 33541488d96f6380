"""The queue of all starts that need memory, in order of arrival.

Each caller's own thread does the work: it waits here for its turn, makes one attempt, and
waits again if the attempt ended neither in a grant nor in a refusal. At most one attempt runs
at a time. ``_next`` alone decides whose attempt is due.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from workers.base.clock import Clock
from workers.base.messages import Translatable, translatable
from workers.errors import WorkerRefused, WorkerStopped
from workers.memory.plan import LATER_S, Evict, Fits, Plan, Refuse, Wait

#: How long a start may wait for memory before it is refused, in seconds.
PATIENCE_S = 120.0
#: How long later starts may take memory that a waiting start cannot use, in seconds.
AGEING_S = 10.0
#: How long a start whose patience ends still waits for memory that is on its way back, in
#: seconds since it last saw that: a worker may have been stopped for it.
_RETURNING_S = 1.0


@dataclass(slots=True, eq=False)
class Ticket:
    """One start in the queue.

    Attributes:
        name: The worker that is to start.
        cancelled: Set by :meth:`AdmissionQueue.cancel`.
        reason: Why the start waits, for people; empty while it does not.
        patience_s: How long it may wait, in seconds; None for the queue's default.
    """

    name: str
    cancelled: threading.Event = field(default_factory=threading.Event)
    reason: str = field(default="")
    patience_s: float | None = field(default=None)


@dataclass(frozen=True, slots=True)
class Turn:
    """What an attempt may do.

    Attributes:
        may_evict: True for the first start in the queue. Any other start takes what is free,
            or changes nothing.
        is_aged: True when the start has waited so long that the busy workers that block it
            are to take no new requests until it is admitted or gives up.
    """

    may_evict: bool = True
    is_aged: bool = False


class Waiting(NamedTuple):
    """One waiting start, for views."""

    name: str
    reason: str
    waited_s: float


@dataclass(slots=True, eq=False)
class _Entry:
    """One start's state in the queue. All times are clock seconds.

    Attributes:
        ticket: The start.
        wake: Wakes its thread; uses the queue's lock.
        since: When it arrived.
        aged_at: From when on no later start may overtake it.
        deadline: When its patience ends.
        retry_at: When it makes an attempt without a notification.
        seen: The change and the turn of its last attempt.
        wait: The plan of its last attempt, if it has to wait.
    """

    ticket: Ticket
    wake: threading.Condition
    since: float = 0.0
    aged_at: float = math.inf
    deadline: float = math.inf
    retry_at: float = math.inf
    seen: tuple[int, Turn] | None = None
    wait: Wait | None = None


class AdmissionQueue:
    """Serves starts one at a time: in order of arrival, or where none before is delayed.

    The callable that a start brings plans and acts; the queue holds no lock while it runs.
    """

    def __init__(
        self, clock: Clock, patience_s: float = PATIENCE_S, ageing_s: float = AGEING_S
    ) -> None:
        """Creates an empty queue.

        Args:
            clock: Measures time and waits.
            patience_s: Longest wait for memory, in seconds.
            ageing_s: How long later starts may overtake a waiting one, in seconds.
        """
        self._clock = clock
        self._patience_s = patience_s
        self._ageing_s = ageing_s
        # Guards everything below. The tuple is replaced, so that it can be read without it.
        self._lock = threading.Lock()
        self._entries: tuple[_Entry, ...] = ()
        self.is_contended = False
        self._attempting: _Entry | None = None
        self._changes = 0

    def admit(self, ticket: Ticket, attempt: Callable[[Turn], Plan]) -> None:
        """Makes attempts, each in its turn, until one fits.

        Args:
            ticket: The start.
            attempt: Reads everything again, plans, and does what the turn allows: when it
                returns :class:`Fits`, the memory is reserved; when it returns :class:`Evict`
                and the turn allows it, the workers are stopped.

        Raises:
            WorkerRefused: The start does not fit, or has waited too long.
            WorkerStopped: The ticket was canceled. Not once an attempt fits: the caller owns
                the reservation and has to check the ticket.
        """
        entry = _Entry(ticket, threading.Condition(self._lock))
        try:
            self._arrive(entry)
            while True:
                turn = self._wait_for_turn(entry)
                plan = attempt(turn)
                if isinstance(plan, Fits):
                    return
                self._continue_after(entry, turn, plan)
        finally:
            self._leave(entry)

    def cancel(self, ticket: Ticket) -> None:
        """Makes a start give up: at once, or when its running attempt ends."""
        with self._lock:
            ticket.cancelled.set()
            for entry in self._entries:
                if entry.ticket is ticket:
                    entry.wake.notify()

    def notify_changed(self) -> None:
        """Makes all starts look again, in order: a worker became idle or has gone."""
        with self._lock:
            self._changes += 1
            self._wake_next_locked()

    def waiting(self) -> tuple[Waiting, ...]:
        """Returns the waiting starts, in order. Takes no lock."""
        now = self._clock.now()
        return tuple(
            Waiting(entry.ticket.name, reason, now - entry.since)
            for entry in self._entries
            if (reason := entry.ticket.reason)
        )

    # The stages of an entry.

    def _arrive(self, entry: _Entry) -> None:
        patience_s = entry.ticket.patience_s
        with self._lock:
            entry.since = self._clock.now()
            entry.aged_at = entry.since + self._ageing_s
            entry.deadline = entry.since + (self._patience_s if patience_s is None else patience_s)
            self._entries = (*self._entries, entry)
            self.is_contended = True

    def _wait_for_turn(self, entry: _Entry) -> Turn:
        with self._lock:
            while True:
                _check_not_cancelled(entry)
                now = self._clock.now()
                if self._next_locked(now) is entry:
                    turn = self._turn_locked(entry, now)
                    self._attempting = entry
                    entry.seen = (self._changes, turn)
                    self._update_reason_locked(entry)
                    return turn
                self._update_reason_locked(entry)
                _check_patience(entry, now)
                moments = (entry.retry_at, entry.aged_at, entry.deadline)
                # A moment that has passed without a turn: the entry in the way wakes this one.
                wake_at = min(moment for moment in moments if moment > now)
                self._clock.wait(entry.wake, wake_at - now)

    def _continue_after(self, entry: _Entry, turn: Turn, plan: Evict | Wait | Refuse) -> None:
        """Prepares the next attempt, or raises."""
        with self._lock:
            self._attempting = None
            has_evicted = isinstance(plan, Evict) and turn.may_evict
            if has_evicted:
                self._changes += 1  # for this start, and for the others if it gives up
            _check_not_cancelled(entry)
            if isinstance(plan, Refuse):
                raise _refused(entry, plan)
            entry.wait = plan if isinstance(plan, Wait) else None
            if not has_evicted:
                now = self._clock.now()
                if entry.wait is not None and entry.wait.is_short:
                    entry.deadline = max(entry.deadline, now + _RETURNING_S)
                retry_s = LATER_S if isinstance(plan, Evict) else plan.retry_s
                entry.retry_at = min(now + retry_s, entry.deadline)
                self._update_reason_locked(entry)
                _check_patience(entry, now)
                self._wake_next_locked()

    def _leave(self, entry: _Entry) -> None:
        with self._lock:
            if self._attempting is entry:
                self._attempting = None
            was_head = self._entries[:1] == (entry,)
            self._entries = tuple([other for other in self._entries if other is not entry])
            self.is_contended = bool(self._entries)
            entry.ticket.reason = ""
            for other in self._entries if was_head else ():
                self._update_reason_locked(other)
            self._wake_next_locked()

    def _turn_locked(self, entry: _Entry, now: float) -> Turn:
        return Turn(may_evict=entry is self._entries[0], is_aged=now >= entry.aged_at)

    def _next_locked(self, now: float) -> _Entry | None:
        """Returns the first entry with news, unless an aged entry is before it."""
        if self._attempting is not None:
            return None
        for entry in self._entries:
            if entry.seen != (self._changes, self._turn_locked(entry, now)):
                return entry
            if now >= entry.retry_at:
                return entry
            if now >= entry.aged_at:
                return None
        return None

    def _wake_next_locked(self) -> None:
        if self._entries:
            entry = self._next_locked(self._clock.now())
            if entry is not None:
                entry.wake.notify()

    def _update_reason_locked(self, entry: _Entry) -> None:
        """Sets why a start waits; a change of the head's reason concerns all others, too."""
        head, *others = self._entries
        ticket, before = entry.ticket, entry.ticket.reason
        own = entry.wait.reason if entry.wait is not None else ""
        if entry is self._attempting and not own:
            ticket.reason = ""
        elif entry is head:
            ticket.reason = own or translatable("waiting for other engines to start")
        else:
            ticket.reason = _reason_behind(head.ticket, own)
        if entry is head and ticket.reason != before:
            for other in others:
                self._update_reason_locked(other)


def _reason_behind(head: Ticket, own: str) -> Translatable:
    """Returns why a start waits that is not the first."""
    if own and own != head.reason:
        return translatable("{reason}, after {engine} starts", reason=own, engine=head.name)
    if head.reason:
        return translatable(
            "waiting for {engine} to start ({reason})", engine=head.name, reason=head.reason
        )
    return translatable("waiting for {engine} to start", engine=head.name)


def _check_patience(entry: _Entry, now: float) -> None:
    if now >= entry.deadline:
        ticket = entry.ticket
        message = translatable(
            "Couldn't start {engine}: gave up after {seconds} s ({reason}). "
            "Stop another engine, or try again later.",
            engine=ticket.name,
            seconds=Decimal(f"{entry.deadline - entry.since:.3g}"),
            reason=ticket.reason,
        )
        raise WorkerRefused(message, worker=ticket.name)


def _check_not_cancelled(entry: _Entry) -> None:
    if entry.ticket.cancelled.is_set():
        message = f"{entry.ticket.name} was stopped while waiting to start"
        raise WorkerStopped(message, worker=entry.ticket.name)


def _refused(entry: _Entry, plan: Refuse) -> WorkerRefused:
    name = entry.ticket.name
    message = translatable("Couldn't start {engine}: {why}", engine=name, why=plan.sentence)
    return WorkerRefused(message, worker=name)
