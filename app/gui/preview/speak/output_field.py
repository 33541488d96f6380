"""The audio output; devices are listed when the user opens the box."""

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

#: The list opens after this time even if the sound system hangs.
_TIMEOUT_MS = 400


class OutputField(QComboBox):
    """The system default, then all devices."""

    _devices_found = Signal(object, object)

    def __init__(self, hub: Hub, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hub = hub
        self._is_opening = False
        dress(self, "previewOutput", self.tr("Audio output"))
        self._timeout = QTimer(self)
        self._timeout.setSingleShot(True)
        self._timeout.setInterval(_TIMEOUT_MS)
        self._timeout.timeout.connect(self._open)
        # The signal brings the answer from the audio thread to this one.
        self._devices_found.connect(self._on_devices_found)
        self.activated.connect(self._choose)
        self._fill(())
        hub.opened.connect(self._show_setting)
        self._show_setting()

    def showPopup(self) -> None:
        room = self._hub.room
        if room is None or self._hub.is_closing or self._is_opening:
            return
        self._is_opening = True
        self._timeout.start()
        room.player.list_devices(self._devices_found.emit)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_setting()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowActivate:
            self._show_setting()  # The settings dialog may have changed the device.
        return super().event(event)

    def _show_setting(self) -> None:
        room = self._hub.room
        if room is not None and room.player.device_id != self.currentData():
            self._fill(())

    def _on_devices_found(
        self, devices: tuple[OutputDevice, ...], error: SoundUnavailable | None
    ) -> None:
        self.setToolTip(worded(error) if error is not None else "")
        self._fill(devices)
        self._open()

    def _open(self) -> None:
        self._timeout.stop()
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
            text = self.tr("{} (not connected)") if devices else "{}"
            self.addItem(text.format(name), chosen)
            row = self.count() - 1
        self.setCurrentIndex(row)
        # Long names of devices often differ only at their ends.
        self.view().setMinimumWidth(self.view().sizeHintForColumn(0) + GRID * 2)

    def _choose(self) -> None:
        from app.settings import Settings

        if self._hub.room is not None:
            self._hub.settings.set(Settings.output_device, self.currentData())
