"""A worker that tells what it holds on the GPU, after the load and whenever that changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.support.by_hand import READY, HandRun
from tests.support.gpu_workers import Lines
from tests.workers.child.conftest import RunByHand
from workers import GPUWorker

TORCH = "tests.support.tools.torch_standin"
GIB = 2**30
MIB = 2**20
#: 1.5 GB and an ordinary context on one GPU; 1 GB on another one, of which no more than
#: 300 MiB beside that is in use by anybody, so that the context cannot take more.
HELD = 3 * 2**29 + 500 * MIB + GIB + 300 * MIB
PEAK = HELD + GIB // 2


@pytest.fixture
def start() -> Iterator[Callable[..., GPUWorker]]:
    workers: list[GPUWorker] = []

    def make(*variant: str, spoken: Lines | None = None) -> GPUWorker:
        worker = GPUWorker("torch", "workers.child", args=[TORCH, *variant])
        workers.append(worker)
        if spoken is not None:
            worker.on_stderr_line(spoken)
        worker.start()
        return worker

    yield make
    for worker in workers:
        worker.stop()


@pytest.fixture
def by_hand(run_by_hand: RunByHand) -> HandRun:
    run = run_by_hand(TORCH)
    run.until_ready()
    return run


def figures(worker: GPUWorker) -> tuple[int | None, int | None]:
    return worker.reported_held_bytes, worker.reported_peak_bytes


def event(held_bytes: int, peak_bytes: int, **more: Any) -> dict[str, Any]:
    return {"event": "memory", "held_bytes": held_bytes, "peak_bytes": peak_bytes, **more}


def test_reserve_and_context_are_reported_before_ready(run_by_hand: RunByHand) -> None:
    run = run_by_hand(TORCH)
    memory, reported, ready = run.until_ready()
    assert memory == f"__WORKER_VRAM_GB__{HELD / GIB:.6f}"
    assert reported == f'{{"event": "memory", "held_bytes": {HELD}, "peak_bytes": {PEAK}}}'
    assert ready == READY


@pytest.mark.parametrize("variant", ["unused", "none"])
def test_no_memory_event_without_a_gpu_in_use(run_by_hand: RunByHand, variant: str) -> None:
    run = run_by_hand(TORCH, variant)
    assert run.until_ready() == ["__WORKER_VRAM_GB__0.000000", READY]
    assert "event" not in run.ask({"id": 1})


def test_unchanged_memory_is_not_reported_again(by_hand: HandRun) -> None:
    assert by_hand.ask({"id": 1})["done"] is True
    assert by_hand.ask({"id": 2, "reserve": [[1, 2 * GIB]]}) == event(HELD + GIB, PEAK + GIB, id=2)
    assert by_hand.stdout.readline().startswith(b'{"done": true')
    assert by_hand.ask({"id": 3})["done"] is True


def test_request_without_an_id_gets_one_answer(by_hand: HandRun) -> None:
    assert by_hand.ask({"reserve": [[0, 5 * GIB]]})["done"] is True
    assert by_hand.ask({})["done"] is True
    assert by_hand.ask({"id": 1})["event"] == "memory", "it is told when somebody can hear it"


def test_peak_stays(start: Callable[..., GPUWorker]) -> None:
    worker = start()
    assert figures(worker) == (HELD, PEAK)
    worker.call({"reserve": [[0, 6 * GIB], [0, 0], [1, 0]]})
    assert figures(worker) == (800 * MIB, PEAK + 4 * GIB)
    assert worker.held_vram_gb == pytest.approx(HELD / GIB, abs=1e-6)
    worker.stop()
    assert figures(worker) == (800 * MIB, PEAK + 4 * GIB), "known after its end, too"


def test_memory_is_reported_with_a_failure(start: Callable[..., GPUWorker]) -> None:
    worker = start()
    answer = worker.call({"reserve": [[0, 3 * GIB]], "raise": "CUDA out of memory"})
    assert answer["error"] == "RuntimeError: CUDA out of memory"
    assert worker.reported_held_bytes == HELD + 3 * GIB - 3 * 2**29


def test_memory_is_reported_at_the_end_of_a_stream(start: Callable[..., GPUWorker]) -> None:
    worker = start()
    with worker.stream({"chunks": [2 * GIB, 3 * GIB]}) as stream:
        assert [chunk["size"] for chunk in stream] == [2 * GIB, 3 * GIB]
    assert stream.result["done"] is True
    assert worker.reported_held_bytes == HELD + 3 * GIB - 3 * 2**29


def test_failing_torch_does_not_lose_the_answer(start: Callable[..., GPUWorker]) -> None:
    spoken = Lines()
    worker = start(spoken=spoken)
    assert worker.call({"torch_fails": "the device is gone"})["done"] is True
    assert figures(worker) == (HELD, PEAK)
    assert "couldn't read GPU memory use" in spoken.wait_for("the device is gone")


def test_gpu_that_is_first_used_by_a_request(start: Callable[..., GPUWorker]) -> None:
    worker = start("unused")
    assert figures(worker) == (None, None)
    assert worker.held_vram_gb == 0.0
    worker.call({"initialized": True, "reserve": [[2, GIB]]})
    assert worker.reported_held_bytes == HELD + GIB


def test_silent_worker_has_no_memory_figures(start: Callable[..., GPUWorker]) -> None:
    worker = start("none")
    worker.call({})
    assert figures(worker) == (None, None)
    idle = GPUWorker("never started", "workers.child")
    assert (*figures(idle), idle.held_vram_gb) == (None, None, 0.0)
