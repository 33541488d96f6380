"""What was said lately: hear it again, save it, say it anew, compare its figures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.gui.preview.file_saver import FileSaver
from app.gui.preview.history.history import History
from app.gui.preview.speech_player import Listener
from app.gui.preview.speech_table import SpeechTable, figure_texts
from app.gui.style.theme import GRID
from app.gui.widgets.buttons import button_with_key
from app.gui.widgets.message import MessageLabel

if TYPE_CHECKING:
    from app.gui.controller.hub import Hub
    from app.gui.speech.speech import Speech


class HistoryPane(QWidget):
    """A row for each, the newest first.

    Attributes:
        text_wanted: A text is to be said again: its ``SpeechRequest``.
    """

    text_wanted = Signal(object)

    def __init__(self, hub: Hub, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hub = hub
        self._history = History()
        self._listener = Listener(hub, self)
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
        self.forget = button_with_key(self, "historyForget", self.tr("Clear history"))
        self.message = MessageLabel("historyMessage", self)
        self._saving = FileSaver(hub.background, self.message, self)
        self._lay_out()
        self.table.button_pressed.connect(self._toggle)
        self.table.currentCellChanged.connect(lambda *_: self._update())
        self.save.clicked.connect(lambda: self._saving.ask(self, self.save_to))
        self.reuse.clicked.connect(self._reuse)
        self.forget.clicked.connect(self._forget)
        self._listener.changed.connect(self._update)
        self._listener.unheard.connect(lambda reason: self.message.say(reason, "caution"))
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self._listener.stop)
        self._update()

    def add(self, speech: Speech) -> None:
        """Remember what was said."""
        chosen = self._chosen
        self._history.add(speech)
        for row, kept in enumerate(self._history.speeches):
            text = " ".join(kept.request.text.split())
            name = self._hub.view(kept.request.engine).entry.name
            self.table.put_row(row, (text, name, *figure_texts(kept)))
        self.table.setRowCount(len(self._history.speeches))
        self._choose(chosen or speech)
        self._update()

    def save_to(self, path: Path) -> None:
        """Write the chosen one as a sound file."""
        if self._chosen is not None:
            self._saving.write_speech(self._chosen, path)

    @property
    def _chosen(self) -> Speech | None:
        row, speeches = self.table.currentRow(), self._history.speeches
        return speeches[row] if 0 <= row < len(speeches) else None

    def _choose(self, speech: Speech) -> None:
        for row, kept in enumerate(self._history.speeches):
            if kept is speech:
                self.table.setCurrentCell(row, 0)

    def _toggle(self, row: int) -> None:
        self.message.say("")
        self._listener.toggle(self._history.speeches[row])

    def _reuse(self) -> None:
        if self._chosen is not None:
            self.text_wanted.emit(self._chosen.request)

    def _forget(self) -> None:
        self._listener.stop()
        self._history.clear()
        self.table.setRowCount(0)
        self.message.say("")
        self._update()

    def _update(self) -> None:
        speeches = self._history.speeches
        for row, speech in enumerate(speeches):
            is_playing = self._listener.playing is speech
            self.table.show_button(row, is_playing=is_playing, name=speech.request.text)
        self.table.setVisible(bool(speeches))
        self._empty.setVisible(not speeches)
        for button in (self.save, self.reuse):
            button.setEnabled(self._chosen is not None)
        self.forget.setEnabled(bool(speeches))

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(GRID)
        for button in (self.save, self.reuse, self.forget):
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
