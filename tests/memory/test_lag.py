"""Readings that lag behind the end of a process: returning memory is not reserved."""

from __future__ import annotations

import pytest

from tests.memory.machine import Machine, alive
from tests.memory.truth import Watching
from tests.support.nvml_standin import GIB
from tests.support.tool_room import BackgroundCall, until
from workers.memory.plan import Fits
from workers.tool.tool_worker import ToolWorker

#: Longer than a start takes on a machine that is not busy.
LAG_MS = 500


def shown_bytes(machine: Machine, device: int = 0) -> int:
    """What the driver says is used."""
    return machine.supervisor.snapshot().devices[device].used_bytes


@pytest.mark.parametrize("hides_shares", [False, True])
def test_freed_memory_is_reserved_once_the_driver_shows_it(
    machine: Machine, hides_shares: bool
) -> None:
    machine.gpus.set_lag(LAG_MS)
    machine.gpus.hide_shares(hidden=hides_shares)
    gate = machine.room.gate()
    load = {"gate": gate.port, "reported_gb": 5.0}
    old = machine.engine("old", 5.0, load={"reported_gb": 5.0})
    new = machine.engine("new", 5.0, load=load)
    old.call({})
    starting = BackgroundCall(new.start)
    gate.wait_entered()  # it has been spawned, and has taken nothing yet
    assert shown_bytes(machine) == 0
    gate.let_pass()
    starting.result()
    assert alive(old, new) == ["new"]


def test_no_worker_is_stopped_while_memory_returns(machine: Machine) -> None:
    machine.put_in(8.0, 8.0)
    machine.gpus.set_lag(LAG_MS)
    neighbours = [machine.engine(f"neighbour{n}", 4.0) for n in range(3)]
    gone = machine.engine("gone", 4.0)
    for tool in (*neighbours, gone):
        tool.call({})
    gone.stop()
    new = machine.engine("new", 4.0)
    watching = Watching(machine.gpus, machine.supervisor)
    assert "error" not in new.call({})
    watching.finish()
    assert not watching.offences
    assert alive(*neighbours, new) == ["neighbour0", "neighbour1", "neighbour2", "new"]


def test_impatient_start_stops_no_worker_in_vain(machine: Machine) -> None:
    machine.gpus.set_lag(LAG_MS)
    old, new = machine.engine("old", 5.0), machine.engine("new", 5.0)
    old.call({})
    assert "error" not in new.call({}, patience_s=0.0)
    assert alive(old, new) == ["new"]


def test_start_on_another_gpu_does_not_wait(machine: Machine) -> None:
    machine.put_in(8.0, 8.0)
    machine.gpus.set_lag(60_000)
    gone = machine.engine("gone", 5.0, device="cuda:0")
    new = machine.engine("new", 5.0)
    gone.call({})
    gone.stop()
    plan = new.plan()
    assert isinstance(plan, Fits)
    assert plan.place.index == 1
    new.start()
    machine.gpus.set_lag(0)


def test_returned_memory_is_not_waited_for(machine: Machine) -> None:
    """Without shares, it is unknown whose memory has come back."""
    machine.gpus.hide_shares()
    old = machine.engine("old", 5.0, load={"reported_gb": 5.0})
    new = machine.engine("new", 5.0)
    old.start()
    old.stop()
    before = machine.readings
    new.start()
    # One wait of 10 ms is one reading; all that is known lags for up to 3 s.
    assert machine.readings - before < 40


@pytest.mark.parametrize("end", ["stop", "exit"])
def test_successive_ends_are_counted_once_each(machine: Machine, end: str) -> None:
    machine.gpus.set_lag(LAG_MS)
    tools = [machine.engine(f"tool{n}", 2.0) for n in range(4)]
    for tool in tools:
        tool.call({})
    watching = Watching(machine.gpus, machine.supervisor)
    for tool in tools[:3]:
        if end == "stop":
            tool.stop()
        else:
            assert tool.call({"do": end})["transient"]
    big = machine.engine("big", 6.0)
    assert "error" not in big.call({})
    watching.finish()
    assert not watching.offences
    assert alive(*tools, big) == ["tool3", "big"]


def test_memory_not_returned_in_time_counts_as_others(machine: Machine) -> None:
    """A driver that shows it for ever must not have a start wait for ever."""
    machine.gpus.set_lag(3_600_000)
    machine.supervise(patience_s=20.0)
    old, new = machine.engine("old", 5.0), machine.engine("new", 5.0)
    old.start()
    old.stop()
    answer = new.call({})
    assert "5.00 GB" in answer["error"]
    assert "3.00 GB of 8.00 GB" in answer["error"]
    machine.gpus.set_lag(0)
    until(lambda: shown_bytes(machine) == 0)
    assert "error" not in new.call({})


def test_crash_is_as_good_as_a_stop(machine: Machine) -> None:
    """Its memory is back before the next start."""
    old, new = machine.engine("old", 5.0), machine.engine("new", 5.0)
    assert old.call({"do": "exit"})["transient"]
    before = machine.readings
    new.start()
    assert machine.readings - before < 40
    assert machine.truth.held_bytes() == 5 * GIB


def test_stopping_worker_is_not_stopped_twice(machine: Machine) -> None:
    machine.gpus.set_lag(LAG_MS)
    old = machine.engine("old", 4.0)
    neighbour = machine.engine("neighbour", 4.0)
    old.call({})
    neighbour.call({})
    tools: list[ToolWorker] = [machine.engine(f"new{n}", 2.0) for n in range(2)]
    for thread in [BackgroundCall(lambda tool=tool: tool.call({})) for tool in tools]:
        assert "error" not in thread.result()
    assert alive(old, neighbour, *tools) == ["neighbour", "new0", "new1"]
