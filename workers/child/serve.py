"""Load the model, say so, then answer requests until told to stop."""

from __future__ import annotations

import atexit
import os
import sys
import threading
import time
from types import GeneratorType

from workers.child import wire
from workers.child.inbox import inbox_for
from workers.child.report import held_vram_gb, report_startup, say
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

_cancelled = threading.Event()


def cancelled() -> threading.Event:
    """The event that is set when the request being served has been cancelled.

    For libraries that take one; a generator is closed between two chunks anyway.
    """
    return _cancelled


def run_worker(name: str, load: Load, handle: Handle) -> NoReturn:
    """Serve requests with a model until shutdown or the end of input.

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
    """The main thread's side of a worker."""

    def __init__(self, name: str, channel: ParentChannel, handle: Handle) -> None:
        self._name = name
        self._channel = channel
        self._handle = handle
        self._idle = False
        self._serving: object | None = None
        self._inbox = inbox_for(channel, self._on_control)

    def run(self, load: Load) -> NoReturn:
        try:
            self._inbox.start()
            model = self._load(load)
            self._channel.write_line("%s%.6f" % (wire.VRAM_GB, held_vram_gb()))
            self._channel.write_line(wire.READY)
            while True:
                self._idle = True
                item = self._inbox.next()
                self._idle = False
                self._answer(model, item)
        except (BrokenPipeError, ConnectionError):
            self._leave(0)  # the parent has gone; so do we
        except BaseException:
            say("%s: serving failed\n%s" % (self._name, _traceback()))
            self._leave(EXIT_FATAL)

    def _load(self, load: Load) -> Any:
        try:
            return load()
        except BaseException as error:  # a library's sys.exit() is a failed load, too
            say("%s: load failed\n%s" % (self._name, _traceback()))
            say("%s: load failed: %s: %s" % (self._name, type(error).__name__, error))
            self._leave(EXIT_LOAD_FAILED)

    def _on_control(self, item: Item) -> None:
        """Act on shutdown, cancel and the end of input, on the thread that read it."""
        if isinstance(item, dict) and item.get("op") == "cancel":
            if item.get("id") == self._serving:
                _cancelled.set()
            return
        broken = isinstance(item, wire.WireError) and not isinstance(item, wire.EndOfStream)
        if broken:
            say("%s: the parent sent %s" % (self._name, item))
        if not self._idle:
            # The main thread is in the middle of something that may never end.
            sys.stderr.flush()
            os._exit(EXIT_FATAL if broken else 0)
        self._leave(EXIT_FATAL if broken else 0)

    def _leave(self, code: int) -> NoReturn:
        """Exit without tearing modules down, which libraries on a GPU survive badly."""
        try:
            atexit._run_exitfuncs()  # noqa: SLF001 - what sys.exit would run, and no more
        finally:
            sys.stderr.flush()
            os._exit(code)

    def _answer(self, model: Any, item: Item) -> None:
        if isinstance(item, Exception):
            self._channel.send({"error": "invalid JSON: %s" % item})
            return
        request_id, streams = item.get("id"), item.get("stream") is True and "id" in item
        if request_id is not None:
            item = wire.restore_own_keys(item)
        self._serving = request_id
        if _cancelled.is_set():
            _cancelled.clear()
        started = time.monotonic()
        try:
            answer = self._ask(model, item, request_id if streams else None)
        except Exception as error:
            say(_traceback())
            answer = {"error": "%s: %s" % (type(error).__name__, error)}
        self._serving = None
        answer.setdefault("latency_ms", round((time.monotonic() - started) * 1000, 3))
        self._send_answer(answer, request_id, done=streams)

    def _ask(self, model: Any, request: wire.Message, stream_id: object | None) -> wire.Message:
        result = self._handle(model, request)
        if isinstance(result, GeneratorType):
            if stream_id is not None:
                result = self._stream(result, stream_id)
            else:
                result = _drained(result, request.get("output_path"))
        if isinstance(result, dict):
            return dict(result)
        return {"result": result}

    def _stream(
        self, chunks: Generator[Any, None, Any], request_id: object
    ) -> wire.Message:
        """Send every chunk as it comes; what the generator returns ends the answer."""
        while True:
            if _cancelled.is_set():
                chunks.close()
                return {"cancelled": True}
            try:
                chunk = next(chunks)
            except StopIteration as end:
                return _as_dict(end.value)
            header = dict(wire.set_own_keys_aside(_as_dict(chunk)))
            header["id"], header["event"] = request_id, "chunk"
            self._channel.send(header)

    def _send_answer(self, answer: wire.Message, request_id: object, *, done: bool) -> None:
        if request_id is not None:
            answer = wire.set_own_keys_aside(answer)
            answer["id"] = request_id
            if done:
                answer["event"] = "done"
        try:
            self._channel.send(answer)
        except (TypeError, ValueError, RecursionError) as error:
            failure = {"error": "response serialization failed: %s" % error}
            self._send_answer(failure, request_id, done=done)


def _traceback() -> str:
    import traceback  # noqa: PLC0415 - 4 ms, and most workers never need it

    return traceback.format_exc()


def _as_dict(value: Any) -> wire.Message:
    if value is None:
        return {}
    return value if isinstance(value, dict) else {"result": value}


def _drained(chunks: Generator[Any, None, Any], output_path: str | None) -> wire.Message:
    """One answer from a stream, for a caller that asked for one answer.

    With an ``output_path`` the audio goes to that WAV file, else into ``payload``.
    """
    answer: wire.Message = {}
    pieces: list[wire.Buffer] = []
    writer = None
    try:
        while True:
            try:
                chunk = dict(_as_dict(next(chunks)))
            except StopIteration as end:
                answer.update(_as_dict(end.value))
                break
            piece = chunk.pop("payload", None)
            answer.update(chunk)
            if piece is None:
                continue
            if output_path is None:
                pieces.append(piece)
                continue
            if writer is None:
                from workers.child.audio import WavWriter  # noqa: PLC0415 - only when needed

                writer = WavWriter(output_path, int(chunk["sample_rate"]), chunk.get("dtype"))
            writer.write(piece)
        if writer is not None:
            answer.pop("dtype", None)
            answer.update(path=output_path, duration=writer.close())
        elif pieces:
            answer["payload"] = wire.merged_payload(pieces)
        return answer
    except BaseException:
        if writer is not None:
            writer.discard()
        raise
    finally:
        chunks.close()
