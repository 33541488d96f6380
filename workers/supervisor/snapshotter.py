"""Takes the frozen snapshots that views draw from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from workers.base.clock import Clock
from workers.devices.probe import DeviceReading
from workers.devices.reader import DeviceReader
from workers.memory.budgets import Budgets
from workers.memory.device_state import DeviceState
from workers.memory.manager import Memory
from workers.memory.plan import Place
from workers.memory.usage import driver_share
from workers.process.tree import resident_bytes, tree_pids
from workers.snapshot import DeviceLedger, RoomSnapshot, WorkerSnapshot
from workers.supervisor.cpu_meter import CpuMeter
from workers.supervisor.supervised_tool import SupervisedTool


class Snapshotter:
    """Combines the tools' states, device readings, and reservations."""

    def __init__(
        self, reader: DeviceReader, memory: Memory, budgets: Budgets, clock: Clock
    ) -> None:
        """Args: as their classes say."""
        self._reader = reader
        self._memory = memory
        self._budgets = budgets
        self._clock = clock
        self._cpu = CpuMeter()

    def take_snapshot(self, tools: Sequence[SupervisedTool], *, is_released: bool) -> RoomSnapshot:
        """Takes a snapshot of everything. Reads devices and processes: a few ms."""
        now = self._clock.now()
        devices = self._reader.glance()
        peaks = self._memory.usage.peaks()
        ours: set[int] = set()
        # Where a worker that does not run would most likely start.
        likely_gpu = Place.on(devices[0]).gpu if devices else ""
        workers = tuple([self._worker(tool, devices, likely_gpu, peaks, ours) for tool in tools])
        self._cpu.keep(worker.pid for worker in workers if worker.pid is not None)
        ledgers = tuple([self._ledger(device, ours, now) for device in devices])
        return RoomSnapshot(workers, devices, ledgers, is_released)

    def _worker(
        self,
        tool: SupervisedTool,
        devices: Sequence[DeviceReading],
        likely_gpu: str,
        peaks: Mapping[int, int],
        ours: set[int],
    ) -> WorkerSnapshot:
        snapshot = tool.snapshot()
        gpu = likely_gpu if snapshot.place is None else snapshot.place.gpu
        budget = self._budgets.budget(tool.vram_budget, gpu, tool.precision)
        reload_s = self._budgets.reload_s(tool.vram_budget, gpu, tool.precision)
        if snapshot.pid is None:
            return replace(
                snapshot,
                budget_bytes=budget.bytes,
                budget_is_measured=budget.is_measured,
                reload_s=reload_s,
            )
        pids = tree_pids(snapshot.pid)
        ours |= pids
        held, source = driver_share(pids, devices), "driver"
        if held is None:
            held, source = snapshot.memory_bytes, snapshot.memory_source
        # On the CPU nothing was reserved, and what the worker holds of RAM is known.
        if held is None and gpu and budget.bytes and snapshot.state.is_running:
            held, source = budget.bytes, "declared"
        return replace(
            snapshot,
            budget_bytes=budget.bytes,
            budget_is_measured=budget.is_measured,
            reload_s=reload_s,
            ram_bytes=resident_bytes(pids),
            cpu_percent=self._cpu.percent(snapshot.pid, pids, self._clock.now()),
            peak_bytes=peaks.get(snapshot.pid),
            memory_bytes=held,
            memory_source=source if held is not None else None,
        )

    def _ledger(self, device: DeviceReading, ours: set[int], now: float) -> DeviceLedger:
        accounts = self._memory.ledger.accounts(device, now)
        allocations = tuple(accounts.allocations.values())
        state = DeviceState(device, 0, allocations, accounts.returning_bytes)
        known = ours | accounts.departed
        return DeviceLedger(
            uuid=device.uuid,
            reserved_bytes=sum([each.outstanding_bytes for each in allocations]),
            promisable_bytes=state.available_bytes,
            others=tuple([each for each in device.processes if each.pid not in known]),
            others_bytes=state.others_bytes,
        )
