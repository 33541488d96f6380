"""Free GPU and resume: engines stop, and the same ones start again."""

from __future__ import annotations

import pytest

from tests.memory.machine import Machine, alive
from tests.support.nvml_standin import GIB
from tests.support.tool_room import BackgroundCall, reload_as, until
from workers.base.states import WorkerState
from workers.errors import WorkerError
from workers.tool.tool_worker import ToolWorker


@pytest.fixture
def tools(machine: Machine) -> tuple[ToolWorker, ToolWorker, ToolWorker]:
    """Started in an order that is not that of their making; the last one holds no memory."""
    lark, wren = machine.engine("lark", 2.0), machine.engine("wren", 2.0, pinned=True)
    on_cpu = machine.room.tool("on_cpu", gb=0.0, supervisor=machine.supervisor)
    wren.start()
    lark.start()
    on_cpu.start()
    return lark, wren, on_cpu


def test_release_stops_all_and_restore_starts_all(
    machine: Machine, tools: tuple[ToolWorker, ToolWorker, ToolWorker]
) -> None:
    lark, wren, on_cpu = tools
    never_ran = machine.engine("never_ran", 2.0)
    supervisor = machine.supervisor
    assert supervisor.release_gpu() == ("wren", "lark")
    assert supervisor.gpu_is_released
    assert supervisor.snapshot().gpu_is_released
    assert machine.truth.held_bytes() == 0
    assert alive(*tools) == ["on_cpu"]
    assert "error" not in on_cpu.call({})

    for tool in (lark, never_ran):
        answer = tool.call({})
        assert "was refused" in answer["error"]
        assert tool.state is WorkerState.STOPPED
    with pytest.raises(WorkerError, match="freed for other programs"):
        wren.start()

    machine.another_program_takes(7.0)
    machine.another_program_takes(0.0)
    assert supervisor.restore_gpu() == ()
    assert not supervisor.gpu_is_released
    assert alive(*tools, never_ran) == ["lark", "wren", "on_cpu"]
    assert wren.is_pinned
    assert "error" not in never_ran.call({})


def test_running_requests_are_finished_first(
    machine: Machine, tools: tuple[ToolWorker, ToolWorker, ToolWorker]
) -> None:
    lark, wren, _ = tools
    gate = machine.room.gate()
    busy = BackgroundCall(lambda: lark.call({"do": "pass", "gate": gate.port}))
    gate.wait_entered()
    releasing = BackgroundCall(lambda: machine.supervisor.release_gpu(finish_within_s=600.0))
    until(lambda: not wren.is_alive())
    late = lark.call({})  # at once, though the worker still runs
    assert "error" in late
    assert lark.is_alive()
    gate.let_pass()
    assert busy.result()["passed"]
    assert releasing.result() == ("wren", "lark")
    assert machine.truth.held_bytes() == 0
    assert machine.supervisor.restore_gpu() == ()
    assert alive(lark, wren) == ["lark", "wren"]


def test_late_requests_are_ended(
    machine: Machine, tools: tuple[ToolWorker, ToolWorker, ToolWorker]
) -> None:
    lark, _, _ = tools
    gate = machine.room.gate()
    busy = BackgroundCall(lambda: lark.call({"do": "pass", "gate": gate.port}))
    gate.wait_entered()
    assert set(machine.supervisor.release_gpu(finish_within_s=0.1)) == {"lark", "wren"}
    assert busy.result()["transient"] is True
    assert machine.truth.held_bytes() == 0


def test_release_refuses_waiting_starts_at_once(machine: Machine) -> None:
    gate = machine.room.gate()
    lark, wren = machine.engine("lark", 5.0), machine.engine("wren", 5.0)
    lark.start()
    busy = BackgroundCall(lambda: lark.call({"do": "pass", "gate": gate.port}))
    gate.wait_entered()
    waiting = BackgroundCall(lambda: wren.call({}))
    until(lambda: "lark" in wren.waits_for)
    releasing = BackgroundCall(lambda: machine.supervisor.release_gpu(finish_within_s=600.0))
    assert "error" in waiting.result()
    gate.let_pass()
    assert busy.result()["passed"]
    assert releasing.result() == ("lark",)


def test_release_stops_loading_workers(machine: Machine) -> None:
    gate = machine.room.gate()
    lark = machine.engine("lark", 3.0, load={"second_gate": gate.port})
    loading = BackgroundCall(lambda: lark.call({}))
    gate.wait_entered()
    releasing = BackgroundCall(lambda: machine.supervisor.release_gpu(finish_within_s=0.2))
    until(lambda: machine.truth.held_bytes() == 0)
    releasing.result()
    assert "error" in loading.result()
    assert not lark.is_alive()


def test_restore_names_engines_that_do_not_start(
    machine: Machine, tools: tuple[ToolWorker, ToolWorker, ToolWorker]
) -> None:
    lark, wren, _ = tools
    machine.supervisor.release_gpu()
    machine.another_program_takes(5.0)
    ((name, error),) = machine.supervisor.restore_gpu()
    assert name == "lark"
    assert "2.00 GB" in error
    assert alive(lark, wren) == ["wren"]
    machine.another_program_takes(0.0)
    assert "error" not in lark.call({})


def test_returning_engines_do_not_evict_each_other(machine: Machine) -> None:
    tools = [machine.engine(name, 3.0) for name in ("lark", "wren")]
    for tool in tools:
        tool.call({})
    machine.supervisor.release_gpu()
    machine.another_program_takes(4.0)
    ((name, _),) = machine.supervisor.restore_gpu()
    assert name in ("lark", "wren")
    assert len(alive(*tools)) == 1


def test_start_during_a_restore_waits(machine: Machine) -> None:
    gate = machine.room.gate()
    lark, wren = machine.engine("lark", 5.0), machine.engine("wren", 5.0)
    lark.call({})
    machine.supervisor.release_gpu()
    reload_as(lark, hold_here_gb=5.0, second_gate=gate.port)
    restoring = BackgroundCall(machine.supervisor.restore_gpu)
    gate.wait_entered()
    waiting = BackgroundCall(lambda: wren.call({}))
    until(lambda: wren.waits_for or not waiting.is_alive())
    gate.let_pass()
    assert restoring.result() == ()
    assert "error" not in waiting.result()
    assert alive(lark, wren) == ["wren"]


def test_second_release_remembers_all_engines(
    machine: Machine, tools: tuple[ToolWorker, ToolWorker, ToolWorker]
) -> None:
    lark, wren, _ = tools
    assert machine.supervisor.release_gpu() == ("wren", "lark")
    machine.supervisor.release_gpu()
    assert machine.supervisor.restore_gpu() == ()
    assert alive(lark, wren) == ["lark", "wren"]
    assert machine.supervisor.restore_gpu() == ()
    assert machine.supervisor.free_bytes() == 4 * GIB


def test_engines_with_cpu_mode_run_on_the_cpu(machine: Machine) -> None:
    machine.supervisor.release_gpu()
    frugal = machine.engine("frugal", 3.0, cpu_mode=True)
    assert "error" not in frugal.call({})
    assert machine.truth.held_bytes() == 0
    picture = machine.supervisor.snapshot().workers[-1]
    assert picture.device == "cpu"


def test_release_without_engines_does_nothing(machine: Machine) -> None:
    machine.engine("lark", 3.0)
    assert machine.supervisor.release_gpu() == ()
    assert machine.supervisor.restore_gpu() == ()
