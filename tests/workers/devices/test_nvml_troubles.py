"""A driver that is not there, goes away, comes back, or fails in any way it likes."""

from __future__ import annotations

import logging
import os
import sys

import pynvml
import pytest

from tests.support.nvml_standin import GIB, NvmlStandIn
from tests.workers.devices.conftest import SetClock
from workers.devices.nvml import NvmlProbe

INIT = "nvmlInitWithFlags"
FUNCTIONS = [
    INIT,
    "nvmlShutdown",
    "nvmlSystemGetDriverVersion",
    "nvmlDeviceGetCount_v2",
    "nvmlDeviceGetHandleByIndex_v2",
    "nvmlDeviceGetUUID",
    "nvmlDeviceGetName",
    "nvmlDeviceGetMemoryInfo_v2",
    "nvmlDeviceGetComputeRunningProcesses_v3",
    "nvmlDeviceGetGraphicsRunningProcesses_v3",
    "*",
]
CODES = [*range(1, 31), 77, pynvml.NVML_ERROR_UNKNOWN]


def test_no_driver_is_no_gpu(nvml_standin: NvmlStandIn, probe: NvmlProbe) -> None:
    nvml_standin.vanish()
    assert probe.read() == ()


def test_missing_driver_is_looked_for_every_five_seconds(
    nvml_standin: NvmlStandIn, probe: NvmlProbe, clock: SetClock
) -> None:
    nvml_standin.vanish()
    for _ in range(100):
        probe.read()
        clock.time_s += 0.1
    assert 2 <= nvml_standin.calls(INIT) <= 3
    nvml_standin.reappear()
    clock.time_s += 5.0
    assert len(probe.read()) == 1


def test_driver_goes_away_and_comes_back(
    nvml_standin: NvmlStandIn, probe: NvmlProbe, clock: SetClock
) -> None:
    assert len(probe.read()) == 1
    for _ in range(3):
        nvml_standin.vanish()
        assert probe.read() == ()
        clock.time_s += 5.0
        assert probe.read() == ()
        nvml_standin.reappear()
        clock.time_s += 5.0
        assert len(probe.read()) == 1
        assert nvml_standin.open_sessions() == 1


def test_restart_of_the_driver_between_two_readings_is_not_seen(
    nvml_standin: NvmlStandIn, probe: NvmlProbe, clock: SetClock
) -> None:
    assert len(probe.read()) == 1
    clock.time_s += 60.0
    nvml_standin.vanish()
    nvml_standin.reappear()
    assert len(probe.read()) == 1


def test_lost_gpu_does_not_hide_the_other(
    nvml_standin: NvmlStandIn, probe: NvmlProbe, clock: SetClock
) -> None:
    nvml_standin.set_devices(8 * GIB, 24 * GIB)
    assert [gpu.index for gpu in probe.read()] == [0, 1]
    nvml_standin.fail("*", pynvml.NVML_ERROR_GPU_IS_LOST, device=0)
    for _ in range(10):
        assert [gpu.index for gpu in probe.read()] == [1]
        clock.time_s += 1.0
    nvml_standin.fail("*", 0, device=0)
    clock.time_s += 5.0
    assert [gpu.index for gpu in probe.read()] == [0, 1]


def test_gpu_is_plugged_in(nvml_standin: NvmlStandIn, probe: NvmlProbe, clock: SetClock) -> None:
    nvml_standin.set_devices()
    assert probe.read() == ()
    nvml_standin.set_devices(8 * GIB)
    clock.time_s += 5.0
    assert len(probe.read()) == 1


@pytest.mark.parametrize("code", [pynvml.NVML_ERROR_NOT_SUPPORTED, pynvml.NVML_ERROR_NO_PERMISSION])
def test_unsupported_gpu_opens_no_new_session(
    nvml_standin: NvmlStandIn, probe: NvmlProbe, clock: SetClock, code: int
) -> None:
    nvml_standin.fail("nvmlDeviceGetMemoryInfo_v2", code)
    for _ in range(10):
        assert probe.read() == ()
        clock.time_s += 5.0
    assert nvml_standin.calls(INIT) == 1


@pytest.mark.parametrize("function", FUNCTIONS)
def test_any_failure_is_a_state_and_passes(
    nvml_standin: NvmlStandIn, probe: NvmlProbe, clock: SetClock, function: str
) -> None:
    nvml_standin.set_process(os.getpid(), GIB)
    expected = probe.read()
    assert len(expected) == 1
    for code in CODES:
        nvml_standin.fail(function, code)
        for _ in range(3):
            readings = probe.read()
            assert [gpu.total_bytes for gpu in readings] in ([], [8 * GIB])
            clock.time_s += 5.0
        nvml_standin.fail(function, 0)
        clock.time_s += 5.0
        # A session that was opened without what is refused by design has to be ended.
        nvml_standin.reappear()
        assert probe.read() == expected, f"after {function} answered {code}"


def test_driver_is_not_touched_before_the_first_reading(nvml_standin: NvmlStandIn) -> None:
    NvmlProbe().close()
    assert nvml_standin.calls(INIT) == 0


def test_closing_ends_the_session_once(nvml_standin: NvmlStandIn, probe: NvmlProbe) -> None:
    probe.read()
    assert nvml_standin.open_sessions() == 1
    probe.close()
    probe.close()
    assert nvml_standin.open_sessions() == 0
    assert nvml_standin.calls("nvmlShutdown") == 1
    assert probe.read() == ()


def test_missing_pynvml_means_no_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pynvml", None)
    assert NvmlProbe().read() == ()


def test_trouble_is_logged_when_it_changes(
    nvml_standin: NvmlStandIn,
    probe: NvmlProbe,
    clock: SetClock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, "workers.devices.driver")
    nvml_standin.fail("nvmlDeviceGetMemoryInfo_v2", pynvml.NVML_ERROR_GPU_IS_LOST)
    for _ in range(20):
        probe.read()
        clock.time_s += 1.0
    nvml_standin.fail("nvmlDeviceGetMemoryInfo_v2", 0)
    clock.time_s += 5.0
    probe.read()
    lost, back = [record.getMessage() for record in caplog.records]
    assert "GPU 0 (Stand-in GPU 0): GPU is lost" in lost
    assert "all GPUs respond again" in back


@pytest.mark.parametrize("kind", ["Compute", "Graphics"])
def test_list_that_fails_for_a_moment_is_not_taken_for_an_empty_one(
    nvml_standin: NvmlStandIn, probe: NvmlProbe, kind: str
) -> None:
    computes = kind == "Compute"
    nvml_standin.set_process(41, 2 * GIB, computes=computes, draws=not computes)
    nvml_standin.set_process(42, GIB, computes=not computes, draws=computes)
    probe.read()
    nvml_standin.fail(f"nvmlDeviceGet{kind}RunningProcesses_v3", pynvml.NVML_ERROR_UNKNOWN)
    for _ in range(3):
        (gpu,) = probe.read()
        assert gpu.used_bytes == 3 * GIB
        assert {process.pid: process.used_bytes for process in gpu.processes} == {41: None, 42: GIB}
    nvml_standin.remove_process(41)
    nvml_standin.fail(f"nvmlDeviceGet{kind}RunningProcesses_v3", 0)
    assert [process.pid for process in probe.read()[0].processes] == [42]


def test_unsupported_process_list_is_empty(nvml_standin: NvmlStandIn, probe: NvmlProbe) -> None:
    nvml_standin.set_process(41, GIB)
    for kind in ("Compute", "Graphics"):
        for version in ("v2", "v3"):
            name = f"nvmlDeviceGet{kind}RunningProcesses_{version}"
            nvml_standin.fail(name, pynvml.NVML_ERROR_UNKNOWN)
    (gpu,) = probe.read()
    assert (gpu.used_bytes, gpu.processes) == (GIB, ())


def test_session_that_cannot_be_used_is_not_left_open(
    nvml_standin: NvmlStandIn, probe: NvmlProbe
) -> None:
    nvml_standin.fail("nvmlDeviceGetCount_v2", pynvml.NVML_ERROR_UNKNOWN)
    assert probe.read() == ()
    assert nvml_standin.open_sessions() == 0
