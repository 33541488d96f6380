"""Retries after an out-of-memory, and back-off after other crashes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.memory.machine import Machine, alive
from tests.support.nvml_standin import GIB
from tests.support.tool_room import reload_as, until
from workers.base.states import WorkerState
from workers.errors import WorkerError
from workers.memory.budgets import Budgets
from workers.memory.plan import Evict, Fits
from workers.testing import FakeClock
from workers.tool.tool_worker import ToolWorker

GPU = "Stand-in GPU 0"
NEEDS_GB = 3.4


@pytest.fixture
def ledger_file(tmp_path: Path) -> Path:
    return tmp_path / "vram.json"


@pytest.fixture
def once(tmp_path: Path) -> Path:
    """While the file exists, the next worker runs out of memory and removes it."""
    path = tmp_path / "once"
    path.touch()
    return path


@pytest.fixture
def neighbour(machine: Machine, ledger_file: Path) -> ToolWorker:
    """One that runs, and leaves just the room that the other is believed to need."""
    machine.supervise(ledger_file=ledger_file)
    neighbour = machine.engine("neighbour", 4.5)
    neighbour.call({})
    return neighbour


def learned_bytes(ledger_file: Path, tool: ToolWorker) -> int:
    """What another run of the program would promise it."""
    return Budgets(ledger_file).budget(tool.vram_budget, GPU, "").bytes


def test_out_of_memory_in_a_load_is_tried_once_more_with_more_room(
    machine: Machine, neighbour: ToolWorker, ledger_file: Path, once: Path
) -> None:
    short = machine.engine("short", NEEDS_GB, load={"runs_out_once": str(once)})
    assert isinstance(short.plan(), Fits)
    assert "error" not in short.call({})
    assert not once.exists()
    assert alive(neighbour, short) == ["short"]
    until(lambda: learned_bytes(ledger_file, short) > 3.5 * GIB)


def test_out_of_memory_in_a_request_is_asked_once_more_with_more_room(
    machine: Machine, neighbour: ToolWorker, ledger_file: Path, once: Path
) -> None:
    short = machine.engine("short", NEEDS_GB)
    first = short.call({})["pid"]
    answer = short.call({"do": "run_out", "once": str(once)})
    assert answer["echo"]["do"] == "run_out"
    assert answer["pid"] != first
    assert alive(neighbour, short) == ["short"]
    until(lambda: learned_bytes(ledger_file, short) > 3.5 * GIB)


def test_need_of_a_full_gpu_is_tried_again(machine: Machine, once: Path) -> None:
    """More than the whole is no promise that could be kept; less must not be a refusal."""
    large = machine.engine("large", 7.5, load={"runs_out_once": str(once)})
    assert "error" not in large.call({})
    large.stop()
    machine.another_program_takes(0.5)
    assert "error" not in large.call({})


def test_out_of_memory_again_is_an_answer(machine: Machine) -> None:
    short = machine.engine("short", 2.0)
    answer = short.call({"do": "run_out"})
    assert answer["transient"] is True
    assert "CUDA out of memory" in answer["error"] or "died" in answer["error"]
    assert short.state is WorkerState.CRASHED
    assert machine.supervisor.memory.ledger.reserved_bytes() == 0
    assert machine.truth.held_bytes() == 0


def test_raised_need_applies_in_the_next_run(
    machine: Machine, neighbour: ToolWorker, ledger_file: Path, once: Path
) -> None:
    short = machine.engine("short", NEEDS_GB, load={"runs_out_once": str(once)})
    short.call({})
    machine.supervisor.close()
    machine.supervise(ledger_file=ledger_file)
    neighbour = machine.engine("neighbour", 4.5)
    short = machine.engine("short", NEEDS_GB)
    neighbour.call({})
    plan = short.plan()
    assert isinstance(plan, Evict)
    assert plan.needed_bytes > 3.5 * GIB


@pytest.mark.parametrize(
    "request_", [{}, {"why": "Allocation on device"}], ids=["caching", "cudaMallocAsync"]
)
def test_out_of_memory_answer_raises_the_need_like_a_crash(
    machine: Machine, ledger_file: Path, request_: dict[str, str]
) -> None:
    machine.supervise(ledger_file=ledger_file)
    short = machine.engine("short", NEEDS_GB)
    pid = short.call({})["pid"]
    answer = short.call({"do": "answer_short", **request_})
    assert answer["error"].startswith("OutOfMemoryError: ")
    assert short.call({})["pid"] == pid, "it has survived"
    until(lambda: learned_bytes(ledger_file, short) > 3.5 * GIB)


def test_out_of_memory_in_the_middle_of_a_stream_raises_the_need(
    machine: Machine, ledger_file: Path
) -> None:
    machine.supervise(ledger_file=ledger_file)
    short = machine.engine("short", NEEDS_GB)
    chunks = short.stream({"do": "answer_short", "stream": True})
    assert len(list(chunks)) == 1
    assert chunks.result["error"].startswith("OutOfMemoryError: ")
    until(lambda: learned_bytes(ledger_file, short) > 3.5 * GIB)


def test_other_errors_raise_no_need(machine: Machine, ledger_file: Path) -> None:
    machine.supervise(ledger_file=ledger_file)
    short = machine.engine("short", NEEDS_GB)
    planned = short.plan()
    assert "error" in short.call({"do": "raise", "why": "no memory of that voice"})
    short.stop()
    assert short.plan() == planned


# Other crashes.


@pytest.fixture
def clock(machine: Machine) -> FakeClock:
    clock = FakeClock()
    machine.supervise(clock=clock)
    return clock


def crash(tool: ToolWorker, times: int) -> dict[str, Any]:
    answer: dict[str, Any] = {}
    for _ in range(times):
        answer = tool.call({"do": "exit"})
        assert answer["transient"]
    return answer


def test_crashes_in_a_row_are_backed_off_from(machine: Machine, clock: FakeClock) -> None:
    lark = machine.engine("lark", 2.0)
    crash(lark, 8)  # seven calls after a crash have started it anew, as is promised
    refused = lark.call({})
    assert "failed 8 times in a row" in refused["error"]
    assert "10 s" in refused["error"]
    assert refused["transient"]
    assert not lark.is_alive()
    clock.advance(10.0)
    crash(lark, 1)
    assert "20 s" in lark.call({})["error"]
    clock.advance(20.0)
    assert "error" not in lark.call({})
    crash(lark, 7)
    assert "error" not in lark.call({}), "a success has made up for what was before it"


def test_repeated_load_crashes_back_off(machine: Machine, clock: FakeClock) -> None:
    lark = machine.engine("lark", 2.0, load={"exit": 3})
    for _ in range(3):
        assert "exit=3" in lark.call({})["error"]
    assert "failed 3 times in a row" in lark.call({})["error"]
    with pytest.raises(WorkerError, match="exit=3"):
        lark.start()  # on request
    reload_as(lark, hold_here_gb=2.0)
    lark.start()
    assert "error" not in lark.call({})


def test_crashes_of_one_engine_do_not_delay_others(machine: Machine, clock: FakeClock) -> None:
    lark, wren = machine.engine("lark", 5.0), machine.engine("wren", 5.0)
    crash(lark, 8)
    assert "in a row" in lark.call({})["error"]
    assert "error" not in wren.call({})
