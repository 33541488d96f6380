"""What a gauge shows, worked out from a snapshot. Plain data, no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workers.gpu.probe import DeviceReading
    from workers.snapshot import RoomSnapshot, WorkerSnapshot


class PartKind(Enum):
    """Whose memory a part is."""

    WORKER = "worker"
    OTHERS = "others"
    RESERVED = "reserved"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of the bar.

    Attributes:
        kind: Whose it is.
        size_bytes: Its length.
        name: The worker's engine, for ``WORKER``; else empty.
        place: The worker's place in the table, which fixes its colour; 0 for the rest.
    """

    kind: PartKind
    size_bytes: int
    name: str = ""
    place: int = 0


@dataclass(frozen=True, slots=True)
class Gauge:
    """One device's bar. The parts add up to ``total_bytes``.

    Attributes:
        name: The device, for people; empty for the system's memory.
        is_system: True when it is the system's memory, for want of a GPU.
        total_bytes: The whole bar.
        parts: From left to right; none is empty.
    """

    name: str
    is_system: bool
    total_bytes: int
    parts: tuple[Part, ...]

    @property
    def used_bytes(self) -> int:
        """What is taken, reserved memory not included."""
        taken = (PartKind.WORKER, PartKind.OTHERS)
        return sum(part.size_bytes for part in self.parts if part.kind in taken)


def gauges(room: RoomSnapshot, titles: Mapping[str, str]) -> tuple[Gauge, ...]:
    """One gauge for each device.

    Args:
        room: Workers and readings of one moment.
        titles: What people call each worker, by its name, in the table's order.
    """
    first = room.devices[0].index if room.devices else 0
    return tuple(
        _gauge(
            device,
            [worker for worker in room.workers if _sits_on(worker, device, first)],
            # The ledger names no device: what is promised is shown where it will be looked for.
            room.reserved_bytes if device.index == first else 0,
            titles,
        )
        for device in room.devices
    )


def _sits_on(worker: WorkerSnapshot, device: DeviceReading, first: int) -> bool:
    if worker.pid is None:
        return False
    if device.kind == "system":
        return True
    kind, _, index = (worker.device or "cuda").partition(":")
    return kind == "cuda" and device.index == (int(index) if index.isdecimal() else first)


def _gauge(
    device: DeviceReading,
    workers: list[WorkerSnapshot],
    reserved_bytes: int,
    titles: Mapping[str, str],
) -> Gauge:
    room_left = device.total_bytes
    parts: list[Part] = []

    def add(kind: PartKind, size_bytes: int, name: str = "", place: int = 0) -> None:
        # Readings are taken one after another, so sums may overshoot: the bar never does.
        nonlocal room_left
        size = max(0, min(size_bytes, room_left))
        if size:
            parts.append(Part(kind, size, name, place))
            room_left -= size

    ours = 0
    by_name = {worker.name: worker for worker in workers}
    for place, (name, title) in enumerate(titles.items()):
        worker = by_name.get(name)
        if worker is None:
            continue
        held = worker.ram_bytes if device.kind == "system" else worker.memory_bytes
        ours += held or 0
        add(PartKind.WORKER, held or 0, title, place)
    add(PartKind.OTHERS, device.used_bytes - ours)
    add(PartKind.RESERVED, reserved_bytes)
    add(PartKind.FREE, room_left)
    name = "" if device.kind == "system" else device.name
    return Gauge(name, device.kind == "system", device.total_bytes, tuple(parts))
