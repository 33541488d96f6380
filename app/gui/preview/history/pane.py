"""The page with recent speech: play, save, reuse the text, compare measurements."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.gui.preview.figures import figure_texts
from app.gui.preview.file_saver import FileSaver
from app.gui.preview.history.history import History
from app.gui.preview.speech_player import SpeechPlayer
from app.gui.preview.speech_table import SpeechTable
from app.gui.style.theme import GRID
from app.gui.widgets.buttons import button_with_key
from app.gui.widgets.message import MessageLabel

if TYPE_CHECKING:
    from app.gui.controller.hub import Hub
    from app.gui.speech.speech import Speech


class HistoryPane(QWidget):
    """A row for each speech, the newest first.

    Attributes:
        reuse_asked: The user wants to speak a text again: its ``SpeechRequest``.
    """

    reuse_asked = Signal(object)

    def __init__(self, hub: Hub, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hub = hub
        self._history = History()
        self._player = SpeechPlayer(hub, self)
        headers = (
            self.tr("Text"),
            self.tr("Engine"),
            self.tr("Load time"),
            self.tr("First audio"),
            self.tr("Real-time factor"),
            self.tr("Duration"),
        )
        self.table = SpeechTable(headers, 0, self)
        self.table.setObjectName("historyTable")
        self.table.setAccessibleName(self.tr("Recent previews"))
        self._empty = QLabel(self.tr("Your previews appear here until you quit."), self)
        self._empty.setProperty("role", "caption")
        self.save = button_with_key(self, "historySave", self.tr("Save…"), "Ctrl+S")
        self.reuse = button_with_key(self, "historyReuse", self.tr("Reuse text"))
        self.clear = button_with_key(self, "historyForget", self.tr("Clear history"))
        self.message = MessageLabel("historyMessage", self)
        self._file_saver = FileSaver(hub.background, self.message, self)
        self._lay_out()
        self.table.button_pressed.connect(self._toggle)
        self.table.currentCellChanged.connect(lambda *_: self._update())
        self.save.clicked.connect(lambda: self._file_saver.ask(self, self.save_to))
        self.reuse.clicked.connect(self._reuse)
        self.clear.clicked.connect(self._clear)
        self._player.changed.connect(self._update)
        self._player.failed.connect(lambda reason: self.message.say(reason, "caution"))
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self._player.stop)
        self._update()

    def add(self, speech: Speech) -> None:
        """Adds a speech."""
        selected = self._selected
        self._history.add(speech)
        for row, entry in enumerate(self._history.speeches):
            text = " ".join(entry.request.text.split())
            name = self._hub.view(entry.request.engine).entry.name
            self.table.set_row(row, (text, name, *figure_texts(entry)))
        self.table.setRowCount(len(self._history.speeches))
        self._select(selected or speech)
        self._update()

    def save_to(self, path: Path) -> None:
        """Writes the selected speech to an audio file."""
        if self._selected is not None:
            self._file_saver.write_speech(self._selected, path)

    @property
    def _selected(self) -> Speech | None:
        row, speeches = self.table.currentRow(), self._history.speeches
        return speeches[row] if 0 <= row < len(speeches) else None

    def _select(self, speech: Speech) -> None:
        for row, entry in enumerate(self._history.speeches):
            if entry is speech:
                self.table.setCurrentCell(row, 0)

    def _toggle(self, row: int) -> None:
        self.message.say("")
        self._player.toggle(self._history.speeches[row])

    def _reuse(self) -> None:
        if self._selected is not None:
            self.reuse_asked.emit(self._selected.request)

    def _clear(self) -> None:
        self._player.stop()
        self._history.clear()
        self.table.setRowCount(0)
        self.message.say("")
        self._update()

    def _update(self) -> None:
        speeches = self._history.speeches
        for row, speech in enumerate(speeches):
            is_playing = self._player.playing is speech
            self.table.show_button(row, is_playing=is_playing, name=speech.request.text)
        self.table.setVisible(bool(speeches))
        self._empty.setVisible(not speeches)
        for button in (self.save, self.reuse):
            button.setEnabled(self._selected is not None)
        self.clear.setEnabled(bool(speeches))

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(GRID)
        for button in (self.save, self.reuse, self.clear):
            row.addWidget(button)
        row.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID * 3 // 2)
        layout.addWidget(self._empty)
        layout.addWidget(self.table, 1)
        layout.addStretch()
        layout.addLayout(row)
        layout.addWidget(self.message)
