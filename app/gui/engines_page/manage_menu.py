"""The menu that verifies, repairs, rolls back, imports, and removes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDir, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton, QWidget

from app.gui.state.engine_view import Installation
from workers.base import paths

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.gui.controller.hub import Hub
    from app.gui.engines_page.disk_scan import DiskScan
    from app.gui.state.engine_view import EngineView
    from app.room import EngineRoom
    from workers.catalog.entry import Weights


class ManageButton(QPushButton):
    """A button whose menu is filled each time it opens.

    Attributes:
        remove_asked: The user wants to remove the engine.
    """

    remove_asked = Signal()

    def __init__(self, hub: Hub, disk_scan: DiskScan, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hub = hub
        self._disk_scan = disk_scan
        self._view: EngineView | None = None
        self.setText(self.tr("Manage"))
        self.setObjectName("manageEngine")
        self.setProperty("role", "menu")
        menu = QMenu(self)
        menu.aboutToShow.connect(self.fill)
        self.setMenu(menu)

    def show_engine(self, view: EngineView) -> None:
        """Shows an engine."""
        self._view = view
        self.setEnabled(self._hub.install_queue.task(view.id) is None)
        self.setAccessibleName(self.tr("Manage {}").format(view.entry.name))

    def fill(self) -> None:
        """Fills the menu for the engine's current state."""
        menu, view, room = self.menu(), self._view, self._hub.room
        menu.clear()
        if view is None or room is None:
            return
        engine, found = view.id, self._disk_scan.of(view.id)
        is_there = view.installation is Installation.INSTALLED
        install_queue = self._hub.install_queue
        self._add(self.tr("Verify"), is_there, lambda: install_queue.verify(room, engine))
        self._add(self.tr("Repair"), is_there, lambda: self._hub.installations.repair(engine))
        self._add(
            self.tr("Roll back packages…"),
            found is not None and found.can_roll_back,
            lambda: install_queue.roll_back(room, engine),
        )
        menu.addSeparator()
        for weights in view.entry.weights:
            self._add_weights(menu, room, engine, weights)
        self._add(self.tr("Open packages folder"), self._has_packages, self._open_packages)
        menu.addSeparator()
        self._add(self.tr("Remove…"), self.can_remove, self.remove_asked.emit)

    @property
    def can_remove(self) -> bool:
        """True if the engine is installed, or has left files."""
        found = self._disk_scan.of(self._view.id) if self._view is not None else None
        is_there = self._view is not None and self._view.installation is Installation.INSTALLED
        has_files = found is not None and bool(found.environment_bytes or found.weights_bytes)
        return found is not None and (is_there or has_files)

    @property
    def _has_packages(self) -> bool:
        found = self._disk_scan.of(self._view.id) if self._view is not None else None
        return found is not None and found.environment_bytes > 0

    def _add_weights(self, menu: QMenu, room: EngineRoom, engine: str, weights: Weights) -> None:
        found = self._disk_scan.of(engine)
        text = self.tr("Import {} from folder…").format(weights.repository)
        self._add(text, True, lambda: self._import(room, engine, weights))
        folder = room.installation.weights.folder(weights)
        text = self.tr("Open folder of {}").format(weights.repository)
        has_weights = found is not None and found.weights_bytes > 0
        self._add(text, has_weights, lambda: _open(folder))
        menu.addSeparator()

    def _import(self, room: EngineRoom, engine: str, weights: Weights) -> None:
        title = self.tr("Choose the folder that contains {}").format(weights.repository)
        dialog = QFileDialog(self, title, QDir.homePath())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(
            lambda name: self._hub.install_queue.import_weights(room, engine, weights, Path(name))
        )
        dialog.open()

    def _open_packages(self) -> None:
        if self._view is not None:
            _open(paths.environments_dir() / self._view.entry.environment)

    def _add(self, text: str, is_enabled: bool, run: Callable[[], object]) -> None:
        action = self.menu().addAction(text.replace("&", "&&"))
        action.setEnabled(is_enabled)
        action.triggered.connect(run)


def _open(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(folder))
