"""What a source of memory readings looks like, and what it gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol


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
        index: NVML index; 0 for the system's memory.
        uuid: The driver's identifier; ``system`` for the system's memory.
        name: For people, such as ``NVIDIA GeForce RTX 4070``.
        kind: ``gpu``, or ``system`` where there is no GPU.
        total_bytes: Size of the device's memory.
        used_bytes: Held by all processes together.
        free_bytes: What a new process could take. ``total - used - free`` is what the
            driver keeps for itself, where it tells.
        processes: Who holds what, largest first; empty where the driver does not tell.
        age_s: Seconds since it was read; above 0 only while the driver does not answer.
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


class DeviceProbe(Protocol):
    """A source of readings. Implementations may be called from any thread."""

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
