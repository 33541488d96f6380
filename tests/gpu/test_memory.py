"""Memory on a real GPU: measurements, evictions, and learned budgets.

Needs NVIDIA's driver and an interpreter whose torch can use it, this one or the one that
``$ENGINEROOM_GPU_PYTHON`` names; skipped otherwise.
"""

from __future__ import annotations

import os
import random
import signal

import pytest

from tests.gpu.machine import DECLARED_GB, GIB, MODEL_GB, GpuMachine, soon
from tests.support.tool_room import BackgroundCall
from workers.memory.budgets import ENOUGH_REQUESTS
from workers.memory.plan import Evict, Fits, Refuse
from workers.tool.tool_worker import ToolWorker

pytestmark = pytest.mark.timeout(600)
#: What two figures of the driver may differ by, in bytes: it gives memory out in pages of 2 MB.
_SLACK_BYTES = 64 * 2**20
#: More than any context takes.
_LARGEST_CONTEXT_BYTES = 2 * GIB


def alive(*tools: ToolWorker) -> list[str]:
    return [tool.tool_name for tool in tools if tool.is_alive()]


def test_memory_of_a_worker_is_model_and_context(machine: GpuMachine) -> None:
    before = machine.gpu().used_bytes
    lark = machine.engine("lark")
    answer = lark.call({})
    (picture,) = machine.supervisor.snapshot().workers
    assert answer["device"] == "cuda:0"
    assert answer["reserved_bytes"] >= MODEL_GB * GIB
    assert picture.memory_source in ("driver", "worker")
    assert picture.memory_bytes is not None
    context = picture.memory_bytes - answer["reserved_bytes"]
    assert 0 < context < _LARGEST_CONTEXT_BYTES
    taken = machine.gpu().used_bytes - before
    if picture.memory_source == "driver":
        assert abs(taken - picture.memory_bytes) < _SLACK_BYTES
    assert picture.place is not None
    assert picture.place.uuid == machine.gpu().uuid
    (ledger, *_) = machine.supervisor.snapshot().ledgers
    assert ledger.promisable_bytes <= machine.gpu().free_bytes
    assert ledger.others_bytes >= before - _SLACK_BYTES
    lark.stop()
    soon(lambda: machine.gpu().used_bytes <= before + _SLACK_BYTES, "the memory's return")


def test_first_worker_is_stopped_for_the_third(machine: GpuMachine) -> None:
    lark, wren, robin = (machine.engine(name) for name in ("lark", "wren", "robin"))
    lark.call({})
    wren.call({})
    plan = robin.plan()
    if isinstance(plan, Fits):
        pytest.skip("contexts are so small here that three fit")
    assert isinstance(plan, Evict)
    assert [victim.name for victim in plan.victims] == ["lark"]
    assert "error" not in robin.call({})
    assert alive(lark, wren, robin) == ["wren", "robin"]


def test_memory_of_a_killed_worker_is_available_again(machine: GpuMachine) -> None:
    lark = machine.engine("lark", gb=3.0, model_gb=2.0)
    pid = lark.call({})["pid"]
    os.kill(pid, signal.SIGKILL)
    wren = machine.engine("wren", gb=3.0, model_gb=2.0)
    assert "error" not in wren.call({})
    assert alive(lark, wren) == ["wren"]


def test_peak_of_a_request_is_learned(machine: GpuMachine) -> None:
    lark = machine.engine("lark", gb=3.0)
    for _ in range(ENOUGH_REQUESTS):
        lark.call({"takes_gb": 1.0})  # torch keeps what it has had
    lark.stop()
    machine.supervisor.close()
    machine.supervise()
    lark = machine.engine("lark", gb=3.0)
    need = machine.supervisor.budgets.budget(lark.vram_budget, machine.gpu().name, "")
    assert need.is_measured
    assert need.bytes > (MODEL_GB + 1.0) * GIB
    lark.start()


def test_out_of_memory_in_a_load_raises_the_budget(machine: GpuMachine) -> None:
    short = machine.engine("short", gb=1.0, model_gb=8.0)
    answer = short.call({})
    assert "error" in answer
    need = machine.supervisor.budgets.budget(short.vram_budget, machine.gpu().name, "")
    assert need.bytes > GIB
    fits = machine.engine("fits")
    assert "error" not in fits.call({})


def test_out_of_memory_in_a_request_is_an_answer(machine: GpuMachine) -> None:
    """Torch raises there, and the worker lives on with what it had."""
    lark = machine.engine("lark")
    pid = lark.call({})["pid"]
    answer = lark.call({"takes_gb": 16.0})
    assert "CUDA out of memory" in answer["error"] or answer.get("transient")
    again = lark.call({})
    assert "error" not in again
    assert lark.is_alive()
    assert again["pid"] == pid or answer.get("transient")


def test_memory_of_other_programs_is_never_reserved(machine: GpuMachine) -> None:
    too_large = machine.engine("too_large", gb=machine.room_bytes / GIB + 0.5)
    plan = too_large.plan()
    assert isinstance(plan, Refuse)
    assert machine.gpu().name in str(plan)
    assert "error" in too_large.call({})


def test_give_me_my_gpu(machine: GpuMachine) -> None:
    before = machine.gpu().used_bytes
    lark = machine.engine("lark")
    lark.call({})
    assert machine.supervisor.release_gpu() == ("lark",)
    soon(lambda: machine.gpu().used_bytes <= before + _SLACK_BYTES, "the memory's return")
    assert "error" in lark.call({})
    assert machine.supervisor.restore_gpu() == ()
    assert alive(lark) == ["lark"]


def test_eight_threads_over_four_engines(machine: GpuMachine) -> None:
    """Until each has been served by all; reservations never exceed the memory."""
    tools = [machine.engine(name) for name in ("lark", "wren", "robin", "finch")]
    total = machine.gpu().total_bytes

    def ask(number: int) -> list[str]:
        problems: list[str] = []
        for tool in random.Random(number).sample(tools, len(tools)):
            answer = tool.call({"takes_gb": 0.1})
            if "error" in answer:
                problems.append(answer["error"])
            if machine.supervisor.memory.ledger.reserved_bytes() > total:
                problems.append("more is promised than there is")
            if machine.supervisor.snapshot().ledgers[0].promisable_bytes < -_SLACK_BYTES:
                problems.append("more is promised than is free")
        return problems

    threads = [BackgroundCall(lambda number=number: ask(number)) for number in range(8)]
    for thread in threads:
        thread.join(500)
    assert [problem for thread in threads for problem in thread.result()] == []


def test_declared_sizes_leave_room_for_two(machine: GpuMachine) -> None:
    """What the tests above build on."""
    assert 2 * DECLARED_GB * GIB <= machine.room_bytes < 3 * DECLARED_GB * GIB
