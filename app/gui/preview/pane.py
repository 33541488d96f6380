"""The preview pane: type, play, stop, save; and see how fast it was."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDir, QStandardPaths, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.audio import SpeechFormat, write_wav
from app.gui import wording
from app.gui.engine_view import Installation
from app.gui.preview.figures import Figures
from app.gui.preview.form import SpeechForm
from app.gui.preview.speaking import Speaking
from app.gui.style.icons import tinted_icon
from app.gui.style.theme import GRID
from workers.clock import MonotonicClock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from app.gui.engine_view import EngineView
    from app.gui.hub import Hub
    from app.gui.preview.speech import Speech, SpeechRequest
    from app.gui.starts.question import StartQuestion
    from app.gui.style.apply import Style


class PreviewPane(QWidget):
    """Says one thing at a time; a new Play ends the one before.

    Attributes:
        install_asked: The chosen engine is not installed and the user wants it: its id.
    """

    install_asked = Signal(str)

    def __init__(self, hub: Hub, style: Style, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hub = hub
        self._style = style
        self._speaking: Speaking | None = None
        self._last: Speech | None = None
        self._save_to: Path | None = None
        self._asked: SpeechRequest | None = None
        self.form = SpeechForm(self)
        self.play = self._button("previewPlay", self.tr("Play"), self.tr("Ctrl+Return"))
        self.play.setProperty("role", "primary")
        self.stop = self._button("previewStop", self.tr("Stop"), self.tr("Esc"))
        self.save = self._button("previewSave", self.tr("Save…"), self.tr("Ctrl+S"))
        self.figures = Figures(self)
        self._progress = QProgressBar(self)
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(self.tr("Progress"))
        self._progress_text = QLabel(self)
        self._progress_text.setProperty("role", "caption")
        self._message = QLabel(self)
        self._message.setObjectName("previewMessage")
        self._message.setWordWrap(True)
        self._message.hide()
        self._message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lay_out()
        self._paint_icons()
        style.changed.connect(self._paint_icons)
        self.play.clicked.connect(self._play_or_install)
        self.stop.clicked.connect(self.stop_speaking)
        self.save.clicked.connect(self._ask_where)
        self.form.changed.connect(self._update)
        hub.starts.asked.connect(self._show_question)
        hub.starts.settled.connect(self._take_question_back)
        hub.starts.refused.connect(self._show_refusal)
        self._update()

    def show_engines(self, views: Iterable[EngineView]) -> None:
        """Offer the engines that speak."""
        self.form.show_engines(views)

    def show_engine(self, view: EngineView) -> None:
        """Follow one engine's state: loading, installing, missing."""
        self.form.show_engine(view)
        self._update()

    def choose(self, engine: str) -> None:
        """Choose an engine to speak with, unless something is being said."""
        if self._speaking is None:
            self.form.choose(engine)

    def stop_speaking(self) -> None:
        """Silence, now."""
        self._save_to = None
        if self._asked is not None:
            self._hub.starts.cancel(self._asked.engine)
        if self._speaking is not None:
            self._speaking.stop()
            self._speaking = None
            self._say(self.tr("Stopped."))
        self._update()

    def save_to(self, path: Path) -> None:
        """Write the speech that is asked for as a WAV file; it is spoken first if need be."""
        request = self.form.request()
        if request is None:
            return
        if self._last is not None and self._last.request == request:
            self._write(self._last, path)
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
        before, self._asked = self._asked, None
        if before is not None:
            self._hub.starts.cancel(before.engine)
        if self._speaking is not None:
            self._speaking.stop()
            self._speaking = None
        self._asked = request
        self._say("")

        def go() -> None:
            self._asked = None
            self._speak_now(request, is_heard=is_heard)

        self._hub.starts.begin(request.engine, go, lambda: self._give_up(request))
        self._update()

    def _give_up(self, request: SpeechRequest) -> None:
        # The user does not want it any more, or has been told why it cannot be.
        if self._asked is request:
            self._asked = None
            self._save_to = None
            self._update()

    def _show_question(self, question: StartQuestion) -> None:
        if self._asked is not None and self._asked.engine == question.engine:
            self._say(self.tr("Waits for your answer to the question above."))

    def _take_question_back(self, engine: str) -> None:
        if self._asked is not None and self._asked.engine == engine:
            self._say("")

    def _show_refusal(self, engine: str, reason: str) -> None:
        if self._asked is not None and self._asked.engine == engine:
            self._say(reason, "bad")

    def _speak_now(self, request: SpeechRequest, *, is_heard: bool) -> None:
        view, room = self._hub.view(request.engine), self._hub.room
        if room is None or self._hub.is_closing:
            return
        speaking = self._speaking = Speaking(request, MonotonicClock(), self._hub)
        was_loaded = view.worker.state.is_running
        speaking.first_audio.connect(
            self._while_current(
                lambda seconds: self.figures.show_first_audio(seconds, was_loaded=was_loaded)
            )
        )
        speaking.spoken.connect(self._while_current(self._keep))
        speaking.failed.connect(self._while_current(self._show_failure))
        speaking.unheard.connect(self._while_current(self._show_unheard))
        speaking.over.connect(self._while_current(self._finish))
        speaking.over.connect(speaking.deleteLater)
        self.figures.clear()
        self._say("" if is_heard else self.tr("Preparing the speech…"))
        speaking.start(
            self._hub.worker(request.engine),
            SpeechFormat(view.entry.sample_rate, "float32"),
            self._hub.background,
            room.player if is_heard else None,
        )
        self._hub.hurry()
        self._update()

    def _while_current(self, slot: Callable[..., None]) -> Callable[..., None]:
        """Let a slot hear the present speaking only: one that was stopped may still tell things."""
        speaking = self._speaking

        def guarded(*told: object) -> None:
            if self._speaking is speaking:
                slot(*told)

        return guarded

    def _keep(self, speech: Speech) -> None:
        self._last = speech
        self.figures.show_speech(speech)
        if self._save_to is not None:
            self._write(speech, self._save_to)
            self._save_to = None

    def _write(self, speech: Speech, path: Path) -> None:
        def write() -> None:
            write_wav(path, speech.chunks, speech.format.sample_rate, speech.format.dtype)

        self._hub.background.run(
            write,
            lambda _: self._say(self.tr("Saved as {}.").format(path)),
            lambda error: self._say(self.tr("Not saved: {}").format(error), "bad"),
        )

    def _show_failure(self, reason: str) -> None:
        self._save_to = None
        self._say(reason, "bad")

    def _show_unheard(self, reason: str) -> None:
        advice = self.tr("You can still save the speech as a file.")
        self._say(f"{reason} {advice}", "caution")

    def _finish(self) -> None:
        self._speaking = None
        self._update()

    def _ask_where(self) -> None:
        music = QStandardPaths.StandardLocation.MusicLocation
        folder = QStandardPaths.writableLocation(music) or QDir.homePath()
        dialog = QFileDialog(self, self.tr("Save speech"), folder, self.tr("WAV sound (*.wav)"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("wav")
        dialog.selectFile(self.tr("speech.wav"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.save_to(Path(name)))
        dialog.open()

    def _say(self, text: str, tone: str = "muted") -> None:
        self._message.setText(text)
        self._message.setProperty("tone", tone)
        self._message.style().polish(self._message)
        self._message.setVisible(bool(text))

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
        self.stop.setEnabled(self._speaking is not None or self._asked is not None)
        self._show_progress(view)

    def _show_progress(self, view: EngineView | None) -> None:
        told = view.progress if view is not None else None
        is_ours = self._speaking is not None or (
            view is not None and view.installation is Installation.INSTALLING
        )
        if view is None or told is None or not is_ours:
            self._progress.hide()
            self._progress_text.hide()
            return
        text = f"{view.entry.name}: {wording.progress_of(view)}"
        self._progress_text.setText(f"{text} ({told.detail})" if told.detail else text)
        self._progress_text.show()
        self._progress.setVisible(told.fraction is not None)
        self._progress.setRange(0, 1000)
        self._progress.setValue(int((told.fraction or 0) * 1000))

    def _button(self, name: str, text: str, shortcut: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setToolTip(f"{text} ({shortcut})")
        QShortcut(QKeySequence(shortcut), self, button.click)
        return button

    def _paint_icons(self) -> None:
        theme = self._style.theme
        self.play.setIcon(tinted_icon("play", theme.on_accent, theme.idle))
        self.stop.setIcon(tinted_icon("stop", theme.text, theme.idle))
        self.save.setIcon(tinted_icon("save", theme.text, theme.idle))

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(GRID)
        for button in (self.play, self.stop, self.save):
            row.addWidget(button)
        row.addStretch()
        row.addWidget(self.figures)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID * 3 // 2)
        layout.addWidget(self.form, 1)
        layout.addLayout(row)
        layout.addWidget(self._progress_text)
        layout.addWidget(self._progress)
        layout.addWidget(self._message)
