"""Exceptions at random instructions of a request: no turn is lost, the next call is served.

As Ctrl-C raises them in the main thread, or ``PyThreadState_SetAsyncExc`` in any. The suite
throws some hundred of them; ``ENGINEROOM_STRIKES`` chooses how many.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import sys
from collections.abc import Callable, Iterator

import pytest

from tests.support.interrupts import Interrupted, StruckThread, frequent_switches
from tests.support.tool_room import PATIENCE_S, BackgroundCall, Room, until
from workers.errors import WorkerError
from workers.memory.budgets import VRAM_BUDGETS
from workers.tool.tool_worker import ToolWorker

STRIKES = int(os.environ.get("ENGINEROOM_STRIKES", "25"))


@pytest.fixture(autouse=True)
def forget_exceptions_in_finalizers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replaces pytest's hook, which keeps such exceptions until the test ends.

    Their tracebacks keep the stream that was dropped, and with it the turn. Python's own hook
    keeps none.
    """
    monkeypatch.setattr(sys, "unraisablehook", lambda _: None)


@pytest.fixture
def tool(monkeypatch: pytest.MonkeyPatch, no_leftovers: None) -> Iterator[ToolWorker]:
    room = Room(lambda key, sizes: monkeypatch.setitem(VRAM_BUDGETS, key, sizes))
    tool = room.tool()
    tool.start()
    yield tool
    room.close()


def call(tool: ToolWorker) -> None:
    tool.call({})


def read_stream(tool: ToolWorker) -> None:
    with contextlib.suppress(WorkerError):
        list(tool.stream({"do": "stream", "chunks": 2}))


def drop_stream(tool: ToolWorker) -> None:
    with contextlib.suppress(WorkerError):
        next(tool.stream({"do": "stream", "chunks": 50}))


REQUESTS = [call, read_stream, drop_stream]


def assert_serves(tool: ToolWorker, number: int) -> None:
    """Another thread gets its answer, although an exception has struck in this one."""

    def ask() -> object:
        # Half a message spoils the channel: an error that a later call does not see.
        answers: list[dict[str, object]] = []
        while len(answers) < 5 and (not answers or "error" in answers[-1]):
            answers.append(tool.call({"n": number}))
        return answers

    answers = BackgroundCall(ask).result()
    assert answers[-1].get("echo") == {"n": number}, answers


@pytest.mark.parametrize("request_", REQUESTS)
def test_exception_in_a_thread_loses_no_turn(
    tool: ToolWorker, request_: Callable[[ToolWorker], None]
) -> None:
    struck = StruckThread(lambda: request_(tool), seed=1)
    with frequent_switches():
        for number in range(STRIKES):
            struck.strike(PATIENCE_S)
            assert_serves(tool, number)
    struck.end(PATIENCE_S)
    until(lambda: tool.snapshot().requests_in_flight == 0)


@pytest.mark.parametrize("request_", REQUESTS)
def test_signal_in_the_main_thread_loses_no_turn(
    tool: ToolWorker, request_: Callable[[ToolWorker], None]
) -> None:
    chance = random.Random(2)

    def interrupt(*_: object) -> None:
        raise Interrupted

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        for number in range(STRIKES):
            with contextlib.suppress(Interrupted):
                signal.setitimer(signal.ITIMER_REAL, chance.uniform(1e-4, 1e-3))
                for _ in range(30):  # a finalizer that is struck swallows the exception
                    request_(tool)
                signal.setitimer(signal.ITIMER_REAL, 0)
            assert_serves(tool, number)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    until(lambda: tool.snapshot().requests_in_flight == 0)
