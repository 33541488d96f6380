"""How the GPU's memory is shared out: kept free, lent, promised."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSignalBlocker
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDoubleSpinBox

from app.gui.controller.gauge import smallest_gpu_bytes
from app.gui.memory.bar import GiveGpuButton, LoanBanner
from app.gui.memory.promises import promises
from app.gui.settings_dialog.promises import PromisesView
from app.gui.style.theme import GRID
from app.gui.widgets.form import Form, Page, keep_from_wheel, note, say
from app.settings import Settings
from workers.base.sizes import GIB

if TYPE_CHECKING:
    from app.gui.controller.hub import Hub
    from workers.snapshot import RoomSnapshot


class MemoryPage(Page):
    """The reserve can be entered where there is a GPU."""

    def __init__(self, hub: Hub) -> None:
        super().__init__(QCoreApplication.translate("settings", "Memory"))
        self._hub = hub
        self._most_bytes = 0
        self.reserve = _reserve_box()
        self.reserve.setSuffix(self.tr(" GB"))
        self.reserve.setSpecialValueText(self.tr("None"))
        self.reserve.setEnabled(False)
        self.give_gpu = GiveGpuButton(hub.loan)
        self.loan = LoanBanner(hub.loan, self.give_gpu)
        self._promises = PromisesView()
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
        self.add_row(self.give_gpu)
        self.add(self.loan)
        self.add(self._promises)
        self.add_stretch()
        self.reserve.valueChanged.connect(partial(hub.settings.set, Settings.reserve_gb))
        hub.settings.changed.connect(self._show_reserve)
        hub.room_read.connect(self._show_reading)
        self._show_reserve()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._hub.reading is not None:
            self._show_reading(self._hub.reading)

    def _show_reading(self, reading: RoomSnapshot) -> None:
        # A driver that has gone away comes back: its GPU is not forgotten.
        self._most_bytes = smallest_gpu_bytes(reading.devices) or self._most_bytes
        self._show_reserve()
        if self.isVisible():
            titles = {view.id: view.entry.name for view in self._hub.views}
            self._promises.show_promises(promises(reading, titles))

    def _show_reserve(self) -> None:
        settings, has_gpu = self._hub.settings, bool(self._most_bytes)
        self.reserve.setEnabled(has_gpu)
        is_told = self._hub.reading is not None and not has_gpu
        say(self._no_gpu, self.tr("This computer has no GPU.") if is_told else "")
        if settings.is_ready and not self.reserve.hasFocus():
            reserve_bytes = settings.current.reserve_bytes
            with QSignalBlocker(self.reserve):
                self.reserve.setRange(0.0, max(self._most_bytes, reserve_bytes) / GIB)
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
