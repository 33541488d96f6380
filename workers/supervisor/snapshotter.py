"""Takes the frozen pictures that views draw from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from workers.base.clock import Clock
from workers.devices.dependable import Devices
from workers.devices.probe import DeviceReading
from workers.memory.admission import promisable_bytes
from workers.memory.manager import Memory
from workers.memory.measured_budgets import Budgets
from workers.memory.plan import Place
from workers.memory.shortage import others_bytes
from workers.memory.usage import gpu_at, shares_of
from workers.process.tree import resident_bytes, tree_pids
from workers.snapshot import DeviceLedger, RoomSnapshot, WorkerSnapshot
from workers.supervisor.cpu_meter import CpuMeter
from workers.supervisor.supervised_tool import SupervisedTool


class Snapshotter:
    """Puts together what tools say, what devices show, and what was promised."""

    def __init__(self, devices: Devices, memory: Memory, budgets: Budgets, clock: Clock) -> None:
        """Args: as their classes say."""
        self._devices = devices
        self._memory = memory
        self._budgets = budgets
        self._clock = clock
        self._cpu = CpuMeter()

    def take(self, tools: Sequence[SupervisedTool], *, is_released: bool) -> RoomSnapshot:
        """A picture of everything. Reads devices and processes: a few ms."""
        now = self._clock.now()
        devices = self._devices.glance()
        peaks = self._memory.occupancy.peaks()
        ours: set[int] = set()
        workers = tuple(self._picture(tool, devices, peaks, ours) for tool in tools)
        self._cpu.keep(worker.pid for worker in workers if worker.pid is not None)
        ledgers = tuple(self._ledger(device, ours, now) for device in devices)
        return RoomSnapshot(workers, devices, ledgers, is_released)

    def _picture(
        self,
        tool: SupervisedTool,
        devices: Sequence[DeviceReading],
        peaks: Mapping[int, int],
        ours: set[int],
    ) -> WorkerSnapshot:
        picture = tool.snapshot()
        # Where it is, or would most likely be: on the first device.
        gpu = gpu_at(picture.place or (Place.on(devices[0]) if devices else None))
        need = self._budgets.need(tool.vram_budget, gpu, tool.precision)
        picture = replace(
            picture,
            budget_bytes=need.bytes,
            budget_is_measured=need.is_measured,
            reload_s=self._budgets.reload_s(tool.vram_budget, gpu, tool.precision),
        )
        if picture.pid is None:
            return picture
        pids = tree_pids(picture.pid)
        ours |= pids
        held, source = shares_of(pids, devices), "driver"
        if held is None:
            held, source = picture.memory_bytes, picture.memory_source
        # On the CPU nothing was promised, and what it holds of that memory is known.
        if held is None and gpu and need.bytes and picture.state.is_running:
            held, source = need.bytes, "declared"
        return replace(
            picture,
            ram_bytes=resident_bytes(pids),
            cpu_percent=self._cpu.percent(picture.pid, pids, self._clock.now()),
            peak_bytes=peaks.get(picture.pid),
            memory_bytes=held,
            memory_source=source if held is not None else None,
        )

    def _ledger(self, device: DeviceReading, ours: set[int], now: float) -> DeviceLedger:
        accounts = self._memory.ledger.accounts(device, now)
        claims = tuple(accounts.claims.values())
        known = ours | accounts.departed
        return DeviceLedger(
            uuid=device.uuid,
            reserved_bytes=sum(claim.outstanding_bytes for claim in claims),
            promisable_bytes=promisable_bytes(device, claims),
            others=tuple(it for it in device.processes if it.pid not in known),
            others_bytes=others_bytes(device, claims, accounts.returning_bytes),
        )
