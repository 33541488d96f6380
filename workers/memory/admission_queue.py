"""The one queue through which every start that needs memory goes, in order of arrival.

Each caller's own thread does the work: it waits here until it is its turn, makes one
attempt, and waits again if that did not end the matter. At any instant at most one
attempt runs. Who may make it is decided in one place, ``_next``.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from workers.base.clock import Clock
from workers.base.messages import translatable
from workers.errors import WorkerRefused, WorkerStopped
from workers.memory.plan import LATER_S, Evict, Fits, Plan, Refuse, Wait

#: How long a start may wait for memory before it is refused, in seconds.
PATIENCE_S = 120.0
#: How long a start lets those behind it take what it cannot use, in seconds.
AGEING_S = 10.0
#: How long a start whose patience ends still waits for memory that is on its way already,
#: counted from when it last saw that. Somebody may have been stopped for it.
_ON_ITS_WAY_S = 1.0


@dataclass(slots=True, eq=False)
class Ticket:
    """One start in the queue.

    Attributes:
        name: The worker that wants to start.
        cancelled: Set by :meth:`AdmissionQueue.cancel`.
        reason: Why it waits, for people; empty while it does not.
        patience_s: How long it may wait, in seconds; None: as long as the queue says.
    """

    name: str
    cancelled: threading.Event = field(default_factory=threading.Event)
    reason: str = field(default="")
    patience_s: float | None = field(default=None)


@dataclass(frozen=True, slots=True)
class Turn:
    """What an attempt may do.

    Attributes:
        may_evict: It is the first in the queue. Any other takes what is free, or leaves
            everything as it is.
        is_aged: It has waited for so long that busy workers which block it are to be
            kept from taking new requests, until it is admitted or gives up.
    """

    may_evict: bool = True
    is_aged: bool = False


class Waiting(NamedTuple):
    """One waiting start, as people are shown it."""

    name: str
    reason: str
    waited_s: float


@dataclass(slots=True, eq=False)
class _Entry:
    """A ticket's place in the queue.

    Attributes:
        news: Wakes its thread; on the queue's lock.
        since: When it came, in clock seconds, as are the next three.
        aged_at: From when on nobody overtakes it.
        deadline: When its patience ends.
        look_at: When it looks again by itself.
        seen: The change and the turn that its last attempt knew of.
        wait: What its last attempt said that it waits for.
    """

    ticket: Ticket
    news: threading.Condition
    since: float = 0.0
    aged_at: float = math.inf
    deadline: float = math.inf
    look_at: float = math.inf
    seen: tuple[int, Turn] | None = None
    wait: Wait | None = None


class AdmissionQueue:
    """Serves starts one at a time: whoever came first, then who does not hold that up.

    What a start needs is planned and done by the callable it brings; the queue holds
    none of its locks while that runs.
    """

    def __init__(
        self, clock: Clock, patience_s: float = PATIENCE_S, ageing_s: float = AGEING_S
    ) -> None:
        """Empty.

        Args:
            clock: Tells the time and waits.
            patience_s: Longest wait for memory, in seconds.
            ageing_s: How long a start that waits may be overtaken, in seconds.
        """
        self._clock = clock
        self._patience_s = patience_s
        self._ageing_s = ageing_s
        self._lock = threading.Lock()
        # All below is guarded by it; the tuple is replaced, so that it can be read without.
        self._entries: tuple[_Entry, ...] = ()
        self._attempting: _Entry | None = None
        self._changes = 0

    def admit(self, ticket: Ticket, attempt: Callable[[Turn], Plan]) -> None:
        """Wait for one's turn, as often as it takes until an attempt fits.

        Args:
            ticket: Names the worker.
            attempt: Reads everything anew, plans, and does what it has planned, as far as
                the turn allows: what fits has been promised when it returns, and who was
                to be evicted has been stopped. An :class:`Evict` that its turn does not
                allow it returns as it is, with nobody stopped.

        Raises:
            WorkerRefused: It does not fit, or waited for too long.
            WorkerStopped: The ticket was cancelled. Not once an attempt fits: what has
                been promised is the caller's, who looks for himself.
        """
        entry = _Entry(ticket, threading.Condition(self._lock))
        try:
            self._arrive(entry)
            while True:
                turn = self._wait_for_turn(entry)
                plan = attempt(turn)
                if isinstance(plan, Fits):
                    return
                self._note(entry, turn, plan)
        finally:
            self._leave(entry)

    def cancel(self, ticket: Ticket) -> None:
        """Have a waiting start give up: at once, or when its running attempt is over."""
        with self._lock:
            ticket.cancelled.set()
            for entry in self._entries:
                if entry.ticket is ticket:
                    entry.news.notify()

    def something_changed(self) -> None:
        """Have all look again, in their order: a worker became idle or has gone."""
        with self._lock:
            self._changes += 1
            self._wake_next()

    @property
    def is_contended(self) -> bool:
        """True while somebody is in the queue. Cheap; may be stale at once."""
        return bool(self._entries)

    def waiting(self) -> tuple[Waiting, ...]:
        """Who waits, why and for how many seconds, in order. Takes no lock."""
        now = self._clock.now()
        return tuple(
            Waiting(entry.ticket.name, reason, now - entry.since)
            for entry in self._entries
            if (reason := entry.ticket.reason)
        )

    # What an entry goes through.

    def _arrive(self, entry: _Entry) -> None:
        patience_s = entry.ticket.patience_s
        with self._lock:
            entry.since = self._clock.now()
            entry.aged_at = entry.since + self._ageing_s
            entry.deadline = entry.since + (self._patience_s if patience_s is None else patience_s)
            self._entries = (*self._entries, entry)

    def _wait_for_turn(self, entry: _Entry) -> Turn:
        with self._lock:
            while True:
                self._check_not_cancelled(entry)
                now = self._clock.now()
                if self._next(now) is entry:
                    turn = self._turn(entry, now)
                    self._attempting = entry
                    entry.seen = (self._changes, turn)
                    self._tell(entry)
                    return turn
                self._tell(entry)
                self._check_patience(entry, now)
                moments = (entry.look_at, entry.aged_at, entry.deadline)
                # A moment that has passed without a turn: whoever is in the way wakes us.
                wake_at = min(moment for moment in moments if moment > now)
                self._clock.wait(entry.news, wake_at - now)

    def _note(self, entry: _Entry, turn: Turn, plan: Evict | Wait | Refuse) -> None:
        """Go on from an attempt that did not end it, or raise what does."""
        with self._lock:
            self._attempting = None
            has_evicted = isinstance(plan, Evict) and turn.may_evict
            if has_evicted:
                self._changes += 1  # for itself first, and for the others if it gives up
            self._check_not_cancelled(entry)
            if isinstance(plan, Refuse):
                message = translatable(
                    "Couldn't start {engine}: {why}",
                    engine=entry.ticket.name,
                    why=plan.sentence,
                )
                raise WorkerRefused(message, worker=entry.ticket.name)
            entry.wait = plan if isinstance(plan, Wait) else None
            if not has_evicted:
                now = self._clock.now()
                if entry.wait is not None and entry.wait.is_short:
                    entry.deadline = max(entry.deadline, now + _ON_ITS_WAY_S)
                look_again_s = LATER_S if isinstance(plan, Evict) else plan.look_again_s
                entry.look_at = min(now + look_again_s, entry.deadline)
                self._tell(entry)
                self._check_patience(entry, now)
                self._wake_next()

    def _leave(self, entry: _Entry) -> None:
        with self._lock:
            if self._attempting is entry:
                self._attempting = None
            was_head = self._entries[:1] == (entry,)
            self._entries = tuple(other for other in self._entries if other is not entry)
            entry.ticket.reason = ""
            for other in self._entries if was_head else ():
                self._tell(other)
            self._wake_next()

    # All below is called under the lock.

    def _turn(self, entry: _Entry, now: float) -> Turn:
        return Turn(may_evict=entry is self._entries[0], is_aged=now >= entry.aged_at)

    def _next(self, now: float) -> _Entry | None:
        """Whose attempt is due: the first for whom there is news, nobody aged before it."""
        if self._attempting is not None:
            return None
        for entry in self._entries:
            if entry.seen != (self._changes, self._turn(entry, now)) or now >= entry.look_at:
                return entry
            if now >= entry.aged_at:
                return None
        return None

    def _wake_next(self) -> None:
        entry = self._next(self._clock.now())
        if entry is not None:
            entry.news.notify()

    def _tell(self, entry: _Entry) -> None:
        """Say why it waits, also to those behind it."""
        head, *others = self._entries
        ticket, before = entry.ticket, entry.ticket.reason
        own = str(entry.wait or "")
        if entry is self._attempting and not own:
            ticket.reason = ""
        elif entry is head:
            ticket.reason = own or translatable("waiting for other engines to start")
        elif own and own != head.ticket.reason:
            ticket.reason = translatable(
                "{why}, after {engine} starts", why=own, engine=head.ticket.name
            )
        else:
            ticket.reason = translatable("waiting for {engine} to start", engine=head.ticket.name)
            if head.ticket.reason:
                why = head.ticket.reason
                ticket.reason = translatable(
                    "{waits}, which is {why}", waits=ticket.reason, why=why
                )
        if entry is head and ticket.reason != before:
            for other in others:
                self._tell(other)

    def _check_patience(self, entry: _Entry, now: float) -> None:
        if now >= entry.deadline:
            ticket = entry.ticket
            waited_s = round(entry.deadline - entry.since, 2)
            message = (
                f"couldn't start {ticket.name}: gave up after {waited_s:g} s of "
                f"{ticket.reason}; stop another engine, or try again later"
            )
            raise WorkerRefused(message, worker=ticket.name)

    def _check_not_cancelled(self, entry: _Entry) -> None:
        if entry.ticket.cancelled.is_set():
            message = f"{entry.ticket.name} was stopped while waiting to start"
            raise WorkerStopped(message, worker=entry.ticket.name)
