"""The source of readings that fits this machine, now and later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workers.gpu.bounded import BoundedProbe
from workers.gpu.none import SystemMemoryProbe
from workers.gpu.nvml import NvmlProbe

if TYPE_CHECKING:
    from workers.clock import Clock
    from workers.gpu.probe import DeviceProbe, DeviceReading


class GpuElseSystemProbe:
    """GPUs while there are any, else the system's memory: decided at every reading."""

    def __init__(self, gpus: DeviceProbe, system: DeviceProbe) -> None:
        self._gpus = gpus
        self._system = system

    def read(self) -> tuple[DeviceReading, ...]:
        """See :meth:`~workers.gpu.probe.DeviceProbe.read`; never empty before ``close()``."""
        return self._gpus.read() or self._system.read()

    def close(self) -> None:
        """See :meth:`~workers.gpu.probe.DeviceProbe.close`."""
        self._gpus.close()
        self._system.close()


def default_probe(*, clock: Clock | None = None) -> DeviceProbe:
    """Make the probe for this machine; it costs nothing before its first reading.

    It shows NVIDIA's GPUs while their driver answers and the system's memory while it
    does not, and finds a driver that comes or goes by itself. The first reading may take
    seconds, since it starts the driver; later ones wait half a second at most, and then
    give the last figures with their age. It has a thread of its own until ``close()``.

    Args:
        clock: Tells when to look for a missing driver again.
    """
    gpus = BoundedProbe(NvmlProbe(clock=clock), clock=clock)
    return GpuElseSystemProbe(gpus, SystemMemoryProbe())
