"""An answer that comes in chunks."""

from __future__ import annotations

import threading
from abc import abstractmethod
from collections.abc import Callable, Iterator
from typing import Any, Self

Chunk = dict[str, Any]


class ChunkStream(Iterator[Chunk]):
    """Chunks, then a result.

    Iterate on one thread; :meth:`cancel` may come from any. As a context manager it is closed at
    the end, which frees the worker for the next request even if not every chunk was read.

    Attributes:
        result: The last message, once the iteration has ended.
    """

    result: Chunk

    def __iter__(self) -> Self:
        """Returns itself: a stream can be read once."""
        return self

    @abstractmethod
    def cancel(self) -> None:
        """Asks the worker to stop after the current chunk. Does not wait."""

    def close(self) -> None:
        """Cancels the rest and waits for its end, so that the worker is free again."""
        self.cancel()
        for _ in self:
            pass

    def __enter__(self) -> Self:
        """Returns itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Closes."""
        self.close()


class WorkerStream(ChunkStream):
    """Chunks as the worker produces them, then the result.

    Attributes:
        result: The last message, once the iteration has ended; ``{"error": …}`` when
            the worker's handler raised, ``{"cancelled": True, …}`` after a cancel.
    """

    def __init__(
        self,
        messages: Iterator[tuple[bool, Chunk]],
        *,
        cancel: Callable[[], None],
        abandon: Callable[[], object],
        end: Callable[[BaseException | None], None],
    ) -> None:
        """Wraps the messages of a session.

        Args:
            messages: ``(is_last, message)`` pairs, the last one flagged.
            cancel: Asks the worker to stop streaming.
            abandon: Has the worker canceled later; called when the stream is dropped
                half-read, in place of ``end``, and takes no lock.
            end: Called once, when the stream has ended, with the error that ended it.
        """
        self.result: Chunk = {}
        self._messages = messages
        self._cancel = cancel
        self._abandon = abandon
        self._on_end = [end]
        self._on_chunk: Callable[[Chunk], None] | None = None
        self._lock = threading.Lock()
        self._ended = False
        self._cancelled = False

    def __next__(self) -> Chunk:
        """Returns the next chunk: a dict, raw audio (a bytearray) under ``payload``.

        Raises:
            WorkerError: The worker crashed, was stopped, or was silent for too long.
            StopIteration: No more chunks; ``result`` is set.
        """
        if self._ended:
            raise StopIteration
        try:
            is_last, message = next(self._messages)
        except BaseException as error:
            self._finish(error)
            raise
        if is_last:
            self.result = message
            self._finish()
            raise StopIteration
        if self._on_chunk is not None:
            self._on_chunk(message)
        return message

    def cancel(self) -> None:
        """Asks the worker to stop after the current chunk. Does not wait."""
        with self._lock:
            if self._ended or self._cancelled:
                return
            self._cancelled = True
        self._cancel()

    def __del__(self) -> None:
        """A stream that was dropped half-read must not hold its worker for ever."""
        # The collector may run in the middle of anything, also while this very thread holds a
        # lock: nothing here may take one. The turn ends as the last reference to it is dropped.
        if not self._ended and not self._cancelled:
            self._abandon()

    def on_chunk(self, callback: Callable[[Chunk], None]) -> None:
        """Sets a callback for each chunk, called before its reader gets it; it must not raise."""
        self._on_chunk = callback

    def on_end(self, callback: Callable[[BaseException | None], None]) -> None:
        """Adds a callback, called once when the stream has ended, with its error or None."""
        with self._lock:
            if not self._ended:
                self._on_end.append(callback)
                return
        callback(None)

    def _finish(self, error: BaseException | None = None) -> None:
        with self._lock:
            if self._ended:
                return
            self._ended = True
        for callback in self._on_end:
            callback(error)
