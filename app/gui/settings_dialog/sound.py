"""What speech is played on, and a sound to try it."""

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
    """Devices are looked for whenever the page is shown, off the main thread."""

    _found = Signal(object, object)
    _moved = Signal(object, object)

    def __init__(self, hub: Hub) -> None:
        super().__init__(QCoreApplication.translate("settings", "Audio"))
        self._hub = hub
        self._devices: tuple[OutputDevice, ...] = ()
        self._has_looked = False
        self._playback: Playback | None = None
        self.device = combo("outputDevice")
        # Names of devices are long: the box need not show all of one.
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
        self.look.clicked.connect(self._look)
        # Both come from the player's thread, and may come before its method has returned.
        self._found.connect(self._offer_devices, Qt.ConnectionType.QueuedConnection)
        self._moved.connect(self._follow, Qt.ConnectionType.QueuedConnection)
        hub.settings.changed.connect(self._show_settings)
        hub.opened.connect(self._look_if_seen)
        self._show_settings()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look()

    def _look_if_seen(self) -> None:
        if self.isVisible():
            self._look()

    def _look(self) -> None:
        room = self._hub.room
        self._enable()
        if room is not None and not self._hub.is_closing:
            say(self._state, self.tr("Looking for devices…"))
            room.player.list_devices(self._found.emit)

    def _offer_devices(
        self, devices: tuple[OutputDevice, ...], error: SoundUnavailable | None
    ) -> None:
        self._devices = devices
        self._has_looked = True
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

    def _follow(self, playback: Playback, state: PlaybackState) -> None:
        from app.audio import PlaybackState

        if playback is not self._playback or not state.is_final:
            return
        told = {
            PlaybackState.FINISHED: self.tr("Test sound played"),
            PlaybackState.FAILED: worded(playback.error),
        }
        say(self._state, told.get(state, ""))

    def _show_settings(self) -> None:
        settings = self._hub.settings.current
        choices: list[tuple[str, str | None]] = [(self.tr("System default"), None)]
        choices += [(_name(it, self._devices), it.id) for it in self._devices]
        chosen = settings.output_device
        if chosen is not None and chosen not in {it.id for it in self._devices}:
            told = self.tr("{} (not connected)") if self._has_looked else "{}"
            choices.append((told.format(chosen), chosen))
        offer(self.device, choices, chosen)
        self._enable()

    def _enable(self) -> None:
        for control in (self.device, self.latency, self.test, self.look):
            control.setEnabled(self._hub.room is not None)

    def _lay_out(self) -> None:
        form = Form()
        form.add_control(self.tr("&Output device"), self.device)
        told = self.tr("If playback stutters, choose Smooth.")
        form.add_control(self.tr("Play&back"), self.latency, note(told))
        self.add_form(form)
        self.add_row(self.test, self.look)
        self.add(self._state)
        self.add_stretch()


def _name(device: OutputDevice, devices: tuple[OutputDevice, ...]) -> str:
    """The device's name; with the way to it where there are several."""
    is_alone = [it.name for it in devices].count(device.name) == 1
    return device.name if is_alone else device.id
