"""Devices that a worker may use, its variables, and the labels of its devices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.workers.memory.fake_user import FakeUser
from workers.base.clock import MonotonicClock
from workers.devices.probe import DeviceReading
from workers.devices.reader import DeviceReader
from workers.memory.budgets import Budgets
from workers.memory.ledger import Ledger
from workers.memory.manager import Memory
from workers.memory.placement import (
    candidates,
    environment,
    host_device,
    is_cpu,
    is_kept_off_gpus,
)
from workers.memory.plan import CPU, Fits, Place, Refuse
from workers.memory.planning_input import MemoryRequest, Planner, PlanningInput
from workers.testing import FakeProbe, gpu

FIRST, SECOND = gpu(8.0), gpu(8.0, index=1)
AMD = replace(gpu(8.0, index=1), backend="rocm")
SYSTEM = replace(gpu(8.0), uuid="system", name="RAM", kind="system", backend="cpu")
APPLE = replace(SYSTEM, name="Apple", backend="mps")


def look(demand: MemoryRequest, *devices: DeviceReading) -> PlanningInput:
    clock = MonotonicClock()
    planner = Planner(DeviceReader(FakeProbe(*devices), clock), Ledger(), Budgets(None))
    return planner.read(demand, clock.now())


def names(found: Sequence[DeviceReading]) -> list[str]:
    return [device.uuid for device in found]


@pytest.mark.parametrize(
    ("setting", "found"),
    [
        (None, ["GPU-0", "GPU-1"]),
        ("cuda:1", ["GPU-1"]),
        ("1", ["GPU-1"]),
        ("GPU-0", ["GPU-0"]),
        ("cuda:7", []),
        ("GPU-", []),
    ],
)
def test_device_is_wanted_by_its_label_its_number_or_its_uuid(
    setting: str | None, found: list[str]
) -> None:
    assert names(candidates((FIRST, SECOND), setting, {})) == found


@pytest.mark.parametrize(
    ("listed", "found"),
    [
        ("1", ["GPU-1"]),
        ("0, 1", ["GPU-0", "GPU-1"]),
        ("GPU-1", ["GPU-1"]),
        ("", []),
        ("-1", []),
        ("GPU-", []),
    ],
)
def test_hidden_gpus_are_hidden_from_workers(listed: str, found: list[str]) -> None:
    environ = {"CUDA_VISIBLE_DEVICES": listed}
    assert names(candidates((FIRST, SECOND), None, environ)) == found
    assert names(candidates((AMD,), None, environ)) == ["GPU-1"]  # it heeds another one
    assert names(candidates((AMD,), None, {"HIP_VISIBLE_DEVICES": "0"})) == []


@pytest.mark.parametrize("listed", ["", "-1", "MIG-6f0a"])
def test_no_variables_where_all_gpus_are_hidden(
    monkeypatch: pytest.MonkeyPatch, listed: str
) -> None:
    """Workers inherit our variables, which may name a part of a GPU."""
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", listed)
    scene = look(MemoryRequest("five"), FIRST, SECOND)
    plan = scene.plan(MemoryRequest("five"))
    assert isinstance(plan, Fits)
    assert environment(plan.place, has_choice=scene.has_choice) == {}


def test_variables_name_the_place_where_there_is_a_choice() -> None:
    variables = environment(Place.on(SECOND), has_choice=True)
    assert variables == {"CUDA_VISIBLE_DEVICES": "GPU-1", "ENGINEROOM_DEVICE": "cuda"}
    assert environment(Place.on(SECOND), has_choice=False) == {}
    assert environment(Place.on(AMD), has_choice=True)["HIP_VISIBLE_DEVICES"] == "1"
    assert environment(Place.on(APPLE), has_choice=True) == {"ENGINEROOM_DEVICE": "mps"}
    off = environment(CPU, has_choice=True)
    assert off["CUDA_VISIBLE_DEVICES"] == off["HIP_VISIBLE_DEVICES"] == "-1"
    assert is_kept_off_gpus(off)
    assert not is_kept_off_gpus(variables)


@pytest.mark.parametrize(
    ("label", "expected"),
    [("cuda", "cuda:1"), ("cuda:0", "cuda:1"), ("cuda:1", "cuda:1"), ("cpu", "cpu")],
)
def test_only_gpu_that_a_worker_sees_is_its_first(label: str, expected: str) -> None:
    place = Place.on(SECOND)
    assert host_device(label, environment(place, has_choice=True), place) == expected
    assert host_device(label, {}, place) == label
    assert host_device(label, {"CUDA_VISIBLE_DEVICES": "1"}, None) == label


@pytest.mark.parametrize("devices", [(FIRST, SECOND), (SYSTEM,), (APPLE,)])
def test_missing_device_is_a_refusal(devices: tuple[DeviceReading, ...]) -> None:
    """It runs nowhere else: not on the CPU either, where there is no GPU at all."""
    demand = MemoryRequest("five", device="cuda:7")
    plan = look(demand, *devices).plan(demand)
    assert isinstance(plan, Refuse)
    assert "cuda:7" in plan.reason
    assert ("GPU-1" in plan.help) == (len(devices) > 1)
    assert "system" not in plan.help


def test_cpu_mode_replaces_a_missing_device() -> None:
    """As the start itself does: a dry run says the same."""
    demand = MemoryRequest("five", device="cuda:7", has_cpu_mode=True)
    plan = look(demand, FIRST).plan(demand)
    assert isinstance(plan, Fits)
    assert plan.place == CPU
    assert "cuda:7" in plan.instead


def test_apples_gpu_has_a_name_as_well() -> None:
    assert names(candidates((APPLE,), "mps", {})) == ["system"]
    assert is_cpu("cpu")
    assert not is_cpu("mps")


def test_dry_run_of_a_running_worker_stops_no_worker() -> None:
    """Its own memory is not another program's."""
    clock, probe = MonotonicClock(), FakeProbe(gpu(8.0))
    memory = Memory(DeviceReader(probe, clock), clock, Budgets(None, {"five": (5.0, 5.0)}), 1.0)
    lark = FakeUser("lark", is_idle=True)
    reservation = memory.ledger.reserve("lark", "five", 5 * 2**30, Place.on(FIRST), lark)
    memory.ledger.settle(reservation, (7,), 5 * 2**30, 5 * 2**30, 0.0)
    probe.set([gpu(8.0, 5.0)])
    plan = memory.plan(lark)
    assert isinstance(plan, Fits)
    assert plan.place == Place.on(FIRST)
