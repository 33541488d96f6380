"""The probe for any machine: GPUs while there are any, else the system's memory."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import psutil
import pytest

from tests.support.amdsmi_standin import AmdSmiStandIn, amdsmi
from tests.support.nvml_standin import GIB, NvmlStandIn
from tests.workers.devices.conftest import SetClock
from workers.devices.default_probe import default_probe
from workers.devices.probe import DeviceProbe
from workers.devices.system_memory import SystemMemoryProbe

__all__ = ["amdsmi"]


@pytest.fixture
def default(nvml_standin: NvmlStandIn, clock: SetClock) -> Iterator[DeviceProbe]:
    probe = default_probe(clock=clock)
    yield probe
    probe.close()
    assert probe.read() == ()
    assert nvml_standin.open_sessions() == 0


def kinds(probe: DeviceProbe) -> list[str]:
    return [device.kind for device in probe.read()]


def test_system_memory_adds_up() -> None:
    probe = SystemMemoryProbe()
    (system,) = probe.read()
    assert system.kind == "system"
    assert system.total_bytes == psutil.virtual_memory().total
    assert system.used_bytes + system.free_bytes == system.total_bytes
    assert 0 < system.free_bytes < system.total_bytes
    assert system.processes == ()
    probe.close()
    assert probe.read() == ()


def test_gpus_where_there_are_any(nvml_standin: NvmlStandIn, default: DeviceProbe) -> None:
    nvml_standin.set_devices(8 * GIB, 24 * GIB)
    assert kinds(default) == ["gpu", "gpu"]


def test_driver_comes_goes_and_comes_back_without_a_restart(
    nvml_standin: NvmlStandIn, default: DeviceProbe, clock: SetClock
) -> None:
    nvml_standin.vanish()
    assert kinds(default) == ["system"]
    for _ in range(2):
        nvml_standin.reappear()
        clock.time_s += 5.0
        assert kinds(default) == ["gpu"]
        nvml_standin.vanish()
        assert kinds(default) == ["system"]
        clock.time_s += 5.0
        assert kinds(default) == ["system"]


def test_libraries_are_not_imported_before_the_first_reading() -> None:
    code = (
        "import sys; from workers.devices.default_probe import default_probe;"
        "probe = default_probe();"
        "print(*({'psutil', 'pynvml', 'ctypes'} & set(sys.modules))); probe.close()"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    )
    assert answer.stdout.split() == []


def test_gpus_of_both_makers_nvidias_first(
    nvml_standin: NvmlStandIn, amdsmi: AmdSmiStandIn, clock: SetClock
) -> None:
    probe = default_probe(clock=clock)
    try:
        assert [(gpu.backend, gpu.index) for gpu in probe.read()] == [("cuda", 0), ("rocm", 0)]
        assert len({gpu.uuid for gpu in probe.read()}) == 2
        nvml_standin.vanish()
        assert [gpu.backend for gpu in probe.read()] == ["rocm"]
        amdsmi.vanish()
        assert kinds(probe) == ["system"]
    finally:
        probe.close()
    assert (nvml_standin.open_sessions(), amdsmi.open_sessions) == (0, 0)


@pytest.mark.parametrize(
    ("platform", "machine", "name", "backend"),
    [
        ("darwin", "arm64", "Unified memory", "mps"),
        ("darwin", "x86_64", "RAM", "cpu"),
        ("linux", "arm64", "RAM", "cpu"),
        ("win32", "AMD64", "RAM", "cpu"),
    ],
)
def test_memory_that_engines_on_apples_gpus_take_from(
    platform: str, machine: str, name: str, backend: str
) -> None:
    (system,) = SystemMemoryProbe(platform=platform, machine=machine).read()
    assert (system.name, system.backend, system.kind) == (name, backend, "system")
    assert system.total_bytes == psutil.virtual_memory().total
