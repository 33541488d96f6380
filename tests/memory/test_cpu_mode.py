"""An engine that has a CPU mode runs there rather than not at all, and says so."""

from __future__ import annotations

import json

from tests.memory.machine import Machine, alive
from tests.support.tool_room import reload_as
from workers.memory.plan import Evict, Fits


def test_engine_without_gpu_memory_runs_on_the_cpu(machine: Machine) -> None:
    machine.another_program_takes(6.0)
    lark = machine.engine("lark", 4.0, cpu_mode=True)
    plan = lark.plan()
    assert isinstance(plan, Fits)
    assert plan.place.label == "cpu"
    assert "4.00 GB" in plan.instead
    answer = lark.call({"do": "environment", "name": "CUDA_VISIBLE_DEVICES"})
    assert answer["value"] == "-1"
    assert machine.truth.held_bytes() == 0
    assert json.loads(lark.synthesize(text="Hello"))["device"] == "cpu"
    (picture,) = machine.supervisor.snapshot().workers
    assert picture.device == "cpu"
    assert picture.place is not None
    assert picture.place.label == "cpu"
    assert machine.supervisor.memory.ledger.reserved_bytes() == 0


def test_engine_with_gpu_memory_runs_on_the_gpu(machine: Machine) -> None:
    lark = machine.engine("lark", 4.0, cpu_mode=True)
    assert lark.call({"do": "device", "device": "cuda:0"})["device"] == "cuda:0"
    assert machine.truth.held_bytes() == 4 * 2**30


def test_next_start_returns_to_the_gpu(machine: Machine) -> None:
    machine.another_program_takes(6.0)
    lark = machine.engine("lark", 4.0, cpu_mode=True)
    lark.start()
    assert machine.truth.held_bytes() == 0
    machine.another_program_takes(0.0)
    lark.stop()
    assert lark.call({"do": "device", "device": "cuda:0"})["device"] == "cuda:0"
    assert machine.truth.held_bytes() == 4 * 2**30


def test_eviction_comes_before_cpu_mode(machine: Machine) -> None:
    old = machine.engine("old", 6.0)
    old.call({})
    lark = machine.engine("lark", 4.0, cpu_mode=True)
    assert isinstance(lark.plan(), Evict)
    lark.start()
    assert alive(old, lark) == ["lark"]
    assert machine.truth.held_bytes() == 4 * 2**30


def test_worker_on_the_cpu_is_not_evicted(machine: Machine) -> None:
    machine.another_program_takes(6.0)
    lark = machine.engine("lark", 4.0, cpu_mode=True)
    lark.call({})
    machine.another_program_takes(0.0)
    old, new = machine.engine("old", 5.0), machine.engine("new", 5.0)
    old.call({})
    new.call({})
    assert alive(lark, old, new) == ["lark", "new"]


def test_engine_fixed_to_the_cpu_reads_no_driver(machine: Machine) -> None:
    machine.another_program_takes(8.0)
    lark = machine.engine("lark", 4.0, device="cpu")
    assert lark.call({"do": "environment", "name": "CUDA_VISIBLE_DEVICES"})["value"] == "-1"
    assert json.loads(lark.synthesize(text="Hello"))["device"] == "cpu"


def test_cpu_memory_is_not_learned_for_the_gpu(machine: Machine) -> None:
    machine.another_program_takes(6.0)
    lark = machine.engine("lark", 4.0, cpu_mode=True)
    lark.call({})
    lark.stop()
    machine.another_program_takes(0.0)
    plan = lark.plan()
    assert isinstance(plan, Fits)
    assert plan.place.label == "cuda:0"
    assert plan.needed_bytes == 4 * 2**30
    reload_as(lark, hold_here_gb=4.0)
