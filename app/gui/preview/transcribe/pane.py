"""What was said in a recording: dropped, chosen or spoken; shown with time codes."""

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
from app.gui.preview.file_saver import FileSaver, open_save_dialog
from app.gui.preview.place import position_text
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

#: Long enough for a dictation; 16-bit sound at 48 kHz is then 58 MB.
_LONGEST_S = 600.0


class TranscribePane(QWidget):
    """Writes one recording down at a time; a new one is begun as soon as it is there.

    Attributes:
        install_asked: The chosen engine is not installed and the user wants it: its id.
    """

    install_asked = Signal(str)

    def __init__(self, hub: Hub, style: Style, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hub = hub
        self._views: dict[str, EngineView] = {}
        self._transcribing: TranscriptionJob | None = None
        self._asked: str | None = None
        self._heard: Heard | None = None
        self._transcript: Transcript | None = None
        self.setAcceptDrops(True)
        words = AudioFieldTexts(
            prefix="transcribe",
            empty=self.tr("Drop an audio file here, choose one, or record."),
            hint=self.tr("The transcript appears below"),
            choose=self.tr("Choose an audio file to transcribe"),
            record=self.tr("Record audio to transcribe"),
            record_hint=self.tr(
                "Speak now. Transcription starts when you stop, or after 10 minutes."
            ),
        )
        self.sound = AudioField(hub, style, words, _LONGEST_S, self)
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
        self.text.setAcceptDrops(False)  # A file that is dropped on it is the pane's.
        ignored = QSizePolicy.Policy.Ignored
        self.text.setSizePolicy(QSizePolicy.Policy.Expanding, ignored)
        self.loading = LoadingBar(self)
        self.message = MessageLabel("transcribeMessage", self)
        self._saving = FileSaver(hub.background, self.message, self)
        self._lay_out()
        self._connect()
        self._offer()

    def show_engines(self, views: Iterable[EngineView]) -> None:
        """Offer the engines that listen."""
        self._views = {view.id: view for view in views if view.entry.kind == "stt"}
        self.engine.show_engines(self._views.values())
        self._offer()

    def show_engine(self, view: EngineView) -> None:
        """Follow one engine's state: loading, installing, missing."""
        had = self._views.get(view.id)
        if had is not None:
            self._views[view.id] = view
            if view.installation is not had.installation:
                self.engine.show_engines(self._views.values())
            if view is self._view:
                self._update()

    def choose(self, engine: str) -> None:
        """Choose an engine, unless one listens; one that does not listen changes nothing."""
        if self._transcribing is None:
            self.engine.choose(engine)

    def stop_listening(self) -> None:
        """Write nothing more down."""
        if self._asked is not None:
            self._hub.start_requests.cancel(self._asked)
        transcribing, self._transcribing = self._transcribing, None
        if transcribing is not None:
            transcribing.stop()
            self.message.say(self.tr("Stopped"))
        self._update()

    def save_to(self, path: Path) -> None:
        """Write the words, or subtitles where the file is to be an ``.srt``."""
        transcript = self._transcript
        if transcript is not None:
            self._saving.write(path, lambda: write_transcript(path, transcript))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.sound.dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self.sound.dropEvent(event)

    @property
    def _view(self) -> EngineView | None:
        return self._views.get(self.engine.currentData())

    def _take(self, sound: SoundFile | None) -> None:
        view = self._view
        if sound is not None and view is not None:
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
        """Have it written down once the engine runs, or may be started."""
        view, sound = self._view, self.sound.sound
        if view is None or sound is None or self._hub.room is None or self._hub.is_closing:
            return
        self.stop_listening()
        self._transcript = None
        self.text.clear()
        self.message.say("")
        engine, language = view.id, self.language.currentData()
        self._asked = engine
        self._hub.start_requests.begin(
            engine, lambda: self._listen(engine, sound.path, language), self._give_up
        )
        self._update()

    def _give_up(self) -> None:
        self._asked = None
        self._update()

    def _listen(self, engine: str, path: Path, language: str | None) -> None:
        self._asked = self._heard = None
        transcribing = self._transcribing = TranscriptionJob(path, language, self._hub)
        transcribing.heard.connect(self._show_more)
        transcribing.done.connect(self._show_whole)
        transcribing.failed.connect(self._show_failure)
        transcribing.over.connect(self._finish)
        transcribing.over.connect(transcribing.deleteLater)
        transcribing.start(self._hub.worker(engine), self._hub.background)
        self._hub.readings.poll_fast()
        self._update()

    # One that was stopped may still tell things: those are of the past.

    def _show_more(
        self, transcribing: TranscriptionJob, segments: tuple[Segment, ...], heard: Heard | None
    ) -> None:
        if transcribing is not self._transcribing:
            return
        for segment in segments:
            self.text.appendPlainText(_timed_line(segment))
        self._heard = heard
        self._show_progress()

    def _show_whole(self, transcribing: TranscriptionJob, transcript: Transcript) -> None:
        if transcribing is not self._transcribing:
            return
        self._transcript = transcript
        self.text.setPlainText("\n".join(map(_timed_line, transcript.segments)))
        if not transcript.segments:
            self.message.say(self.tr("No speech found"))
        elif transcript.language:
            name = language_name(transcript.language)
            self.message.say(self.tr("Language: {}").format(name))

    def _show_failure(self, transcribing: TranscriptionJob, reason: str) -> None:
        if transcribing is self._transcribing:
            self._complain(reason)

    def _finish(self, transcribing: TranscriptionJob) -> None:
        if transcribing is self._transcribing:
            self._transcribing = None
            self._update()

    def _show_question(self, question: Question) -> None:
        if self._asked == question.engine:
            self.message.say(self.tr("Waiting for your answer above"))

    def _take_question_back(self, engine: str) -> None:
        if self._asked == engine:
            self.message.say("")

    def _show_refusal(self, engine: str, reason: str) -> None:
        if self._asked == engine:
            self._complain(reason)

    def _complain(self, reason: str) -> None:
        self.message.say(reason, "bad")

    def _copy(self) -> None:
        if self._transcript is not None:
            QGuiApplication.clipboard().setText(self._transcript.text)
            self.message.say(self.tr("Copied the text without timestamps."))

    def _ask_where(self) -> None:
        kinds = {self.tr("Text (*.txt)"): "txt", self.tr("Subtitles (*.srt)"): "srt"}
        open_save_dialog(self, self.tr("Save text"), kinds, self.save_to)

    def _offer(self) -> None:
        """Offer what the engine understands."""
        view = self._view
        codes = view.entry.languages if view is not None else ()
        self.language.clear()
        if len(codes) != 1:
            self.language.addItem(self.tr("Detect automatically"), None)
        for name, code in sorted((language_name(code), code) for code in codes):
            self.language.addItem(name, code)
        self.engine.setEnabled(self.engine.count() > 1)
        self.language.setEnabled(self.language.count() > 1)
        none = self.tr("No speech-to-text engine in the catalog. Add one to transcribe.")
        can = self.tr("The transcript appears here")
        self.text.setPlaceholderText(can if view is not None else none)
        self.sound.offer("" if view is not None else none)
        self.engine.setToolTip("" if view is not None else none)
        self._update()

    def _update(self) -> None:
        view = self._view
        installation = view.installation if view is not None else None
        is_busy = self._transcribing is not None or self._asked is not None
        if view is None or installation is Installation.INSTALLED:
            self.transcribe.setText(self.tr("Transcribe"))
        else:
            self.transcribe.setText(self.tr("Install {}").format(view.entry.name))
        is_ready = installation is Installation.INSTALLED and self.sound.sound is not None
        self.transcribe.setEnabled(
            (is_ready and not is_busy) or installation is Installation.MISSING
        )
        self.stop.setEnabled(is_busy)
        has_words = self._transcript is not None and bool(self._transcript.segments)
        for button in (self.copy, self.save):
            button.setEnabled(has_words)
        self._show_progress()

    def _show_progress(self) -> None:
        """Show how far the engine is with the recording, else with its load or installation."""
        view, heard = self._view, self._heard
        is_busy = self._transcribing is not None
        if is_busy and heard is not None:
            told = self.tr("{done} of {all} transcribed")
            text = told.format(
                done=position_text(heard.heard_s), all=position_text(heard.duration_s)
            )
            self.loading.show_progress(text, heard.fraction)
        else:
            is_ours = is_busy or (view is not None and view.installation is Installation.INSTALLING)
            self.loading.show_progress(*wording.loading_progress(view if is_ours else None))

    def _connect(self) -> None:
        self.engine.currentIndexChanged.connect(self._offer)
        self.sound.taken.connect(self._take)
        self.sound.recording_began.connect(self.stop_listening)
        self.sound.refused.connect(self._complain)
        self.transcribe.clicked.connect(self._begin_or_install)
        self.stop.clicked.connect(self.stop_listening)
        self.copy.clicked.connect(self._copy)
        self.save.clicked.connect(self._ask_where)
        start_requests = self._hub.start_requests
        start_requests.asked.connect(self._show_question)
        start_requests.settled.connect(self._take_question_back)
        start_requests.refused.connect(self._show_refusal)

    def _lay_out(self) -> None:
        fields = QGridLayout()
        fields.setHorizontalSpacing(GRID)
        fields.setVerticalSpacing(GRID)
        places: tuple[tuple[str, QComboBox], ...] = (
            (self.tr("E&ngine"), self.engine),
            (self.tr("Lan&guage"), self.language),
        )
        for row, (name, field) in enumerate(places):
            label = QLabel(name, self)
            label.setProperty("role", "caption")
            label.setBuddy(field)
            fields.addWidget(label, row, 0)
            fields.addWidget(field, row, 1)
        fields.setColumnMinimumWidth(1, GRID * 24)
        fields.setRowStretch(len(places), 1)
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
        layout.addWidget(self.sound)
        layout.addLayout(middle, 1)
        layout.addLayout(row)
        layout.addWidget(self.loading)
        layout.addWidget(self.message)


def _timed_line(segment: Segment) -> str:
    """A segment as a line that tells where it begins."""
    return f"{position_text(segment.start_s)}  {segment.text}"
