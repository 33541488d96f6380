"""Frozen pictures to feed views with; no engine runs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.gui.engine_view import EngineView, Installation
from tests.app.gui.conftest import entry
from workers.gpu.probe import DeviceReading
from workers.snapshot import WorkerSnapshot
from workers.states import WorkerState

GB = 2**30


def worker(
    name: str = "talker", state: WorkerState = WorkerState.STOPPED, **fields: Any
) -> WorkerSnapshot:
    plain = WorkerSnapshot(
        name=name,
        engine=name,
        state=state,
        device=None,
        pid=None,
        memory_bytes=None,
        ram_bytes=None,
        budget_bytes=0,
        idle_s=None,
        idle_timeout_s=300.0,
        idle_remaining_s=None,
        requests_served=0,
        progress=None,
        last_error=None,
    )
    return replace(plain, **fields)


def view(
    engine: str = "talker",
    state: WorkerState = WorkerState.STOPPED,
    *,
    place: int = 0,
    installation: Installation = Installation.INSTALLED,
    kind: str = "tts",
    **fields: Any,
) -> EngineView:
    snapshot = worker(engine, state, **fields)
    return EngineView(entry(engine, kind=kind), place, snapshot, installation)


def card(used_gb: float, total_gb: float = 8.0, index: int = 0) -> DeviceReading:
    return DeviceReading(
        index=index,
        uuid=f"GPU-{index}",
        name=f"Card {index}",
        kind="gpu",
        total_bytes=int(total_gb * GB),
        used_bytes=int(used_gb * GB),
        free_bytes=int((total_gb - used_gb) * GB),
    )
