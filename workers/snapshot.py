"""Frozen pictures of workers and devices: what views draw from.

A view never touches a live worker: it holds one of these, taken without waiting
for anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workers.events import Progress
    from workers.gpu.probe import DeviceReading
    from workers.states import WorkerState


@dataclass(frozen=True, slots=True)
class WorkerSnapshot:
    """One tool at one moment.

    Attributes:
        name: The tool's name, unique in its supervisor.
        engine: The engine's name as users read it.
        state: See :class:`~workers.states.WorkerState`.
        device: ``cpu``, ``cuda:0`` …; None until the worker has told.
        pid: The worker's process; None without one.
        memory_bytes: Device memory it holds now; None where unknown.
        memory_is_measured: False where ``memory_bytes`` is only declared.
        ram_bytes: Resident memory of its processes; None where unknown.
        budget_bytes: What is reserved for it, or will be when it starts.
        idle_s: Seconds since its last request; None while it serves one or never ran.
        idle_timeout_s: After how long it is stopped; 0 for never.
        idle_remaining_s: Seconds until that; None when it does not run or is busy.
        requests_served: Since the tool was created.
        progress: What a load in progress last said; None otherwise.
        last_error: Why it last failed, in one sentence; None after a success.
    """

    name: str
    engine: str
    state: WorkerState
    device: str | None
    pid: int | None
    memory_bytes: int | None
    memory_is_measured: bool
    ram_bytes: int | None
    budget_bytes: int
    idle_s: float | None
    idle_timeout_s: float
    idle_remaining_s: float | None
    requests_served: int
    progress: Progress | None
    last_error: str | None


@dataclass(frozen=True, slots=True)
class RoomSnapshot:
    """All workers and all devices at one moment.

    Attributes:
        workers: In the order they were created.
        devices: GPUs by index; without one, the system's memory as a single device.
        reserved_bytes: Promised to workers that have not taken it yet.
    """

    workers: tuple[WorkerSnapshot, ...]
    devices: tuple[DeviceReading, ...]
    reserved_bytes: int
