"""Readings as decisions need them: of the devices that workers run on, and dependable."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from workers.base.clock import Clock
from workers.devices.probe import DeviceProbe, DeviceReading, glance

#: How long GPUs that have vanished are waited for, before the program goes on without;
#: a driver is looked for again every 5 s (:data:`workers.devices.driver.RETRY_S`).
_MISSING_S = 15.0
#: From what age on a reading is too old to promise anything by, in seconds. Younger ones
#: come from a driver that is slow; who has loaded since then is counted in full anyway.
_STALE_S = 5.0


class Devices:
    """A probe, and what is remembered of its readings. Safe from any thread."""

    def __init__(self, probe: DeviceProbe | None, clock: Clock) -> None:
        """Read nothing yet.

        Args:
            probe: None chooses one at the first reading.
            clock: Tells how long GPUs have been missing.
        """
        self._probe = probe
        self._clock = clock
        self._lock = threading.Lock()
        self._had_gpu = False
        self._missing_since: float | None = None

    def read(self) -> tuple[DeviceReading, ...]:
        """Read every device now; may take milliseconds."""
        return self._noted(self._chosen().read())

    def glance(self) -> tuple[DeviceReading, ...]:
        """The same for showing figures only: no laptop's GPU is kept awake for it."""
        return self._noted(glance(self._chosen()))

    def _chosen(self) -> DeviceProbe:
        with self._lock:
            if self._probe is None:
                from workers.devices.default_probe import default_probe  # noqa: PLC0415 - loads drivers

                self._probe = default_probe()
            return self._probe

    def _noted(self, readings: tuple[DeviceReading, ...]) -> tuple[DeviceReading, ...]:
        has_gpu = any(device.kind == "gpu" for device in readings)
        with self._lock:
            self._had_gpu = self._had_gpu or has_gpu
            if has_gpu or not self._had_gpu:
                self._missing_since = None
            elif self._missing_since is None:
                self._missing_since = self._clock.now()
        return readings

    def usable(self) -> tuple[DeviceReading, ...]:
        """Read the devices that workers run on: every GPU, or the system where there is none."""
        readings = self.read()
        return tuple(it for it in readings if it.kind == "gpu") or readings

    def are_dependable(self, devices: Sequence[DeviceReading]) -> bool:
        """False while the driver does not answer, so that nobody knows what is free."""
        if any(device.age_s > _STALE_S for device in devices):
            return False
        missing_since = self._missing_since
        return missing_since is None or self._clock.now() - missing_since >= _MISSING_S

    def close(self) -> None:
        """Let go of the driver."""
        if self._probe is not None:
            self._probe.close()
