"""One sound file being written down: the engine's work on a background thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from app.gui.speech.engine_request import EngineRequest
from app.gui.text.messages import worded
from app.transcripts.transcript import Segment, Transcript, heard_in, segments_in
from workers.errors import WorkerStopped

if TYPE_CHECKING:
    from pathlib import Path

    from app.gui.controller.background import Background
    from app.transcripts.transcript import Heard
    from workers.tool.tool_worker import ToolWorker


class TranscriptionJob(QObject):
    """Writes one file down, once. Made for each; all methods return at once.

    Each signal carries this very object first, for those who have made another one since.

    Attributes:
        heard: More of it is there: a tuple of ``Segment``, and how far it is, ``Heard`` or None.
        done: All of it is there: a ``Transcript``.
        failed: The engine could not: why.
        over: Nothing more will happen: done, stopped, or failed.
    """

    heard = Signal(object, object, object)
    done = Signal(object, object)
    failed = Signal(object, str)
    over = Signal(object)
    _more = Signal(object, object)

    def __init__(self, path: Path, language: str | None, parent: QObject | None = None) -> None:
        """Prepare to ask.

        Args:
            path: The sound file.
            language: Of what is said, as the catalog names it; None to have it found out.
            parent: As always.
        """
        super().__init__(parent)
        self._request: dict[str, Any] = {"audio_path": str(path)}
        if language is not None:
            self._request["language"] = language
        self._asking = EngineRequest()
        self._background: Background | None = None
        # It comes from another thread; a bound method brings it to this object's own.
        self._more.connect(self._tell_more)

    def start(self, worker: ToolWorker, background: Background) -> None:
        """Ask the engine; it is started when it is not running."""
        self._background = background
        background.run(lambda: self._listen(worker), self._show, self._show_failure)

    def stop(self) -> None:
        """The engine stops after the segment it is at."""
        if self._background is not None:
            self._asking.cancel(self._background)

    def _listen(self, worker: ToolWorker) -> Transcript:
        # On a background thread.
        self._asking.load(worker)
        segments: list[Segment] = []
        for message in self._asking.chunks(worker, self._request):
            more = segments_in(message)
            segments += more
            self._more.emit(more, heard_in(message))
        result = self._asking.result
        whole = segments_in(result) or tuple(segments)
        return Transcript(whole, str(result.get("language") or ""))

    def _tell_more(self, segments: tuple[Segment, ...], heard: Heard | None) -> None:
        if not self._asking.is_cancelled:
            self.heard.emit(self, segments, heard)

    def _show(self, transcript: Transcript) -> None:
        self.done.emit(self, transcript)
        self.over.emit(self)

    def _show_failure(self, error: Exception) -> None:
        if not self._asking.is_cancelled:
            was_stopped = isinstance(error, WorkerStopped)
            told = self.tr("The engine stopped before the end of the recording.")
            self.failed.emit(self, told if was_stopped else worded(error))
        self.over.emit(self)
