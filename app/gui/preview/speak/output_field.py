"""Which loudspeaker is used: remembered, and looked for anew when the list is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QWidget

from app.gui.style.theme import GRID
from app.gui.text.messages import worded
from app.gui.widgets.choice import dress

if TYPE_CHECKING:
    from app.audio import OutputDevice, SoundUnavailable
    from app.gui.controller.hub import Hub

#: Milliseconds after which the list opens with what is known: a sound system may hang.
_PATIENCE_MS = 400


class OutputField(QComboBox):
    """The system's default first, then every device there is."""

    _found = Signal(object, object)

    def __init__(self, hub: Hub, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hub = hub
        self._is_opening = False
        dress(self, "previewOutput", self.tr("Audio output"))
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._open)
        # It comes from the sound thread; the signal brings it to this one.
        self._found.connect(self._show_found)
        self.activated.connect(self._choose)
        self._fill(())
        hub.opened.connect(self._show_remembered)
        self._show_remembered()

    def showPopup(self) -> None:
        room = self._hub.room
        if room is None or self._hub.is_closing or self._is_opening:
            return
        self._is_opening = True
        self._patience.start()
        room.player.list_devices(self._found.emit)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_remembered()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowActivate:
            self._show_remembered()  # The settings have the same choice in a window of their own.
        return super().event(event)

    def _show_remembered(self) -> None:
        room = self._hub.room
        if room is not None and room.player.device_id != self.currentData():
            self._fill(())

    def _show_found(
        self, devices: tuple[OutputDevice, ...], error: SoundUnavailable | None
    ) -> None:
        self.setToolTip(worded(error) if error is not None else "")
        self._fill(devices)
        self._open()

    def _open(self) -> None:
        self._patience.stop()
        if self._is_opening:
            self._is_opening = False
            super().showPopup()

    def _fill(self, devices: tuple[OutputDevice, ...]) -> None:
        room = self._hub.room
        chosen = room.player.device_id if room is not None else None
        self.clear()
        self.addItem(self.tr("System default"), None)
        has_many_hosts = len({device.host_api for device in devices}) > 1
        for device in devices:
            self.addItem(device.id if has_many_hosts else device.name, device.id)
        row = self.findData(chosen)
        if row < 0:
            name = chosen.rpartition(", ")[0] or chosen if chosen else ""
            told = self.tr("{} (not connected)") if devices else "{}"
            self.addItem(told.format(name), chosen)
            row = self.count() - 1
        self.setCurrentIndex(row)
        # Names of devices are long, and it is their ends that tell them apart.
        self.view().setMinimumWidth(self.view().sizeHintForColumn(0) + GRID * 2)

    def _choose(self) -> None:
        from app.settings import Settings

        if self._hub.room is not None:
            self._hub.settings.set(Settings.output_device, self.currentData())
