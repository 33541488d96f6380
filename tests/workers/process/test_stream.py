"""WorkerStream apart from any worker: what it tells, once, and to whom."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from workers import WorkerCrash
from workers.process.stream import WorkerStream


class Source:
    """Messages for a stream, and what the stream told of itself."""

    def __init__(self, *messages: dict[str, Any], error: Exception | None = None) -> None:
        self.messages = messages
        self.error = error
        self.cancels = 0
        self.abandons: list[threading.Thread] = []
        self.ends: list[BaseException | None] = []
        self.ended = threading.Event()

    def stream(self) -> WorkerStream:
        return WorkerStream(
            self._read(), cancel=self._cancel, abandon=self._note_abandoned, end=self._end
        )

    def _read(self) -> Iterator[tuple[bool, dict[str, Any]]]:
        for message in self.messages[:-1]:
            yield False, message
        if self.error is not None:
            raise self.error
        yield True, self.messages[-1]

    def _cancel(self) -> None:
        self.cancels += 1

    def _note_abandoned(self) -> None:
        self.abandons.append(threading.current_thread())

    def _end(self, error: BaseException | None) -> None:
        self.ends.append(error)
        self.ended.set()


def test_read_to_its_end() -> None:
    source = Source({"n": 1}, {"n": 2}, {"done": True})
    stream = source.stream()
    assert list(stream) == [{"n": 1}, {"n": 2}]
    assert stream.result == {"done": True}
    assert list(stream) == []
    stream.cancel()
    stream.close()
    assert (source.cancels, source.ends) == (0, [None])


def test_error_ends_it() -> None:
    source = Source({"n": 1}, {}, error=WorkerCrash("it died"))
    stream = source.stream()
    next(stream)
    with pytest.raises(WorkerCrash):
        next(stream)
    assert list(stream) == []
    assert [str(error) for error in source.ends] == ["it died"]


def test_close_cancels_once_and_reads_on_to_the_end() -> None:
    source = Source({"n": 1}, {"n": 2}, {"cancelled": True})
    with source.stream() as stream:
        next(stream)
        stream.cancel()
    assert (source.cancels, source.ends) == (1, [None])
    assert stream.result == {"cancelled": True}


def test_dropped_stream_is_abandoned_on_the_same_thread_without_a_word() -> None:
    """The collector may run in the middle of anything, locks held."""
    source = Source({"n": 1}, {"n": 2}, {})
    stream = source.stream()
    circle: list[object] = [stream]
    circle.append(circle)
    next(stream)
    del stream, circle
    gc.collect()
    assert source.abandons == [threading.current_thread()]
    assert (source.cancels, source.ends) == (0, [])


def test_stream_dropped_after_its_end_calls_nothing() -> None:
    source = Source({})
    stream = source.stream()
    list(stream)
    del stream
    gc.collect()
    assert (source.cancels, source.ends) == (0, [None])


def test_late_listener_is_called_at_once() -> None:
    stream = Source({}).stream()
    reported: list[BaseException | None] = []
    stream.on_end(reported.append)
    assert reported == []
    list(stream)
    stream.on_end(reported.append)
    assert reported == [None, None]
