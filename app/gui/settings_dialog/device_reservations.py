"""Who has been promised how much of each device, as plain data. No Qt objects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.gui.text.wording import memory_size

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workers.devices.probe import DeviceReading
    from workers.snapshot import DeviceLedger, RoomSnapshot, WorkerSnapshot


def _tr(text: str) -> str:
    return QCoreApplication.translate("device_reservations", text)


@dataclass(frozen=True, slots=True)
class DevicePromises:
    """One device's memory: what is given to whom.

    Attributes:
        title: The device, for people.
        summary: How much of it is in use.
        rows: Each a name and a size, in words.
    """

    title: str
    summary: str
    rows: tuple[tuple[str, str], ...]


def promises(reading: RoomSnapshot, titles: Mapping[str, str]) -> tuple[DevicePromises, ...]:
    """What is promised on each device.

    Args:
        reading: The last one.
        titles: What people call each engine, by its id.
    """
    ledgers = {ledger.uuid: ledger for ledger in reading.ledgers}
    return tuple(
        DevicePromises(
            _title(device),
            _tr("{used} of {total} in use").format(
                used=memory_size(device.used_bytes), total=memory_size(device.total_bytes)
            ),
            (
                *_of_engines(reading, device, titles),
                *_of_the_rest(ledgers.get(device.uuid)),
            ),
        )
        for device in reading.devices
    )


def _title(device: DeviceReading) -> str:
    if device.kind == "system":
        return _tr("RAM")
    return _tr("GPU {index}: {name}").format(index=device.index, name=device.name)


def _of_engines(
    reading: RoomSnapshot, device: DeviceReading, titles: Mapping[str, str]
) -> list[tuple[str, str]]:
    return [
        (titles.get(worker.name, worker.name), _held(worker))
        for worker in reading.workers
        if worker.place is not None and worker.place.uuid == device.uuid
    ]


def _held(worker: WorkerSnapshot) -> str:
    promised = memory_size(worker.budget_bytes)
    if worker.memory_bytes is None:
        return _tr("{} reserved").format(promised)
    return _tr("{held} of {promised} reserved").format(
        held=memory_size(worker.memory_bytes), promised=promised
    )


def _of_the_rest(ledger: DeviceLedger | None) -> list[tuple[str, str]]:
    if ledger is None:
        return []
    return [
        (_tr("Other programs"), memory_size(ledger.others_bytes)),
        (_tr("Reserved, not yet in use"), memory_size(ledger.reserved_bytes)),
        (_tr("Available"), memory_size(max(0, ledger.promisable_bytes))),
    ]
