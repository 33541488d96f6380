"""One request to an engine, on a background thread, that the main thread can cancel."""

from __future__ import annotations

import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workers.errors import WorkerError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from app.gui.controller.background import Background
    from workers.catalog.entry import CatalogEntry
    from workers.process.stream import WorkerStream
    from workers.tool.tool_worker import ToolWorker


class RequestCanceled(Exception):
    """The request was canceled, so that its answer is of no use."""


class EngineRequest:
    """A request that is sent once.

    Attributes:
        is_canceled: True once :meth:`cancel` was called.
        result: The message that ended the answer; empty before.
    """

    def __init__(self) -> None:
        self.is_canceled = False
        self.result: Mapping[str, Any] = {}
        self._lock = threading.Lock()
        self._stream: WorkerStream | None = None

    def cancel(self, background: Background) -> None:
        """Stops the engine after its current chunk. Returns at once."""
        with self._lock:
            self.is_canceled = True
            stream = self._stream
        if stream is not None:
            background.run(stream.cancel)

    # The rest runs on a background thread.

    def load(self, worker: ToolWorker) -> bool:
        """Starts the worker if it isn't running, and waits until it is ready.

        Returns:
            True if the worker had to be started.

        Raises:
            WorkerError: The worker couldn't be started.
            RequestCanceled: The request was canceled meanwhile.
        """
        was_running = worker.is_alive()
        if not was_running:
            worker.start()
        if self.is_canceled:
            raise RequestCanceled
        return not was_running

    def stream(self, worker: ToolWorker, request: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """Sends a request and yields the messages of the answer as they arrive.

        Raises:
            WorkerError: The engine failed.
            RequestCanceled: The request was canceled.
        """
        stream = worker.stream(request)
        with self._lock:
            self._stream = stream
            if self.is_canceled:
                stream.cancel()
        with stream:  # A consumer that stops early leaves the engine free.
            yield from stream
        if self.is_canceled:
            raise RequestCanceled
        self.result = stream.result
        error = self.result.get("error")
        if error is not None:
            raise WorkerError(str(error))

    def stream_audio(
        self, worker: ToolWorker, entry: CatalogEntry, request: Mapping[str, Any]
    ) -> Iterator[Mapping[str, Any]]:
        """Sends a request for speech and yields audio, however the engine returns audio.

        An engine that doesn't stream returns one piece of audio or a file. The file is read and
        deleted, because the user didn't ask for one.

        Yields:
            Messages with samples in ``payload``, and optionally ``sample_rate`` and ``dtype``.

        Raises:
            WorkerError: The engine failed.
            RequestCanceled: The request was canceled.
            SoundFileProblem: The file couldn't be read.
        """
        if entry.streaming:
            yield from self.stream(worker, request)
            return
        with tempfile.TemporaryDirectory(prefix="engineroom-preview-") as folder:
            output_path = str(Path(folder, "speech.wav"))
            yield from self.stream(worker, {**request, "output_path": output_path})
            if "payload" in self.result:
                yield self.result
            elif isinstance(self.result.get("path"), str):
                from app.audio.sound_file import read_speech

                samples, speech_format = read_speech(Path(self.result["path"]))
                yield {
                    "payload": samples,
                    "sample_rate": speech_format.sample_rate,
                    "dtype": speech_format.dtype,
                }
