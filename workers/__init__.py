"""Speech engines as worker processes: a crash costs one engine, never its caller.

This is the public door. Everything behind it is imported when it is first used, so
that ``import workers`` costs nothing: the child side passes through here, too, in
interpreters that hold nothing but one engine.
"""

from __future__ import annotations

TYPE_CHECKING = False  # importing typing takes 3 ms of a start of 40
if TYPE_CHECKING:
    from typing import Any

    from workers.chain.engine_chain import EngineChain
    from workers.child.serve import run_worker
    from workers.errors import (
        TextRefused,
        WorkerCrash,
        WorkerError,
        WorkerNotReady,
        WorkerRefused,
        WorkerStopped,
        WorkerTimeout,
    )
    from workers.memory.budgets import VRAM_BUDGETS
    from workers.process.gpu_worker import GPUWorker
    from workers.supervisor import default_supervisor, try_free_vram
    from workers.supervisor.vram_manager import vram_manager
    from workers.tool.tool_worker import ToolWorker

__all__ = [
    "VRAM_BUDGETS",
    "EngineChain",
    "GPUWorker",
    "TextRefused",
    "ToolWorker",
    "WorkerCrash",
    "WorkerError",
    "WorkerNotReady",
    "WorkerRefused",
    "WorkerStopped",
    "WorkerTimeout",
    "default_supervisor",
    "run_worker",
    "try_free_vram",
    "vram_manager",
]

_HOMES = {
    "VRAM_BUDGETS": "workers.memory.budgets",
    "EngineChain": "workers.chain.engine_chain",
    "GPUWorker": "workers.process.gpu_worker",
    "TextRefused": "workers.errors",
    "ToolWorker": "workers.tool.tool_worker",
    "WorkerCrash": "workers.errors",
    "WorkerError": "workers.errors",
    "WorkerNotReady": "workers.errors",
    "WorkerRefused": "workers.errors",
    "WorkerStopped": "workers.errors",
    "WorkerTimeout": "workers.errors",
    "default_supervisor": "workers.supervisor",
    "run_worker": "workers.child.serve",
    "try_free_vram": "workers.supervisor",
    "vram_manager": "workers.supervisor.vram_manager",
}


def __getattr__(name: str) -> Any:
    """Import what is asked for, when it is asked for."""
    home = _HOMES.get(name)
    if home is None:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module  # noqa: PLC0415 - see the docstring

    return getattr(import_module(home), name)
