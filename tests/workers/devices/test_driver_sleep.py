"""Reading for a display lets unused GPUs sleep."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from tests.support.nvml_standin import GIB, NvmlStandIn
from tests.workers.devices.conftest import Kernel, SetClock
from workers.devices.bounded_probe import BoundedProbe
from workers.devices.default_probe import GpuElseSystemProbe
from workers.devices.driver_sleep import ASLEEP_WITHIN_S, QUIET_S, RESTLESS_S
from workers.devices.nvml import NvmlProbe
from workers.devices.probe import DeviceReading, glance
from workers.devices.reader import DeviceReader
from workers.devices.system_memory import SystemMemoryProbe

MEMORY = "nvmlDeviceGetMemoryInfo_v2"


@pytest.fixture
def laptop(nvml_standin: NvmlStandIn, kernel: Kernel) -> NvmlStandIn:
    """Its GPU is awake, and would go to sleep."""
    nvml_standin.set_unlisted(GIB // 4)
    kernel.say(nvml_standin.bus_id(), "active")
    return nvml_standin


def watch(probe: NvmlProbe, clock: SetClock, seconds: float) -> list[tuple[DeviceReading, ...]]:
    """Glance once a second."""
    seen: list[tuple[DeviceReading, ...]] = []
    for _ in range(int(seconds)):
        seen.append(probe.glance())
        clock.time_s += 1.0
    return seen


def test_idle_gpu_is_not_read_and_keeps_its_figures(
    laptop: NvmlStandIn, probe: NvmlProbe, clock: SetClock, kernel: Kernel
) -> None:
    seen = watch(probe, clock, QUIET_S + 3)
    assert laptop.open_sessions() == 0, "a session alone keeps it awake"
    kernel.say(laptop.bus_id(), "suspended")
    questions = laptop.calls(MEMORY), laptop.calls("nvmlInitWithFlags")
    seen += watch(probe, clock, 24 * 60)
    assert (laptop.calls(MEMORY), laptop.calls("nvmlInitWithFlags")) == questions
    assert set(seen) == {seen[0]}
    assert seen[0][0].used_bytes == GIB // 4


def test_gpu_that_wakes_is_read_at_once(
    laptop: NvmlStandIn, probe: NvmlProbe, clock: SetClock, kernel: Kernel
) -> None:
    watch(probe, clock, QUIET_S + 3)
    kernel.say(laptop.bus_id(), "suspended")
    watch(probe, clock, 60)
    laptop.set_process(os.getpid(), GIB)
    kernel.say(laptop.bus_id(), "active")
    assert probe.glance()[0].used_bytes == GIB // 4 + GIB
    watch(probe, clock, 60)
    assert laptop.open_sessions() == 1, "somebody is on it"


def test_read_ends_the_sleep(
    laptop: NvmlStandIn, probe: NvmlProbe, clock: SetClock, kernel: Kernel
) -> None:
    watch(probe, clock, QUIET_S + 3)
    kernel.say(laptop.bus_id(), "suspended")
    probe.glance()
    laptop.set_unlisted(2 * GIB)
    assert probe.read()[0].used_bytes == 2 * GIB
    kernel.say(laptop.bus_id(), "active")
    watch(probe, clock, QUIET_S - 1)
    assert laptop.open_sessions() == 1
    watch(probe, clock, 4)
    assert laptop.open_sessions() == 0


def test_glance_shows_the_last_reading(
    laptop: NvmlStandIn, probe: NvmlProbe, clock: SetClock
) -> None:
    watch(probe, clock, QUIET_S + 3)
    laptop.set_unlisted(2 * GIB)
    assert probe.glance()[0].used_bytes == GIB // 4, "it is at rest, and not yet asleep"
    assert probe.read()[0].used_bytes == 2 * GIB
    assert probe.glance()[0].used_bytes == 2 * GIB


def test_gpu_that_does_not_go_to_sleep_is_not_left_alone_for_nothing(
    laptop: NvmlStandIn, probe: NvmlProbe, clock: SetClock
) -> None:
    watch(probe, clock, QUIET_S + ASLEEP_WITHIN_S + 5)
    assert laptop.open_sessions() == 1
    laptop.set_unlisted(GIB)
    assert probe.glance()[0].used_bytes == GIB
    watch(probe, clock, RESTLESS_S - 60)
    assert laptop.open_sessions() == 1
    watch(probe, clock, 70)
    assert laptop.open_sessions() == 0, "it gets another chance"


@pytest.mark.parametrize("why", ["a process", "power", "figures"])
def test_busy_gpu_is_read_every_time(
    laptop: NvmlStandIn, probe: NvmlProbe, clock: SetClock, kernel: Kernel, why: str
) -> None:
    if why == "a process":
        laptop.set_process(41, GIB)
    if why == "power":
        kernel.say(laptop.bus_id(), "active", control="on")
    for second in range(60):
        if why == "figures":
            laptop.set_unlisted(GIB + second)
        watch(probe, clock, 1)
    assert laptop.calls(MEMORY) == 60
    assert laptop.open_sessions() == 1


def test_all_gpus_of_a_driver_rest_or_none(
    laptop: NvmlStandIn, probe: NvmlProbe, clock: SetClock, kernel: Kernel
) -> None:
    laptop.set_devices(8 * GIB, 24 * GIB)
    laptop.set_process(os.getpid(), GIB, device=1)
    for device in (0, 1):
        kernel.say(laptop.bus_id(device), "active")
    watch(probe, clock, 60)
    assert laptop.open_sessions() == 1
    laptop.remove_process(os.getpid())
    watch(probe, clock, QUIET_S + 3)
    assert laptop.open_sessions() == 0


def test_glances_reach_the_driver_through_the_thread_that_asks_it(
    laptop: NvmlStandIn, clock: SetClock, kernel: Kernel
) -> None:
    probe = GpuElseSystemProbe([BoundedProbe(NvmlProbe(clock=clock))], SystemMemoryProbe())
    try:
        for _ in range(int(QUIET_S) + 3):
            assert [gpu.kind for gpu in glance(probe)] == ["gpu"]
            clock.time_s += 1.0
        assert laptop.open_sessions() == 0
        kernel.say(laptop.bus_id(), "suspended")
        assert glance(probe)[0].used_bytes == GIB // 4
        assert laptop.open_sessions() == 0
        assert probe.read()[0].used_bytes == GIB // 4
        assert laptop.open_sessions() == 1
    finally:
        probe.close()
    assert glance(probe) == ()


def test_sleeping_figures_are_not_dependable(
    laptop: NvmlStandIn, clock: SetClock, until: Callable[[Callable[[], object]], None]
) -> None:
    nvml = NvmlProbe(clock=clock)
    watch(nvml, clock, QUIET_S + 3)
    assert laptop.open_sessions() == 0
    probe = BoundedProbe(nvml, patience_s=0.05, first_patience_s=60)
    devices = DeviceReader(probe, clock)
    try:
        laptop.set_unlisted(7 * GIB)  # A game, within the time that is left to fall asleep.
        laptop.hang("nvmlInitWithFlags", 600_000)
        assert [gpu.used_bytes for gpu in devices.glance()] == [GIB // 4]
        readings = devices.read()
        assert not devices.are_dependable(readings)
        laptop.hang("nvmlInitWithFlags", 0)
        until(lambda: devices.read()[0].used_bytes == 7 * GIB)
        assert devices.are_dependable(devices.read())
    finally:
        laptop.hang("nvmlInitWithFlags", 0)
        probe.close()


def test_probe_that_knows_no_glance_is_read() -> None:
    assert glance(SystemMemoryProbe())[0].kind == "system"
