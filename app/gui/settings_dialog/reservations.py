"""Memory of each device and its reservations, as plain data and as a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from app.gui.style.theme import GRID
from app.gui.text.wording import memory_size
from app.gui.widgets.form import heading, note

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workers.devices.probe import DeviceReading
    from workers.snapshot import DeviceLedger, RoomSnapshot, WorkerSnapshot


@dataclass(frozen=True, slots=True)
class DeviceReservations:
    """Memory of one device.

    Attributes:
        title: Name of the device.
        summary: How much of its memory is in use.
        rows: A name and a size each, as text.
    """

    title: str
    summary: str
    rows: tuple[tuple[str, str], ...]


class ReservationsView(QWidget):
    """A small table for each device; rebuilt only when its texts change."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[DeviceReservations, ...] = ()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(GRID * 2)

    def show_reservations(self, reservations: tuple[DeviceReservations, ...]) -> None:
        """Shows these devices."""
        if reservations == self._shown:
            return
        self._shown = reservations
        while (item := self._layout.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for device in reservations:
            self._layout.addWidget(_table(device))


def reservations(
    reading: RoomSnapshot, titles: Mapping[str, str]
) -> tuple[DeviceReservations, ...]:
    """Returns what is reserved on each device.

    Args:
        reading: The last reading.
        titles: Names of engines by ID.
    """
    ledgers = {ledger.uuid: ledger for ledger in reading.ledgers}
    return tuple(
        DeviceReservations(
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


def _tr(text: str) -> str:
    return QCoreApplication.translate("device_reservations", text)


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
    reserved = memory_size(worker.budget_bytes)
    if worker.memory_bytes is None:
        return _tr("{} reserved").format(reserved)
    return _tr("{held} of {reserved} reserved").format(
        held=memory_size(worker.memory_bytes), reserved=reserved
    )


def _of_the_rest(ledger: DeviceLedger | None) -> list[tuple[str, str]]:
    if ledger is None:
        return []
    return [
        (_tr("Other programs"), memory_size(ledger.others_bytes)),
        (_tr("Reserved, not yet in use"), memory_size(ledger.reserved_bytes)),
        (_tr("Available"), memory_size(max(0, ledger.promisable_bytes))),
    ]


def _table(device: DeviceReservations) -> QWidget:
    table = QWidget()
    grid = QGridLayout(table)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(GRID * 3)
    grid.setVerticalSpacing(GRID // 2)
    grid.addWidget(heading(device.title), 0, 0)
    grid.addWidget(_size(device.summary), 0, 1)
    for row, (name, size) in enumerate(device.rows, start=1):
        grid.addWidget(note(name), row, 0)
        grid.addWidget(_size(size), row, 1)
    grid.setColumnStretch(0, 1)
    return table


def _size(text: str) -> QLabel:
    label = QLabel(text)
    label.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
    return label
