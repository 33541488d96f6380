"""Chooses the sources of readings for this machine."""

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
    """Reads GPUs, or the system's memory while no GPU is found; decides at every reading."""

    def __init__(self, gpus: Sequence[DeviceProbe], system: DeviceProbe) -> None:
        """Owns these probes from now on.

        Args:
            gpus: One per driver; readings come in this order.
            system: Read while no driver shows a GPU.
        """
        self._gpus = tuple(gpus)
        self._system = system

    def read(self) -> tuple[DeviceReading, ...]:
        """See :meth:`~workers.devices.probe.DeviceProbe.read`; never empty before ``close()``."""
        readings = tuple(reading for probe in self._gpus for reading in probe.read())
        return readings or self._system.read()

    def glance(self) -> tuple[DeviceReading, ...]:
        """Reads for showing figures only; see :func:`workers.devices.probe.glance`."""
        readings = tuple(reading for probe in self._gpus for reading in glance(probe))
        return readings or self._system.read()

    def close(self) -> None:
        """See :meth:`~workers.devices.probe.DeviceProbe.close`."""
        for probe in self._gpus:
            probe.close()
        self._system.close()


def default_probe(*, clock: Clock | None = None) -> DeviceProbe:
    """Makes the probe for this machine, at no cost before its first reading.

    It shows NVIDIA's GPUs while their driver answers, then AMD's if ``amdsmi`` is installed
    and their driver answers, and the system's memory while it finds neither. It notices
    drivers that come and go. The first reading may take seconds, since it starts the drivers;
    later ones wait at most half a second per driver, and then return the last figures with
    their age. Each driver has a thread until ``close()``.

    Args:
        clock: Measures when to look for a missing driver again.
    """
    gpus: list[DeviceProbe] = [BoundedProbe(NvmlProbe(clock=clock), clock=clock)]
    if importlib.util.find_spec("amdsmi") is not None:
        gpus.append(BoundedProbe(AmdProbe(clock=clock), clock=clock))
    return GpuElseSystemProbe(gpus, SystemMemoryProbe())
