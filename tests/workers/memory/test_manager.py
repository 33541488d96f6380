"""Grants between two readings, with tools that are only names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.support.tool_room import BackgroundCall, until
from tests.workers.memory.fake_user import FakeUser
from workers.base.clock import MonotonicClock
from workers.devices.reader import DeviceReader
from workers.errors import WorkerRefused, WorkerStopped
from workers.memory.admission_queue import Ticket
from workers.memory.budgets import VRAM_BUDGETS, Budgets
from workers.memory.manager import Memory
from workers.testing import FakeProbe, gpu

GIB = 2**30


@pytest.fixture
def probe(monkeypatch: pytest.MonkeyPatch) -> FakeProbe:
    monkeypatch.setitem(VRAM_BUDGETS, "five", (5.0, 5.0))
    return FakeProbe(gpu(8.0))


def memory_of(probe: FakeProbe, patience_s: float = 60.0) -> Memory:
    clock = MonotonicClock()
    return Memory(DeviceReader(probe, clock), clock, Budgets(None), patience_s)


def test_start_waits_for_a_worker_that_was_just_admitted(probe: FakeProbe) -> None:
    """Before it has a process, before its tool even knows that it was admitted."""
    memory = memory_of(probe)
    first = memory.admit(FakeUser("first"), Ticket("first"))
    ticket = Ticket("second")
    second = BackgroundCall(lambda: memory.admit(FakeUser("second"), ticket))
    until(lambda: "first" in ticket.reason)
    memory.release(first)
    assert second.result().name == "second"
    assert memory.ledger.reserved_bytes() == 5 * GIB


def test_keyed_reservation_is_not_waited_for(probe: FakeProbe) -> None:
    memory = memory_of(probe)
    assert memory.keyed.reserve("program", "five")
    with pytest.raises(WorkerRefused, match="stopping engines would free nothing"):
        memory.admit(FakeUser("first"), Ticket("first"))
    memory.keyed.release("program", "five")
    memory.admit(FakeUser("first"), Ticket("first"))


def test_old_reading_grants_nothing_and_stops_no_worker(probe: FakeProbe) -> None:
    memory = memory_of(probe)
    idle = FakeUser("idle", is_idle=True)
    memory.admit(idle, Ticket("idle"))
    probe.set((replace(gpu(8.0), age_s=5.1),))
    assert memory.keyed.free_bytes() == 0
    assert memory.keyed.make_room(GIB) is False
    assert memory.keyed.reserve("program", "five") is False
    ticket = Ticket("second")
    second = BackgroundCall(lambda: memory.admit(FakeUser("second"), ticket))
    until(lambda: "driver" in ticket.reason)
    assert idle.stops == 0
    memory.cancel(ticket)
    with pytest.raises(WorkerStopped):
        second.result()


@pytest.mark.usefixtures("probe")
def test_failing_probe_fails_the_admission() -> None:
    class Broken(FakeProbe):
        def read(self) -> tuple[()]:
            raise OSError("no such device")

    memory = memory_of(Broken())
    with pytest.raises(OSError, match="no such device"):
        memory.admit(FakeUser("lark"), Ticket("lark"))
    assert memory.ledger.reserved_bytes() == 0
    assert not memory._planner.lock.locked()


def test_closed_memory_admits_no_start(probe: FakeProbe) -> None:
    memory = memory_of(probe)
    memory.admit(FakeUser("first"), Ticket("first"))
    ticket = Ticket("second")
    second = BackgroundCall(lambda: memory.admit(FakeUser("second"), ticket))
    until(lambda: ticket.reason)
    memory.stop_admission()
    with pytest.raises(WorkerStopped, match="closed"):
        second.result()
    with pytest.raises(WorkerStopped, match="closed"):
        memory.admit(FakeUser("third"), Ticket("third"))


def test_rescued_worker_is_asked_again_only_after_a_change(probe: FakeProbe) -> None:
    class Rescued(FakeUser):
        def begin_eviction(self) -> None:
            self.stops += 1
            self.is_idle = False  # a request has come in for it

    memory = memory_of(probe)
    victim = Rescued("victim", is_idle=True)
    promise = memory.admit(victim, Ticket("victim"))
    memory.ledger.settle(promise, (), 5 * GIB, None, 0.0)
    ticket = Ticket("second")
    second = BackgroundCall(lambda: memory.admit(FakeUser("second"), ticket))
    until(lambda: "victim" in ticket.reason)
    assert victim.stops == 1
    memory.release(promise)
    second.result()
