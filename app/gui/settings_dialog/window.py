"""The settings window: page names on the left, the selected page beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.gui.settings_dialog.advanced import AdvancedPage
from app.gui.settings_dialog.engines import EnginesPage
from app.gui.settings_dialog.general import GeneralPage
from app.gui.settings_dialog.memory import MemoryPage
from app.gui.settings_dialog.sound import SoundPage
from app.gui.style.icons import shipped_icon
from app.gui.style.theme import GRID
from app.gui.widgets.card import Card
from app.gui.widgets.form import heading, note, say
from app.gui.widgets.navigation import Navigation

if TYPE_CHECKING:
    from app.autostart import Autostart
    from app.gui.controller.hub import Hub
    from app.gui.widgets.form import Page


class SettingsWindow(QWidget):
    """All settings; changes apply without being confirmed.

    Attributes:
        shown: The window was shown (True) or hidden (False).
        quit_asked: The user wants to quit the program.
    """

    shown = Signal(bool)
    quit_asked = Signal()

    def __init__(self, hub: Hub, autostart: Autostart | None, voices: Page) -> None:
        """Makes the window.

        Args:
            hub: Applies and saves the settings.
            autostart: None where this copy of the program cannot start by itself.
            voices: The page of the user's voices.
        """
        super().__init__()
        self.setObjectName("settings")
        self.setWindowTitle(self.tr("Engine Room settings"))
        self.setWindowIcon(shipped_icon("engineroom"))
        self.general = GeneralPage(hub, autostart)
        self.engines = EnginesPage(hub)
        self.memory = MemoryPage(hub)
        self.sound = SoundPage(hub)
        self.voices = voices
        self.advanced = AdvancedPage(hub)
        self.pages: tuple[Page, ...] = (
            self.general,
            self.engines,
            self.memory,
            self.sound,
            self.voices,
            self.advanced,
        )
        self.names = Navigation(self.tr("Categories"), self)
        self.names.setObjectName("settingsPages")
        self._heading = heading("")
        self._stack = QStackedWidget(self)
        self._news = note()
        self._news.setObjectName("settingsNews")
        self._news.setProperty("tone", "caution")
        for page in self.pages:
            self.names.addItem(page.title)
            self._stack.addWidget(page)
        self._lay_out()
        self.names.currentRowChanged.connect(self._turn_to)
        self.names.setCurrentRow(0)
        hub.settings.notice.connect(self._show_news)
        for keys in (QKeySequence("Esc"), QKeySequence(QKeySequence.StandardKey.Close)):
            QShortcut(keys, self, self.close)
        QShortcut(QKeySequence.StandardKey.Quit, self, self.quit_asked.emit)
        QShortcut(QKeySequence("Ctrl+PgDown"), self, lambda: self._step(1))
        QShortcut(QKeySequence("Ctrl+PgUp"), self, lambda: self._step(-1))

    def turn_to(self, page: Page) -> None:
        """Shows one of ``pages``."""
        self.names.setCurrentRow(self.pages.index(page))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.names.setFocus()
        self.shown.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._show_news("")
        self.shown.emit(False)

    def _turn_to(self, row: int) -> None:
        self._heading.setText(self.pages[row].title)
        self._stack.setCurrentIndex(row)
        self._show_news("")

    def _step(self, by: int) -> None:
        self.names.setCurrentRow((self.names.currentRow() + by) % len(self.pages))

    def _show_news(self, news: str) -> None:
        say(self._news, news)

    def _lay_out(self) -> None:
        card = Card(parent=self)
        card.add(self._heading)
        card.add(self._stack, 1)
        self.names.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        columns = QHBoxLayout()
        columns.setSpacing(GRID * 2)
        columns.addWidget(self.names)
        columns.addWidget(card, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID * 2, GRID * 2, GRID * 2, GRID * 2)
        layout.setSpacing(GRID)
        layout.addLayout(columns, 1)
        layout.addWidget(self._news)
        self.resize(GRID * 104, GRID * 72)
