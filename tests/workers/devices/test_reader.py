"""Which readings are good enough for reservations."""

from __future__ import annotations

from dataclasses import replace

from workers.devices.probe import DeviceReading
from workers.devices.reader import DeviceReader
from workers.testing import FakeClock, FakeProbe, gpu

SYSTEM = DeviceReading(0, "system", "RAM", "system", 100, 40, 60)


def is_dependable(devices: DeviceReader) -> bool:
    return devices.are_dependable(devices.usable())


def test_every_gpu_is_usable_and_the_system_is_none() -> None:
    gpus = (gpu(8.0, 7.0), gpu(6.0, 1.0, index=1))
    devices = DeviceReader(FakeProbe(*gpus, SYSTEM), FakeClock())
    assert devices.usable() == gpus
    assert is_dependable(devices)


def test_machine_without_a_gpu_has_only_its_memory() -> None:
    devices = DeviceReader(FakeProbe(SYSTEM), FakeClock())
    assert devices.usable() == (SYSTEM,)
    assert is_dependable(devices)
    assert DeviceReader(FakeProbe(), FakeClock()).usable() == ()
    assert is_dependable(DeviceReader(FakeProbe(), FakeClock()))


def test_gpus_that_vanish_are_waited_for_and_then_given_up() -> None:
    probe, clock = FakeProbe(gpu()), FakeClock()
    devices = DeviceReader(probe, clock)
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
    assert devices.usable() == (SYSTEM,)


def test_old_figures_are_not_dependable() -> None:
    probe = FakeProbe(replace(gpu(), age_s=5.1))
    devices = DeviceReader(probe, FakeClock())
    assert not is_dependable(devices)
    probe.set((gpu(),))
    assert is_dependable(devices)


def test_glance_is_left_to_the_probe_that_knows_it() -> None:
    class Sleeper(FakeProbe):
        def glance(self) -> tuple[DeviceReading, ...]:
            return (gpu(8.0, 1.0),)

    devices = DeviceReader(Sleeper(gpu(8.0, 2.0)), FakeClock())
    assert (devices.read(), devices.glance()) == ((gpu(8.0, 2.0),), (gpu(8.0, 1.0),))
    assert DeviceReader(FakeProbe(gpu()), FakeClock()).glance() == (gpu(),)
