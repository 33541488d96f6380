"""The Audio page: output device, latency, and a test sound."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from app.gui.settings_dialog.controls import setting_combo
from app.gui.text.messages import worded
from app.gui.widgets.form import Form, Page, combo, note, offer, say
from app.settings import Settings

if TYPE_CHECKING:
    from app.audio import OutputDevice, Playback, PlaybackState, SoundUnavailable
    from app.gui.controller.hub import Hub


class SoundPage(Page):
    """Settings of audio; lists devices off the main thread whenever the page is shown."""

    _found = Signal(object, object)
    _moved = Signal(object, object)

    def __init__(self, hub: Hub) -> None:
        super().__init__(QCoreApplication.translate("settings", "Audio"))
        self._hub = hub
        self._devices: tuple[OutputDevice, ...] = ()
        self._is_scanned = False
        self._playback: Playback | None = None
        self.device = combo("outputDevice")
        # Names of devices are long: the box needn't show all of a name.
        self.device.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.device.setMinimumContentsLength(16)
        self.device.setSizeAdjustPolicy(
            self.device.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.latency = setting_combo(
            "latency",
            ((self.tr("Smooth"), "high"), (self.tr("Low latency"), "low")),
            hub.settings,
            Settings.latency,
        )
        self.test = QPushButton(self.tr("Play &test sound"))
        self.test.setObjectName("testSound")
        self.look = QPushButton(self.tr("&Refresh devices"))
        self.look.setObjectName("lookForDevices")
        self._state = note()
        self._state.setObjectName("soundState")
        self._lay_out()
        self.device.activated.connect(
            lambda: hub.settings.set(Settings.output_device, self.device.currentData())
        )
        self.test.clicked.connect(self._play)
        self.look.clicked.connect(self._scan)
        # Both are emitted on the player's thread, perhaps before its method has returned.
        self._found.connect(self._offer_devices, Qt.ConnectionType.QueuedConnection)
        self._moved.connect(self._show_state, Qt.ConnectionType.QueuedConnection)
        hub.settings.changed.connect(self._show_settings)
        hub.opened.connect(self._scan_if_visible)
        self._show_settings()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._scan()

    def _scan_if_visible(self) -> None:
        if self.isVisible():
            self._scan()

    def _scan(self) -> None:
        room = self._hub.room
        self._enable()
        if room is not None and not self._hub.is_closing:
            say(self._state, self.tr("Looking for devices…"))
            room.player.list_devices(self._found.emit)

    def _offer_devices(
        self, devices: tuple[OutputDevice, ...], error: SoundUnavailable | None
    ) -> None:
        self._devices = devices
        self._is_scanned = True
        say(self._state, worded(error) if error is not None else "")
        self._show_settings()

    def _play(self) -> None:
        from app.audio.chime import CHIME_RATE, chime

        room = self._hub.room
        if room is None or self._hub.is_closing:
            return
        say(self._state, self.tr("Playing…"))
        playback = room.player.start(CHIME_RATE, "float32", on_state=self._moved.emit)
        self._playback = playback
        playback.feed(chime(), sample_rate=CHIME_RATE, dtype="float32")
        playback.finish()

    def _show_state(self, playback: Playback, state: PlaybackState) -> None:
        from app.audio import PlaybackState

        if playback is not self._playback or not state.is_final:
            return
        texts = {
            PlaybackState.FINISHED: self.tr("Test sound played"),
            PlaybackState.FAILED: worded(playback.error),
        }
        say(self._state, texts.get(state, ""))

    def _show_settings(self) -> None:
        settings = self._hub.settings.current
        choices: list[tuple[str, str | None]] = [(self.tr("System default"), None)]
        choices += [(_name(device, self._devices), device.id) for device in self._devices]
        chosen = settings.output_device
        if chosen is not None and chosen not in {device.id for device in self._devices}:
            text = self.tr("{} (not connected)") if self._is_scanned else "{}"
            choices.append((text.format(chosen), chosen))
        offer(self.device, choices, chosen)
        self._enable()

    def _enable(self) -> None:
        for control in (self.device, self.latency, self.test, self.look):
            control.setEnabled(self._hub.room is not None)

    def _lay_out(self) -> None:
        form = Form()
        form.add_control(self.tr("&Output device"), self.device)
        advice = self.tr("If playback stutters, choose Smooth.")
        form.add_control(self.tr("Play&back"), self.latency, note(advice))
        self.add_form(form)
        self.add_row(self.test, self.look)
        self.add(self._state)
        self.add_stretch()


def _name(device: OutputDevice, devices: tuple[OutputDevice, ...]) -> str:
    """Returns the device's name, with its host API if several devices have that name."""
    is_unique = [other.name for other in devices].count(device.name) == 1
    return device.name if is_unique else device.id
