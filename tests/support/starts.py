"""Starts that wait in an admission queue, each on its own thread."""

from __future__ import annotations

from collections.abc import Callable

from tests.support.tool_room import BackgroundCall, until
from workers.memory.admission_queue import AdmissionQueue, Ticket, Turn
from workers.memory.plan import CPU, Evict, EvictedWorker, Fits, Plan, Refuse, Wait

FITS = Fits(CPU, 1, 1)
WAIT = Wait("waiting for memory held by other", retry_s=0.25)
#: Planned again only after a notification.
LASTING = Wait("waiting for memory held by other", retry_s=1e6)
#: Memory that is about to be free.
COMING = Wait("waiting for memory that was just freed", retry_s=0.01)
EVICT = Evict(CPU, 2, 1, (EvictedWorker("old", 1, 60.0),))
REFUSE = Refuse("It needs 9.00 GB, and 8.00 GB is available.", "Choose a smaller model.")

BEHIND = Turn(may_evict=False)
FIRST = Turn(may_evict=True)
FIRST_AND_AGED = Turn(may_evict=True, is_aged=True)


class Start:
    """A start whose attempts get a scripted plan.

    Attributes:
        plan: The plan, or a function that returns it.
        turns: The turns of its attempts.
    """

    def __init__(
        self,
        queue: AdmissionQueue,
        name: str = "first",
        plan: Plan | Callable[[Turn], Plan] = LASTING,
        patience_s: float | None = None,
    ) -> None:
        self.plan = plan
        self.turns: list[Turn] = []
        self.ticket = Ticket(name, patience_s=patience_s)
        self._queue = queue
        self._asking = BackgroundCall(lambda: queue.admit(self.ticket, self._attempt))

    def _attempt(self, turn: Turn) -> Plan:
        self.turns.append(turn)
        return self.plan(turn) if callable(self.plan) else self.plan

    def waits(self, turns: int | None = None) -> Start:
        """Waits until the start is queued, after a number of turns."""
        until(lambda: self.ticket.reason and turns in (None, len(self.turns)))
        return self

    def let_go(self) -> None:
        self.plan = FITS
        self._queue.notify_changed()
        self.result()

    def result(self) -> None:
        self._asking.result()

    @property
    def reason(self) -> str:
        return self.ticket.reason
