"""The page that speaks a text: play, stop, save, seek, and see how fast the engine was."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.gui.preview.audio.track import Track
from app.gui.preview.figures import Figures
from app.gui.preview.file_saver import FileSaver
from app.gui.preview.speak.form import SpeechForm
from app.gui.preview.speech_player import SpeechPlayback
from app.gui.speech.speech_job import SpeechJob
from app.gui.state.engine_view import Installation
from app.gui.style.icons import tinted_icon
from app.gui.style.theme import GRID
from app.gui.text import wording
from app.gui.widgets.buttons import button_with_key
from app.gui.widgets.loading_bar import LoadingBar
from app.gui.widgets.message import MessageLabel
from workers.base.clock import MonotonicClock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from app.audio import Outline
    from app.gui.controller.hub import Hub
    from app.gui.speech.speech import Speech, SpeechRequest
    from app.gui.state.engine_view import EngineView
    from app.gui.state.start_question import Question
    from app.gui.style.apply import Style


class SpeakPane(QWidget):
    """Speaks one text at a time; a new Play ends the one before.

    Attributes:
        install_asked: The user wants to install the chosen engine: its ID.
        spoken: The engine has finished a text: a ``Speech``.
    """

    install_asked = Signal(str)
    spoken = Signal(object)

    def __init__(self, hub: Hub, style: Style, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hub = hub
        self._style = style
        self._job: SpeechJob | None = None
        self._replay: SpeechPlayback | None = None
        self._last: Speech | None = None
        self._shown: Speech | None = None
        self._save_path: Path | None = None
        # Waits until its engine may start.
        self._pending: SpeechRequest | None = None
        self.form = SpeechForm(hub, style, self)
        self.play = button_with_key(self, "previewPlay", self.tr("Play"), "Ctrl+Return")
        self.play.setProperty("role", "primary")
        self.stop = button_with_key(self, "previewStop", self.tr("Stop"), "Esc")
        self.save = button_with_key(self, "previewSave", self.tr("Save…"), "Ctrl+S")
        self.track = Track(style, self)
        self.figures = Figures(self)
        self.loading = LoadingBar(self)
        self.message = MessageLabel("previewMessage", self)
        self._file_saver = FileSaver(hub.background, self.message, self)
        self._lay_out()
        self._paint_icons()
        style.changed.connect(self._paint_icons)
        self._connect()
        self._update()

    def show_engines(self, views: Iterable[EngineView]) -> None:
        """Offers the text-to-speech engines."""
        self.form.show_engines(views)

    def show_engine(self, view: EngineView) -> None:
        """Updates the state of one engine."""
        self.form.show_engine(view)
        if view is self.form.view:
            self._update()

    def choose(self, engine: str) -> None:
        """Selects an engine, unless one is speaking."""
        if self._job is None:
            self.form.choose(engine)

    def stop_speaking(self) -> None:
        """Stops speaking and playback now."""
        self._save_path = None
        if self._pending is not None:
            self._hub.start_requests.cancel(self._pending.engine)
        if self._job is not None:
            self.message.say(self.tr("Stopped"))
        self._end()
        self._update()

    def save_to(self, path: Path) -> None:
        """Writes the speech of the current request to a file; generates it first if needed."""
        request = self.form.request()
        if request is None:
            return
        if self._last is not None and self._last.request == request:
            self._file_saver.write_speech(self._last, path)
        elif request in (self._pending, self._job.request if self._job else None):
            self._save_path = path
        else:
            self._save_path = path
            self._speak(request, is_audible=False)

    def _play_or_install(self) -> None:
        view, request = self.form.view, self.form.request()
        if view is not None and view.installation is Installation.MISSING:
            self.install_asked.emit(view.id)
        elif request is not None:
            self._save_path = None
            self._speak(request, is_audible=True)

    def _speak(self, request: SpeechRequest, *, is_audible: bool) -> None:
        """Speaks once the engine runs or may start."""
        if self._hub.room is None or self._hub.is_closing:
            return
        if not self.form.check_text():
            self._save_path = None
            return
        before, self._pending = self._pending, None
        if before is not None:
            self._hub.start_requests.cancel(before.engine)
        self._end()
        self._pending = request
        self.message.say("")

        def go() -> None:
            self._pending = None
            self._speak_now(request, is_audible=is_audible)

        self._hub.start_requests.begin(request.engine, go, lambda: self._on_start_canceled(request))
        self._update()

    def _end(self) -> None:
        """Ends speaking and playback."""
        if self._job is not None:
            self._job.stop()
            self._job = None
            if self._shown is None:  # Unfinished speech can't be played again.
                self.track.clear()
        if self._replay is not None:
            self._replay.stop()
            self._replay = None
        self.track.follow(None)

    def _on_start_canceled(self, request: SpeechRequest) -> None:
        # Canceled by the user, or refused with a reason that is shown.
        if self._pending is request:
            self._pending = None
            self._save_path = None
            self._update()

    def _show_question(self, question: Question) -> None:
        if self._pending is not None and self._pending.engine == question.engine:
            self.message.say(self.tr("Waiting for your answer above"))

    def _hide_question(self, engine: str) -> None:
        if self._pending is not None and self._pending.engine == engine:
            self.message.say("")

    def _show_refusal(self, engine: str, reason: str) -> None:
        if self._pending is not None and self._pending.engine == engine:
            self.message.say(reason, "bad")

    def _speak_now(self, request: SpeechRequest, *, is_audible: bool) -> None:
        view, room = self._hub.view(request.engine), self._hub.room
        if room is None or self._hub.is_closing:
            return
        job = self._job = SpeechJob(request, MonotonicClock(), self._hub)
        job.first_audio.connect(self._while_current(self.figures.show_first_audio))
        job.grew.connect(self._while_current(self._show_growth))
        job.spoken.connect(self._while_current(self._on_spoken))
        job.failed.connect(self._while_current(self._show_failure))
        job.playback_failed.connect(self._while_current(self._show_playback_failure))
        job.rerouted.connect(self._while_current(self._show_rerouted))
        job.over.connect(self._while_current(self._on_job_over))
        job.over.connect(job.deleteLater)
        self._shown = None
        self.figures.clear()
        self.track.clear()
        self.message.say("" if is_audible else self.tr("Preparing audio…"))
        job.start(
            self._hub.worker(request.engine),
            view.entry,
            self._hub.background,
            room.player if is_audible else None,
        )
        if is_audible:
            self.track.follow(job)
        self._hub.readings.poll_fast()
        self._update()

    def _while_current(self, slot: Callable[..., None]) -> Callable[..., None]:
        """Returns a slot that ignores signals of an earlier job or playback."""
        job, replay = self._job, self._replay

        def guarded(*arguments: object) -> None:
            if self._job is job and self._replay is replay:
                slot(*arguments)

        return guarded

    def _show_growth(self, outline: Outline) -> None:
        self.track.show_outline(outline, is_complete=False)

    def _on_spoken(self, speech: Speech) -> None:
        self._last = self._shown = speech
        self.figures.show_speech(speech)
        self.track.show_outline(speech.outline)
        self.spoken.emit(speech)
        if self._save_path is not None:
            self._file_saver.write_speech(speech, self._save_path)
            self._save_path = None

    def _seek(self, seconds: float) -> None:
        """Continues from another position; speech that has ended plays again from there."""
        room = self._hub.room
        if self._job is not None:
            self._job.seek(seconds)
        elif self._replay is not None:
            self._replay.seek(seconds)
        elif self._shown is not None and room is not None and not self._hub.is_closing:
            replay = self._replay = SpeechPlayback(self._shown, self._hub)
            replay.failed.connect(self._while_current(self._show_playback_failure))
            replay.rerouted.connect(self._while_current(self._show_rerouted))
            replay.over.connect(self._while_current(self._on_replay_over))
            replay.over.connect(replay.deleteLater)
            self.message.say("")
            self.track.follow(replay)
            replay.start(room.player, seconds)
            self._update()

    def _show_failure(self, reason: str) -> None:
        self._save_path = None
        self.track.clear()
        self.message.say(reason, "bad")

    def _show_playback_failure(self, reason: str) -> None:
        advice = self.tr("You can still save the audio to a file.")
        self.message.say(f"{reason} {advice}", "caution")

    def _show_rerouted(self, device: str) -> None:
        text = self.tr("{} isn’t connected. Playing on the system default output.")
        self.message.say(text.format(device.rpartition(", ")[0] or device), "caution")

    def _on_job_over(self) -> None:
        self._job = None
        self.track.follow(None)
        self._update()

    def _on_replay_over(self, _replay: SpeechPlayback) -> None:
        self._replay = None
        self.track.follow(None)
        self._update()

    def _update(self) -> None:
        view, request = self.form.view, self.form.request()
        installation = view.installation if view is not None else None
        is_ready = installation is Installation.INSTALLED and request is not None
        if view is None or installation is Installation.INSTALLED:
            self.play.setText(self.tr("Play"))
        else:
            self.play.setText(self.tr("Install {}").format(view.entry.name))
        self.play.setEnabled(is_ready or installation is Installation.MISSING)
        self.save.setEnabled(is_ready)
        is_busy = (self._job, self._pending, self._replay) != (None, None, None)
        self.stop.setEnabled(is_busy)
        is_relevant = self._job is not None or installation is Installation.INSTALLING
        self.loading.show_progress(*wording.loading_progress(view if is_relevant else None))

    def _paint_icons(self) -> None:
        theme = self._style.theme
        self.play.setIcon(tinted_icon("play", theme.on_accent, theme.idle))
        self.stop.setIcon(tinted_icon("stop", theme.text, theme.idle))
        self.save.setIcon(tinted_icon("save", theme.text, theme.idle))

    def _connect(self) -> None:
        self.play.clicked.connect(self._play_or_install)
        self.stop.clicked.connect(self.stop_speaking)
        self.save.clicked.connect(lambda: self._file_saver.ask(self, self.save_to))
        self.track.sought.connect(self._seek)
        self.form.changed.connect(self._update)
        self.form.failed.connect(lambda reason: self.message.say(reason, "bad"))
        start_requests = self._hub.start_requests
        start_requests.asked.connect(self._show_question)
        start_requests.settled.connect(self._hide_question)
        start_requests.refused.connect(self._show_refusal)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(GRID)
        for button in (self.play, self.stop, self.save):
            row.addWidget(button)
        row.addStretch()
        row.addWidget(self.figures)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self.form, 1)
        layout.addWidget(self.track)
        layout.addLayout(row)
        layout.addWidget(self.loading)
        layout.addWidget(self.message)
