"""Runs the same text through several engines, one after the other."""

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
    """Generates speech without playing it, because playback would disturb the measurement.

    An engine that was started for the comparison may be stopped for the next one without a
    question; the user is asked about other engines as usual. All methods return at once.

    Attributes:
        started: An engine starts to speak: its ID.
        question_asked: The user must decide first whether engines may be stopped: the ID of the
            engine that needs the memory.
        spoken: An engine has finished: a ``Speech``.
        failed: An engine failed: its ID, and the reason.
        over: All engines have finished, or the comparison was canceled.
    """

    started = Signal(str)
    question_asked = Signal(str)
    spoken = Signal(object)
    failed = Signal(str, str)
    over = Signal()

    def __init__(self, hub: Hub, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hub = hub
        self._waiting: list[SpeechRequest] = []
        self._current: SpeechRequest | None = None
        self._job: SpeechJob | None = None
        self._started_engines: set[str] = set()
        self._refusal = ""
        hub.start_requests.asked.connect(self._on_question)
        hub.start_requests.refused.connect(self._on_refused)

    @property
    def is_running(self) -> bool:
        """True until ``over``."""
        return self._current is not None

    def start(self, requests: Sequence[SpeechRequest]) -> None:
        """Starts the comparison; only one can run at a time.

        Args:
            requests: At least one, each for another engine.
        """
        assert not self.is_running, "cancel the running comparison first"
        self._waiting = list(requests)
        self._started_engines.clear()
        self._next()

    def cancel(self) -> None:
        """Stops the current engine after its current chunk, and skips the others."""
        request, job = self._current, self._job
        if request is None:
            return
        self._waiting.clear()
        self._current = self._job = None
        if job is not None:
            job.stop()
        else:
            self._hub.start_requests.cancel(request.engine)
        self.over.emit()

    def _next(self) -> None:
        self._job = None
        if not self._waiting or self._hub.room is None or self._hub.is_closing:
            self._current = None
            self.over.emit()
            return
        request = self._current = self._waiting.pop(0)
        self._refusal = ""
        self._hub.start_requests.begin(
            request.engine,
            lambda: self._speak(request),
            lambda: self._skip(request),
            agreed=frozenset(self._started_engines),
        )

    def _on_question(self, question: Question) -> None:
        if self._current is not None and self._current.engine == question.engine:
            self.question_asked.emit(question.engine)

    def _on_refused(self, engine: str, reason: str) -> None:
        if self._current is not None and self._current.engine == engine:
            self._refusal = reason

    def _skip(self, request: SpeechRequest) -> None:
        """Goes on after an engine that may not start."""
        if self._current is request:
            self.failed.emit(request.engine, self._refusal or self.tr("Not started"))
            self._next()

    def _speak(self, request: SpeechRequest) -> None:
        if self._current is not request:
            return
        self.started.emit(request.engine)
        view = self._hub.view(request.engine)
        if not view.worker.state.is_running:
            self._started_engines.add(request.engine)
        job = self._job = SpeechJob(request, MonotonicClock(), self._hub)

        job.spoken.connect(lambda speech: self._on_spoken(job, speech))
        job.failed.connect(lambda reason: self._on_failed(job, reason))
        job.over.connect(lambda: self._on_job_over(job))
        job.over.connect(job.deleteLater)
        job.start(
            self._hub.worker(request.engine),
            view.entry,
            self._hub.background,
            None,
        )
        self._hub.readings.poll_fast()

    # A canceled job may still send signals; those are ignored.

    def _on_spoken(self, job: SpeechJob, speech: Speech) -> None:
        if self._job is job:
            self.spoken.emit(speech)

    def _on_failed(self, job: SpeechJob, reason: str) -> None:
        if self._job is job:
            self.failed.emit(job.request.engine, reason)

    def _on_job_over(self, job: SpeechJob) -> None:
        if self._job is job:
            self._next()
