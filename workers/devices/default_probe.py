"""The sources of readings that fit this machine, now and later."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING

from workers.devices.amd import AmdProbe
from workers.devices.bounded_probe import BoundedProbe
from workers.devices.nvml import NvmlProbe
from workers.devices.probe import glance
from workers.devices.system_memory import SystemMemoryProbe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workers.base.clock import Clock
    from workers.devices.probe import DeviceProbe, DeviceReading


class GpuElseSystemProbe:
    """GPUs while there are any, else the system's memory: decided at every reading."""

    def __init__(self, gpus: Sequence[DeviceProbe], system: DeviceProbe) -> None:
        """Take these probes over.

        Args:
            gpus: One a driver; readings come in this order.
            system: Read while none of them shows a GPU.
        """
        self._gpus = tuple(gpus)
        self._system = system

    def read(self) -> tuple[DeviceReading, ...]:
        """See :meth:`~workers.devices.probe.DeviceProbe.read`; never empty before ``close()``."""
        readings = tuple(reading for probe in self._gpus for reading in probe.read())
        return readings or self._system.read()

    def glance(self) -> tuple[DeviceReading, ...]:
        """The same, for showing figures only; see :func:`workers.devices.probe.glance`."""
        readings = tuple(reading for probe in self._gpus for reading in glance(probe))
        return readings or self._system.read()

    def close(self) -> None:
        """See :meth:`~workers.devices.probe.DeviceProbe.close`."""
        for probe in self._gpus:
            probe.close()
        self._system.close()


def default_probe(*, clock: Clock | None = None) -> DeviceProbe:
    """Make the probe for this machine; it costs nothing before its first reading.

    It shows NVIDIA's GPUs while their driver answers, then AMD's if ``amdsmi`` is installed
    and while their driver answers, and the system's memory while there is none of either; it
    finds a driver that comes or goes by itself. The first reading may take seconds, since it
    starts the drivers; later ones wait half a second a driver at most, and then give the last
    figures with their age. It has a thread of its own for each driver until ``close()``.

    Args:
        clock: Tells when to look for a missing driver again.
    """
    gpus: list[DeviceProbe] = [BoundedProbe(NvmlProbe(clock=clock), clock=clock)]
    if importlib.util.find_spec("amdsmi") is not None:
        gpus.append(BoundedProbe(AmdProbe(clock=clock), clock=clock))
    return GpuElseSystemProbe(gpus, SystemMemoryProbe())
