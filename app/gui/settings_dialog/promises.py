"""Each device with what is promised on it, to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from app.gui.style.theme import GRID
from app.gui.widgets.form import heading, note

if TYPE_CHECKING:
    from app.gui.settings_dialog.device_reservations import DevicePromises


class PromisesView(QWidget):
    """A small table for each device; made anew only when it reads differently."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[DevicePromises, ...] = ()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(GRID * 2)

    def show_promises(self, promises: tuple[DevicePromises, ...]) -> None:
        """Show these devices and no others."""
        if promises == self._shown:
            return
        self._shown = promises
        while (item := self._layout.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for device in promises:
            self._layout.addWidget(_table(device))


def _table(device: DevicePromises) -> QWidget:
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
