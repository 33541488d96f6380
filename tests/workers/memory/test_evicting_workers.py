"""Eviction of real workers with a stand-in's figures."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from tests.support.nvml_standin import GIB, NvmlStandIn
from tests.support.tool_room import PATIENCE_S, BackgroundCall, Events, Room, until
from tests.workers.memory.conftest import MakeEngine
from workers.supervisor import Supervisor
from workers.testing import FakeClock, FakeProbe, gpu
from workers.tool.tool_worker import ToolWorker


def alive(*tools: ToolWorker) -> list[str]:
    return [tool.tool_name for tool in tools if tool.is_alive()]


def test_least_recently_used_worker_is_evicted(engine: MakeEngine) -> None:
    first, second, third = engine("first", 3.0), engine("second", 3.0), engine("third", 3.0)
    first.call({})
    second.call({})
    first.call({})
    events = Events()
    second.add_observer(events)
    third.call({})
    assert alive(first, second, third) == ["first", "third"]
    events.wait_for("stopped")


def test_no_worker_is_evicted_when_the_start_fits(engine: MakeEngine) -> None:
    tools = [engine(f"tool{n}", 2.0) for n in range(4)]
    for tool in tools:
        tool.call({})
    assert len(alive(*tools)) == 4


def test_no_more_workers_are_evicted_than_required(engine: MakeEngine) -> None:
    small = [engine(f"small{n}", 2.0) for n in range(4)]
    for tool in small:
        tool.call({})
    big = engine("big", 4.0)
    big.call({})
    assert alive(*small, big) == ["small2", "small3", "big"]


def test_unused_worker_counts_as_used_at_its_creation(room: Room) -> None:
    clock = FakeClock()
    room.supervise(FakeProbe(gpu(8.0)), clock)
    early = room.tool("early", gb=4.0)
    clock.advance(1.0)
    used = room.tool("used", gb=4.0)
    clock.advance(1.0)
    used.call({})
    clock.advance(1.0)
    early.start()  # later than the other's request, but without a request of its own
    room.tool("new", gb=4.0).call({})
    assert alive(early, used) == ["used"]


def test_tools_of_the_same_name_are_distinct(engine: MakeEngine) -> None:
    one, other, third = engine("same", 4.0), engine("same", 4.0), engine("same", 4.0)
    one.call({})
    other.call({})
    third.call({})
    assert [tool.is_alive() for tool in (one, other, third)] == [False, True, True]


def test_try_free_vram_leaves_the_excluded_one(supervisor: Supervisor, engine: MakeEngine) -> None:
    one, other = engine("one", 4.0), engine("other", 4.0)
    one.call({})
    other.call({})
    events = Events()
    other.add_observer(events)
    assert supervisor.memory.keyed.make_room(4 * GIB, exclude="one") is True
    assert alive(one, other) == ["one"]
    assert events.names == ["stopped"]
    assert supervisor.memory.keyed.make_room(5 * GIB, exclude="one") is False
    assert alive(one, other) == ["one"]
    assert supervisor.memory.keyed.make_room(8 * GIB) is True
    assert alive(one, other) == []


def test_try_free_vram_stops_no_worker_in_vain(supervisor: Supervisor, engine: MakeEngine) -> None:
    tool = engine("tool", 4.0)
    tool.call({})
    assert supervisor.memory.keyed.make_room(9 * GIB) is False
    assert supervisor.memory.keyed.make_room(0) is True
    assert supervisor.memory.keyed.make_room(4 * GIB) is True
    assert tool.is_alive()


def test_concurrent_try_free_vram_calls_stop_no_more_than_one(
    supervisor: Supervisor, engine: MakeEngine
) -> None:
    tools = [engine(f"tool{n}", 2.0) for n in range(4)]
    for tool in tools:
        tool.call({})
    together = threading.Barrier(8)

    def make_room() -> bool:
        together.wait(PATIENCE_S)
        return supervisor.memory.keyed.make_room(4 * GIB)

    threads = [BackgroundCall(make_room) for _ in range(8)]
    assert all(thread.result() for thread in threads)
    assert alive(*tools) == ["tool2", "tool3"]


@pytest.mark.parametrize("hides_shares", [False, True])
def test_lagging_readings_evict_no_other_worker(
    supervisor: Supervisor, engine: MakeEngine, nvml_standin: NvmlStandIn, hides_shares: bool
) -> None:
    nvml_standin.set_lag(400)
    nvml_standin.hide_shares(hidden=hides_shares)
    old, young = engine("old", 4.0), engine("young", 4.0)
    old.call({})
    young.call({})
    new = engine("new", 4.0)
    assert "error" not in new.call({})
    assert alive(old, young, new) == ["young", "new"]
    assert supervisor.memory.ledger.reserved_bytes() <= 8 * GIB


@pytest.mark.parametrize("end", ["stop", "crash", "time-out", "crash in the load"])
def test_lagging_readings_are_waited_for(
    engine: MakeEngine, nvml_standin: NvmlStandIn, end: str
) -> None:
    nvml_standin.set_lag(400)
    neighbour, gone = engine("neighbour", 3.0), engine("gone", 5.0)
    neighbour.call({})
    if end == "crash in the load":
        gone.env["TOOL_ACTOR"] = '{"hold_gb": 5.0, "exit": 3}'
    else:
        gone.start()
    if end == "stop":
        gone.stop()
    elif end == "time-out":
        gone.request_timeout = 0.2
        gone.call({"do": "hang"})
    else:
        gone.call({"do": "exit"})
    new = engine("new", 5.0)
    assert "error" not in new.call({})
    assert alive(neighbour, new) == ["neighbour", "new"]


def test_another_program_that_takes_what_was_freed_is_seen(
    engine: MakeEngine, nvml_standin: NvmlStandIn
) -> None:
    """In the very moment between the stop of one and the start of the other."""
    old, new = engine("old", 6.0), engine("new", 6.0)
    old.call({})
    begin = old.begin_eviction

    def be_robbed() -> Callable[[], None] | None:
        end = begin()

        def end_and_lose() -> None:
            assert end is not None
            end()
            nvml_standin.set_unlisted(4 * GIB)

        return end_and_lose

    old.begin_eviction = be_robbed
    answer = new.call({})
    assert "4.00 GB of 8.00 GB" in answer["error"]
    assert alive(old, new) == []


def test_request_for_a_chosen_worker_keeps_it_running(
    room: Room, supervisor: Supervisor, engine: MakeEngine
) -> None:
    """It comes after the decision and before the stop; the start then waits its turn."""
    gate = room.gate()
    old, new = engine("old", 5.0), engine("new", 5.0)
    old.call({})
    first = old.call({})["pid"]
    rescued: list[BackgroundCall] = []
    stop = old.begin_eviction

    def be_asked_before() -> Callable[[], None] | None:
        if not rescued:
            rescued.append(BackgroundCall(lambda: old.call({"do": "pass", "gate": gate.port})))
            gate.wait_entered()
        return stop()

    old.begin_eviction = be_asked_before
    starting = BackgroundCall(lambda: new.call({}))
    until(lambda: "old" in str(new.snapshot().progress))
    assert old.is_alive()
    gate.let_pass()
    assert rescued[0].result()["pid"] == first
    assert "error" not in starting.result()
    assert alive(old, new) == ["new"]


def test_rescued_worker_costs_no_other_its_place(
    room: Room, supervisor: Supervisor, engine: MakeEngine
) -> None:
    """Two were to go; the first is asked just before, so the second would go in vain."""
    gate = room.gate()
    one, other, new = engine("robin", 4.0), engine("wren", 4.0), engine("new", 8.0)
    one.call({})
    other.call({})
    stop = one.begin_eviction
    rescued: list[BackgroundCall] = []

    def be_asked_before() -> Callable[[], None] | None:
        if not rescued:
            rescued.append(BackgroundCall(lambda: one.call({"do": "pass", "gate": gate.port})))
            gate.wait_entered()
        return stop()

    one.begin_eviction = be_asked_before
    starting = BackgroundCall(lambda: new.call({}))
    until(lambda: "robin" in str(new.snapshot().progress))
    assert alive(one, other) == ["robin", "wren"]
    gate.let_pass()
    assert "error" not in starting.result()
    assert alive(one, other, new) == ["new"]
