"""``engineroom plan`` and ``memory``: what a start would do, and which engine uses what."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from app.cli.command import DONE, FAILED, is_known
from workers.base.sizes import memory_size

if TYPE_CHECKING:
    from app.cli.command import Commands
    from app.room import EngineRoom
    from workers.devices.probe import DeviceReading
    from workers.snapshot import DeviceLedger, RoomSnapshot, WorkerSnapshot


def add(commands: Commands) -> None:
    """Adds both commands."""
    plan = commands.add_parser(
        "plan",
        help=(
            "show what starting an engine would do, without doing it; exit code 1 if it can't start"
        ),
    )
    plan.add_argument("engine", help="engine ID")
    plan.set_defaults(run=_show_plan)

    memory = commands.add_parser("memory", help="show memory use")
    memory.add_argument("--json", action="store_true", help=("print as JSON (sizes in bytes)"))
    memory.set_defaults(run=_show_memory)


def _show_plan(room: EngineRoom, arguments: argparse.Namespace) -> int:
    """Prints what a start would do now, without doing it."""
    from workers.memory.plan import Refuse

    engine: str = arguments.engine
    if not is_known(room, engine):
        return FAILED
    plan = room.workers[engine].plan()
    print(f"{room.engines[engine].name}: {plan}")
    return FAILED if isinstance(plan, Refuse) else DONE


def _show_memory(room: EngineRoom, arguments: argparse.Namespace) -> int:
    """Prints every device with the memory of engines and other programs on it."""
    room.build_workers()  # The snapshot lists the engines that have a worker.
    snapshot = room.supervisor.snapshot()
    if arguments.json:
        print(json.dumps(_document(snapshot, room.supervisor.reserve_bytes)))
        return DONE
    ledgers = {ledger.uuid: ledger for ledger in snapshot.ledgers}
    for device in snapshot.devices:
        _show_device(device, ledgers.get(device.uuid))
        for worker in snapshot.workers:
            if _is_on(worker, device):
                print(f"  {worker.name:<24} {_worker(worker)}")
    if not snapshot.devices:
        print("No memory reading: the GPU driver stopped responding.")
    return DONE


def _show_device(device: DeviceReading, ledger: DeviceLedger | None) -> None:
    name = f"GPU {device.index}: {device.name}" if device.kind == "gpu" else device.name
    old = f", reading from {device.age_s:.0f} s ago" if device.age_s else ""
    print(
        f"{name}: {memory_size(device.used_bytes)} of {memory_size(device.total_bytes)} in use{old}"
    )
    if ledger is None:
        return
    for process in ledger.others:
        held = (
            memory_size(process.used_bytes) if process.used_bytes is not None else ("size unknown")
        )
        print(f"  {process.name or '?':<24} {held} (process {process.pid})")
    print(f"  {'reserved, not yet in use':<24} {memory_size(ledger.reserved_bytes)}")
    print(f"  {'available':<24} {memory_size(max(0, ledger.promisable_bytes))}")


def _worker(worker: WorkerSnapshot) -> str:
    held = worker.memory_bytes or worker.ram_bytes
    source = {"driver": "measured", "worker": "reported by the engine", "declared": "declared"}
    whose = source.get(worker.memory_source or "", "RAM")
    budget = "measured" if worker.budget_is_measured else "estimated"
    return (
        f"{memory_size(held or 0)} ({whose}), budget {memory_size(worker.budget_bytes)} ({budget})"
        f"{', pinned' if worker.is_pinned else ''}"
    )


def _is_on(worker: WorkerSnapshot, device: DeviceReading) -> bool:
    if worker.pid is None:
        return False
    uuid = worker.place.uuid if worker.place is not None else "system"
    return uuid == device.uuid


def _document(snapshot: RoomSnapshot, reserve_bytes: int) -> dict[str, object]:
    ledgers = {ledger.uuid: asdict(ledger) for ledger in snapshot.ledgers}
    return {
        "devices": [
            {**asdict(device), **ledgers.get(device.uuid, {})} for device in snapshot.devices
        ],
        "engines": [
            {
                "name": worker.name,
                "state": worker.state.value,
                "device": worker.device,
                "memory_bytes": worker.memory_bytes,
                "memory_source": worker.memory_source,
                "ram_bytes": worker.ram_bytes,
                "peak_bytes": worker.peak_bytes,
                "budget_bytes": worker.budget_bytes,
                "budget_is_measured": worker.budget_is_measured,
                "reload_s": worker.reload_s,
                "pinned": worker.is_pinned,
            }
            for worker in snapshot.workers
        ],
        "reserve_bytes": reserve_bytes,
        "gpu_is_released": snapshot.gpu_is_released,
    }
