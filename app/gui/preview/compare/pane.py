"""The page that compares engines: the same text, with measurements and playback for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.gui.preview.compare.comparison import Comparison
from app.gui.preview.engine_choice import installed_first
from app.gui.preview.figures import DASH, figure_texts
from app.gui.preview.speak.text_check import text_problem
from app.gui.preview.speech_player import SpeechPlayer
from app.gui.preview.speech_table import SpeechTable
from app.gui.speech.speech import Speech, SpeechRequest
from app.gui.state.engine_view import Installation
from app.gui.style.theme import GRID
from app.gui.widgets.buttons import button_with_key
from app.gui.widgets.message import MessageLabel

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.gui.controller.hub import Hub
    from app.gui.preview.speak.form import SpeechForm
    from app.gui.state.engine_view import EngineView

_ENGINE, _RESULT = 0, 1
#: Number of columns with measurements after the result.
_FIGURES = 4


class ComparePane(QWidget):
    """A row for each text-to-speech engine; the checked ones are compared.

    Attributes:
        spoken: An engine has finished: a ``Speech``.
    """

    spoken = Signal(object)

    def __init__(self, hub: Hub, form: SpeechForm, parent: QWidget | None = None) -> None:
        """Makes the page.

        Args:
            hub: Knows the engines.
            form: The form with the text and the language to compare.
            parent: The parent widget.
        """
        super().__init__(parent)
        self._hub = hub
        self._form = form
        self._views: dict[str, EngineView] = {}
        self._speeches: dict[str, Speech] = {}
        self._unfinished: set[str] = set()
        self._has_results = False
        self._comparison = Comparison(hub, self)
        self._player = SpeechPlayer(hub, self)
        self.text = QLineEdit(self)
        self.text.setObjectName("compareText")
        self.text.setProperty("role", "field")
        self.text.setAccessibleName(self.tr("Text to compare"))
        self.text.setPlaceholderText(self.tr("Type the text to compare"))
        self.compare = button_with_key(self, "compareStart", self.tr("Compare"), "Ctrl+Return")
        self.compare.setProperty("role", "primary")
        self.cancel = button_with_key(self, "compareCancel", self.tr("Cancel"))
        headers = (
            self.tr("Engine"),
            self.tr("Result"),
            self.tr("Load time"),
            self.tr("First audio"),
            self.tr("Real-time factor"),
            self.tr("Duration"),
        )
        self.table = SpeechTable(headers, _RESULT, self)
        self.table.setObjectName("compareTable")
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(_ENGINE, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(_ENGINE, GRID * 20)
        self.table.setAccessibleName(self.tr("Engines to compare"))
        self.message = MessageLabel("compareMessage", self)
        self._lay_out()
        self._connect()
        self._update()

    def show_engines(self, views: Iterable[EngineView]) -> None:
        """Offers the text-to-speech engines."""
        self._views = {view.id: view for view in views if view.entry.kind == "tts"}
        self.table.setRowCount(0)
        self._show_rows()

    def show_engine(self, view: EngineView) -> None:
        """Updates the state of one engine."""
        before = self._views.get(view.id)
        if before is None:
            return
        self._views[view.id] = view
        if view.installation is not before.installation:
            if self._has_results:
                self._show_checkbox(self._row_of(view.id), view)
                self._update()
            else:
                self._show_rows()

    def _show_rows(self) -> None:
        """Fills the table without results, installed engines first."""
        unchecked = self._unchecked()
        self._views = {view.id: view for view in installed_first(self._views.values())}
        with QSignalBlocker(self.table):
            self.table.clearSpans()
            for row, view in enumerate(self._views.values()):
                self.table.set_row(row, (view.entry.name, "", *[DASH] * _FIGURES))
                self._show_checkbox(row, view, is_checked=view.id not in unchecked)
        self._fit_names()
        self._update()

    def resizeEvent(self, event: object) -> None:
        del event
        self._fit_names()

    def _fit_names(self) -> None:
        """Gives the names the width they need, up to a third of the table."""
        names = min(self.table.sizeHintForColumn(_ENGINE), self.width() // 3)
        self.table.horizontalHeader().resizeSection(_ENGINE, max(GRID * 20, names))

    def showEvent(self, event: object) -> None:
        del event
        self.text.setText(" ".join(self._form.text.toPlainText().split()))

    def _selected(self) -> list[EngineView]:
        checked = Qt.CheckState.Checked
        return [
            view
            for row, view in enumerate(self._views.values())
            if self._item(row, _ENGINE).checkState() is checked
            and view.installation is Installation.INSTALLED
        ]

    def _start(self) -> None:
        text, language = self.text.text().strip(), self._form.language.currentData() or "en"
        selected = self._selected()
        if self._comparison.is_running or not selected or not text:
            return
        self._player.stop()
        if self._has_results:
            self._show_rows()  # Engines may have been installed or removed since.
        self._has_results = True
        self._speeches.clear()
        self.message.say("")
        self.table.clearSpans()
        requests: list[SpeechRequest] = []
        for row, view in enumerate(self._views.values()):
            self._show_figures(row, [DASH] * _FIGURES)
            self._show_result(row, "")
            if view not in selected:
                self._show_checkbox(row, view)
                continue
            request = _request(view, text, language)
            reason = self._problem(view, request, language)
            if reason:
                self._show_reason(row, reason)
            else:
                requests.append(request)
                self._show_result(row, self.tr("Waiting"))
        self._unfinished = {request.engine for request in requests}
        if requests:
            self._comparison.start(requests)
        self._update()

    def _problem(self, view: EngineView, request: SpeechRequest, language: str) -> str:
        """Returns why an engine can't speak the text; empty if it can."""
        if not _speaks(view, language):
            return self.tr("Doesn’t speak {}.").format(self._form.language.currentText())
        return text_problem(request.text, request.language, view.entry)

    def _on_started(self, engine: str) -> None:
        self._show_result(self._row_of(engine), self.tr("Generating…"))

    def _on_question(self, engine: str) -> None:
        self._show_result(self._row_of(engine), self.tr("Waiting for your answer above"))

    def _on_spoken(self, speech: Speech) -> None:
        engine = speech.request.engine
        self._unfinished.discard(engine)
        self._speeches[engine] = speech
        row = self._row_of(engine)
        self._show_result(row, self.tr("Done"))
        self._show_figures(row, figure_texts(speech))
        self.spoken.emit(speech)
        self._update()

    def _on_failed(self, engine: str, reason: str) -> None:
        self._unfinished.discard(engine)
        self._show_reason(self._row_of(engine), reason)

    def _on_over(self) -> None:
        for engine in self._unfinished:
            self._show_result(self._row_of(engine), self.tr("Canceled"))
        self._unfinished.clear()
        self._update()

    def _toggle(self, row: int) -> None:
        speech = self._speeches.get(list(self._views)[row])
        if speech is not None:
            self.message.say("")
            self._player.toggle(speech)

    def _row_of(self, engine: str) -> int:
        return list(self._views).index(engine)

    def _item(self, row: int, column: int) -> QTableWidgetItem:
        item = self.table.item(row, column)
        assert item is not None, "rows are filled when they are added"
        return item

    def _unchecked(self) -> set[str]:
        """Returns the IDs of the engines that the user has unchecked."""
        cells = ((engine, self.table.item(row, _ENGINE)) for row, engine in enumerate(self._views))
        return {
            engine
            for engine, cell in cells
            if cell is not None
            and cell.flags() & Qt.ItemFlag.ItemIsEnabled
            and cell.checkState() is Qt.CheckState.Unchecked
        }

    def _show_checkbox(self, row: int, view: EngineView, *, is_checked: bool | None = None) -> None:
        item = self._item(row, _ENGINE)
        is_installed = view.installation is Installation.INSTALLED
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
        item.setFlags(flags | Qt.ItemFlag.ItemIsEnabled if is_installed else flags)
        if is_checked is not None or not is_installed:
            state = (
                Qt.CheckState.Checked if is_installed and is_checked else Qt.CheckState.Unchecked
            )
            item.setCheckState(state)
        if is_installed:
            if self.table.columnSpan(row, _RESULT) > 1:
                self.table.setSpan(row, _RESULT, 1, 1)
            self._show_result(row, "")
        else:
            self._show_reason(row, self.tr("Not installed"))

    def _show_result(self, row: int, text: str) -> None:
        item = self._item(row, _RESULT)
        item.setText(text)
        item.setToolTip(text)

    def _show_reason(self, row: int, reason: str) -> None:
        """Shows why there are no figures, across their columns."""
        self._show_result(row, reason)
        self.table.setSpan(row, _RESULT, 1, 1 + _FIGURES)

    def _show_figures(self, row: int, texts: Iterable[str]) -> None:
        for column, text in enumerate(texts, start=_RESULT + 1):
            self._item(row, column).setText(text)

    def _update(self) -> None:
        is_running = self._comparison.is_running
        for row, view in enumerate(self._views.values()):
            speech = self._speeches.get(view.id)
            is_playing = speech is not None and self._player.playing is speech
            self.table.show_button(
                row, is_playing=is_playing, name=view.entry.name, is_enabled=speech is not None
            )
        self.compare.setEnabled(
            not is_running and bool(self.text.text().strip()) and bool(self._selected())
        )
        self.cancel.setEnabled(is_running)
        self.text.setReadOnly(is_running)

    def _on_text_edited(self, text: str) -> None:
        self._form.text.setPlainText(text)
        self._update()

    def _connect(self) -> None:
        self.compare.clicked.connect(self._start)
        self.cancel.clicked.connect(self._comparison.cancel)
        self.text.returnPressed.connect(self.compare.click)
        self.text.textEdited.connect(self._on_text_edited)
        self.text.textChanged.connect(self._update)
        self.table.button_pressed.connect(self._toggle)
        self.table.itemChanged.connect(self._update)
        self._comparison.started.connect(self._on_started)
        self._comparison.question_asked.connect(self._on_question)
        self._comparison.spoken.connect(self._on_spoken)
        self._comparison.failed.connect(self._on_failed)
        self._comparison.over.connect(self._on_over)
        self._player.changed.connect(self._update)
        self._player.failed.connect(lambda reason: self.message.say(reason, "caution"))
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self._stop)

    def _stop(self) -> None:
        self._player.stop()
        self._comparison.cancel()

    def _lay_out(self) -> None:
        label = QLabel(self.tr("&Text"), self)
        label.setProperty("role", "caption")
        label.setBuddy(self.text)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(label)
        row.addWidget(self.text, 1)
        row.addWidget(self.compare)
        row.addWidget(self.cancel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID * 3 // 2)
        layout.addLayout(row)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.message)


def _speaks(view: EngineView, language: str) -> bool:
    """Returns whether an engine speaks a language; True if its languages are unknown."""
    base = language.partition("-")[0]
    languages = view.entry.languages
    return not languages or any(code.partition("-")[0] == base for code in languages)


def _request(view: EngineView, text: str, language: str) -> SpeechRequest:
    """Returns a request with the engine's default voice and speed."""
    codes = [code for code in view.entry.languages if code.startswith(language.partition("-")[0])]
    spoken = language if language in codes or not codes else codes[0]
    return SpeechRequest(view.id, text, spoken, view.entry.default_voice, None)
