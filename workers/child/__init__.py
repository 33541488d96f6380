"""The worker's side, inside the engine's interpreter: standard library only, Python 3.9 and up.

A tool module may need three names from here: ``run_worker`` when it is its own ``__main__``,
``progress`` during a long load, and ``cancelled`` for a library that takes an event to stop early.
"""

from __future__ import annotations

TYPE_CHECKING = False  # importing typing takes 3 ms of a start of 40
if TYPE_CHECKING:
    from typing import Any

    from workers.child.report import progress
    from workers.child.serve import cancelled, run_worker

_MODULES = {
    "run_worker": "workers.child.serve",
    "cancelled": "workers.child.serve",
    "progress": "workers.child.report",
}

__all__ = ["cancelled", "progress", "run_worker"]


def __getattr__(name: str) -> Any:
    """Imports a name when it is first used, as start-up time is counted in ms."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - see above

    return getattr(import_module(_MODULES[name]), name)
