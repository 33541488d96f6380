"""Stream of chunks from the first engine of a chain that gives one."""

from __future__ import annotations

import threading
from collections.abc import Callable

from workers.chain.attempts import Attempts
from workers.chain.link import Link
from workers.errors import WorkerError
from workers.process.stream import Chunk, ChunkStream, WorkerStream


class ChainStream(ChunkStream):
    """Behaves as :class:`workers.process.stream.WorkerStream`, whichever engine speaks.

    Attributes:
        result: The last message, once the iteration has ended; names the engines as
            :class:`workers.EngineChain` says.
    """

    def __init__(self, attempts: Attempts, begin: Callable[[Link], WorkerStream]) -> None:
        """Sends the request to the first engine that can be started.

        Args:
            attempts: The engines.
            begin: Sends the request to one.

        Raises:
            WorkerError: No engine can be started, or the request is wrong.
        """
        self.result: Chunk = {}
        self._attempts = attempts
        self._begin = begin
        self._lock = threading.Lock()
        self._is_cancelled = False
        self._has_chunk = False
        self._is_over = False
        self._link, self._stream = self._begin_next()

    @property
    def engine(self) -> str:
        """ID of the engine that speaks, or would be the next to."""
        return self._link.entry.id

    def __next__(self) -> Chunk:
        """Returns the next chunk.

        Raises:
            WorkerError: The engine that speaks has failed, all engines have, or the request is
                wrong.
            StopIteration: No more chunks; ``result`` is set.
        """
        if self._is_over:
            raise StopIteration
        try:
            return self._next()
        except BaseException:
            self._is_over = True
            raise

    def _next(self) -> Chunk:
        while True:
            try:
                chunk = next(self._stream)
            except StopIteration:
                if "error" not in self._stream.result or not self._may_take_over:
                    self.result = self._attempts.answer(self._link, self._stream.result)
                    raise
                self._attempts.failed(self._link, self._stream.result)
            except WorkerError as error:
                if not self._may_take_over:
                    raise
                self._attempts.failed(self._link, error)
            else:
                self._has_chunk = True
                return chunk
            self._take_over()

    @property
    def _may_take_over(self) -> bool:
        return not self._has_chunk and not self._is_cancelled

    def _take_over(self) -> None:
        link, stream = self._begin_next()
        with self._lock:
            self._link, self._stream = link, stream
            is_cancelled = self._is_cancelled
        if is_cancelled:
            stream.cancel()

    def _begin_next(self) -> tuple[Link, WorkerStream]:
        while True:
            link = self._attempts.next()
            try:
                return link, self._begin(link)
            except WorkerError as error:
                if self._is_cancelled:
                    raise
                self._attempts.failed(link, error)

    def cancel(self) -> None:
        """Stops the engine after its current chunk; no other one takes over."""
        with self._lock:
            self._is_cancelled = True
            stream = self._stream
        stream.cancel()
