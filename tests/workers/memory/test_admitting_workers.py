"""Admission of real workers with a stand-in's figures: grants, waits, and refusals."""

from __future__ import annotations

import pytest

from tests.support.nvml_standin import GIB, NvmlStandIn
from tests.support.tool_room import BackgroundCall, Events, Room, reload_as, until
from tests.workers.memory.conftest import MakeEngine
from workers.base.states import WorkerState
from workers.devices.nvml import NvmlProbe
from workers.errors import StartFailed, WorkerRefused
from workers.memory.budgets import VRAM_BUDGETS
from workers.supervisor import Supervisor
from workers.tool.tool_worker import ToolWorker


def test_measured_size_replaces_the_declared_one(
    supervisor: Supervisor, engine: MakeEngine
) -> None:
    lark = engine("lark", 3.0, holds=2.0)
    lark.start()
    assert supervisor.budgets.size_bytes(lark.vram_budget) == 2 * GIB
    # What it will reach is not known yet: it was not measured during a request.
    assert supervisor.memory.ledger.reserved_bytes() == 3 * GIB
    assert supervisor.free_bytes() == 5 * GIB
    (picture,) = supervisor.snapshot().workers
    assert picture.memory_bytes == 2 * GIB
    assert picture.memory_is_measured


def test_workers_report_counts_where_the_driver_gives_no_share(
    room: Room, supervisor: Supervisor, nvml_standin: NvmlStandIn
) -> None:
    nvml_standin.hide_shares()
    lark = room.tool("lark", gb=3.0, load={"hold_gb": 2.0, "reported_gb": 1.5})
    lark.start()
    assert supervisor.budgets.size_bytes(lark.vram_budget) == int(1.5 * GIB)


def test_reservation_counts_before_it_is_taken(
    room: Room, supervisor: Supervisor, engine: MakeEngine
) -> None:
    gate = room.gate()
    lark = engine("lark", 5.0, gate=gate.port)
    starting = BackgroundCall(lark.start)
    gate.wait_entered()
    assert supervisor.free_bytes() == 3 * GIB
    gate.let_pass()
    starting.result()
    assert supervisor.free_bytes() == 3 * GIB


def test_memory_of_a_loading_worker_is_counted_once(
    room: Room, supervisor: Supervisor, engine: MakeEngine
) -> None:
    gate = room.gate()
    lark = engine("lark", 5.0, holds=4.0, second_gate=gate.port)
    starting = BackgroundCall(lark.start)
    gate.wait_entered()
    assert supervisor.free_bytes() == 3 * GIB
    wren = engine("wren", 3.0)
    wren.start()  # beside the other, without waiting for its load
    gate.let_pass()
    starting.result()


def test_two_starts_never_get_the_same_memory(
    room: Room, supervisor: Supervisor, engine: MakeEngine
) -> None:
    gate = room.gate()
    tools = [engine(f"tool{n}", 5.0, gate=gate.port) for n in range(4)]
    starting = [BackgroundCall(tool.start) for tool in tools]

    def running() -> list[ToolWorker]:
        return [tool for tool in tools if tool.snapshot().pid is not None]

    for _ in tools:
        gate.wait_entered()
        until(running)  # the child may be faster than its parent
        assert len(running()) == 1
        assert supervisor.memory.ledger.reserved_bytes() <= 8 * GIB
        gate.let_pass()
    for thread in starting:
        thread.result()


def test_refused_start_gives_the_arithmetic_and_stays_stopped(
    supervisor: Supervisor, engine: MakeEngine, nvml_standin: NvmlStandIn
) -> None:
    nvml_standin.set_unlisted(4 * GIB)
    lark = engine("lark", 5.0)
    events = Events()
    lark.add_observer(events)
    answer = lark.call({})
    assert answer["error"].startswith("lark was refused: Couldn't start lark: It needs ")
    for part in ("5.00 GB", "4.00 GB of 8.00 GB", "free nothing", "Close other programs"):
        assert part in answer["error"]
    assert answer["transient"] is True
    assert lark.state is WorkerState.STOPPED
    assert events.names == []
    snapshot = lark.snapshot()
    assert "5.00 GB" in str(snapshot.last_error)
    assert snapshot.failure is not None
    assert snapshot.failure.while_starting
    assert "5.00 GB" in snapshot.failure.text
    assert supervisor.memory.ledger.reserved_bytes() == 0
    with pytest.raises(StartFailed) as caught:
        lark.start()
    assert isinstance(caught.value.__cause__, WorkerRefused)
    nvml_standin.set_unlisted(0)
    assert "error" not in lark.call({})


def test_crash_releases_the_reservation(supervisor: Supervisor, engine: MakeEngine) -> None:
    lark, wren = engine("lark", 5.0), engine("wren", 5.0)
    assert lark.call({"do": "exit"})["transient"]
    assert supervisor.memory.ledger.reserved_bytes() == 0
    assert "error" not in wren.call({})


def test_crash_during_the_load_releases_the_reservation(
    supervisor: Supervisor, engine: MakeEngine
) -> None:
    lark = engine("lark", 5.0, exit=3)
    assert "startup failed" in lark.call({})["error"]
    assert supervisor.memory.ledger.reserved_bytes() == 0
    reload_as(lark, hold_gb=5.0)
    assert "error" not in lark.call({})


def test_timeout_releases_the_reservation(supervisor: Supervisor, engine: MakeEngine) -> None:
    lark = engine("lark", 5.0)
    lark.start()
    lark.request_timeout = 0.2
    assert lark.call({"do": "hang"})["transient"]
    assert supervisor.memory.ledger.reserved_bytes() == 0


def test_worker_that_needs_no_memory_reads_no_driver(
    room: Room, supervisor: Supervisor, nvml_standin: NvmlStandIn
) -> None:
    nvml_standin.set_unlisted(8 * GIB)
    tool = room.tool("free", gb=0.0)
    assert "error" not in tool.call({})
    assert nvml_standin.calls("nvmlDeviceGetMemoryInfo") == 0


def test_unknown_budget_fits_and_is_learned(
    room: Room, supervisor: Supervisor, nvml_standin: NvmlStandIn
) -> None:
    tool = room.tool("new", vram_budget="never declared", load={"hold_gb": 2.0})
    assert "never declared" not in VRAM_BUDGETS
    tool.start()
    assert supervisor.budgets.size_bytes("never declared") == 2 * GIB
    assert supervisor.memory.ledger.reserved_bytes() == 2 * GIB


def test_driver_that_vanishes_is_waited_for(
    supervisor: Supervisor, engine: MakeEngine, nvml_standin: NvmlStandIn
) -> None:
    lark, wren = engine("lark", 5.0), engine("wren", 5.0)
    lark.start()
    nvml_standin.vanish()
    waiting = BackgroundCall(lambda: wren.call({}))
    until(lambda: "driver" in str(wren.snapshot().progress))
    assert lark.is_alive()  # no worker is stopped on a guess
    assert "error" not in lark.call({})
    assert supervisor.free_bytes() == 0
    nvml_standin.reappear()
    assert "error" not in waiting.result()
    assert lark.state is WorkerState.STOPPED


def test_driver_that_never_comes_back_is_a_refusal(room: Room, nvml_standin: NvmlStandIn) -> None:
    supervisor = room.supervise(NvmlProbe(retry_s=0.01), patience_s=0.3)
    lark = room.tool("lark", gb=5.0, load={"hold_gb": 5.0})
    lark.start()
    nvml_standin.vanish()
    wren = room.tool("wren", gb=5.0)
    answer = wren.call({})
    assert "gave up after 0.3 s (waiting for the GPU driver to respond)" in answer["error"]
    assert wren.state is WorkerState.STOPPED
    assert lark.is_alive()
    supervisor.close()


def test_stop_while_it_waits_for_admission(
    room: Room, supervisor: Supervisor, engine: MakeEngine
) -> None:
    gate = room.gate()
    lark, wren = engine("lark", 5.0), engine("wren", 5.0)
    lark.start()
    busy = BackgroundCall(lambda: lark.call({"do": "pass", "gate": gate.port}))
    gate.wait_entered()
    events = Events()
    wren.add_observer(events)
    waiting = BackgroundCall(lambda: wren.call({}))
    until(lambda: "lark" in str(wren.snapshot().progress))
    BackgroundCall(wren.stop).result()
    answer = waiting.result()
    assert answer["transient"] is True
    assert wren.state is WorkerState.STOPPED
    assert events.names == []
    assert supervisor.memory.ledger.reserved_bytes() == 5 * GIB
    gate.let_pass()
    assert busy.result()["passed"]


def test_busy_worker_is_not_evicted_but_waited_for(
    room: Room, supervisor: Supervisor, engine: MakeEngine
) -> None:
    gate = room.gate()
    lark, wren = engine("lark", 5.0), engine("wren", 5.0)
    lark.start()
    busy = BackgroundCall(lambda: lark.call({"do": "pass", "gate": gate.port}))
    gate.wait_entered()
    waiting = BackgroundCall(lambda: wren.call({}))
    until(lambda: wren.snapshot().progress is not None)
    assert lark.state is WorkerState.BUSY
    gate.let_pass()
    assert busy.result()["passed"]
    assert "error" not in waiting.result()
    assert lark.state is WorkerState.STOPPED


def test_patience_with_a_busy_worker_ends_in_a_refusal(
    room: Room, nvml_standin: NvmlStandIn
) -> None:
    supervisor = room.supervise(NvmlProbe(retry_s=0.01), patience_s=0.3)
    gate = room.gate()
    lark, wren = (room.tool(name, gb=5.0, load={"hold_gb": 5.0}) for name in ("lark", "wren"))
    lark.start()
    busy = BackgroundCall(lambda: lark.call({"do": "pass", "gate": gate.port}))
    gate.wait_entered()
    answer = wren.call({})
    assert "gave up after 0.3 s (waiting for memory held by lark" in answer["error"]
    assert wren.state is WorkerState.STOPPED
    gate.let_pass()
    assert busy.result()["passed"]
    supervisor.close()
