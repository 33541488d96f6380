"""Which readings are good enough to promise memory by."""

from __future__ import annotations

from dataclasses import replace

from workers.gpu.probe import DeviceReading
from workers.supervisor.devices import Devices
from workers.testing import FakeClock, FakeProbe, gpu

SYSTEM = DeviceReading(0, "system", "System memory", "system", 100, 40, 60)


def is_dependable(devices: Devices) -> bool:
    return devices.is_dependable(devices.working())


def test_the_device_with_most_memory_free() -> None:
    devices = Devices(FakeProbe(gpu(8.0, 7.0), gpu(6.0, 1.0, index=1)), FakeClock())
    assert devices.working() == gpu(6.0, 1.0, index=1)
    assert is_dependable(devices)


def test_a_machine_without_a_gpu_has_only_its_memory() -> None:
    devices = Devices(FakeProbe(SYSTEM), FakeClock())
    assert devices.working() == SYSTEM
    assert is_dependable(devices)
    assert Devices(FakeProbe(), FakeClock()).working() is None
    assert is_dependable(Devices(FakeProbe(), FakeClock()))


def test_gpus_that_vanish_are_waited_for_and_then_given_up() -> None:
    probe, clock = FakeProbe(gpu()), FakeClock()
    devices = Devices(probe, clock)
    assert is_dependable(devices)
    for instead in ((SYSTEM,), ()):
        probe.set(instead)
        assert not is_dependable(devices)
        clock.advance(14.9)
        assert not is_dependable(devices)
        probe.set((gpu(),))
        assert is_dependable(devices)
    probe.set((SYSTEM,))
    assert not is_dependable(devices)
    clock.advance(15.0)
    assert is_dependable(devices)
    assert devices.working() == SYSTEM


def test_old_figures_are_not_dependable() -> None:
    probe = FakeProbe(replace(gpu(), age_s=5.1))
    devices = Devices(probe, FakeClock())
    assert not is_dependable(devices)
    probe.set((gpu(),))
    assert is_dependable(devices)
