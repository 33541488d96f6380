"""One log: its lines, and controls to follow, filter, search, and copy."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.gui.log_window.search_bar import SearchBar
from app.gui.log_window.view import LogView
from app.gui.style.theme import GRID

if TYPE_CHECKING:
    from pathlib import Path

    from app.gui.log_window.follower import ReadLines
    from app.gui.style.apply import Style


class LogPage(QWidget):
    """The lines of a log, with controls above and the file below.

    Attributes:
        level_chosen: The user has chosen the lowest level to show: a level of ``logging``.
    """

    level_chosen = Signal(int)

    def __init__(self, style: Style, parent: QWidget) -> None:
        super().__init__(parent)
        self._path: Path | None = None
        self.view = LogView(style, self)
        self.follow = QPushButton(self.tr("Follow"), self)
        self.follow.setObjectName("logFollow")
        self.follow.setCheckable(True)
        self.follow.setChecked(True)
        self.follow.setToolTip(self.tr("Show new lines as they arrive. Scroll up to pause."))
        self.level = self._levels()
        self.wrap = QPushButton(self.tr("Wrap"), self)
        self.wrap.setObjectName("logWrap")
        self.wrap.setCheckable(True)
        self.wrap.setToolTip(self.tr("Wrap long lines"))
        self.search = SearchBar(self.view, style, self)
        self.status = QLabel(self)
        self.status.setObjectName("logStatus")
        self.status.setProperty("role", "caption")
        self.status.setTextFormat(Qt.TextFormat.PlainText)
        self.status.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        # A long path must not widen the window.
        self.status.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.copy = QPushButton(self.tr("Copy"), self)
        self.copy.setObjectName("logCopy")
        self.copy.setToolTip(self.tr("Copy the selected lines, or all lines shown"))
        self.open_file = QPushButton(self.tr("Open file"), self)
        self.open_file.setObjectName("logFile")
        self.open_folder = QPushButton(self.tr("Open folder"), self)
        self.open_folder.setObjectName("logFolder")
        self._lay_out()
        self.follow.toggled.connect(self.view.set_follows)
        self.view.following.connect(self.follow.setChecked)
        self.view.waiting.connect(self._show_waiting)
        self.level.currentIndexChanged.connect(self._choose_level)
        self.wrap.toggled.connect(self.view.set_wraps)
        self.copy.clicked.connect(self._copy)
        self.open_file.clicked.connect(lambda: self._open(self._path))
        self.open_folder.clicked.connect(lambda: self._open(self._path and self._path.parent))
        self.clear()

    @property
    def min_level(self) -> int:
        """The chosen level."""
        return int(self.level.currentData())

    def clear(self) -> None:
        """Shows nothing until lines were read."""
        self._path = None
        self.view.show_lines((), replaces=True)
        self.view.setPlaceholderText(self.tr("Reading…"))
        self._show_status("")
        for button in (self.copy, self.open_file, self.open_folder):
            button.setEnabled(False)

    def show_lines(self, read: ReadLines) -> None:
        """Shows lines that were read."""
        self._path = read.path
        if read.error:
            self.view.show_lines((), replaces=True)
            self.view.setPlaceholderText(self.tr("Couldn’t read the log."))
            self._show_status(read.error)
            return
        self.view.show_lines(read.lines, replaces=read.replaces)
        is_filtered = self.min_level > 0
        self.view.setPlaceholderText(
            self.tr("No entries at this level") if is_filtered else self.tr("Log is empty")
        )
        self._show_status(str(read.path))
        self.copy.setEnabled(not self.view.document().isEmpty())
        # The file exists once it has a line.
        for button in (self.open_file, self.open_folder):
            button.setEnabled(is_filtered or not self.view.document().isEmpty())

    def _show_status(self, text: str) -> None:
        self.status.setText(text)
        self.status.setToolTip(text)

    def _show_waiting(self, count: int) -> None:
        if not count:
            self.follow.setText(self.tr("Follow"))
        elif count == 1:
            self.follow.setText(self.tr("Follow (1 new line)"))
        else:
            self.follow.setText(self.tr("Follow ({} new lines)").format(count))

    def _choose_level(self) -> None:
        self.level_chosen.emit(self.min_level)

    def _copy(self) -> None:
        selected = self.view.textCursor().selection().toPlainText()
        QGuiApplication.clipboard().setText(selected or self.view.toPlainText())

    def _open(self, path: Path | None) -> None:
        if path is not None and not QDesktopServices.openUrl(QUrl.fromLocalFile(path)):
            self._show_status(self.tr("No app can open {}").format(path))

    def _levels(self) -> QComboBox:
        box = QComboBox(self)
        box.setObjectName("logLevel")
        box.setAccessibleName(self.tr("Level"))
        box.addItem(self.tr("All levels"), 0)
        box.addItem(self.tr("Info and above"), logging.INFO)
        box.addItem(self.tr("Warnings and above"), logging.WARNING)
        box.addItem(self.tr("Errors only"), logging.ERROR)
        return box

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(GRID)
        for widget in (self.follow, self.level, self.wrap):
            head.addWidget(widget)
        head.addSpacing(GRID)
        head.addWidget(self.search, 1)
        foot = QHBoxLayout()
        foot.setSpacing(GRID)
        foot.addWidget(self.status, 1)
        for button in (self.copy, self.open_file, self.open_folder):
            foot.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addLayout(head)
        layout.addWidget(self.view, 1)
        layout.addLayout(foot)
