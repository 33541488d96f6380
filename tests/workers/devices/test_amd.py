"""What is read from ``amdsmi``, against a module that says what the test wants."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.support.amdsmi_standin import AmdSmiStandIn, amdsmi
from tests.workers.devices.conftest import SetClock
from workers.devices import power
from workers.devices.amd import AmdProbe
from workers.devices.probe import DeviceReading, ProcessMemory

__all__ = ["amdsmi"]

GIB = 2**30
MIB = 2**20
FUNCTIONS = [
    "amdsmi_init",
    "amdsmi_shut_down",
    "amdsmi_get_processor_handles",
    "amdsmi_get_gpu_device_uuid",
    "amdsmi_get_gpu_device_bdf",
    "amdsmi_get_gpu_asic_info",
    "amdsmi_get_gpu_enumeration_info",
    "amdsmi_get_gpu_vram_usage",
    "amdsmi_get_gpu_process_list",
]
NOT_SUPPORTED, NO_PERM, DRM_ERROR = 2, 10, 6


@pytest.fixture
def probe(amdsmi: AmdSmiStandIn, clock: SetClock) -> Iterator[AmdProbe]:
    probe = AmdProbe(clock=clock, retry_s=5.0)
    yield probe
    amdsmi.failures.clear()
    probe.close()


def test_gpu_in_bytes(amdsmi: AmdSmiStandIn, probe: AmdProbe) -> None:
    amdsmi.gpus[0].used_mb = 1024
    assert probe.read() == (
        DeviceReading(
            index=0,
            uuid="00ff744c-0000-1000-8000",
            name="AMD Radeon RX 7900 XTX",
            kind="gpu",
            total_bytes=24 * GIB,
            used_bytes=GIB,
            free_bytes=23 * GIB,
            backend="rocm",
        ),
    )
    amdsmi.gpus[0].used_mb = 2048
    assert probe.read()[0].used_bytes == 2 * GIB


def test_shares_are_of_the_gpus_own_memory(amdsmi: AmdSmiStandIn, probe: AmdProbe) -> None:
    amdsmi.gpus[0].shares = {os.getpid(): GIB, 2**22 + 1: 2 * GIB, 2**22 + 2: 0}
    name = psutil.Process().name()
    assert probe.read()[0].processes == (
        ProcessMemory(2**22 + 1, 2 * GIB, None),
        ProcessMemory(os.getpid(), GIB, name),
        ProcessMemory(2**22 + 2, None, None),
    ), "a share of nothing is one that it does not know"


def test_order_is_that_of_hip(amdsmi: AmdSmiStandIn, probe: AmdProbe) -> None:
    amdsmi.set_gpus(8192, 16384)
    amdsmi.gpus[0].hip_id, amdsmi.gpus[1].hip_id = 1, 0
    assert [(gpu.index, gpu.total_bytes) for gpu in probe.read()] == [(0, 16 * GIB), (1, 8 * GIB)]


def test_library_without_hips_order_keeps_its_own(
    amdsmi: AmdSmiStandIn, probe: AmdProbe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(AmdSmiStandIn, "amdsmi_get_gpu_enumeration_info")
    amdsmi.set_gpus(8192, 16384)
    assert [(gpu.index, gpu.total_bytes) for gpu in probe.read()] == [(0, 8 * GIB), (1, 16 * GIB)]


def test_gpu_without_a_name(amdsmi: AmdSmiStandIn, probe: AmdProbe) -> None:
    amdsmi.gpus[0].name = "N/A"
    assert probe.read()[0].name == "AMD GPU"


def test_driver_goes_away_and_comes_back(
    amdsmi: AmdSmiStandIn, probe: AmdProbe, clock: SetClock
) -> None:
    assert len(probe.read()) == 1
    for _ in range(3):
        amdsmi.vanish()
        assert probe.read() == ()
        clock.time_s += 5.0
        assert probe.read() == ()
        amdsmi.reappear()
        assert probe.read() == (), "not looked for so soon again"
        clock.time_s += 5.0
        assert len(probe.read()) == 1
        assert amdsmi.open_sessions == 1


@pytest.mark.parametrize("function", FUNCTIONS)
def test_any_failure_is_a_state_and_passes(
    amdsmi: AmdSmiStandIn, probe: AmdProbe, clock: SetClock, function: str
) -> None:
    amdsmi.gpus[0].shares = {os.getpid(): GIB}
    expected = probe.read()
    for code in [*range(1, 24), *range(30, 42), 0xFFFFFFFE, 0xFFFFFFFF]:
        amdsmi.fail(function, code)
        for _ in range(3):
            assert [gpu.total_bytes for gpu in probe.read()] in ([], [24 * GIB])
            clock.time_s += 5.0
        amdsmi.fail(function, 0)
        amdsmi.vanish()
        amdsmi.reappear()
        clock.time_s += 5.0
        assert probe.read() == expected, f"after {function} answered {code}"


def test_list_that_fails_for_a_moment_is_not_taken_for_an_empty_one(
    amdsmi: AmdSmiStandIn, probe: AmdProbe
) -> None:
    amdsmi.gpus[0].shares = {41: GIB}
    probe.read()
    amdsmi.fail("amdsmi_get_gpu_process_list", DRM_ERROR)
    for _ in range(2):
        assert [(process.pid, process.used_bytes) for process in probe.read()[0].processes] == [
            (41, None)
        ]
    amdsmi.fail("amdsmi_get_gpu_process_list", NO_PERM)
    assert probe.read()[0].processes == ()


def test_unsupported_gpu_opens_no_new_session(
    amdsmi: AmdSmiStandIn, probe: AmdProbe, clock: SetClock
) -> None:
    amdsmi.fail("amdsmi_get_gpu_vram_usage", NOT_SUPPORTED)
    for _ in range(10):
        assert probe.read() == ()
        clock.time_s += 5.0
    assert amdsmi.sessions == 1


def test_sleeping_gpu_is_not_woken(
    amdsmi: AmdSmiStandIn, probe: AmdProbe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(power, "PCI_DEVICES", tmp_path)
    awake = probe.read()
    status = tmp_path / amdsmi.gpus[0].bus_id / "power" / "runtime_status"
    status.parent.mkdir(parents=True)
    status.write_text("suspended\n", encoding="ascii")
    amdsmi.calls.clear()
    assert probe.read() == awake
    assert amdsmi.calls == []


@pytest.mark.parametrize("error", [OSError("libamd_smi.so"), AttributeError("x"), ImportError("y")])
def test_module_that_cannot_be_imported_is_tried_once(
    error: Exception, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempts: list[str] = []

    class Broken:
        def find_spec(self, name: str, path: object = None, target: object = None) -> None:
            if name == "amdsmi":
                attempts.append(name)
                raise error

    monkeypatch.delitem(sys.modules, "amdsmi", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Broken(), *sys.meta_path])
    probe = AmdProbe(clock=clock)
    for _ in range(3):
        assert probe.read() == ()
        clock.time_s += 5.0
    probe.close()
    assert attempts == ["amdsmi"]


def test_closing_ends_the_session_once(amdsmi: AmdSmiStandIn, probe: AmdProbe) -> None:
    probe.read()
    assert amdsmi.open_sessions == 1
    probe.close()
    probe.close()
    assert amdsmi.open_sessions == 0
    assert probe.read() == ()


def test_session_that_cannot_be_used_is_not_left_open(
    amdsmi: AmdSmiStandIn, probe: AmdProbe
) -> None:
    amdsmi.fail("amdsmi_get_processor_handles", DRM_ERROR)
    assert probe.read() == ()
    assert amdsmi.open_sessions == 0


@pytest.mark.parametrize("is_there", [True, False])
def test_gpu_that_is_not_found_at_first_is_looked_for_again(
    amdsmi: AmdSmiStandIn, probe: AmdProbe, clock: SetClock, is_there: bool
) -> None:
    found, amdsmi.gpus = amdsmi.gpus, amdsmi.gpus if is_there else []
    amdsmi.fail("amdsmi_get_gpu_device_uuid", DRM_ERROR)
    assert probe.read() == ()
    amdsmi.fail("amdsmi_get_gpu_device_uuid", 0)
    amdsmi.gpus = found
    clock.time_s += 5.0
    assert len(probe.read()) == 1
