"""Makes the process of a tool: interpreter, module, and environment variables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workers.environments.installed import InstalledEnvironments
from workers.errors import EnvironmentFailed
from workers.process.gpu_worker import GPUWorker

if TYPE_CHECKING:
    from workers.memory.ledger import Reservation
    from workers.tool.dependency_repair import DependencyRepair
    from workers.tool.tool_worker import ToolWorker

_DISPATCHER = "workers.child"


def make_worker(tool: ToolWorker, reservation: Reservation, repair: DependencyRepair) -> GPUWorker:
    """Returns a process that isn't started yet.

    Args:
        tool: The tool.
        reservation: Its memory, with the variables that make the process run there.
        repair: Reads the process's stderr for what is missing.
    """
    if tool.tool_module:
        args = [tool.tool_module, *([tool.variant] if tool.variant else [])]
    else:
        args = ["--catalog-id", str(tool.catalog_id)]
    worker = GPUWorker(
        tool.tool_name,
        _DISPATCHER,
        startup_timeout=tool.startup_timeout,
        request_timeout=tool.request_timeout,
        python_exe=tool.python_exe or _own_interpreter(tool.environment),
        env={**reservation.environment, **tool.env},
        args=args,
    )
    if tool.python_exe is None:  # an interpreter that the caller chose isn't changed
        worker.on_stderr_line(repair.note)
    return worker


def _own_interpreter(environment: str) -> str | None:
    """Returns the interpreter of an environment; None unless that is complete."""
    try:
        interpreter = InstalledEnvironments().interpreter(environment)
    except EnvironmentFailed:  # a tool's name may be any string, and not name a folder
        return None
    return str(interpreter) if interpreter is not None else None
