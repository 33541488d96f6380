"""Builds a tool's part of the snapshot that views draw from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workers.base.states import WorkerState
from workers.memory.usage import reported_bytes
from workers.snapshot import WorkerSnapshot

if TYPE_CHECKING:
    from workers.base.clock import Clock
    from workers.tool.lifecycle import Lifecycle
    from workers.tool.reported import SpeedMeter
    from workers.tool.tool_worker import ToolWorker


def tool_snapshot(
    tool: ToolWorker, lifecycle: Lifecycle, clock: Clock, speed: SpeedMeter, device: str | None
) -> WorkerSnapshot:
    """Returns what the tool itself knows of its state. Never waits.

    Args:
        tool: The tool.
        lifecycle: Its state machine.
        clock: Measures idle time.
        speed: Its speed.
        device: Where its worker said that it runs; None before that.
    """
    requests, state, run = lifecycle.requests, lifecycle.state, lifecycle.run
    worker = run.worker if run is not None else None
    reservation = run.reservation if run is not None else None
    held = reported_bytes(worker) if worker is not None else None
    is_busy = state.is_running and not lifecycle.is_idle
    idle_ends = tool.idle_deadline() if state.is_running and not is_busy else None
    return WorkerSnapshot(
        name=tool.tool_name,
        engine=tool.engine,
        state=WorkerState.BUSY if is_busy else state,
        device=device if state.is_running else None,
        place=reservation.place if reservation is not None else None,
        pid=worker.pid if worker is not None else None,
        memory_bytes=held,
        memory_source="worker" if held is not None else None,
        idle_s=requests.idle_s if requests.served and not is_busy else None,
        idle_timeout_s=tool.idle_timeout,
        idle_remaining_s=max(0.0, idle_ends - clock.now()) if idle_ends is not None else None,
        is_pinned=tool.is_pinned,
        requests_served=requests.served,
        requests_in_flight=requests.in_flight,
        accepts_requests=not requests.blocks,
        real_time_factor=speed.real_time_factor,
        first_audio_s=speed.first_audio_s,
        progress=lifecycle.progress,
        last_error=lifecycle.failures.last_error,
        failure=lifecycle.failures.failure,
    )
