"""Snapshots for views; no engine runs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.gui.state.engine_view import EngineView, Installation
from tests.app.gui.conftest import entry
from workers.base.states import WorkerState
from workers.devices.probe import DeviceReading, ProcessMemory
from workers.snapshot import DeviceLedger, RoomSnapshot, WorkerSnapshot

GB = 2**30
TITLES = {"talker": "Talker", "second": "Second"}


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


def running(name: str, held_gb: float, **fields: object) -> WorkerSnapshot:
    fields = {"device": "cuda:0", "memory_bytes": int(held_gb * GB), **fields}
    return worker(name, WorkerState.READY, pid=7, **fields)


def room(
    workers: tuple[WorkerSnapshot, ...],
    devices: tuple[DeviceReading, ...],
    reserved_bytes: int = 0,
    *others: ProcessMemory,
) -> RoomSnapshot:
    """Returns a room snapshot; reservations and other programs are on the first device."""
    ledgers = (DeviceLedger(devices[0].uuid, reserved_bytes, 0, others, 0),) if devices else ()
    return RoomSnapshot(workers, devices, ledgers)
