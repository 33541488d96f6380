"""A sentence to hear an engine by, in one of its languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.gui.speech.sample_texts import sample_text
from app.gui.speech.speech import SpeechRequest
from app.gui.speech.speech_job import SpeechJob
from app.gui.state.engine_view import Installation
from app.gui.style.icons import tinted_icon
from app.gui.style.theme import GRID
from app.gui.text import wording
from app.gui.text.language_names import language_name
from app.gui.widgets.choice import choice
from app.gui.widgets.form import offer
from app.gui.widgets.loading_bar import LoadingBar
from app.gui.widgets.message import MessageLabel
from workers.base.clock import MonotonicClock

if TYPE_CHECKING:
    from app.gui.controller.hub import Hub
    from app.gui.state.engine_view import EngineView
    from app.gui.style.apply import Style


class SampleRow(QWidget):
    """Plays one sentence at a time; hidden while the engine is not there, or does not speak.

    Attributes:
        open: Leads on to the preview; to be put beside what else can be done with the engine.
        preview_asked: The user wants the preview, with this engine chosen: its id.
    """

    preview_asked = Signal(str)

    def __init__(self, hub: Hub, style: Style, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hub = hub
        self._style = style
        self._view: EngineView | None = None
        self._asked: str | None = None
        self._speaking: SpeechJob | None = None
        self.play = QPushButton(self.tr("Play sample"), self)
        self.play.setObjectName("playSample")
        self.play.setProperty("role", "primary")
        self.stop = QPushButton(self.tr("Stop"), self)
        self.stop.setObjectName("stopSample")
        self.language = choice(self, "sampleLanguage", self.tr("Sample language"))
        self.open = QPushButton(self)
        self.open.setObjectName("openPreview")
        self.loading = LoadingBar(self)
        self.message = MessageLabel("sampleMessage", self)
        self._lay_out()
        self._paint_icons()
        style.changed.connect(self._paint_icons)
        self.play.clicked.connect(self._play)
        self.stop.clicked.connect(self.stop_speaking)
        self.open.clicked.connect(self._open_preview)
        hub.start_requests.refused.connect(self._show_refusal)

    def show_engine(self, view: EngineView) -> None:
        """Offer an engine's sample; another one's is silenced."""
        if self._view is None or self._view.id != view.id:
            self.stop_speaking()
            self.message.say("")
        self._view = view
        codes = [code for code in view.entry.languages if sample_text("greeting", code) is not None]
        chosen = self.language.currentData()
        offer(
            self.language,
            [(language_name(code), code) for code in codes],
            chosen if chosen in codes else next(iter(codes), None),
        )
        is_there = view.installation is Installation.INSTALLED
        is_listener = view.entry.kind == "stt"
        self.open.setText(self.tr("Transcribe audio") if is_listener else self.tr("Try it"))
        self.open.setProperty("role", "primary" if is_listener else "")
        self.open.style().polish(self.open)
        self.open.setVisible(is_there)
        self.setVisible(is_there and bool(codes) and not is_listener)
        self._update()

    def stop_speaking(self) -> None:
        """Silence, now."""
        if self._asked is not None:
            self._hub.start_requests.cancel(self._asked)
        speaking, self._speaking = self._speaking, None
        if speaking is not None:
            speaking.stop()
        self._update()

    def _play(self) -> None:
        view, room = self._view, self._hub.room
        text = sample_text("greeting", self.language.currentData() or "")
        if view is None or text is None or room is None or self._hub.is_closing:
            return
        self.stop_speaking()
        self.message.say("")
        entry = view.entry
        request = SpeechRequest(
            engine=view.id,
            text=text,
            language=self.language.currentData(),
            voice=entry.voice_for(self.language.currentData()),
            speed=1.0 if entry.supports_speed else None,
        )
        self._asked = view.id
        self._hub.start_requests.begin(view.id, lambda: self._speak(request), self._give_up)
        self._update()

    def _give_up(self) -> None:
        self._asked = None
        self._update()

    def _speak(self, request: SpeechRequest) -> None:
        self._asked = None
        room = self._hub.room
        if room is None or self._hub.is_closing:
            return
        speaking = self._speaking = SpeechJob(request, MonotonicClock(), self._hub)

        def while_current(text: str, tone: str) -> None:
            if self._speaking is speaking:
                self.message.say(text, tone)

        speaking.failed.connect(lambda reason: while_current(reason, "bad"))
        speaking.playback_failed.connect(lambda reason: while_current(reason, "caution"))
        speaking.over.connect(lambda: self._finish(speaking))
        speaking.over.connect(speaking.deleteLater)
        worker, entry = self._hub.worker(request.engine), self._hub.view(request.engine).entry
        speaking.start(worker, entry, self._hub.background, room.player)
        self._hub.readings.poll_fast()
        self._update()

    def _finish(self, speaking: SpeechJob) -> None:
        if self._speaking is speaking:
            self._speaking = None
            self._update()

    def _show_refusal(self, engine: str, reason: str) -> None:
        if engine == self._asked:
            self.message.say(reason, "bad")

    def _open_preview(self) -> None:
        if self._view is not None:
            self.stop_speaking()
            self.preview_asked.emit(self._view.id)

    def _update(self) -> None:
        is_busy = self._speaking is not None or self._asked is not None
        self.play.setEnabled(not is_busy)
        self.stop.setEnabled(is_busy)
        self.language.setEnabled(self.language.count() > 1)
        self.loading.show_progress(*wording.loading_progress(self._view if is_busy else None))

    def _paint_icons(self) -> None:
        theme = self._style.theme
        self.play.setIcon(tinted_icon("play", theme.on_accent, theme.idle))
        self.stop.setIcon(tinted_icon("stop", theme.text, theme.idle))

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(GRID)
        for control in (self.play, self.stop, self.language):
            row.addWidget(control)
        row.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addLayout(row)
        layout.addWidget(self.loading)
        layout.addWidget(self.message)
