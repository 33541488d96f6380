"""When a driver is left alone so that its GPUs can sleep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workers.devices.power import is_asleep, may_sleep

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workers.base.clock import Clock
    from workers.devices.probe import DeviceReading

#: For how long the GPUs must have been without a process, in seconds.
QUIET_S = 10.0
#: How soon a GPU that is left alone sleeps, in seconds: NVIDIA's were seen to take 6 and 21
#: (https://github.com/D-Brox/cosmic-ext-applet-system-monitor/issues/38,
#: https://github.com/henrygd/beszel/pull/1587). One that is still awake by then has a reason.
ASLEEP_WITHIN_S = 40.0
#: For how long such a GPU is read as usual, in seconds, before the next attempt.
RESTLESS_S = 600.0


class DriverSleep:
    """Decides when a driver's GPUs may sleep, and for how long. Not thread-safe.

    A laptop's second GPU goes to sleep when nothing runs on it, but not while a program has a
    session with its driver. Every question wakes it or puts its sleep off: a display of its
    memory, read once a second, would drain the battery for the whole day. So when no process
    has been on any of a driver's GPUs for a while, the session is closed, and the last
    figures are shown until one of the GPUs wakes.
    """

    def __init__(self, clock: Clock) -> None:
        """Args: clock: Measures how long the GPUs have been without a process."""
        self._clock = clock
        self._bus_ids: tuple[str | None, ...] = ()
        self._devices: tuple[DeviceReading, ...] = ()
        self._quiet_since: float | None = None
        self._began_at: float | None = None
        self._has_slept = False
        self._not_before = float("-inf")

    def begins(self, devices: tuple[DeviceReading, ...], bus_ids: Sequence[str | None]) -> bool:
        """Returns whether to close the session after this reading.

        Args:
            devices: All GPUs of the driver, as just read.
            bus_ids: Their PCI addresses.
        """
        is_quiet = (
            bool(devices)
            and len(devices) == len(bus_ids)
            and not any(device.processes for device in devices)
            and [gpu.used_bytes for gpu in devices] == [gpu.used_bytes for gpu in self._devices]
            and all(may_sleep(bus_id) for bus_id in bus_ids)
        )
        self._devices, self._bus_ids = devices, tuple(bus_ids)
        now = self._clock.now()
        if not is_quiet or self._quiet_since is None:
            self._quiet_since = now if is_quiet else None
            return False
        if now - self._quiet_since < QUIET_S or now < self._not_before:
            return False
        self._began_at, self._has_slept = now, False
        return True

    def figures(self) -> tuple[DeviceReading, ...] | None:
        """Returns the figures from before the sleep; None when the GPUs are to be read."""
        if self._began_at is None:
            return None
        now = self._clock.now()
        if all(is_asleep(bus_id) for bus_id in self._bus_ids):
            self._has_slept = True
            return self._devices
        if not self._has_slept:
            if now - self._began_at < ASLEEP_WITHIN_S:
                return self._devices
            self._not_before = now + RESTLESS_S
        self.end()
        return None

    def end(self) -> None:
        """Ends the sleep: a decision needs current figures."""
        self._began_at = self._quiet_since = None
