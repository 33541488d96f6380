"""The preview pane: type, play, stop, save; see it grow, go back in it, and see how fast it was."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.gui.preview.audio.track import Track
from app.gui.preview.figures import Figures
from app.gui.preview.file_saver import FileSaver
from app.gui.preview.replay import Replay
from app.gui.preview.speak.form import SpeechForm
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
    """Says one thing at a time; a new Play ends the one before.

    Attributes:
        install_asked: The chosen engine is not installed and the user wants it: its id.
        spoken: Something was said to its end: a ``Speech``.
    """

    install_asked = Signal(str)
    spoken = Signal(object)

    def __init__(self, hub: Hub, style: Style, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hub = hub
        self._style = style
        self._speaking: SpeechJob | None = None
        self._replay: Replay | None = None
        self._last: Speech | None = None
        self._shown: Speech | None = None
        self._save_to: Path | None = None
        self._asked: SpeechRequest | None = None
        self.form = SpeechForm(hub, style, self)
        self.play = button_with_key(self, "previewPlay", self.tr("Play"), "Ctrl+Return")
        self.play.setProperty("role", "primary")
        self.stop = button_with_key(self, "previewStop", self.tr("Stop"), "Esc")
        self.save = button_with_key(self, "previewSave", self.tr("Save…"), "Ctrl+S")
        self.track = Track(style, self)
        self.figures = Figures(self)
        self.loading = LoadingBar(self)
        self.message = MessageLabel("previewMessage", self)
        self._saving = FileSaver(hub.background, self.message, self)
        self._lay_out()
        self._paint_icons()
        style.changed.connect(self._paint_icons)
        self._connect()
        self._update()

    def show_engines(self, views: Iterable[EngineView]) -> None:
        """Offer the engines that speak."""
        self.form.show_engines(views)

    def show_engine(self, view: EngineView) -> None:
        """Follow one engine's state: loading, installing, missing."""
        self.form.show_engine(view)
        if view is self.form.view:
            self._update()

    def choose(self, engine: str) -> None:
        """Choose an engine to speak with, unless something is being said."""
        if self._speaking is None:
            self.form.choose(engine)

    def stop_speaking(self) -> None:
        """Silence, now."""
        self._save_to = None
        if self._asked is not None:
            self._hub.start_requests.cancel(self._asked.engine)
        if self._speaking is not None:
            self.message.say(self.tr("Stopped"))
        self._drop()
        self._update()

    def save_to(self, path: Path) -> None:
        """Write the speech that is asked for as a sound file; it is spoken first if need be."""
        request = self.form.request()
        if request is None:
            return
        if self._last is not None and self._last.request == request:
            self._saving.write_speech(self._last, path)
        elif request in (self._asked, self._speaking.request if self._speaking else None):
            self._save_to = path
        else:
            self._save_to = path
            self._speak(request, is_heard=False)

    def _play_or_install(self) -> None:
        view, request = self.form.view, self.form.request()
        if view is not None and view.installation is Installation.MISSING:
            self.install_asked.emit(view.id)
        elif request is not None:
            self._save_to = None
            self._speak(request, is_heard=True)

    def _speak(self, request: SpeechRequest, *, is_heard: bool) -> None:
        """Say it once its engine runs, or may be started."""
        if self._hub.room is None or self._hub.is_closing:
            return
        if self.form.refuses():
            self._save_to = None
            return
        before, self._asked = self._asked, None
        if before is not None:
            self._hub.start_requests.cancel(before.engine)
        self._drop()
        self._asked = request
        self.message.say("")

        def go() -> None:
            self._asked = None
            self._speak_now(request, is_heard=is_heard)

        self._hub.start_requests.begin(request.engine, go, lambda: self._give_up(request))
        self._update()

    def _drop(self) -> None:
        """End what is being said or heard again."""
        if self._speaking is not None:
            self._speaking.stop()
            self._speaking = None
            if self._shown is None:  # Nobody can go back in what was not said to its end.
                self.track.clear()
        if self._replay is not None:
            self._replay.stop()
            self._replay = None
        self.track.follow(None)

    def _give_up(self, request: SpeechRequest) -> None:
        # The user does not want it any more, or has been told why it cannot be.
        if self._asked is request:
            self._asked = None
            self._save_to = None
            self._update()

    def _show_question(self, question: Question) -> None:
        if self._asked is not None and self._asked.engine == question.engine:
            self.message.say(self.tr("Waiting for your answer above"))

    def _take_question_back(self, engine: str) -> None:
        if self._asked is not None and self._asked.engine == engine:
            self.message.say("")

    def _show_refusal(self, engine: str, reason: str) -> None:
        if self._asked is not None and self._asked.engine == engine:
            self.message.say(reason, "bad")

    def _speak_now(self, request: SpeechRequest, *, is_heard: bool) -> None:
        view, room = self._hub.view(request.engine), self._hub.room
        if room is None or self._hub.is_closing:
            return
        speaking = self._speaking = SpeechJob(request, MonotonicClock(), self._hub)
        speaking.first_audio.connect(self._while_current(self.figures.show_first_audio))
        speaking.grew.connect(self._while_current(self._show_growth))
        speaking.spoken.connect(self._while_current(self._keep))
        speaking.failed.connect(self._while_current(self._show_failure))
        speaking.unheard.connect(self._while_current(self._show_unheard))
        speaking.rerouted.connect(self._while_current(self._show_rerouted))
        speaking.over.connect(self._while_current(self._finish))
        speaking.over.connect(speaking.deleteLater)
        self._shown = None
        self.figures.clear()
        self.track.clear()
        self.message.say("" if is_heard else self.tr("Preparing audio…"))
        speaking.start(
            self._hub.worker(request.engine),
            view.entry,
            self._hub.background,
            room.player if is_heard else None,
        )
        if is_heard:
            self.track.follow(speaking)
        self._hub.readings.poll_fast()
        self._update()

    def _while_current(self, slot: Callable[..., None]) -> Callable[..., None]:
        """Let a slot hear what is present only: one that was stopped may still tell things."""
        speaking, replay = self._speaking, self._replay

        def guarded(*told: object) -> None:
            if self._speaking is speaking and self._replay is replay:
                slot(*told)

        return guarded

    def _show_growth(self, outline: Outline) -> None:
        self.track.show_outline(outline, is_complete=False)

    def _keep(self, speech: Speech) -> None:
        self._last = self._shown = speech
        self.figures.show_speech(speech)
        self.track.show_outline(speech.outline)
        self.spoken.emit(speech)
        if self._save_to is not None:
            self._saving.write_speech(speech, self._save_to)
            self._save_to = None

    def _seek(self, seconds: float) -> None:
        """Go on from another place; what is over is heard again from there."""
        room = self._hub.room
        if self._speaking is not None:
            self._speaking.seek(seconds)
        elif self._replay is not None:
            self._replay.seek(seconds)
        elif self._shown is not None and room is not None and not self._hub.is_closing:
            replay = self._replay = Replay(self._shown, self._hub)
            replay.unheard.connect(self._while_current(self._show_unheard))
            replay.rerouted.connect(self._while_current(self._show_rerouted))
            replay.over.connect(self._while_current(self._finish_replay))
            replay.over.connect(replay.deleteLater)
            self.message.say("")
            self.track.follow(replay)
            replay.start(room.player, seconds)
            self._update()

    def _show_failure(self, reason: str) -> None:
        self._save_to = None
        self.track.clear()
        self.message.say(reason, "bad")

    def _show_unheard(self, reason: str) -> None:
        advice = self.tr("You can still save the audio to a file.")
        self.message.say(f"{reason} {advice}", "caution")

    def _show_rerouted(self, device: str) -> None:
        told = self.tr("{} isn’t connected. Playing on the system default output.")
        self.message.say(told.format(device.rpartition(", ")[0] or device), "caution")

    def _finish(self) -> None:
        self._speaking = None
        self.track.follow(None)
        self._update()

    def _finish_replay(self, _replay: Replay) -> None:
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
        is_busy = (self._speaking, self._asked, self._replay) != (None, None, None)
        self.stop.setEnabled(is_busy)
        is_ours = self._speaking is not None or installation is Installation.INSTALLING
        self.loading.show_progress(*wording.loading_progress(view if is_ours else None))

    def _paint_icons(self) -> None:
        theme = self._style.theme
        self.play.setIcon(tinted_icon("play", theme.on_accent, theme.idle))
        self.stop.setIcon(tinted_icon("stop", theme.text, theme.idle))
        self.save.setIcon(tinted_icon("save", theme.text, theme.idle))

    def _connect(self) -> None:
        self.play.clicked.connect(self._play_or_install)
        self.stop.clicked.connect(self.stop_speaking)
        self.save.clicked.connect(lambda: self._saving.ask(self, self.save_to))
        self.track.sought.connect(self._seek)
        self.form.changed.connect(self._update)
        self.form.refused.connect(lambda reason: self.message.say(reason, "bad"))
        start_requests = self._hub.start_requests
        start_requests.asked.connect(self._show_question)
        start_requests.settled.connect(self._take_question_back)
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
