"""Promises between a reading and the next, where workers are only names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.support.tool_room import Asking, until
from workers.base.clock import MonotonicClock
from workers.devices.reader import DeviceReader
from workers.errors import WorkerRefused, WorkerStopped
from workers.memory.admission_queue import Ticket
from workers.memory.budgets import VRAM_BUDGETS, Budgets
from workers.memory.manager import Memory
from workers.testing import FakeProbe, gpu

GIB = 2**30


class Named:
    """A tenant that does what it is told."""

    def __init__(self, name: str, *, is_idle: bool = False, last_used: float = 0.0) -> None:
        self.tool_name, self.vram_budget, self.last_used = name, "five", last_used
        self.precision, self.device, self.cpu_mode, self.is_pinned = "", None, False, False
        self.is_idle = is_idle
        self.stops = 0
        self.paused_by: set[object] = set()

    def is_evictable(self) -> bool:
        return self.is_idle

    def begin_eviction(self) -> Callable[[], None] | None:
        self.stops += 1
        return (lambda: None) if self.is_idle else None

    def pause_requests(self, owner: object) -> None:
        self.paused_by.add(owner)

    def resume_requests(self, owner: object) -> None:
        self.paused_by.discard(owner)

    def restart_if_idle(self) -> bool:
        return False


@pytest.fixture
def probe(monkeypatch: pytest.MonkeyPatch) -> FakeProbe:
    monkeypatch.setitem(VRAM_BUDGETS, "five", (5.0, 5.0))
    return FakeProbe(gpu(8.0))


def memory_of(probe: FakeProbe, patience_s: float = 60.0) -> Memory:
    clock = MonotonicClock()
    return Memory(DeviceReader(probe, clock), clock, Budgets(None), patience_s)


def test_who_was_just_admitted_is_waited_for(probe: FakeProbe) -> None:
    """Before it has a process, before its tool even knows that it was admitted."""
    memory = memory_of(probe)
    first = memory.admit(Named("first"), Ticket("first"))
    ticket = Ticket("second")
    second = Asking(lambda: memory.admit(Named("second"), ticket))
    until(lambda: "first" in ticket.reason)
    memory.release(first)
    assert second.result().name == "second"
    assert memory.ledger.reserved_bytes() == 5 * GIB


def test_who_has_a_key_but_is_no_worker_is_not_waited_for(probe: FakeProbe) -> None:
    memory = memory_of(probe)
    assert memory.keyed.reserve("program", "five")
    with pytest.raises(WorkerRefused, match="stopping engines would free nothing"):
        memory.admit(Named("first"), Ticket("first"))
    memory.keyed.release("program", "five")
    memory.admit(Named("first"), Ticket("first"))


def test_an_old_reading_promises_nothing_and_stops_nobody(probe: FakeProbe) -> None:
    memory = memory_of(probe)
    idle = Named("idle", is_idle=True)
    memory.admit(idle, Ticket("idle"))
    probe.set((replace(gpu(8.0), age_s=5.1),))
    assert memory.keyed.free_bytes() == 0
    assert memory.keyed.make_room(GIB) is False
    assert memory.keyed.reserve("program", "five") is False
    ticket = Ticket("second")
    second = Asking(lambda: memory.admit(Named("second"), ticket))
    until(lambda: "driver" in ticket.reason)
    assert idle.stops == 0
    memory.cancel(ticket)
    with pytest.raises(WorkerStopped):
        second.result()


@pytest.mark.usefixtures("probe")
def test_a_probe_that_fails_is_a_failed_admission_and_no_promise() -> None:
    class Broken(FakeProbe):
        def read(self) -> tuple[()]:
            raise OSError("no such device")

    memory = memory_of(Broken())
    with pytest.raises(OSError, match="no such device"):
        memory.admit(Named("lark"), Ticket("lark"))
    assert memory.ledger.reserved_bytes() == 0
    assert not memory._planner.lock.locked()


def test_closed_admits_nobody_not_even_who_waits(probe: FakeProbe) -> None:
    memory = memory_of(probe)
    memory.admit(Named("first"), Ticket("first"))
    ticket = Ticket("second")
    second = Asking(lambda: memory.admit(Named("second"), ticket))
    until(lambda: ticket.reason)
    memory.stop_admission()
    with pytest.raises(WorkerStopped, match="closed"):
        second.result()
    with pytest.raises(WorkerStopped, match="closed"):
        memory.admit(Named("third"), Ticket("third"))


def test_a_stubborn_victim_is_asked_again_only_when_something_changed(probe: FakeProbe) -> None:
    class Rescued(Named):
        def begin_eviction(self) -> None:
            self.stops += 1
            self.is_idle = False  # a request has come in for it

    memory = memory_of(probe)
    victim = Rescued("victim", is_idle=True)
    promise = memory.admit(victim, Ticket("victim"))
    memory.ledger.settle(promise, (), 5 * GIB, None, 0.0)
    ticket = Ticket("second")
    second = Asking(lambda: memory.admit(Named("second"), ticket))
    until(lambda: "victim" in ticket.reason)
    assert victim.stops == 1
    memory.release(promise)
    second.result()
