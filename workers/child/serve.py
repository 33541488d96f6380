"""Loads the model, then answers requests until shutdown or the end of input."""

from __future__ import annotations

import atexit
import os
import sys
import threading
import time
from types import GeneratorType

from workers.child import wire
from workers.child.inbox import inbox_for
from workers.child.report import (
    MemoryReporter,
    held_vram_gb,
    log,
    log_traceback,
    report_startup,
)
from workers.child.stdio import ParentChannel, take_channel

TYPE_CHECKING = False  # importing typing takes 3 ms of a start of 40
if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from typing import Any, NoReturn

    from workers.child.inbox import Item

    Load = Callable[[], Any]
    Handle = Callable[[Any, wire.Message], Any]

EXIT_LOAD_FAILED = 2
EXIT_FATAL = 3

#: What ``ParentChannel.send`` raises before it has sent anything.
_UNSERIALIZABLE = (TypeError, ValueError, RecursionError)

#: Shortest interval of ``alive`` events, in seconds.
_ALIVE_INTERVAL_S = 0.2

#: Equals no request's id.
_NO_REQUEST = object()

_cancelled = threading.Event()


def cancelled() -> threading.Event:
    """Returns the event that is set when the current request has been canceled.

    For libraries that take one; a generator is closed between two chunks anyway.
    """
    return _cancelled


def run_worker(name: str, load: Load, handle: Handle) -> NoReturn:
    """Serves requests with a model until shutdown or the end of input.

    Args:
        name: For the log.
        load: Builds the model; an exception ends the process with exit code 2.
        handle: Answers one request with the model. A dict is the answer and gets
            ``latency_ms`` unless it has one; any other value is wrapped as
            ``{"result": value}``. A generator streams: each dict it yields is a
            chunk, with raw audio under ``payload``, and the dict it returns
            completes the answer.

    Exits with 0 after shutdown or the end of input, 2 when the load fails, 3 when
    serving itself fails. Never returns.
    """
    channel = take_channel()
    report_startup()
    _Server(name, channel, handle).run(load)


class _Server:
    """The main thread of a worker."""

    def __init__(self, name: str, channel: ParentChannel, handle: Handle) -> None:
        self._name = name
        self._channel = channel
        self._handle = handle
        self._idle = False
        self._serving: object | None = None
        self._last_cancelled: object = _NO_REQUEST
        self._sending_s = 0.0  # of the request being served
        self._memory = MemoryReporter(channel)
        self._inbox = inbox_for(channel, self._on_control)

    def run(self, load: Load) -> NoReturn:
        try:
            self._inbox.start()
            model = self._load(load)
            self._channel.write_line(f"{wire.VRAM_GB}{held_vram_gb():.6f}")
            self._memory.report()
            self._idle = True  # before the parent knows: it may shut us down at once
            self._channel.write_line(wire.READY)
            while True:
                item = self._inbox.next()
                self._idle = False
                self._answer(model, item)
                self._idle = True
        except (BrokenPipeError, ConnectionError):
            leave(0)  # the parent has gone; so do we
        except BaseException:  # noqa: BLE001 - the exit code informs the parent
            log(f"{self._name}: serving failed")
            log_traceback()
            leave(EXIT_FATAL)

    def _load(self, load: Load) -> Any:
        try:
            return load()
        except BaseException as error:  # noqa: BLE001 - sys.exit() is a failed load, too
            log_traceback()
            log(f"{self._name}: load failed: {type(error).__name__}: {error}")
            leave(EXIT_LOAD_FAILED)

    def _on_control(self, item: Item) -> None:
        """Handles shutdown, cancel and the end of input, on the thread that read it."""
        if isinstance(item, dict) and item.get("op") == "cancel":
            # In this order: the main thread may be about to serve this very request.
            request_id = item.get("id")
            self._last_cancelled = _NO_REQUEST if request_id is None else request_id
            if self._last_cancelled == self._serving:
                _cancelled.set()
            return
        if isinstance(item, wire.WireError) and not isinstance(item, wire.EndOfStream):
            log(f"{self._name}: parent sent {item}")
            leave(EXIT_FATAL)
        # A busy main thread may never return, and at the end of input the parent has gone and
        # waits for nothing.
        leave(0, tidily=self._idle and isinstance(item, dict))

    def _answer(self, model: Any, item: Item) -> None:
        if isinstance(item, Exception):
            self._channel.send({"error": f"invalid JSON: {item}"})
            return
        request_id, streams = item.get("id"), False
        if request_id is not None:
            streams = item.get("stream") is True
            item = wire.restore_own_keys(item)
        self._serving = request_id
        if _cancelled.is_set():
            _cancelled.clear()
        if request_id == self._last_cancelled:
            _cancelled.set()  # canceled before it was read
        self._sending_s, started = 0.0, time.monotonic()
        try:
            result = self._handle(model, item)
            if type(result) is GeneratorType:
                result = self._exhaust(result, item, request_id, streams=streams)  # pyright: ignore[reportUnknownArgumentType]
            answer = self._as_answer(result, started)
        except Exception as error:  # noqa: BLE001 - whatever a library raises is the answer
            log_traceback()
            answer = _as_error(error, has_id=request_id is not None)
        self._serving = None
        if request_id is not None:
            self._memory.report(request_id)
        self._send_answer(answer, request_id, done=streams)

    def _as_answer(self, result: Any, started: float) -> wire.Message:
        message = wire.as_message(result)
        if message is None:
            return {"result": result}
        answer = dict(message)
        # Without the time that a stream waited until its chunks were read.
        worked_s = time.monotonic() - started - self._sending_s
        answer.setdefault("latency_ms", round(worked_s * 1000, 3))
        return answer

    def _exhaust(
        self,
        chunks: Generator[Any, None, Any],
        request: wire.Message,
        request_id: object | None,
        *,
        streams: bool,
    ) -> wire.Message:
        """Runs a handler that yields chunks, and returns the last message."""
        # Most requests are answered in one piece, and need nothing of this.
        from workers.child.gather import as_dict, gathered  # noqa: PLC0415

        if streams:
            return self._stream(chunks, request_id, as_dict)
        return gathered(chunks, request.get("output_path"), self._alive_sender(request_id))

    def _alive_sender(self, request_id: object | None) -> Callable[[], None]:
        """Returns a function that reports, at most now and then, that the answer is being made."""
        sent_at = time.monotonic()

        def send_alive() -> None:
            nonlocal sent_at
            now = time.monotonic()
            if request_id is not None and now - sent_at >= _ALIVE_INTERVAL_S:
                sent_at = now
                self._channel.send({"id": request_id, "event": "alive"})

        return send_alive

    def _stream(
        self,
        chunks: Generator[Any, None, Any],
        request_id: object,
        as_dict: Callable[[Any], wire.Message],
    ) -> wire.Message:
        """Sends each chunk as it comes, and returns the last message."""
        try:
            while not _cancelled.is_set():
                try:
                    chunk = next(chunks)
                except StopIteration as end:
                    return as_dict(end.value)
                header = dict(wire.set_own_keys_aside(as_dict(chunk)))
                header["id"], header["event"] = request_id, "chunk"
                begun = time.monotonic()
                try:
                    self._channel.send(header)
                except _UNSERIALIZABLE as error:
                    return {"error": f"response serialization failed: {error}"}
                self._sending_s += time.monotonic() - begun
            return {"cancelled": True}
        finally:
            chunks.close()

    def _send_answer(self, answer: wire.Message, request_id: object, *, done: bool) -> None:
        if request_id is not None:
            answer = wire.set_own_keys_aside(answer)
            answer["id"] = request_id
            if done:
                answer["event"] = "done"
        try:
            self._channel.send(answer)
        except _UNSERIALIZABLE as error:
            failure = {"error": f"response serialization failed: {error}"}
            self._send_answer(failure, request_id, done=done)


def _as_error(error: Exception, *, has_id: bool) -> wire.Message:
    name = type(error).__name__
    answer: wire.Message = {"error": f"{name}: {error}"}
    if has_id:  # the parent knows the wire
        answer["error_type"] = name
    return answer


def leave(code: int, *, tidily: bool = False) -> NoReturn:
    """Exits without tearing down modules, in which libraries on a GPU may crash.

    Args:
        code: The exit code.
        tidily: Call functions registered with ``atexit`` first, however long they take.
    """
    try:
        if tidily:
            # As sys.exit() does.
            run_exit_functions: Any = atexit._run_exitfuncs  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
            run_exit_functions()
        guard = sys.modules.get("workers.child.guard")
        if guard is not None:  # not started by hand
            guard.end_descendants()
        if sys.stderr is not None:
            sys.stderr.flush()
    finally:
        os._exit(code)
