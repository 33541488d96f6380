"""A gauge as plain data, computed from a reading. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from workers.devices.probe import DeviceReading, ProcessMemory
    from workers.snapshot import DeviceLedger, RoomSnapshot, WorkerSnapshot


#: From this age on, in seconds, figures are shown as stale: the driver doesn't answer.
STALE_S = 2.0


class PartKind(Enum):
    """Whose memory a part is."""

    WORKER = "worker"
    OTHERS = "others"
    RESERVED = "reserved"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the bar.

    Attributes:
        kind: Whose memory it is.
        size_bytes: Its size.
        name: The engine's name, for ``WORKER``; else empty.
        place: The engine's place in the catalog, which fixes its color; 0 for other kinds.
        holders: For ``OTHERS``, programs by name with their bytes, None where the driver
            doesn't say; largest first, and programs of one name together.
    """

    kind: PartKind
    size_bytes: int
    name: str = ""
    place: int = 0
    holders: tuple[tuple[str, int | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Gauge:
    """One device's bar. The parts add up to ``total_bytes``.

    Attributes:
        name: The device's name; empty for RAM.
        is_system: True for RAM, which is shown where there is no GPU.
        total_bytes: The device's memory.
        parts: From left to right; none is empty.
        stale_s: Age of the figures in seconds, 0 while the driver answers.
        index: The device's number, where there are several; None otherwise.
        is_stand_in: True for RAM that is shown because the GPU driver has gone away.
        device: The device's UUID; ``system`` for RAM.
    """

    name: str
    is_system: bool
    total_bytes: int
    parts: tuple[Part, ...]
    stale_s: float = 0.0
    index: int | None = None
    is_stand_in: bool = False
    device: str = ""

    @property
    def used_bytes(self) -> int:
        """Memory in use, without reserved memory."""
        taken = (PartKind.WORKER, PartKind.OTHERS)
        return sum(part.size_bytes for part in self.parts if part.kind in taken)

    @property
    def level(self) -> float:
        """Share of the memory in use, from 0 to 1."""
        return self.used_bytes / self.total_bytes


def gauges(
    reading: RoomSnapshot, titles: Mapping[str, str], *, had_gpu: bool = False
) -> tuple[Gauge, ...]:
    """Returns one gauge for each device.

    Args:
        reading: Workers and devices at one moment.
        titles: Each worker's name for people, by its ID, in the catalog's order.
        had_gpu: True if there were GPUs before: without any, their driver has gone away.
    """
    first = reading.devices[0].index if reading.devices else 0
    ledgers = {ledger.uuid: ledger for ledger in reading.ledgers}
    return tuple(
        replace(
            _gauge(
                device,
                [worker for worker in reading.workers if _sits_on(worker, device, first)],
                ledgers.get(device.uuid),
                titles,
            ),
            index=device.index if len(reading.devices) > 1 else None,
            is_stand_in=had_gpu and device.kind == "system",
            device=device.uuid,
        )
        for device in reading.devices
    )


def fullest(shown: Iterable[Gauge]) -> Gauge | None:
    """Returns the gauge with the highest level; None without any."""
    return max(shown, key=lambda gauge: gauge.level, default=None)


def smallest_gpu_bytes(devices: Iterable[DeviceReading]) -> int:
    """Returns the size of the smallest GPU; 0 without one."""
    return min((device.total_bytes for device in devices if device.kind == "gpu"), default=0)


def _sits_on(worker: WorkerSnapshot, device: DeviceReading, first: int) -> bool:
    if worker.pid is None:
        return False
    if device.kind == "system":
        return True
    if worker.place is not None and worker.device != "cpu":
        return worker.place.uuid == device.uuid
    kind, _, index = (worker.device or "cuda").partition(":")
    return kind == "cuda" and device.index == (int(index) if index.isdecimal() else first)


def _gauge(
    device: DeviceReading,
    workers: list[WorkerSnapshot],
    ledger: DeviceLedger | None,
    titles: Mapping[str, str],
) -> Gauge:
    left_bytes = device.total_bytes
    parts: list[Part] = []

    def add(kind: PartKind, size_bytes: int, **fields: Any) -> None:
        # Figures are read one after another, so their sum may exceed the total.
        nonlocal left_bytes
        size = max(0, min(size_bytes, left_bytes))
        if size:
            parts.append(Part(kind, size, **fields))
            left_bytes -= size

    ours = 0
    by_name = {worker.name: worker for worker in workers}
    for place, (name, title) in enumerate(titles.items()):
        worker = by_name.get(name)
        if worker is None:
            continue
        held = worker.ram_bytes if device.kind == "system" else worker.memory_bytes
        ours += held or 0
        add(PartKind.WORKER, held or 0, name=title, place=place)
    others = ledger.others if ledger is not None else ()
    add(PartKind.OTHERS, device.used_bytes - ours, holders=_by_name(others))
    add(PartKind.RESERVED, ledger.reserved_bytes if ledger is not None else 0)
    add(PartKind.FREE, left_bytes)
    is_system = device.kind == "system"
    stale_s = device.age_s if device.age_s > STALE_S else 0.0
    name = "" if is_system else device.name
    return Gauge(name, is_system, device.total_bytes, tuple(parts), stale_s)


def _by_name(others: Iterable[ProcessMemory]) -> tuple[tuple[str, int | None], ...]:
    held: dict[str, int | None] = {}
    for process in others:
        name = process.name or f"#{process.pid}"
        before = held.get(name)
        if process.used_bytes is not None:
            held[name] = (before or 0) + process.used_bytes
        else:
            held.setdefault(name, None)
    return tuple(sorted(held.items(), key=lambda item: (-(item[1] or 0), item[0])))
