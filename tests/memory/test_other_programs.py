"""Other programs take memory at inconvenient moments, and have a reserve."""

from __future__ import annotations

from collections.abc import Callable

from tests.memory.machine import Machine, alive
from tests.memory.truth import Watching
from tests.support.nvml_standin import GIB
from tests.support.tool_room import BackgroundCall, Events, reload_as, until
from workers.base.states import WorkerState
from workers.memory.plan import Evict, Refuse
from workers.tool.tool_worker import ToolWorker


def when_stopped(tool: ToolWorker, then: Callable[[], object]) -> None:
    """Run an action after a victim is gone and before the next start."""
    begin = tool.begin_eviction

    def begin_and_then() -> Callable[[], None] | None:
        end = begin()

        def end_and_then() -> None:
            assert end is not None
            end()
            then()

        return None if end is None else end_and_then

    tool.begin_eviction = begin_and_then


def test_memory_lost_during_a_swap_is_a_refusal_with_figures(
    machine: Machine,
) -> None:
    old, new = machine.engine("old", 6.0), machine.engine("new", 6.0)
    old.call({})
    when_stopped(old, lambda: machine.another_program_takes(5.0))
    watching = Watching(machine.gpus, machine.supervisor)
    error = new.call({})["error"]
    watching.finish()
    for part in ("needs 6.00 GB", "3.00 GB of 8.00 GB"):
        assert part in error
    assert not watching.offences
    assert machine.supervisor.memory.ledger.reserved_bytes() == 0
    (ledger,) = machine.supervisor.snapshot().ledgers
    assert ledger.promisable_bytes == 3 * GIB
    assert ledger.others_bytes == 5 * GIB
    assert new.state is WorkerState.STOPPED
    machine.another_program_takes(0.0)
    assert "error" not in new.call({})


def test_memory_lost_during_a_swap_is_freed_elsewhere(machine: Machine) -> None:
    first, second = machine.engine("first", 4.0), machine.engine("second", 4.0)
    first.call({})
    second.call({})
    when_stopped(first, lambda: machine.another_program_takes(2.0))
    new = machine.engine("new", 4.0)
    watching = Watching(machine.gpus, machine.supervisor)
    assert "error" not in new.call({})
    watching.finish()
    assert not watching.offences
    assert alive(first, second, new) == ["new"]
    assert machine.truth.held_bytes() == 4 * GIB


def test_overcommitted_gpu_has_negative_available_memory(machine: Machine) -> None:
    """What is free less what was promised is below zero then, and stays a number."""
    gate = machine.room.gate()
    lark = machine.engine("lark", 5.0, load={"gate": gate.port})
    starting = BackgroundCall(lark.start)
    gate.wait_entered()
    machine.another_program_takes(7.0)
    (ledger,) = machine.supervisor.snapshot().ledgers
    assert ledger.promisable_bytes == -4 * GIB
    assert machine.supervisor.free_bytes() <= 0
    wren = machine.engine("wren", 0.5)
    plan = wren.plan()
    assert not isinstance(plan, Evict)
    asking = BackgroundCall(lambda: wren.call({}))
    until(lambda: wren.snapshot().progress or not asking.is_alive())
    machine.another_program_takes(0.0)
    gate.let_pass()
    starting.result()
    assert "error" not in wren.call({})
    asking.result()


def test_worker_above_its_reservation_is_counted_in_full(
    machine: Machine,
) -> None:
    greedy = machine.engine("greedy", 3.0, holds=6.0)
    greedy.start()
    gate = machine.room.gate()
    busy = BackgroundCall(lambda: greedy.call({"do": "pass", "gate": gate.port}))
    gate.wait_entered()
    assert machine.supervisor.free_bytes() == 2 * GIB
    small = machine.engine("small", 2.0)
    assert "error" not in small.call({})
    gate.let_pass()
    busy.result()


def test_memory_taken_at_the_first_request_is_reserved(
    machine: Machine,
) -> None:
    """What others hold is not what it has been promised and has not taken."""
    small, lazy = machine.engine("small", 0.5), machine.engine("lazy", 4.0, pinned=True)
    reload_as(lazy)
    machine.another_program_takes(3.0)
    small.start()
    lazy.start()
    assert machine.supervisor.free_bytes() == GIB // 2
    greedy = machine.engine("greedy", 3.0)
    assert isinstance(greedy.plan(), Refuse)
    watching = Watching(machine.gpus, machine.supervisor)
    assert "error" in greedy.call({})
    assert "error" not in lazy.call({"do": "hold", "gb": 4.0})
    watching.finish()
    assert not watching.offences


def test_growth_of_other_programs_counts_at_once(machine: Machine) -> None:
    lark = machine.engine("lark", 5.0)
    machine.another_program_takes(4.0)
    assert isinstance(lark.plan(), Refuse)
    machine.another_program_takes(3.0)
    assert "error" not in lark.call({})


# Another program's turn.


def test_least_needed_idle_worker_makes_way_for_another_program(machine: Machine) -> None:
    machine.supervise(reserve_bytes=2 * GIB)
    old, young = machine.engine("old", 2.0), machine.engine("young", 2.0)
    old.call({})
    young.call({})
    events = Events()
    old.add_observer(events)
    machine.another_program_takes(3.0)
    events.wait_for("stopped")
    assert alive(old, young) == ["young"]
    machine.another_program_takes(5.0)
    until(lambda: not young.is_alive())


def test_no_more_workers_are_stopped_than_others_need(machine: Machine) -> None:
    machine.supervise(reserve_bytes=2 * GIB)
    tools = [machine.engine(f"tool{n}", 2.0) for n in range(3)]
    for tool in tools:
        tool.call({})
    machine.another_program_takes(2.0)
    until(lambda: len(alive(*tools)) < 3)
    # Any further worker would be stopped by the next check.
    machine.wait_for_readings()
    assert alive(*tools) == ["tool1", "tool2"]


def test_busy_and_pinned_workers_are_not_stopped(machine: Machine) -> None:
    machine.supervise(reserve_bytes=2 * GIB)
    gate = machine.room.gate()
    pinned, busy = machine.engine("pinned", 3.0, pinned=True), machine.engine("busy", 3.0)
    idle = machine.engine("idle", 1.0)
    pinned.call({})
    busy.start()
    asking = BackgroundCall(lambda: busy.call({"do": "pass", "gate": gate.port}))
    gate.wait_entered()
    idle.call({})  # the youngest of them
    machine.another_program_takes(1.0)
    until(lambda: not idle.is_alive())
    machine.wait_for_readings()
    assert alive(pinned, busy) == ["pinned", "busy"]
    gate.let_pass()
    assert asking.result()["passed"]
    until(lambda: not busy.is_alive())
    assert alive(pinned, busy) == ["pinned"]


def test_earlier_memory_of_other_programs_stops_no_worker(machine: Machine) -> None:
    machine.another_program_takes(4.0)
    machine.supervise(reserve_bytes=2 * GIB)
    lark = machine.engine("lark", 3.0)
    lark.call({})
    machine.wait_for_readings()
    assert lark.is_alive()


def test_small_growth_of_other_programs_stops_no_worker(machine: Machine) -> None:
    """Desktops take and give back some megabytes all the time; a load takes a minute."""
    machine.supervise(reserve_bytes=GIB // 2)
    machine.another_program_takes(0.6)
    lark = machine.engine("lark", 7.0)
    lark.call({})
    machine.another_program_takes(0.65)
    machine.wait_for_readings()
    assert lark.is_alive()
    machine.another_program_takes(0.75)
    until(lambda: not lark.is_alive())


def test_estimated_share_stops_no_worker(machine: Machine) -> None:
    """What our workers hold beyond their own word looks as if others had taken it."""
    machine.gpus.hide_shares()
    machine.supervise(reserve_bytes=GIB // 2)
    machine.another_program_takes(0.5)
    lark = machine.engine("lark", 6.8, holds=7.1, load={"reported_gb": 6.8})
    lark.call({})
    machine.wait_for_readings()
    assert lark.is_alive()
    machine.another_program_takes(0.9)
    until(lambda: not lark.is_alive())


def test_zero_reserve_stops_no_worker_for_other_programs(machine: Machine) -> None:
    lark = machine.engine("lark", 4.0)
    lark.call({})
    machine.another_program_takes(4.0)
    assert machine.supervisor.reserve_bytes == 0
    machine.supervisor.reserve_bytes = 2 * GIB  # the user sets it while it runs
    machine.another_program_takes(3.9)
    machine.supervisor.snapshot()
    machine.supervisor.reserve_bytes = 0
    assert "error" not in lark.call({})
    assert lark.is_alive()
