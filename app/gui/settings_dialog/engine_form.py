"""The settings and facts of one engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.gui.state.engine_view import Installation
from app.gui.style.theme import GRID
from app.gui.text import durations, engine_facts, wording
from app.gui.text.device_choices import chosen_device, device_choices
from app.gui.widgets.duration_box import DurationBox
from app.gui.widgets.form import (
    Form,
    check,
    combo,
    heading,
    keep_from_wheel,
    note,
    offer,
    readable,
    say,
)
from app.settings import EngineSettings

if TYPE_CHECKING:
    from app.gui.controller.settings_controller import SettingsController
    from app.gui.state.engine_view import EngineView
    from app.settings import EngineSetting
    from workers.devices.probe import DeviceReading

T = TypeVar("T")


class _IdleTimeoutBox(DurationBox):
    """Idle timeout; restores the current value if what was entered is no duration."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("idleTimeout")
        self._seconds = 0.0
        keep_from_wheel(self)

    def show_seconds(self, seconds: float) -> None:
        """Shows the current value, unless the user is typing."""
        self._seconds = seconds
        if not self.hasFocus():
            self.setEditText(durations.spoken(seconds))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if durations.parsed(self.currentText()) is None:
            self.setEditText(durations.spoken(self._seconds))


class EngineForm(QWidget):
    """Settings and facts of the engine that :meth:`show_engine` was called with last."""

    def __init__(self, settings: SettingsController) -> None:
        super().__init__()
        self._settings = settings
        self._view: EngineView | None = None
        self._devices: tuple[DeviceReading, ...] = ()
        self._name = heading("")
        self._kind = note()
        self.idle_timeout = _IdleTimeoutBox()
        self.idle_timeout.setToolTip(self.tr("For example: 90 s, 5 min, 1 h, never"))
        self.pinned = check("pinned", self.tr("&Pinned"))
        self.device = combo("device")
        self.with_app = check("startsWithApp", self.tr("&Start with Engine Room"))
        self._environment = readable()
        self.disk_use = readable()
        self.disk_use.setObjectName("diskUse")
        self._requires = readable()
        self._license = readable()
        self._lay_out()
        self.idle_timeout.chosen.connect(self._set_idle_timeout)
        line = self.idle_timeout.lineEdit()
        assert line is not None, "it is editable"
        line.editingFinished.connect(self._set_idle_timeout)
        self.pinned.clicked.connect(lambda on: self._set(EngineSettings.pinned, on))
        self.with_app.clicked.connect(lambda on: self._set(EngineSettings.starts_with_app, on))
        self.device.activated.connect(
            lambda: self._set(EngineSettings.device, self.device.currentData())
        )
        settings.applied.connect(self._refresh_start)

    def offer_devices(self, devices: tuple[DeviceReading, ...]) -> None:
        """Sets the devices that engines can run on, from the last reading."""
        self._devices = devices

    def show_engine(self, view: EngineView) -> None:
        """Shows an engine's settings and facts."""
        is_another = self._view is None or self._view.id != view.id
        self._view = view
        self._name.setText(view.entry.name)
        text = self.tr("{kind} · {state}")
        say(self._kind, text.format(kind=wording.kind(view), state=wording.state(view)))
        if is_another:
            self.idle_timeout.setEditText("")
        self.idle_timeout.show_seconds(view.worker.idle_timeout_s)
        self.pinned.setChecked(view.worker.is_pinned)
        choices = device_choices(view, self._devices)
        offer(
            self.device,
            [(name, device) for device, name in choices],
            chosen_device(view, [device for device in self._devices if device.kind == "gpu"]),
        )
        self.device.setEnabled(len(choices) > 1)
        self.with_app.setChecked(self._settings.current.of(view.id).starts_with_app)
        self._environment.setText(view.entry.environment)
        self._requires.setText(engine_facts.requirements(view))
        self._license.setText(engine_facts.licenses(view.entry))

    def show_size(self, size_bytes: int | None, *, is_known: bool) -> None:
        """Shows the disk use of the environment; None if it can't be read."""
        view = self._view
        if view is None or view.installation is not Installation.INSTALLED:
            self.disk_use.setText(self.tr("Not installed"))
        elif not is_known:
            self.disk_use.setText(self.tr("Measuring…"))
        elif size_bytes is None:
            self.disk_use.setText(self.tr("Not readable"))
        else:
            self.disk_use.setText(wording.disk_size(size_bytes))

    def _set_idle_timeout(self) -> None:
        seconds, view = durations.parsed(self.idle_timeout.currentText()), self._view
        if view is not None and seconds is not None and seconds != view.worker.idle_timeout_s:
            self._set(EngineSettings.idle_timeout_s, seconds)

    def _set(self, setting: EngineSetting[T], value: T) -> None:
        if self._view is not None:
            self._settings.set_of(setting, self._view.id, value)

    def _refresh_start(self, engine: str) -> None:
        if self._view is not None and engine == self._view.id:
            self.with_app.setChecked(self._settings.current.of(engine).starts_with_app)

    def _lay_out(self) -> None:
        settings = Form()
        settings.add_control(self.tr("Idle &timeout"), self.idle_timeout)
        settings.add_control(self.tr("&Runs on"), self.device)
        settings.add_check(
            self.pinned,
            note(self.tr("A pinned engine isn’t stopped to free memory or when it’s idle.")),
        )
        settings.add_check(
            self.with_app,
            note(self.tr("Skipped if engines that start earlier leave too little memory")),
        )
        facts = Form()
        facts.add_text(self.tr("Environment"), self._environment)
        facts.add_text(self.tr("Disk space"), self.disk_use)
        facts.add_text(self.tr("Requirements"), self._requires)
        facts.add_text(self.tr("License"), self._license)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID * 2)
        title = QVBoxLayout()
        title.setSpacing(0)
        title.addWidget(self._name)
        title.addWidget(self._kind)
        layout.addLayout(title)
        layout.addLayout(settings)
        layout.addLayout(facts)
        layout.addStretch()
