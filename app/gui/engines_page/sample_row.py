"""The row that plays a sample of an engine, in one of its languages."""

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
    """Plays one sample at a time; hidden unless a text-to-speech engine is installed.

    Attributes:
        open: The button that opens the preview; meant for the row of the other buttons.
        preview_asked: The user wants the preview with this engine: its ID.
    """

    preview_asked = Signal(str)

    def __init__(self, hub: Hub, style: Style, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hub = hub
        self._style = style
        self._view: EngineView | None = None
        self._pending_engine: str | None = None
        self._job: SpeechJob | None = None
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
        """Shows an engine or its new state; stops the sample of another engine."""
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
        is_installed = view.installation is Installation.INSTALLED
        transcribes = view.entry.kind == "stt"
        self.open.setText(self.tr("Transcribe audio") if transcribes else self.tr("Try it"))
        self.open.setProperty("role", "primary" if transcribes else "")
        self.open.style().polish(self.open)
        self.open.setVisible(is_installed)
        self.setVisible(is_installed and bool(codes) and not transcribes)
        self._update()

    def stop_speaking(self) -> None:
        """Stops the sample now."""
        if self._pending_engine is not None:
            self._hub.start_requests.cancel(self._pending_engine)
        job, self._job = self._job, None
        if job is not None:
            job.stop()
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
        self._pending_engine = view.id
        self._hub.start_requests.begin(
            view.id, lambda: self._speak(request), self._on_start_canceled
        )
        self._update()

    def _on_start_canceled(self) -> None:
        self._pending_engine = None
        self._update()

    def _speak(self, request: SpeechRequest) -> None:
        self._pending_engine = None
        room = self._hub.room
        if room is None or self._hub.is_closing:
            return
        job = self._job = SpeechJob(request, MonotonicClock(), self._hub)

        def while_current(text: str, tone: str) -> None:
            if self._job is job:
                self.message.say(text, tone)

        job.failed.connect(lambda reason: while_current(reason, "bad"))
        job.playback_failed.connect(lambda reason: while_current(reason, "caution"))
        job.over.connect(lambda: self._on_job_over(job))
        job.over.connect(job.deleteLater)
        worker, entry = self._hub.worker(request.engine), self._hub.view(request.engine).entry
        job.start(worker, entry, self._hub.background, room.player)
        self._hub.readings.poll_fast()
        self._update()

    def _on_job_over(self, job: SpeechJob) -> None:
        if self._job is job:
            self._job = None
            self._update()

    def _show_refusal(self, engine: str, reason: str) -> None:
        if engine == self._pending_engine:
            self.message.say(reason, "bad")

    def _open_preview(self) -> None:
        if self._view is not None:
            self.stop_speaking()
            self.preview_asked.emit(self._view.id)

    def _update(self) -> None:
        is_busy = self._job is not None or self._pending_engine is not None
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
