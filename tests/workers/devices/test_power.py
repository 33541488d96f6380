"""A GPU that sleeps is not woken to be read."""

from __future__ import annotations

import os
import sys

import pynvml
import pytest

from tests.support.nvml_standin import GIB, NvmlStandIn
from tests.workers.devices.conftest import Kernel, SetClock
from workers.devices import power
from workers.devices.nvml import NvmlProbe

QUESTIONS = [
    "nvmlDeviceGetMemoryInfo_v2",
    "nvmlDeviceGetComputeRunningProcesses_v3",
    "nvmlDeviceGetGraphicsRunningProcesses_v3",
]


def asked(standin: NvmlStandIn) -> list[int]:
    return [standin.calls(function) for function in QUESTIONS]


@pytest.mark.parametrize("status", ["suspended", "suspending"])
def test_sleeping_gpu_shows_its_last_figures(
    nvml_standin: NvmlStandIn, probe: NvmlProbe, kernel: Kernel, status: str
) -> None:
    nvml_standin.set_process(os.getpid(), GIB)
    awake = probe.read()
    before = asked(nvml_standin)
    kernel.say(nvml_standin.bus_id(), status)
    for _ in range(10):
        assert probe.read() == awake
    assert asked(nvml_standin) == before

    nvml_standin.set_process(os.getpid(), 2 * GIB)
    kernel.say(nvml_standin.bus_id(), "active")
    assert probe.read()[0].used_bytes == 2 * GIB


def test_other_gpu_is_read_meanwhile(
    nvml_standin: NvmlStandIn, probe: NvmlProbe, kernel: Kernel
) -> None:
    nvml_standin.set_devices(8 * GIB, 24 * GIB)
    probe.read()
    kernel.say(nvml_standin.bus_id(0), "suspended")
    kernel.say(nvml_standin.bus_id(1), "active")
    for device in (0, 1):
        nvml_standin.set_unlisted(GIB, device)
    assert [gpu.used_bytes for gpu in probe.read()] == [0, GIB]


def test_gpu_that_was_never_read_is_read_once(
    nvml_standin: NvmlStandIn, probe: NvmlProbe, kernel: Kernel
) -> None:
    kernel.say(nvml_standin.bus_id(), "suspended")
    for _ in range(3):
        assert len(probe.read()) == 1
    assert asked(nvml_standin) == [1, 1, 1]


def test_gpu_without_an_address_is_always_read(
    nvml_standin: NvmlStandIn, probe: NvmlProbe, kernel: Kernel, clock: SetClock
) -> None:
    nvml_standin.fail("nvmlDeviceGetPciInfo_v3", pynvml.NVML_ERROR_NOT_SUPPORTED)
    kernel.say(nvml_standin.bus_id(), "suspended")
    for _ in range(3):
        assert len(probe.read()) == 1
    assert asked(nvml_standin) == [3, 3, 3]


@pytest.mark.parametrize("status", ["active", "resuming", "unsupported", "error", ""])
def test_what_is_not_asleep(kernel: Kernel, status: str) -> None:
    kernel.say("0000:01:00.0", status)
    assert not power.is_asleep("0000:01:00.0")


def test_addresses_as_drivers_write_them(kernel: Kernel, monkeypatch: pytest.MonkeyPatch) -> None:
    kernel.say("0000:0b:00.0", "suspended")
    for bus_id in ("0000:0b:00.0", "00000000:0B:00.0"):
        assert power.is_asleep(bus_id)
    assert not power.is_asleep("0000:0c:00.0")
    assert not power.is_asleep(None)
    monkeypatch.setattr(sys, "platform", "win32")
    assert not power.is_asleep("0000:0b:00.0")


def test_which_gpus_might_sleep(kernel: Kernel) -> None:
    kernel.say("0000:0b:00.0", "active", control="auto")
    kernel.say("0000:0c:00.0", "active", control="on")
    assert power.may_sleep("00000000:0B:00.0")
    assert not power.may_sleep("0000:0c:00.0")
    assert not power.may_sleep("0000:0d:00.0")
