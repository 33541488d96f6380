"""The page that transcribes a recording, which is dropped, chosen, or recorded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.gui.preview.audio.audio_field import AudioField, AudioFieldTexts
from app.gui.preview.engine_choice import EngineChoice
from app.gui.preview.figures import position_text
from app.gui.preview.file_saver import FileSaver, open_save_dialog
from app.gui.preview.transcribe.transcription_job import TranscriptionJob
from app.gui.state.engine_view import Installation
from app.gui.style.theme import GRID
from app.gui.text import wording
from app.gui.text.language_names import language_name
from app.gui.widgets.buttons import button_with_key
from app.gui.widgets.choice import choice
from app.gui.widgets.loading_bar import LoadingBar
from app.gui.widgets.message import MessageLabel
from app.transcripts.transcript import Transcript
from app.transcripts.transcript_file import write_transcript

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.audio.sound_file import SoundFile
    from app.gui.controller.hub import Hub
    from app.gui.state.engine_view import EngineView
    from app.gui.state.start_question import Question
    from app.gui.style.apply import Style
    from app.transcripts.transcript import Heard, Segment

#: Long enough for a dictation; 16-bit audio at 48 kHz is then 58 MB.
_LONGEST_S = 600.0


class TranscribePane(QWidget):
    """Transcribes one recording at a time, as soon as it is chosen or recorded.

    Attributes:
        install_asked: The user wants to install the chosen engine: its ID.
    """

    install_asked = Signal(str)

    def __init__(self, hub: Hub, style: Style, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hub = hub
        self._views: dict[str, EngineView] = {}
        self._job: TranscriptionJob | None = None
        # Waits until its engine may start.
        self._pending_engine: str | None = None
        self._heard: Heard | None = None
        self._transcript: Transcript | None = None
        self.setAcceptDrops(True)
        texts = AudioFieldTexts(
            prefix="transcribe",
            empty=self.tr("Drop an audio file here, choose one, or record."),
            hint=self.tr("The transcript appears below"),
            choose=self.tr("Choose an audio file to transcribe"),
            record=self.tr("Record audio to transcribe"),
            record_hint=self.tr(
                "Speak now. Transcription starts when you stop, or after 10 minutes."
            ),
        )
        self.audio = AudioField(hub, style, texts, _LONGEST_S, self)
        self.engine = EngineChoice(self, "transcribeEngine", self.tr("Speech-to-text engine"))
        self.language = choice(self, "transcribeLanguage", self.tr("Language of the recording"))
        self.transcribe = button_with_key(
            self, "transcribeStart", self.tr("Transcribe"), "Ctrl+Return"
        )
        self.transcribe.setProperty("role", "primary")
        self.stop = button_with_key(self, "transcribeStop", self.tr("Stop"), "Esc")
        self.copy = button_with_key(self, "transcribeCopy", self.tr("Copy text"))
        self.save = button_with_key(self, "transcribeSave", self.tr("Save…"), "Ctrl+S")
        self.text = QPlainTextEdit(self)
        self.text.setObjectName("transcribeText")
        self.text.setAccessibleName(self.tr("Transcript"))
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAcceptDrops(False)  # The pane takes files that are dropped on the text.
        ignored = QSizePolicy.Policy.Ignored
        self.text.setSizePolicy(QSizePolicy.Policy.Expanding, ignored)
        self.loading = LoadingBar(self)
        self.message = MessageLabel("transcribeMessage", self)
        self._file_saver = FileSaver(hub.background, self.message, self)
        self._lay_out()
        self._connect()
        self._offer()

    def show_engines(self, views: Iterable[EngineView]) -> None:
        """Offers the speech-to-text engines."""
        self._views = {view.id: view for view in views if view.entry.kind == "stt"}
        self.engine.show_engines(self._views.values())
        self._offer()

    def show_engine(self, view: EngineView) -> None:
        """Updates the state of one engine."""
        before = self._views.get(view.id)
        if before is not None:
            self._views[view.id] = view
            if view.installation is not before.installation:
                self.engine.show_engines(self._views.values())
            if view is self._view:
                self._update()

    def choose(self, engine: str) -> None:
        """Selects an engine unless one is transcribing; ignores engines of another kind."""
        if self._job is None:
            self.engine.choose(engine)

    def stop_transcribing(self) -> None:
        """Stops the transcription."""
        if self._pending_engine is not None:
            self._hub.start_requests.cancel(self._pending_engine)
        job, self._job = self._job, None
        if job is not None:
            job.stop()
            self.message.say(self.tr("Stopped"))
        self._update()

    def save_to(self, path: Path) -> None:
        """Writes the text, or subtitles if the file is an ``.srt``."""
        transcript = self._transcript
        if transcript is not None:
            self._file_saver.write(path, lambda: write_transcript(path, transcript))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.audio.dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self.audio.dropEvent(event)

    @property
    def _view(self) -> EngineView | None:
        return self._views.get(self.engine.currentData())

    def _on_file_changed(self, file: SoundFile | None) -> None:
        view = self._view
        if file is not None and view is not None:
            if view.installation is Installation.INSTALLED:
                self._begin()
            self._update()

    def _begin_or_install(self) -> None:
        view = self._view
        if view is not None and view.installation is Installation.MISSING:
            self.install_asked.emit(view.id)
        else:
            self._begin()

    def _begin(self) -> None:
        """Transcribes once the engine runs or may start."""
        view, file = self._view, self.audio.file
        if view is None or file is None or self._hub.room is None or self._hub.is_closing:
            return
        self.stop_transcribing()
        self._transcript = None
        self.text.clear()
        self.message.say("")
        engine, language = view.id, self.language.currentData()
        self._pending_engine = engine
        self._hub.start_requests.begin(
            engine,
            lambda: self._transcribe(engine, file.path, language),
            self._on_start_canceled,
        )
        self._update()

    def _on_start_canceled(self) -> None:
        self._pending_engine = None
        self._update()

    def _transcribe(self, engine: str, path: Path, language: str | None) -> None:
        self._pending_engine = self._heard = None
        job = self._job = TranscriptionJob(path, language, self._hub)
        job.progressed.connect(self._show_segments)
        job.done.connect(self._show_transcript)
        job.failed.connect(self._show_failure)
        job.over.connect(self._on_job_over)
        job.over.connect(job.deleteLater)
        job.start(self._hub.worker(engine), self._hub.background)
        self._hub.readings.poll_fast()
        self._update()

    # A stopped job may still send signals; those are ignored.

    def _show_segments(
        self, job: TranscriptionJob, segments: tuple[Segment, ...], heard: Heard | None
    ) -> None:
        if job is not self._job:
            return
        for segment in segments:
            self.text.appendPlainText(_timed_line(segment))
        self._heard = heard
        self._show_progress()

    def _show_transcript(self, job: TranscriptionJob, transcript: Transcript) -> None:
        if job is not self._job:
            return
        self._transcript = transcript
        self.text.setPlainText("\n".join(map(_timed_line, transcript.segments)))
        if not transcript.segments:
            self.message.say(self.tr("No speech found"))
        elif transcript.language:
            name = language_name(transcript.language)
            self.message.say(self.tr("Language: {}").format(name))

    def _show_failure(self, job: TranscriptionJob, reason: str) -> None:
        if job is self._job:
            self._show_error(reason)

    def _on_job_over(self, job: TranscriptionJob) -> None:
        if job is self._job:
            self._job = None
            self._update()

    def _show_question(self, question: Question) -> None:
        if self._pending_engine == question.engine:
            self.message.say(self.tr("Waiting for your answer above"))

    def _hide_question(self, engine: str) -> None:
        if self._pending_engine == engine:
            self.message.say("")

    def _show_refusal(self, engine: str, reason: str) -> None:
        if self._pending_engine == engine:
            self._show_error(reason)

    def _show_error(self, reason: str) -> None:
        self.message.say(reason, "bad")

    def _copy(self) -> None:
        if self._transcript is not None:
            QGuiApplication.clipboard().setText(self._transcript.text)
            self.message.say(self.tr("Copied the text without timestamps."))

    def _choose_save_path(self) -> None:
        kinds = {self.tr("Text (*.txt)"): "txt", self.tr("Subtitles (*.srt)"): "srt"}
        open_save_dialog(self, self.tr("Save text"), kinds, self.save_to)

    def _offer(self) -> None:
        """Offers what the selected engine supports."""
        view = self._view
        codes = view.entry.languages if view is not None else ()
        self.language.clear()
        if len(codes) != 1:
            self.language.addItem(self.tr("Detect automatically"), None)
        for name, code in sorted((language_name(code), code) for code in codes):
            self.language.addItem(name, code)
        self.engine.setEnabled(self.engine.count() > 1)
        self.language.setEnabled(self.language.count() > 1)
        no_engine = self.tr("No speech-to-text engine in the catalog. Add one to transcribe.")
        hint = self.tr("The transcript appears here")
        self.text.setPlaceholderText(hint if view is not None else no_engine)
        self.audio.set_unavailable("" if view is not None else no_engine)
        self.engine.setToolTip("" if view is not None else no_engine)
        self._update()

    def _update(self) -> None:
        view = self._view
        installation = view.installation if view is not None else None
        is_busy = self._job is not None or self._pending_engine is not None
        if view is None or installation is Installation.INSTALLED:
            self.transcribe.setText(self.tr("Transcribe"))
        else:
            self.transcribe.setText(self.tr("Install {}").format(view.entry.name))
        is_ready = installation is Installation.INSTALLED and self.audio.file is not None
        self.transcribe.setEnabled(
            (is_ready and not is_busy) or installation is Installation.MISSING
        )
        self.stop.setEnabled(is_busy)
        has_text = self._transcript is not None and bool(self._transcript.segments)
        for button in (self.copy, self.save):
            button.setEnabled(has_text)
        self._show_progress()

    def _show_progress(self) -> None:
        """Shows the progress of the transcription, or of loading or installing the engine."""
        view, heard = self._view, self._heard
        is_busy = self._job is not None
        if is_busy and heard is not None:
            text = self.tr("{done} of {all} transcribed")
            text = text.format(
                done=position_text(heard.heard_s), all=position_text(heard.duration_s)
            )
            self.loading.show_progress(text, heard.fraction)
        else:
            is_installing = view is not None and view.installation is Installation.INSTALLING
            self.loading.show_progress(
                *wording.loading_progress(view if is_busy or is_installing else None)
            )

    def _connect(self) -> None:
        self.engine.currentIndexChanged.connect(self._offer)
        self.audio.file_changed.connect(self._on_file_changed)
        self.audio.recording_started.connect(self.stop_transcribing)
        self.audio.failed.connect(self._show_error)
        self.transcribe.clicked.connect(self._begin_or_install)
        self.stop.clicked.connect(self.stop_transcribing)
        self.copy.clicked.connect(self._copy)
        self.save.clicked.connect(self._choose_save_path)
        start_requests = self._hub.start_requests
        start_requests.asked.connect(self._show_question)
        start_requests.settled.connect(self._hide_question)
        start_requests.refused.connect(self._show_refusal)

    def _lay_out(self) -> None:
        fields = QGridLayout()
        fields.setHorizontalSpacing(GRID)
        fields.setVerticalSpacing(GRID)
        boxes: tuple[tuple[str, QComboBox], ...] = (
            (self.tr("E&ngine"), self.engine),
            (self.tr("Lan&guage"), self.language),
        )
        for row, (name, field) in enumerate(boxes):
            label = QLabel(name, self)
            label.setProperty("role", "caption")
            label.setBuddy(field)
            fields.addWidget(label, row, 0)
            fields.addWidget(field, row, 1)
        fields.setColumnMinimumWidth(1, GRID * 24)
        fields.setRowStretch(len(boxes), 1)
        middle = QHBoxLayout()
        middle.setSpacing(GRID * 3)
        middle.addWidget(self.text, 1)
        middle.addLayout(fields)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        for button in (self.transcribe, self.stop, self.copy, self.save):
            row.addWidget(button)
        row.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID * 3 // 2)
        layout.addWidget(self.audio)
        layout.addLayout(middle, 1)
        layout.addLayout(row)
        layout.addWidget(self.loading)
        layout.addWidget(self.message)


def _timed_line(segment: Segment) -> str:
    """Returns a segment with its start time."""
    return f"{position_text(segment.start_s)}  {segment.text}"
