"""Steady traffic to one engine, and another that has to stop it to be served at all."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from tests.memory.machine import Machine, alive
from tests.support.tool_room import PATIENCE_S, BackgroundCall, until
from workers.memory.admission_queue import AGEING_S
from workers.tool.tool_worker import ToolWorker

#: For a stop, a start and a busy machine, beside the wait that fairness has.
MARGIN_S = 20.0


class Traffic:
    """Threads that ask one engine all the time, so that it is never idle."""

    def __init__(self, tool: ToolWorker, threads: int = 4) -> None:
        """Begin."""
        self._tool = tool
        self._done = threading.Event()
        self._lock = threading.Condition()
        self.served = 0
        self.errors: list[str] = []
        self._threads = [BackgroundCall(self._ask) for _ in range(threads)]

    def wait_for_more(self, count: int) -> None:
        """Wait until so many more have been served."""
        with self._lock:
            goal = self.served + count
            assert self._lock.wait_for(lambda: self.served >= goal, PATIENCE_S), self.errors

    def finish(self) -> None:
        """End it."""
        self._done.set()
        for thread in self._threads:
            thread.result()

    def _ask(self) -> None:
        while not self._done.is_set():
            answer = self._tool.call({})
            with self._lock:
                if "error" in answer:
                    self.errors.append(answer["error"])
                self.served += 1
                self._lock.notify_all()


@pytest.fixture
def lark(machine: Machine) -> ToolWorker:
    return machine.engine("lark", 5.0)


@pytest.fixture
def traffic(machine: Machine, lark: ToolWorker) -> Iterator[Traffic]:
    """To the lark."""
    traffic = Traffic(lark)
    traffic.wait_for_more(20)
    yield traffic
    traffic.finish()


@pytest.mark.timeout(240)
def test_aged_start_gets_the_memory_of_a_busy_engine(
    machine: Machine, lark: ToolWorker, traffic: Traffic
) -> None:
    wren = machine.engine("wren", 5.0)
    began = time.monotonic()
    answer = wren.call({})
    waited_s = time.monotonic() - began
    assert "error" not in answer
    assert waited_s < AGEING_S + MARGIN_S
    traffic.wait_for_more(20)  # paused callers are served again
    assert traffic.errors == []
    assert alive(lark, wren) == ["lark"]


@pytest.mark.timeout(240)
def test_paused_callers_get_the_reason_and_their_answers(
    machine: Machine, lark: ToolWorker, traffic: Traffic
) -> None:
    gate = machine.room.gate()
    wren = machine.engine("wren", 5.0)
    serving = BackgroundCall(lambda: wren.call({"do": "pass", "gate": gate.port}))
    until(lambda: "lark" in wren.waits_for)
    gate.wait_entered()
    until(lambda: "wren" in lark.waits_for)
    gate.let_pass()
    assert serving.result()["passed"]
    traffic.wait_for_more(20)
    assert traffic.errors == []


@pytest.mark.timeout(240)
def test_pause_ends_when_the_start_gives_up(
    machine: Machine, lark: ToolWorker, traffic: Traffic
) -> None:
    wren = machine.engine("wren", 5.0)
    waiting = BackgroundCall(lambda: wren.call({}))
    until(lambda: "lark" in wren.waits_for)
    wren.stop()
    assert "error" in waiting.result()
    assert not machine.supervisor.memory.queue.is_contended
    traffic.wait_for_more(20)
    assert traffic.errors == []
    assert lark.is_alive()


def test_refused_start_names_its_wait(machine: Machine) -> None:
    gate = machine.room.gate()
    lark, wren = machine.engine("lark", 5.0), machine.engine("wren", 5.0)
    busy = BackgroundCall(lambda: lark.call({"do": "pass", "gate": gate.port}))
    gate.wait_entered()
    answer = wren.call({}, patience_s=0.2)
    assert "lark" in answer["error"]
    assert not machine.supervisor.memory.queue.is_contended
    gate.let_pass()
    assert busy.result()["passed"]
    assert "error" not in wren.call({}, patience_s=600.0)


def test_fitting_start_overtakes_a_waiting_one(machine: Machine) -> None:
    gate = machine.room.gate()
    lark, wren = machine.engine("lark", 5.0), machine.engine("wren", 5.0)
    small = machine.engine("small", 2.0)
    lark.start()
    busy = BackgroundCall(lambda: lark.call({"do": "pass", "gate": gate.port}))
    gate.wait_entered()
    waiting = BackgroundCall(lambda: wren.call({}))
    until(lambda: "lark" in wren.waits_for)
    assert "error" not in small.call({})
    gate.let_pass()
    assert busy.result()["passed"]
    assert "error" not in waiting.result()


def test_every_waiting_start_has_a_reason(machine: Machine) -> None:
    gate = machine.room.gate()
    lark = machine.engine("lark", 6.0)
    others = [machine.engine(name, 6.0) for name in ("wren", "robin", "finch")]
    lark.start()
    busy = BackgroundCall(lambda: lark.call({"do": "pass", "gate": gate.port}))
    gate.wait_entered()
    waiting: list[BackgroundCall] = []
    for tool in others:
        waiting.append(BackgroundCall(lambda tool=tool: tool.call({})))
        until(lambda tool=tool: tool.waits_for)
    wren, robin, finch = others
    assert "lark" in wren.waits_for
    assert "wren" in robin.waits_for
    assert "wren" in finch.waits_for
    gate.let_pass()
    assert busy.result()["passed"]
    for thread in waiting:
        assert "error" not in thread.result()
    assert alive(lark, *others) == ["finch"]
