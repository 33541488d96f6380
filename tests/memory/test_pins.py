"""Pinned engines keep their memory until they are unpinned."""

from __future__ import annotations

from tests.memory.machine import Machine, alive
from tests.support.nvml_standin import GIB
from tests.support.tool_room import BackgroundCall, until
from workers.memory.plan import Evict, Fits, Refuse
from workers.testing import FakeClock


def test_pinned_engine_is_not_stopped_for_another(machine: Machine) -> None:
    pinned = machine.engine("pinned", 3.0, pinned=True)
    loose = machine.engine("loose", 3.0)
    pinned.call({})  # the one that was used least recently
    loose.call({})
    new = machine.engine("new", 4.0)
    plan = new.plan()
    assert isinstance(plan, Evict)
    assert [victim.name for victim in plan.victims] == ["loose"]
    assert "error" not in new.call({})
    assert alive(pinned, loose, new) == ["pinned", "new"]


def test_refusal_names_the_pinned_engine(machine: Machine) -> None:
    pinned = machine.engine("pinned", 5.0, pinned=True)
    pinned.call({})
    new = machine.engine("new", 5.0)
    plan = new.plan()
    assert isinstance(plan, Refuse)
    assert "pinned" in str(plan)
    error = new.call({})["error"]
    assert "5.00 GB" in error
    assert "pinned" in error
    assert alive(pinned, new) == ["pinned"]
    pinned.set_pinned(False)
    assert not pinned.is_pinned
    assert "error" not in new.call({})
    assert alive(pinned, new) == ["new"]


def test_unpinning_admits_a_waiting_start(machine: Machine) -> None:
    gate = machine.room.gate()
    pinned = machine.engine("pinned", 4.0, pinned=True)
    busy = machine.engine("busy", 4.0)
    pinned.call({})
    busy.start()
    asking = BackgroundCall(lambda: busy.call({"do": "pass", "gate": gate.port}))
    gate.wait_entered()
    new = machine.engine("new", 4.0)
    waiting = BackgroundCall(lambda: new.call({}))
    until(lambda: "busy" in new.waits_for)
    pinned.set_pinned(False)
    assert "error" not in waiting.result()
    assert alive(pinned, busy, new) == ["busy", "new"]
    gate.let_pass()
    assert asking.result()["passed"]


def test_pinning_protects_a_worker_about_to_be_chosen(machine: Machine) -> None:
    first, second = machine.engine("first", 4.0), machine.engine("second", 4.0)
    first.call({})
    second.call({})
    new = machine.engine("new", 4.0)
    plan = new.plan()
    assert isinstance(plan, Evict)
    assert [victim.name for victim in plan.victims] == ["first"]
    first.set_pinned(True)
    assert "error" not in new.call({})
    assert alive(first, second, new) == ["first", "new"]


def test_try_free_vram_spares_the_pinned(machine: Machine) -> None:
    pinned, loose = machine.engine("pinned", 4.0, pinned=True), machine.engine("loose", 4.0)
    pinned.call({})
    loose.call({})
    assert machine.supervisor.memory.keyed.make_room(8 * GIB) is False
    assert alive(pinned, loose) == ["pinned", "loose"]
    assert machine.supervisor.memory.keyed.make_room(4 * GIB) is True
    assert alive(pinned, loose) == ["pinned"]


def test_pinned_engine_is_not_idle_stopped(machine: Machine) -> None:
    clock = FakeClock()
    machine.supervise(clock=clock)
    pinned = machine.engine("pinned", 2.0, pinned=True, idle_timeout=10.0)
    loose = machine.engine("loose", 2.0, idle_timeout=10.0)
    pinned.call({})
    loose.call({})
    pictures = {worker.name: worker for worker in machine.supervisor.snapshot().workers}
    assert pictures["pinned"].is_pinned
    assert pictures["pinned"].idle_remaining_s is None
    assert pictures["loose"].idle_remaining_s is not None

    def let_time_pass() -> bool:
        clock.advance(20.0)
        return not loose.is_alive()

    until(let_time_pass)
    assert alive(pinned, loose) == ["pinned"]
    pinned.set_pinned(False)

    def let_more_time_pass() -> bool:
        clock.advance(20.0)
        return not pinned.is_alive()

    until(let_more_time_pass)


def test_pinned_engine_can_still_be_stopped_by_hand(machine: Machine) -> None:
    pinned = machine.engine("pinned", 5.0, pinned=True)
    pinned.call({})
    pinned.stop()
    assert not pinned.is_alive()
    new = machine.engine("new", 5.0)
    assert isinstance(new.plan(), Fits)
