"""The page of one engine: facts, installation, failures, and a sample."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSize, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from app.gui.engines_page.install_status import (
    InstallStatus,
    install_status,
    missing_parts,
    status_text,
)
from app.gui.engines_page.manage_menu import ManageButton
from app.gui.engines_page.remove_dialog import RemoveDialog
from app.gui.engines_page.sample_row import SampleRow
from app.gui.engines_page.setup_area import SetupArea
from app.gui.style.theme import GRID
from app.gui.text import engine_facts as facts
from app.gui.text import wording
from app.gui.widgets.form import Facts, Page, heading, note, readable, say

if TYPE_CHECKING:
    from app.gui.controller.hub import Hub
    from app.gui.engines_page.disk_scan import DiskScan
    from app.gui.state.engine_view import EngineView
    from app.gui.style.apply import Style

#: Longest line that widens the page; longer ones scroll.
_MOST_CHARS = 72


class EngineDetail(Page):
    """Shows the engine of the last :meth:`show_engine`.

    Attributes:
        preview_asked: The user wants the preview with this engine: its ID.
        engine_shown: Another engine is shown: its ID.
    """

    preview_asked = Signal(str)
    engine_shown = Signal(str)

    def __init__(self, hub: Hub, style: Style, disk_scan: DiskScan, failures: QWidget) -> None:
        super().__init__(QCoreApplication.translate("engine_page", "Engine"))
        self._hub = hub
        self._disk_scan = disk_scan
        self._view: EngineView | None = None
        self.name = heading("")
        self.state = note()
        self.state.setObjectName("engineState")
        self.does = readable()
        self.install = QPushButton()
        self.install.setObjectName("installEngine")
        self.install.setProperty("role", "primary")
        self.manage = ManageButton(hub, disk_scan)
        self.setup = SetupArea(hub, self.manage)
        self.failures = failures
        self.sample = SampleRow(hub, style)
        self._rows: dict[str, tuple[QLabel, QLabel]] = {}
        self._facts = Facts()
        self._lay_out()
        self.install.clicked.connect(self._install)
        self.manage.remove_asked.connect(self.ask_to_remove)
        self.sample.preview_asked.connect(self.preview_asked)
        disk_scan.changed.connect(self._on_scanned)
        hub.install_queue.changed.connect(self._refresh)
        self.setup.planning_changed.connect(self._refresh)

    def show_engine(self, view: EngineView) -> None:
        """Shows an engine, or its new state."""
        is_another = self._view is None or self._view.id != view.id
        self._view = view
        if is_another:
            self.engine_shown.emit(view.id)
            self.verticalScrollBar().setValue(0)
        self.setup.show_engine(view)
        self.sample.show_engine(view)
        self._refresh()

    def minimumSizeHint(self) -> QSize:
        """As wide as its content, up to a readable line."""
        content = self.widget()
        least = content.minimumSizeHint().width() if content is not None else 0
        least += self.verticalScrollBar().sizeHint().width()
        most = self.fontMetrics().averageCharWidth() * _MOST_CHARS
        return QSize(min(least, most), super().minimumSizeHint().height())

    def set_up(self) -> None:
        """Plans the installation, and shows the plan."""
        self.setup.begin()

    def ask_to_remove(self) -> None:
        """Asks what to remove of the engine."""
        view, room = self._view, self._hub.room
        found = self._disk_scan.of(view.id) if view is not None else None
        if view is None or room is None or found is None:
            return
        titles = {other.id: other.entry.name for other in self._hub.views}
        question = RemoveDialog(view, found, titles, self.window())
        engine = view.id
        question.chosen.connect(
            lambda environment, weights: self._hub.install_queue.remove(
                room, engine, environment=environment, weights=weights
            )
        )
        question.present()

    def stop_speaking(self) -> None:
        """Stops the sample and planning, because the window was hidden."""
        self.sample.stop_speaking()
        self.setup.drop()

    def _install(self) -> None:
        view = self._view
        if view is None:
            return
        if self._disk_scan.problems(view.id):
            self._hub.installations.repair(view.id)
        else:
            self.set_up()

    def _on_scanned(self, engine: str) -> None:
        if self._view is not None and engine == self._view.id:
            self._refresh()

    def _refresh(self) -> None:
        view = self._view
        if view is None:
            return
        found = self._disk_scan.of(view.id)
        status = install_status(view, found, is_damaged=bool(self._disk_scan.problems(view.id)))
        self.name.setText(view.entry.name)
        text = self.tr("{kind} · {state}")
        say(self.state, text.format(kind=wording.kind(view), state=status_text(view, status)))
        self.does.setText(facts.does(view.entry))
        is_installable = status not in (InstallStatus.INSTALLED, InstallStatus.INSTALLING)
        self.install.setVisible(is_installable and not self.setup.is_planning)
        self.install.setText(_INSTALL.get(status, _INSTALL[InstallStatus.MISSING])())
        self.install.setEnabled(self._hub.install_queue.task(view.id) is None)
        self.manage.show_engine(view)
        reading = self._hub.readings.latest
        devices = reading.devices if reading is not None else ()
        entry = view.entry
        fit = facts.how_it_fits(view, devices)
        self._fill("needs", missing_parts(view, found))
        self._fill("languages", facts.languages(entry))
        self._fill("voices", facts.voices(entry))
        self._fill("runs_on", " ".join(filter(None, (f"{facts.runs_on(entry)}.", fit))))
        self._fill("memory", facts.memory(view))
        self._fill("download", facts.download(entry))
        self._fill("on_disk", facts.on_disk(found))
        self._fill("code", entry.license or self.tr("Not specified in the catalog"))
        self._fill("weights", facts.weights_licenses(entry))
        _, licenses = self._rows["weights"]
        licenses.setProperty("tone", "caution" if facts.forbids_commerce(entry) else "")
        licenses.style().polish(licenses)
        self.updateGeometry()

    def _fill(self, row: str, text: str) -> None:
        name, value = self._rows[row]
        for label in (name, value):
            label.setVisible(bool(text))
        if value.text() != text:
            value.setText(text)

    def _lay_out(self) -> None:
        title = QVBoxLayout()
        title.setSpacing(GRID // 2)
        for line in (self.name, self.state, self.does):
            title.addWidget(line)
        self.add_layout(title)
        self.add_row(self.install, self.sample.open, self.manage)
        for part in (self.setup, self.failures, self.sample):
            self.add(part)
        for row, name in (
            ("needs", self.tr("Missing")),
            ("languages", self.tr("Languages")),
            ("voices", self.tr("Voices")),
            ("runs_on", self.tr("Runs on")),
            ("memory", self.tr("Memory")),
            ("download", self.tr("Download")),
            ("on_disk", self.tr("Disk space")),
            ("code", self.tr("Code license")),
            ("weights", self.tr("Weights license")),
        ):
            value = readable()
            value.setAccessibleName(name)
            self._rows[row] = (self._facts.add_text(name, value), value)
        self.add_form(self._facts)
        self.add_stretch()


def _tr(text: str) -> str:
    return QCoreApplication.translate("engine_page", text)


_INSTALL = {
    InstallStatus.MISSING: lambda: _tr("Install…"),
    InstallStatus.PARTIAL: lambda: _tr("Install missing files…"),
    InstallStatus.DAMAGED: lambda: _tr("Repair"),
}
