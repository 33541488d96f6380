"""Readings as decisions need them: of the devices that workers run on, and dependable."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from workers.base.clock import Clock
from workers.devices.probe import DeviceProbe, DeviceReading, glance

#: How long missing GPUs are waited for before the program goes on without them, in seconds.
#: The driver is looked for every 5 s (:data:`workers.devices.driver.RETRY_S`).
_MISSING_S = 15.0
#: A reading of this age, in seconds, is too old to reserve memory by. Younger ones come from
#: a slow driver; workers that have loaded since then are counted in full anyway.
_STALE_S = 5.0


class DeviceReader:
    """Reads a probe and remembers how long GPUs have been missing. Safe from any thread."""

    def __init__(self, probe: DeviceProbe | None, clock: Clock) -> None:
        """Reads nothing yet.

        Args:
            probe: None chooses one at the first reading.
            clock: Measures how long GPUs have been missing.
        """
        self._probe = probe
        self._clock = clock
        self._lock = threading.Lock()
        self._had_gpu = False
        self._missing_since: float | None = None

    def read(self) -> tuple[DeviceReading, ...]:
        """Reads every device now; may take milliseconds."""
        return self._note_missing(self._chosen_probe().read())

    def glance(self) -> tuple[DeviceReading, ...]:
        """Reads for showing figures only: keeps no laptop's GPU awake."""
        return self._note_missing(glance(self._chosen_probe()))

    def usable(self) -> tuple[DeviceReading, ...]:
        """Reads the devices that workers run on: every GPU, or the system without a GPU."""
        readings = self.read()
        return tuple([reading for reading in readings if reading.kind == "gpu"]) or readings

    def are_dependable(self, devices: Sequence[DeviceReading]) -> bool:
        """Returns False while the driver does not answer, so that free memory is unknown."""
        for device in devices:
            if device.age_s > _STALE_S:
                return False
        missing_since = self._missing_since
        return missing_since is None or self._clock.now() - missing_since >= _MISSING_S

    def close(self) -> None:
        """Closes the probe."""
        if self._probe is not None:
            self._probe.close()

    def _chosen_probe(self) -> DeviceProbe:
        with self._lock:
            if self._probe is None:
                from workers.devices.default_probe import default_probe  # noqa: PLC0415 - loads drivers

                self._probe = default_probe()
            return self._probe

    def _note_missing(self, readings: tuple[DeviceReading, ...]) -> tuple[DeviceReading, ...]:
        has_gpu = "gpu" in [reading.kind for reading in readings]
        with self._lock:
            self._had_gpu = self._had_gpu or has_gpu
            if has_gpu or not self._had_gpu:
                self._missing_since = None
            elif self._missing_since is None:
                self._missing_since = self._clock.now()
        return readings
