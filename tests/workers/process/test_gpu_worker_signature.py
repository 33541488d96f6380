"""What callers write, word by word."""

from __future__ import annotations

import inspect

import workers
from workers import GPUWorker


def test_constructor() -> None:
    parameters = list(inspect.signature(GPUWorker).parameters.values())
    assert [(parameter.name, parameter.default) for parameter in parameters] == [
        ("name", inspect.Parameter.empty),
        ("module", inspect.Parameter.empty),
        ("startup_timeout", 60.0),
        ("request_timeout", 120.0),
        ("python_exe", None),
        ("env", None),
        ("args", None),
    ]
    assert {parameter.kind for parameter in parameters} == {inspect.Parameter.POSITIONAL_OR_KEYWORD}


def test_stop_has_five_seconds() -> None:
    assert inspect.signature(GPUWorker.stop).parameters["timeout"].default == 5.0


def test_public_names() -> None:
    for name in (
        "GPUWorker",
        "ToolWorker",
        "run_worker",
        "try_free_vram",
        "WorkerError",
        "WorkerCrash",
        "WorkerTimeout",
        "WorkerNotReady",
        "VRAM_BUDGETS",
        "vram_manager",
    ):
        assert name in workers.__all__
        assert getattr(workers, name) is not None


def test_errors() -> None:
    for error in (workers.WorkerCrash, workers.WorkerTimeout, workers.WorkerNotReady):
        assert issubclass(error, workers.WorkerError)
    siblings = (workers.WorkerTimeout, workers.WorkerNotReady)
    assert not any(issubclass(error, workers.WorkerCrash) for error in siblings)
