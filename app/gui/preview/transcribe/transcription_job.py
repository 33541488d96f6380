"""One audio file that an engine transcribes on a background thread."""

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
    """Transcribes one file once. All methods return at once.

    Each signal carries this job first, so that listeners can ignore an earlier job.

    Attributes:
        progressed: More text arrived: a tuple of ``Segment``, and the progress, ``Heard`` or None.
        done: The transcript is complete: a ``Transcript``.
        failed: The engine failed: the reason.
        over: Nothing more will happen: done, stopped, or failed.
    """

    progressed = Signal(object, object, object)
    done = Signal(object, object)
    failed = Signal(object, str)
    over = Signal(object)
    _segments_arrived = Signal(object, object)

    def __init__(self, path: Path, language: str | None, parent: QObject | None = None) -> None:
        """Prepares the request.

        Args:
            path: The audio file.
            language: The language of the recording, as a code of the catalog; None to detect it.
            parent: The parent object.
        """
        super().__init__(parent)
        self._message: dict[str, Any] = {"audio_path": str(path)}
        if language is not None:
            self._message["language"] = language
        self._request = EngineRequest()
        self._background: Background | None = None
        # The signal comes from another thread; a bound method brings it to this object's thread.
        self._segments_arrived.connect(self._on_segments)

    def start(self, worker: ToolWorker, background: Background) -> None:
        """Sends the request; the worker is started if it isn't running."""
        self._background = background
        background.run(lambda: self._transcribe(worker), self._on_done, self._on_failed)

    def stop(self) -> None:
        """Stops the engine after its current segment."""
        if self._background is not None:
            self._request.cancel(self._background)

    def _transcribe(self, worker: ToolWorker) -> Transcript:
        # On a background thread.
        self._request.load(worker)
        segments: list[Segment] = []
        for message in self._request.stream(worker, self._message):
            new_segments = segments_in(message)
            segments += new_segments
            self._segments_arrived.emit(new_segments, heard_in(message))
        result = self._request.result
        all_segments = segments_in(result) or tuple(segments)
        return Transcript(all_segments, str(result.get("language") or ""))

    def _on_segments(self, segments: tuple[Segment, ...], heard: Heard | None) -> None:
        if not self._request.is_canceled:
            self.progressed.emit(self, segments, heard)

    def _on_done(self, transcript: Transcript) -> None:
        self.done.emit(self, transcript)
        self.over.emit(self)

    def _on_failed(self, error: Exception) -> None:
        if not self._request.is_canceled:
            stopped = self.tr("The engine stopped before the end of the recording.")
            reason = stopped if isinstance(error, WorkerStopped) else worded(error)
            self.failed.emit(self, reason)
        self.over.emit(self)
