"""The same words by several engines, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.gui.speech.speech_job import SpeechJob
from workers.base.clock import MonotonicClock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.gui.controller.hub import Hub
    from app.gui.speech.speech import Speech, SpeechRequest
    from app.gui.state.start_question import Question


class Comparison(QObject):
    """Has each engine say it into memory; nobody is heard meanwhile, so that none is disturbed.

    One that was started for this may be stopped for the next one without a question; others are
    asked for as ever. All methods return at once.

    Attributes:
        begun: An engine is asked now: its id.
        questioned: The user is to say first whether others may be stopped for it: its id.
        spoken: An engine has said it: a ``Speech``.
        failed: An engine has not: its id, and why.
        over: All had their turn, or it was cancelled.
    """

    begun = Signal(str)
    questioned = Signal(str)
    spoken = Signal(object)
    failed = Signal(str, str)
    over = Signal()

    def __init__(self, hub: Hub, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hub = hub
        self._waiting: list[SpeechRequest] = []
        self._turn: SpeechRequest | None = None
        self._speaking: SpeechJob | None = None
        self._ours: set[str] = set()
        self._refusal = ""
        hub.start_requests.asked.connect(self._note_question)
        hub.start_requests.refused.connect(self._note_refusal)

    @property
    def is_running(self) -> bool:
        """True until ``over``."""
        return self._turn is not None

    def start(self, requests: Sequence[SpeechRequest]) -> None:
        """Give every engine its turn; one comparison at a time.

        Args:
            requests: At least one, each for another engine.
        """
        assert not self.is_running, "cancel the running comparison first"
        self._waiting = list(requests)
        self._ours.clear()
        self._next()

    def cancel(self) -> None:
        """Stop the engine whose turn it is after the chunk it is at, and ask no other."""
        turn, speaking = self._turn, self._speaking
        if turn is None:
            return
        self._waiting.clear()
        self._turn = self._speaking = None
        if speaking is not None:
            speaking.stop()
        else:
            self._hub.start_requests.cancel(turn.engine)
        self.over.emit()

    def _next(self) -> None:
        self._speaking = None
        if not self._waiting or self._hub.room is None or self._hub.is_closing:
            self._turn = None
            self.over.emit()
            return
        turn = self._turn = self._waiting.pop(0)
        self._refusal = ""
        self._hub.start_requests.begin(
            turn.engine,
            lambda: self._speak(turn),
            lambda: self._skip(turn),
            agreed=frozenset(self._ours),
        )

    def _note_question(self, question: Question) -> None:
        if self._turn is not None and self._turn.engine == question.engine:
            self.questioned.emit(question.engine)

    def _note_refusal(self, engine: str, reason: str) -> None:
        if self._turn is not None and self._turn.engine == engine:
            self._refusal = reason

    def _skip(self, turn: SpeechRequest) -> None:
        """It must not start, or the user would rather keep who runs."""
        if self._turn is turn:
            self.failed.emit(turn.engine, self._refusal or self.tr("Not started"))
            self._next()

    def _speak(self, turn: SpeechRequest) -> None:
        if self._turn is not turn:
            return
        self.begun.emit(turn.engine)
        view = self._hub.view(turn.engine)
        if not view.worker.state.is_running:
            self._ours.add(turn.engine)
        speaking = self._speaking = SpeechJob(turn, MonotonicClock(), self._hub)

        speaking.spoken.connect(lambda speech: self._tell(speaking, speech))
        speaking.failed.connect(lambda reason: self._tell_failure(speaking, reason))
        speaking.over.connect(lambda: self._go_on(speaking))
        speaking.over.connect(speaking.deleteLater)
        speaking.start(
            self._hub.worker(turn.engine),
            view.entry,
            self._hub.background,
            None,
        )
        self._hub.readings.poll_fast()

    # What an engine still says after a cancel is not listened to.

    def _tell(self, speaking: SpeechJob, speech: Speech) -> None:
        if self._speaking is speaking:
            self.spoken.emit(speech)

    def _tell_failure(self, speaking: SpeechJob, reason: str) -> None:
        if self._speaking is speaking:
            self.failed.emit(speaking.request.engine, reason)

    def _go_on(self, speaking: SpeechJob) -> None:
        if self._speaking is speaking:
            self._next()
