"""Memory readings, and the interface of their sources."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

#: How an engine's library reaches a device, by PyTorch's names. PyTorch calls ROCm's devices
#: ``cuda``, too, but other variables choose them.
Backend = Literal["cuda", "rocm", "mps", "cpu"]


@dataclass(frozen=True, slots=True)
class ProcessMemory:
    """One process's share of a device.

    Attributes:
        pid: Process ID in this system's process table.
        used_bytes: Its share; None where the driver does not report.
        name: The program's name; None where it is not readable.
    """

    pid: int
    used_bytes: int | None
    name: str | None


@dataclass(frozen=True, slots=True)
class DeviceReading:
    """One device's memory at one moment, in bytes.

    Attributes:
        index: Position among the GPUs of its backend, as PyTorch counts them when none is
            hidden. With GPUs of two makers, both count from 0, and PyTorch is built for one
            of them: ``uuid`` is unique among all devices. 0 for the system's memory.
        uuid: The driver's identifier; ``system`` for the system's memory.
        name: For people, such as ``NVIDIA GeForce RTX 4070``.
        kind: ``gpu``, or ``system`` where there is no GPU.
        total_bytes: Size of the device's memory.
        used_bytes: Held by all processes together.
        free_bytes: Available to a new process. ``total - used - free`` is what the driver
            keeps for itself, where it reports it.
        processes: The processes on the device, largest first; empty where the driver does not
            report them. In a container, the IDs may be those of the host.
        age_s: Seconds since the reading; above 0 only while the driver does not answer. A
            sleeping GPU is not asked: its last figures hold until it wakes.
        backend: How engines reach the device; ``cpu`` for the system's memory, ``mps`` where
            that is the GPU's, too.
        driver: The driver's version; empty where it does not report it.
        capability: CUDA's compute capability, such as ``(8, 9)``. None where the driver does
            not report it, and for other makers' GPUs.
    """

    index: int
    uuid: str
    name: str
    kind: Literal["gpu", "system"]
    total_bytes: int
    used_bytes: int
    free_bytes: int
    processes: tuple[ProcessMemory, ...] = ()
    age_s: float = 0.0
    backend: Backend = "cuda"
    driver: str = ""
    capability: tuple[int, int] | None = None


class DeviceProbe(Protocol):
    """A source of readings. Implementations may be called from any thread.

    A probe whose devices can sleep also has a method ``glance``; see :func:`glance`.
    """

    def read(self) -> tuple[DeviceReading, ...]:
        """Reads every device now.

        Returns:
            One reading per device, by index; empty when the driver has gone away. Never raises
            for a driver's failure: a later call finds the driver again.
        """
        ...

    def close(self) -> None:
        """Closes the driver. A second call does nothing."""
        ...


def glance(probe: DeviceProbe) -> tuple[DeviceReading, ...]:
    """Reads every device for showing figures only, and keeps no GPU awake for that.

    Decisions need ``read()``: a glance shows an unused GPU as it was when it was left alone.
    """
    read: Callable[[], tuple[DeviceReading, ...]] = getattr(probe, "glance", probe.read)
    return read()
