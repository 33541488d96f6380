"""The Memory page: the reserve, Free GPU, and reservations."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSignalBlocker
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDoubleSpinBox

from app.gui.gpu_release.banner import FreeGpuButton, GpuBanner
from app.gui.settings_dialog.reservations import ReservationsView, reservations
from app.gui.state.gauge import smallest_gpu_bytes
from app.gui.style.theme import GRID
from app.gui.widgets.form import Form, Page, keep_from_wheel, note, say
from app.settings import Settings
from workers.base.sizes import GIB

if TYPE_CHECKING:
    from app.gui.controller.hub import Hub
    from workers.snapshot import RoomSnapshot


class MemoryPage(Page):
    """Settings of memory; the reserve needs a GPU."""

    def __init__(self, hub: Hub) -> None:
        super().__init__(QCoreApplication.translate("settings", "Memory"))
        self._hub = hub
        self._smallest_gpu_bytes = 0
        self.reserve = _reserve_box()
        self.reserve.setSuffix(self.tr(" GB"))
        self.reserve.setSpecialValueText(self.tr("None"))
        self.reserve.setEnabled(False)
        self.free_gpu = FreeGpuButton(hub.gpu_release)
        self.gpu_release = GpuBanner(hub.gpu_release, self.free_gpu)
        self._reservations = ReservationsView()
        self._no_gpu = note()
        form = Form()
        form.add_control(self.tr("&Reserve on each GPU"), self.reserve, self._no_gpu)
        self.add_form(form)
        self.add(
            note(
                self.tr(
                    "Reserved for other programs. If less is free, Engine Room stops the idle "
                    "engine that was used least recently. Busy and pinned engines keep "
                    "running."
                )
            )
        )
        self.add_row(self.free_gpu)
        self.add(self.gpu_release)
        self.add(self._reservations)
        self.add_stretch()
        self.reserve.valueChanged.connect(partial(hub.settings.set, Settings.reserve_gb))
        hub.settings.changed.connect(self._show_reserve)
        hub.readings.read.connect(self._show_reading)
        self._show_reserve()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._hub.readings.latest is not None:
            self._show_reading(self._hub.readings.latest)

    def _show_reading(self, reading: RoomSnapshot) -> None:
        # A driver that stopped responding recovers: its GPU is remembered.
        self._smallest_gpu_bytes = smallest_gpu_bytes(reading.devices) or self._smallest_gpu_bytes
        self._show_reserve()
        if self.isVisible():
            titles = {view.id: view.entry.name for view in self._hub.views}
            self._reservations.show_reservations(reservations(reading, titles))

    def _show_reserve(self) -> None:
        settings, has_gpu = self._hub.settings, bool(self._smallest_gpu_bytes)
        self.reserve.setEnabled(has_gpu)
        is_known = self._hub.readings.latest is not None and not has_gpu
        say(self._no_gpu, self.tr("This computer has no GPU.") if is_known else "")
        if settings.is_ready and not self.reserve.hasFocus():
            reserve_bytes = settings.current.reserve_bytes
            with QSignalBlocker(self.reserve):
                self.reserve.setRange(0.0, max(self._smallest_gpu_bytes, reserve_bytes) / GIB)
                self.reserve.setValue(reserve_bytes / GIB)


def _reserve_box() -> QDoubleSpinBox:
    box = QDoubleSpinBox()
    box.setObjectName("reserve")
    box.setDecimals(2)
    box.setSingleStep(0.25)
    box.lineEdit().setTextMargins(GRID, 0, 0, 0)
    box.setKeyboardTracking(False)
    box.setAccelerated(True)
    keep_from_wheel(box)
    return box
