"""A driver that vanishes and returns, or hangs: a state that is got over, at any time."""

from __future__ import annotations

from tests.memory.machine import Machine, alive
from tests.support.nvml_standin import GIB
from tests.support.tool_room import BackgroundCall, until
from workers.devices.bounded_probe import BoundedProbe
from workers.devices.default_probe import GpuElseSystemProbe
from workers.devices.nvml import NvmlProbe
from workers.devices.system_memory import SystemMemoryProbe
from workers.memory.plan import Evict, Wait


def test_driver_may_vanish_and_return_while_idle(machine: Machine) -> None:
    lark = machine.engine("lark", 5.0)
    assert len(machine.supervisor.snapshot().devices) == 1
    for _ in range(3):
        machine.gpus.vanish()
        assert machine.supervisor.snapshot().devices == ()
        assert machine.supervisor.free_bytes() == 0
        assert isinstance(lark.plan(), Wait)
        machine.gpus.reappear()
        until(lambda: machine.supervisor.snapshot().devices)
    assert "error" not in lark.call({})


def test_workers_continue_without_a_driver(machine: Machine) -> None:
    lark, wren = machine.engine("lark", 3.0), machine.engine("wren", 3.0)
    lark.start()
    wren.start()
    machine.gpus.vanish()
    for tool in (lark, wren):
        assert "error" not in tool.call({})
    pictures = machine.supervisor.snapshot().workers
    assert [picture.pid is not None for picture in pictures] == [True, True]
    wren.stop()
    machine.gpus.reappear()
    until(lambda: machine.supervisor.snapshot().devices)
    picture, _ = machine.supervisor.snapshot().workers
    assert picture.memory_source == "driver"
    assert picture.memory_bytes == 3 * GIB
    assert machine.supervisor.free_bytes() == 5 * GIB


def test_waiting_start_keeps_waiting_without_a_driver(machine: Machine) -> None:
    gate = machine.room.gate()
    lark, wren = machine.engine("lark", 5.0), machine.engine("wren", 5.0)
    lark.start()
    busy = BackgroundCall(lambda: lark.call({"do": "pass", "gate": gate.port}))
    gate.wait_entered()
    waiting = BackgroundCall(lambda: wren.call({}))
    until(lambda: "lark" in wren.waits_for)
    machine.gpus.vanish()
    gate.let_pass()
    assert busy.result()["passed"]
    until(lambda: "driver" in wren.waits_for)
    assert alive(lark, wren) == ["lark"]  # no worker is stopped on a guess
    machine.gpus.reappear()
    assert "error" not in waiting.result()
    assert alive(lark, wren) == ["wren"]


def test_driver_may_vanish_during_a_load(machine: Machine) -> None:
    gate = machine.room.gate()
    lark = machine.engine("lark", 5.0, load={"second_gate": gate.port})
    starting = BackgroundCall(lark.start)
    gate.wait_entered()
    machine.gpus.vanish()
    gate.let_pass()
    starting.result()
    assert lark.is_alive()
    assert machine.supervisor.memory.ledger.reserved_bytes() == 5 * GIB
    machine.gpus.reappear()
    until(lambda: machine.supervisor.snapshot().devices)
    assert machine.supervisor.free_bytes() == 3 * GIB


def test_driver_may_return_with_another_gpu(machine: Machine) -> None:
    """A laptop with an external GPU wakes up somewhere else."""
    lark = machine.engine("lark", 5.0)
    lark.call({})
    lark.stop()
    machine.gpus.vanish()
    machine.put_in(4.0, 12.0)
    machine.gpus.reappear()
    assert "error" not in lark.call({})
    assert machine.truth.held_bytes(1) == 5 * GIB


def test_hung_driver_delays_only_starts(machine: Machine) -> None:
    patient = BoundedProbe(NvmlProbe(retry_s=0.01), patience_s=0.05)
    machine.supervise(probe=GpuElseSystemProbe([patient], SystemMemoryProbe()))
    lark, wren = machine.engine("lark", 5.0), machine.engine("wren", 5.0)
    lark.start()
    machine.gpus.hang("*", 3_600_000)
    assert "error" not in lark.call({})
    # Until then it may just be slow, and starts use its last figures.
    until(lambda: machine.supervisor.snapshot().devices[0].age_s > 5.0)
    (lark_picture, _) = machine.supervisor.snapshot().workers
    assert lark_picture.pid is not None
    waiting = BackgroundCall(lambda: wren.call({}))
    until(lambda: "driver" in wren.waits_for)
    assert lark.is_alive()
    machine.gpus.hang("*", 0)
    assert "error" not in waiting.result()
    assert alive(lark, wren) == ["wren"]


def test_one_gpu_of_two_is_lost(machine: Machine) -> None:
    """It falls off the bus; what is on the other one is none the worse for it."""
    import pynvml

    machine.put_in(8.0, 8.0)
    first = machine.engine("first", 5.0, device="cuda:0")
    second = machine.engine("second", 5.0, device="cuda:1")
    first.call({})
    second.call({})
    machine.gpus.fail("nvmlDeviceGetMemoryInfo_v2", pynvml.NVML_ERROR_GPU_IS_LOST, device=1)
    (device,) = machine.supervisor.snapshot().devices
    assert device.index == 0
    new = machine.engine("new", 5.0, device="cuda:0")
    plan = new.plan()
    assert isinstance(plan, Evict)
    assert [victim.name for victim in plan.victims] == ["first"]
    assert "error" not in new.call({})
    assert "error" not in second.call({})
    machine.gpus.fail("nvmlDeviceGetMemoryInfo_v2", 0, device=1)
    until(lambda: len(machine.supervisor.snapshot().devices) == 2)
    assert alive(first, second, new) == ["second", "new"]
