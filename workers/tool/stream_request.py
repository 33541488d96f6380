"""Requests whose answer is read after the call that asked for it has returned."""

from __future__ import annotations

from collections.abc import Callable, Generator
from functools import partial
from typing import TypeAlias

from workers.process.gpu_worker import GPUWorker
from workers.process.stream import WorkerStream
from workers.tool.lifecycle import Lifecycle
from workers.tool.request_queue import Request

#: Called once when a stream has ended, with the error that ended it, or None.
OnEnd: TypeAlias = Callable[[BaseException | None], None]


def serve_stream(
    lifecycle: Lifecycle,
    ask: Callable[[GPUWorker, OnEnd], WorkerStream],
    patience_s: float | None = None,
) -> WorkerStream:
    """Waits as :meth:`Lifecycle.serve` does, and keeps the turn until the stream has ended.

    Args:
        lifecycle: The tool's.
        ask: Sends the request and returns the answer; has its second argument called when the
            answer has ended.
        patience_s: As for :meth:`Lifecycle.serve`, which lists the errors.
    """
    request = lifecycle.new_request(patience_s, is_stream=True)
    while True:
        hold = request.hold()
        worker: GPUWorker | None = None
        try:
            next(hold)
            worker = lifecycle.begin(request)
            if worker is not None:
                return ask(worker, partial(_end, lifecycle, request, hold, worker))
        except BaseException as error:
            _end(lifecycle, request, hold, worker, error)
            raise
        hold.close()
        request = request.renewed()


def _end(
    lifecycle: Lifecycle,
    request: Request,
    hold: Generator[None, None, None],
    worker: GPUWorker | None,
    error: BaseException | None,
) -> None:
    try:
        if worker is not None:
            lifecycle.end(request, worker, error)
    finally:
        hold.close()
        lifecycle.after_request()
