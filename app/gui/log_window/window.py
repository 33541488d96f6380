"""The window of all logs: the program's, then each engine's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QWidget

from app.gui.log_window.follower import LogFollower
from app.gui.log_window.page import LogPage
from app.gui.style.icons import shipped_icon
from app.gui.style.theme import GRID
from app.gui.widgets.front import bring_to_front

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.gui.log_window.follower import ReadLines
    from app.gui.state.engine_view import EngineView
    from app.gui.style.apply import Style
    from app.logs import ProgramLog

_ENGINE = Qt.ItemDataRole.UserRole


class LogWindow(QWidget):
    """Shows one log at a time, and reads only while the window is shown."""

    def __init__(self, log: ProgramLog, views: Iterable[EngineView], style: Style) -> None:
        super().__init__()
        self._log = log
        self._follower: LogFollower | None = None
        self.setWindowTitle(self.tr("Logs"))
        self.setWindowIcon(shipped_icon("engineroom"))
        self.list = QListWidget(self)
        self.list.setObjectName("logList")
        self.list.setProperty("role", "navigation")
        self.list.setAccessibleName(self.tr("Logs"))
        self._add(self.tr("Engine Room"), "")
        for view in views:
            self._add(view.entry.name, view.id)
        # As wide as the longest name, within limits.
        width = self.list.sizeHintForColumn(0) + GRID * 4
        self.list.setFixedWidth(min(max(width, GRID * 16), GRID * 30))
        self.page = LogPage(style, self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(GRID * 2, GRID * 2, GRID * 2, GRID * 2)
        layout.setSpacing(GRID * 2)
        layout.addWidget(self.list)
        layout.addWidget(self.page, 1)
        self.resize(GRID * 140, GRID * 80)
        self.setMinimumSize(GRID * 90, GRID * 40)
        self.list.setCurrentRow(0)
        self.list.currentRowChanged.connect(self._choose)
        self.page.level_chosen.connect(self._choose)
        QShortcut(QKeySequence.StandardKey.Close, self, self.close)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.close)

    def show_log(self, engine: str = "") -> None:
        """Shows an engine's log in front; the program's log for an empty ID."""
        for row in range(self.list.count()):
            if self.list.item(row).data(_ENGINE) == engine:
                self.list.setCurrentRow(row)
        bring_to_front(self)

    def end(self) -> None:
        """Closes the window for good, and waits for the last read."""
        follower = self._follower
        self.close()
        if follower is not None:
            follower.wait()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._follower is None:  # It still runs after the window was minimized.
            self._follower = LogFollower(self._log, self)
            self._follower.read.connect(self._show)
            self._choose()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._follower is not None and not event.spontaneous():
            self._follower.end()
            self._follower = None

    def _choose(self) -> None:
        if self._follower is not None:
            self.page.clear()
            engine = self.list.currentItem().data(_ENGINE)
            self._follower.choose(engine, self.page.min_level)

    def _show(self, lines: ReadLines) -> None:
        self.page.show_lines(lines)

    def _add(self, name: str, engine: str) -> None:
        item = QListWidgetItem(name, self.list)
        item.setData(_ENGINE, engine)
