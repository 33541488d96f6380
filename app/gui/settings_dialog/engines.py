"""The Engines page: a list of engines, and the settings of the selected one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.gui.settings_dialog.disk_use import DiskUse
from app.gui.settings_dialog.engine_form import EngineForm
from app.gui.style.theme import GRID
from app.gui.widgets.form import Page, note, say
from app.gui.widgets.navigation import Navigation

if TYPE_CHECKING:
    from app.gui.controller.hub import Hub
    from app.gui.state.engine_view import EngineView, Installation
    from workers.snapshot import RoomSnapshot


class EnginesPage(Page):
    """Settings of engines; shows changes made in the main window at once."""

    def __init__(self, hub: Hub) -> None:
        super().__init__(QCoreApplication.translate("settings", "Engines"))
        self._hub = hub
        self._installations: dict[str, Installation] = {}
        self._disk_use = DiskUse(hub.background, self)
        self.names = Navigation(self.tr("Engines"))
        self.names.setObjectName("settingsEngines")
        self.names.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.form = EngineForm(hub.settings)
        self._note = note(self.tr("Loading engines…"))
        both = self._both = QWidget(self)
        columns = QHBoxLayout(both)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(GRID * 3)
        columns.addWidget(self.names)
        columns.addWidget(self.form, 1)
        both.hide()
        self.add(self._note)
        self.add(both, 1)
        self.names.currentRowChanged.connect(self._show_chosen)
        self._disk_use.measured.connect(self._show_size)
        hub.opened.connect(self._show_engines)
        hub.engine_changed.connect(self._show_engine)
        hub.readings.read.connect(self._offer_devices)
        if hub.views:
            self._show_engines()

    @property
    def chosen(self) -> EngineView | None:
        """The selected engine; None before the room is open."""
        row = self.names.currentRow()
        return self._hub.views[row] if row >= 0 else None

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_chosen()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._disk_use.cancel()

    def _show_engines(self) -> None:
        views = self._hub.views
        self._installations = {view.id: view.installation for view in views}
        self.names.clear()
        self.names.addItems([view.entry.name for view in views])
        say(self._note, "" if views else self.tr("The catalog has no engines."))
        self._both.setVisible(bool(views))
        self.names.setCurrentRow(0 if views else -1)

    def _show_chosen(self) -> None:
        view = self.chosen
        if view is None:
            return
        reading = self._hub.readings.latest
        self.form.offer_devices(reading.devices if reading is not None else ())
        self.form.show_engine(view)
        if self.isVisible():
            self._measure(view)

    def _show_engine(self, view: EngineView) -> None:
        chosen = self.chosen
        if self._installations.get(view.id) is not view.installation:
            self._installations[view.id] = view.installation
            self._disk_use.forget(view.entry.environment)
            if chosen is not None and self.isVisible():
                self._measure(chosen)
        if chosen is not None and chosen.id == view.id:
            self.form.show_engine(view)
            self._show_size(view.entry.environment)

    def _offer_devices(self, reading: RoomSnapshot) -> None:
        view = self.chosen
        if view is not None:
            self.form.offer_devices(reading.devices)
            self.form.show_engine(view)

    def _measure(self, view: EngineView) -> None:
        room, environment = self._hub.room, view.entry.environment
        if room is not None:
            self._disk_use.measure(room.environments, environment)
        self._show_size(environment)

    def _show_size(self, environment: str) -> None:
        view = self.chosen
        if view is not None and view.entry.environment == environment:
            self.form.show_size(
                self._disk_use.size_bytes(environment),
                is_known=self._disk_use.is_known(environment),
            )
