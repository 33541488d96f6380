"""What a source of memory readings looks like, and what it gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

#: How an engine's library reaches a device: what torch calls it. ROCm's devices are
#: called ``cuda`` there, but are chosen by variables of their own.
Backend = Literal["cuda", "rocm", "mps", "cpu"]


@dataclass(frozen=True, slots=True)
class ProcessMemory:
    """One process's share of a device.

    Attributes:
        pid: Process id as this system's process table has it.
        used_bytes: What it holds; None where the driver does not tell.
        name: Its program's name; None where it cannot be read.
    """

    pid: int
    used_bytes: int | None
    name: str | None


@dataclass(frozen=True, slots=True)
class DeviceReading:
    """One device's memory at one moment, in bytes.

    Attributes:
        index: Its place among the GPUs of its backend, as torch counts them where nothing is
            hidden from it. On a machine with GPUs of two makers both count from 0, and torch is
            built for one of them: ``uuid`` tells all devices apart. 0 for the system's memory.
        uuid: The driver's identifier; ``system`` for the system's memory.
        name: For people, such as ``NVIDIA GeForce RTX 4070``.
        kind: ``gpu``, or ``system`` where there is no GPU.
        total_bytes: Size of the device's memory.
        used_bytes: Held by all processes together.
        free_bytes: What a new process could take. ``total - used - free`` is what the
            driver keeps for itself, where it tells.
        processes: Who holds what, largest first; empty where the driver does not tell. In a
            container the ids may be those of the world outside.
        age_s: Seconds since it was read; above 0 only while the driver does not answer. A GPU
            that sleeps is not asked: its last figures hold until it wakes.
        backend: How engines reach it; ``cpu`` for the system's memory, ``mps`` where that is
            the GPU's, too.
        driver: Its driver's version; empty where that does not tell.
        capability: What of CUDA the GPU can do, such as ``(8, 9)``: code is built for such
            figures. None where the driver does not tell, and for other makers' GPUs.
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

    One whose devices can sleep has a method ``glance``, too; see :func:`glance`.
    """

    def read(self) -> tuple[DeviceReading, ...]:
        """Read every device now.

        Returns:
            One reading a device, by index; empty when the driver has gone away.
            Never raises for a driver's failure: a driver that disappears is a
            state, and a later call finds it again.
        """
        ...

    def close(self) -> None:
        """Let go of the driver. A second call does nothing."""
        ...


def glance(probe: DeviceProbe) -> tuple[DeviceReading, ...]:
    """Read every device for showing figures only, and keep no GPU awake for that.

    Whoever decides by a reading uses ``read()``: a glance shows a GPU that nobody was on as it
    was when it was left alone.
    """
    read: Callable[[], tuple[DeviceReading, ...]] = getattr(probe, "glance", probe.read)
    return read()
