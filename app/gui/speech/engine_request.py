"""One request to an engine, on a background thread, that the main thread can take back."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from workers.errors import WorkerError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from app.gui.controller.background import Background
    from workers.process.stream import WorkerStream
    from workers.tool.tool_worker import ToolWorker


class RequestCanceled(Exception):
    """Nobody wants the rest."""


class EngineRequest:
    """Asks once.

    Attributes:
        is_cancelled: It was taken back.
        result: What ended the answer; empty before.
    """

    def __init__(self) -> None:
        self.is_cancelled = False
        self.result: Mapping[str, Any] = {}
        self._lock = threading.Lock()
        self._stream: WorkerStream | None = None

    def cancel(self, background: Background) -> None:
        """Have the engine stop after the chunk it is at; returns at once."""
        with self._lock:
            self.is_cancelled = True
            stream = self._stream
        if stream is not None:
            background.run(stream.cancel)

    # On a background thread ------------------------------------------------------------

    def load(self, worker: ToolWorker) -> bool:
        """Have the engine loaded; True if it was not.

        Raises:
            WorkerError: It cannot be loaded.
            NotWanted: It was taken back meanwhile.
        """
        was_loaded = worker.is_alive()
        if not was_loaded:
            worker.start()
        if self.is_cancelled:
            raise RequestCanceled
        return not was_loaded

    def chunks(self, worker: ToolWorker, request: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """What the engine answers, as it comes.

        Raises:
            WorkerError: The engine could not, or died over it.
            NotWanted: It was taken back.
        """
        stream = worker.stream(request)
        with self._lock:
            self._stream = stream
            if self.is_cancelled:
                stream.cancel()
        with stream:  # Whoever cannot go on with what has come leaves the engine free.
            yield from stream
        if self.is_cancelled:
            raise RequestCanceled
        self.result = stream.result
        error = self.result.get("error")
        if error is not None:
            raise WorkerError(str(error))
