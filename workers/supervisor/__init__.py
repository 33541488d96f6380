"""The supervisor: registry of all tools, memory, idle timeouts, and snapshots."""

from __future__ import annotations

import threading

from workers.base import paths
from workers.base.sizes import GIB
from workers.supervisor.supervisor import Supervisor

__all__ = ["Supervisor", "default_supervisor", "try_free_vram"]

_lock = threading.Lock()
_default: Supervisor | None = None


def default_supervisor() -> Supervisor:
    """Returns the process-wide supervisor, for tools that were given none."""
    global _default  # noqa: PLW0603 - the contract's module-level functions need one
    with _lock:
        if _default is None:
            _default = Supervisor(ledger_file=paths.state_dir() / "vram.json")
        return _default


def try_free_vram(needed_gb: float, exclude_tool: str | None = None) -> bool:
    """Stops the least needed workers until so much memory is free.

    Args:
        needed_gb: GB (2**30 bytes).
        exclude_tool: A tool that is not stopped: the one that needs the room.

    Returns:
        False when so much cannot be freed.
    """
    return default_supervisor().memory.keyed.make_room(int(needed_gb * GIB), exclude_tool)
