"""The preview: pages to speak, compare, and transcribe, and the history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.gui.preview.compare.pane import ComparePane
from app.gui.preview.history.pane import HistoryPane
from app.gui.preview.transcribe.pane import TranscribePane
from app.gui.style.theme import GRID

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.gui.controller.hub import Hub
    from app.gui.preview.speak.pane import SpeakPane
    from app.gui.speech.speech import SpeechRequest
    from app.gui.state.engine_view import EngineView
    from app.gui.style.apply import Style


class ModeSwitch(QWidget):
    """Buttons of which one is checked; the arrow keys move between them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Mode"))
        self.buttons = QButtonGroup(self)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(GRID // 2)

    def add(self, name: str, text: str) -> QPushButton:
        """Adds a button; the first one is checked."""
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setProperty("role", "segment")
        button.setCheckable(True)
        button.setChecked(not self.buttons.buttons())
        self.buttons.addButton(button, len(self.buttons.buttons()))
        self._layout.addWidget(button)
        return button


class PreviewPanel(QWidget):
    """Shows one page at a time. All pages have the same size, so that nothing around them moves.

    Attributes:
        switch: Buttons that select the page; meant for the title bar of the panel.
        speak: The page that speaks a text.
        compare: The page that compares engines.
        history: The page with recent speech.
        transcribe: The page that transcribes audio.
    """

    def __init__(
        self, hub: Hub, style: Style, speak: SpeakPane, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.switch = ModeSwitch(self)
        self.speak = speak
        self.compare = ComparePane(hub, speak.form, self)
        self.history = HistoryPane(hub, self)
        self.transcribe = TranscribePane(hub, style, self)
        self._stack = QStackedWidget(self)
        for name, text, pane in (
            ("modeSpeak", self.tr("S&peak"), self.speak),
            ("modeCompare", self.tr("Co&mpare"), self.compare),
            ("modeHistory", self.tr("&History"), self.history),
            ("modeTranscribe", self.tr("T&ranscribe"), self.transcribe),
        ):
            self.switch.add(name, text)
            self._stack.addWidget(pane)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self.switch.buttons.idClicked.connect(self._stack.setCurrentIndex)
        speak.spoken.connect(self.history.add)
        self.compare.spoken.connect(self.history.add)
        self.transcribe.install_asked.connect(hub.installations.set_up)
        self.history.reuse_asked.connect(self._reuse)

    def show_engines(self, views: Iterable[EngineView]) -> None:
        """Offers the engines on all pages."""
        for pane in (self.speak, self.compare, self.transcribe):
            pane.show_engines(views)

    def show_engine(self, view: EngineView) -> None:
        """Updates the state of one engine on all pages."""
        for pane in (self.speak, self.compare, self.transcribe):
            pane.show_engine(view)

    def choose(self, engine: str) -> None:
        """Selects an engine on the pages that can use it."""
        self.speak.choose(engine)
        self.transcribe.choose(engine)

    def show_page_of(self, engine: str) -> None:
        """Selects an engine, and shows the page for its kind."""
        self.choose(engine)
        transcribes = self.transcribe.engine.findData(engine) >= 0
        pane = self.transcribe if transcribes else self.speak
        self.switch.buttons.button(self._stack.indexOf(pane)).click()

    def _reuse(self, request: SpeechRequest) -> None:
        self.switch.buttons.button(0).click()
        self.speak.form.fill(request)
