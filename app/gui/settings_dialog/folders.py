"""Rows of the program's folders, to copy or open."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QPushButton, QWidget

from app.gui.style.theme import GRID
from workers.base import paths

if TYPE_CHECKING:
    from pathlib import Path

    from app.gui.controller.hub import Hub


class FolderRows(QWidget):
    """A row for each folder: its path, and buttons to copy and open it."""

    def __init__(self, hub: Hub) -> None:
        super().__init__()
        self._hub = hub
        self._paths: dict[str, QLineEdit] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GRID)
        self._grid.setVerticalSpacing(GRID)
        self._grid.setColumnStretch(1, 1)
        self._add("config", self.tr("Settings"))
        self._add("data", self.tr("Environments"))
        self._add("state", self.tr("Measurements"))
        self._add("models", self.tr("Models and audio"))
        self._add("logs", self.tr("Logs"))

    def look_up(self) -> None:
        """Looks the folders up in the background, and shows them."""
        room = self._hub.room

        def find() -> dict[str, Path]:
            folders = {
                "config": paths.config_dir(),
                "data": paths.environments_dir(),
                "state": paths.state_dir(),
                "models": paths.models_dir(),
            }
            return {**folders, "logs": room.log.path().parent} if room is not None else folders

        self._hub.background.run(find, self._show)

    def _show(self, found: dict[str, Path]) -> None:
        for name, folder in found.items():
            line = self._paths[name]
            if line.text() != str(folder):
                line.setText(str(folder))
                line.setCursorPosition(0)
                line.setToolTip(str(folder))

    def _add(self, name: str, title: str) -> None:
        row = self._grid.rowCount()
        path = self._paths[name] = QLineEdit()
        path.setReadOnly(True)
        path.setObjectName(f"{name}Folder")
        path.setAccessibleName(title)
        label = QLabel(title)
        label.setBuddy(path)
        copy, open_ = QPushButton(self.tr("Copy")), QPushButton(self.tr("Open"))
        copy.setObjectName(f"{name}Copy")
        copy.setAccessibleName(self.tr("Copy path of {}").format(title))
        open_.setObjectName(f"{name}Open")
        open_.setAccessibleName(self.tr("Open {} folder").format(title))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(path.text()))
        open_.clicked.connect(partial(self._open, path))
        for column, widget in enumerate((label, path, copy, open_)):
            self._grid.addWidget(widget, row, column)

    def _open(self, path: QLineEdit) -> None:
        from pathlib import Path

        folder = path.text()
        if folder:
            self._hub.background.run(
                Path(folder).is_dir, lambda exists: self._open_if_it_exists(folder, exists=exists)
            )

    def _open_if_it_exists(self, folder: str, *, exists: bool) -> None:
        notice = self._hub.settings.notice
        if not exists:
            text = self.tr("Nothing here yet. {} is created when it’s first needed.")
            notice.emit(text.format(folder))
        elif not QDesktopServices.openUrl(QUrl.fromLocalFile(folder)):
            notice.emit(self.tr("No app on this desktop can show {}.").format(folder))
