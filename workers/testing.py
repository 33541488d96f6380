"""Fake clock and devices, for our tests and those of other programs."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from workers.base.sizes import GIB
from workers.devices.probe import DeviceReading


class FakeClock:
    """A :class:`workers.base.clock.Clock` that stands still until :meth:`advance`."""

    def __init__(self, start_s: float = 1000.0) -> None:
        """Args: start_s: What :meth:`now` returns at first."""
        self._now = start_s
        self._lock = threading.Lock()
        self._waiting: list[tuple[threading.Condition, float]] = []
        self._seen = threading.local()

    def now(self) -> float:
        """See :meth:`workers.base.clock.Clock.now`."""
        self._seen.now = now = self._now
        return now

    def wait(self, condition: threading.Condition, timeout_s: float | None) -> bool:
        """See :meth:`workers.base.clock.Clock.wait`."""
        # Since the time that this thread read last: its timeout was computed from that, and the
        # clock may have been advanced since.
        since: float = getattr(self._seen, "now", self._now)
        deadline = float("inf") if timeout_s is None else since + timeout_s
        entry = (condition, deadline)
        with self._lock:
            if deadline <= self._now:
                return False
            self._waiting.append(entry)
        try:
            # The caller has held the lock of `condition` since before the entry was made, so
            # advance() cannot notify before this thread waits.
            condition.wait()
        finally:
            with self._lock:
                self._waiting.remove(entry)
        return self._now < deadline

    def advance(self, seconds: float) -> None:
        """Lets time pass, and wakes threads that have waited long enough."""
        with self._lock:
            self._now += seconds
            due = [condition for condition, deadline in self._waiting if deadline <= self._now]
        for condition in due:
            with condition:
                condition.notify_all()


class FakeProbe:
    """A :class:`workers.devices.probe.DeviceProbe` that returns fixed readings."""

    def __init__(self, *devices: DeviceReading) -> None:
        """Args: devices: What :meth:`read` returns, until :meth:`set` changes it."""
        self._devices = tuple(devices)

    def set(self, devices: Sequence[DeviceReading]) -> None:
        """Changes what :meth:`read` returns."""
        self._devices = tuple(devices)

    def read(self) -> tuple[DeviceReading, ...]:
        """See :meth:`workers.devices.probe.DeviceProbe.read`."""
        return self._devices

    def close(self) -> None:
        """Does nothing."""


def gpu(total_gb: float = 8.0, used_gb: float = 0.0, *, index: int = 0) -> DeviceReading:
    """Returns a GPU's reading without processes; sizes in GB of 2**30 bytes."""
    total, used = int(total_gb * GIB), int(used_gb * GIB)
    free = total - used
    return DeviceReading(index, f"GPU-{index}", f"Test GPU {index}", "gpu", total, used, free)
