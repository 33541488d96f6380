"""Two GPUs: placement, variables, and evictions."""

from __future__ import annotations

import json

from tests.memory.machine import Machine, alive
from tests.support.nvml_standin import GIB
from workers.memory.plan import Evict, Fits, Refuse
from workers.tool.tool_worker import ToolWorker


def gpu_of(machine: Machine, tool: ToolWorker) -> int:
    """Where a tool really holds its memory, by the index of the GPU."""
    pid = tool.snapshot().pid
    (device,) = [index for index in machine.truth.held() if pid in machine.truth.holders(index)]
    return device


def variable(tool: ToolWorker, name: str) -> str | None:
    return tool.call({"do": "environment", "name": name})["value"]


def test_engine_goes_to_the_best_fitting_gpu(machine: Machine) -> None:
    machine.put_in(12.0, 6.0)
    lark, wren, robin = (machine.engine(name, 5.0) for name in ("lark", "wren", "robin"))
    for tool in (lark, wren, robin):
        assert "error" not in tool.call({})
    assert [gpu_of(machine, tool) for tool in (lark, wren, robin)] == [1, 0, 0]


def test_engine_must_fit_one_gpu(machine: Machine) -> None:
    """Half of it free on each is no room."""
    machine.put_in(8.0, 8.0)
    machine.another_program_takes(5.0, device=0)
    machine.another_program_takes(5.0, device=1)
    lark = machine.engine("lark", 6.0)
    assert isinstance(lark.plan(), Refuse)
    error = lark.call({})["error"]
    assert "6.00 GB" in error
    assert "Stand-in GPU 0" in error
    assert "Stand-in GPU 1" in error
    assert machine.supervisor.memory.ledger.reserved_bytes() == 0


def test_free_gpu_is_better_than_an_eviction(machine: Machine) -> None:
    machine.put_in(8.0, 12.0)
    lark, wren = machine.engine("lark", 5.0), machine.engine("wren", 5.0)
    lark.call({})
    wren.call({})
    assert alive(lark, wren) == ["lark", "wren"]
    assert [gpu_of(machine, lark), gpu_of(machine, wren)] == [0, 1]


def test_worker_gets_its_gpu_and_results_name_the_real_one(machine: Machine) -> None:
    machine.put_in(8.0, 8.0)
    fixed = machine.engine("fixed", 3.0, device="cuda:1")
    (_, second) = machine.supervisor.snapshot().devices
    assert variable(fixed, "CUDA_VISIBLE_DEVICES") == second.uuid
    assert gpu_of(machine, fixed) == 1
    # To the engine it is the only one, and so has the number 0.
    assert fixed.call({"do": "device", "device": "cuda:0"})["device"] == "cuda:1"
    assert fixed.call({"do": "device", "device": "cuda"})["device"] == "cuda:1"
    (picture,) = machine.supervisor.snapshot().workers
    assert picture.device == "cuda:1"
    assert picture.place is not None
    assert picture.place.uuid == second.uuid
    speech = json.loads(
        fixed.synthesize(text="Hello", extra_request={"answer": {"device": "cuda"}})
    )
    assert speech["device"] == "cuda:1"


def test_engine_may_be_fixed_by_uuid(machine: Machine) -> None:
    machine.put_in(8.0, 8.0)
    (_, second) = machine.supervisor.snapshot().devices
    lark = machine.engine("lark", 3.0, device=second.uuid)
    lark.start()
    assert gpu_of(machine, lark) == 1


def test_fixed_engine_waits_for_no_other_gpu(machine: Machine) -> None:
    machine.put_in(8.0, 8.0)
    machine.another_program_takes(7.0, device=1)
    lark = machine.engine("lark", 3.0, device="cuda:1")
    error = lark.call({})["error"]
    assert "Stand-in GPU 1" in error
    assert "Stand-in GPU 0" not in error
    lark.device = None
    assert "error" not in lark.call({})
    assert gpu_of(machine, lark) == 0


def test_missing_gpu_is_a_refusal(machine: Machine) -> None:
    machine.put_in(8.0, 8.0)
    lark = machine.engine("lark", 3.0, device="cuda:7")
    error = lark.call({})["error"]
    assert "cuda:7" in error
    assert "cuda:1" in error
    assert not lark.is_alive()


def test_victim_is_on_the_right_gpu(machine: Machine) -> None:
    machine.put_in(8.0, 8.0)
    first = machine.engine("first", 6.0, device="cuda:0")
    second = machine.engine("second", 6.0, device="cuda:1")
    first.call({})  # the one that was used least recently, but to no avail
    second.call({})
    new = machine.engine("new", 6.0, device="cuda:1")
    plan = new.plan()
    assert isinstance(plan, Evict)
    assert [victim.name for victim in plan.victims] == ["second"]
    assert "error" not in new.call({})
    assert alive(first, second, new) == ["first", "new"]


def test_only_one_gpu_is_cleared(machine: Machine) -> None:
    machine.put_in(8.0, 8.0)
    tools = [machine.engine(f"tool{n}", 4.0) for n in range(4)]
    for tool in tools:
        tool.call({})
    assert len(alive(*tools)) == 4
    big = machine.engine("big", 8.0)
    assert "error" not in big.call({})
    where = gpu_of(machine, big)
    assert machine.truth.holders(where) == {big.snapshot().pid}
    left = [tool for tool in tools if tool.is_alive()]
    assert len(left) == 2
    assert {gpu_of(machine, tool) for tool in left} == {1 - where}


def test_each_gpu_has_a_ledger_of_its_own(machine: Machine) -> None:
    machine.put_in(8.0, 12.0)
    machine.another_program_takes(1.0, device=1)
    lark = machine.engine("lark", 3.0, device="cuda:0")
    wren = machine.engine("wren", 5.0, holds=4.0, device="cuda:1")
    lark.start()
    wren.start()
    first, second = machine.supervisor.snapshot().ledgers
    devices = machine.supervisor.snapshot().devices
    assert [first.uuid, second.uuid] == [device.uuid for device in devices]
    assert first.promisable_bytes == 5 * GIB
    assert first.others_bytes == 0
    assert second.others_bytes == GIB
    assert 6 * GIB <= second.promisable_bytes <= 7 * GIB
    lark.stop()
    first, second = machine.supervisor.snapshot().ledgers
    assert first.promisable_bytes == 8 * GIB
    assert second.promisable_bytes <= 7 * GIB


def test_plan_names_the_place(machine: Machine) -> None:
    machine.put_in(12.0, 6.0)
    plan = machine.engine("lark", 5.0).plan()
    assert isinstance(plan, Fits)
    assert plan.place.label == "cuda:1"
    assert plan.needed_bytes == 5 * GIB
    assert plan.free_bytes == 6 * GIB
