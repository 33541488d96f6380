"""The registry of all tools, and the one who decides which of them may run."""

from __future__ import annotations

import logging
import threading
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from workers.clock import Clock, MonotonicClock
from workers.events import WorkerEvent
from workers.gpu.probe import DeviceProbe, DeviceReading
from workers.observers import Observers
from workers.process import leftovers
from workers.process.tree import resident_bytes, tree_pids
from workers.snapshot import RoomSnapshot, WorkerSnapshot
from workers.supervisor.admission import Decision, Fits, decide, promisable_bytes
from workers.supervisor.eviction import Resident, plan_eviction
from workers.supervisor.idle import CanIdle, IdleClock
from workers.supervisor.ledger import Ledger, Reservation
from workers.supervisor.measured import Budgets
from workers.supervisor.queue import AdmissionQueue, Ticket

logger = logging.getLogger(__name__)

_GB = 2**30
#: How long freed memory may take to show in readings after a process has gone.
_READINGS_LAG_S = 3.0
_READINGS_POLL_S = 0.01


class Managed(CanIdle, Protocol):
    """What the supervisor needs of a tool."""

    @property
    def tool_name(self) -> str:
        """Unique among the tools of one supervisor."""
        ...

    @property
    def vram_budget(self) -> str:
        """Its budget key."""
        ...

    def is_evictable(self) -> bool:
        """True when it runs and nobody waits for it."""
        ...

    def is_resident(self) -> bool:
        """True while it holds, or is about to hold, memory."""
        ...

    @property
    def last_used(self) -> float:
        """Clock seconds of its last request, or of its creation."""
        ...

    def stop(self) -> None:
        """Stop it now."""
        ...

    def stop_for_eviction(self) -> bool:
        """Stop it unless a request has come in for it; True when it was stopped."""
        ...

    def snapshot(self) -> WorkerSnapshot:
        """What it is doing; must not wait for anything."""
        ...


class Supervisor:
    """All tools of one program: who they are, who may start, who must go.

    Holds its tools weakly: one that its owner drops is forgotten once its process has
    gone, by its idle time-out at the latest.
    """

    def __init__(
        self,
        *,
        probe: DeviceProbe | None = None,
        clock: Clock | None = None,
        ledger_file: Path | None = None,
        patience_s: float | None = None,
    ) -> None:
        """Start empty; threads are started when they are first needed.

        Args:
            probe: Source of memory readings; None chooses one at the first reading.
            clock: None for the real one.
            ledger_file: Where measured budgets are kept; None keeps them for this run.
            patience_s: Longest wait for busy workers; None for the default.
        """
        self.clock: Clock = clock or MonotonicClock()
        self.budgets = Budgets(ledger_file)
        self._probe = probe
        self._probe_lock = threading.Lock()
        self._ledger = Ledger()
        self._lock = threading.Lock()
        self._tools: list[weakref.ref[Managed]] = []
        self._observers: Observers[[str, WorkerEvent]] = Observers("supervisor")
        self._queue = (
            AdmissionQueue(self.clock)
            if patience_s is None
            else AdmissionQueue(self.clock, patience_s)
        )
        self._idle = IdleClock(self.clock, self.workers)

    # The registry.

    def register(self, tool: Managed) -> None:
        """Take a tool in. Called by the tool itself."""
        with self._lock:
            self._tools.append(weakref.ref(tool))

    def workers(self) -> tuple[Any, ...]:
        """All tools that are still there, in the order they were created."""
        with self._lock:
            found = [(ref, ref()) for ref in self._tools]
            self._tools = [ref for ref, tool in found if tool is not None]
        return tuple(tool for _, tool in found if tool is not None)

    def add_observer(self, callback: Callable[[str, WorkerEvent], object]) -> None:
        """Have ``callback(tool_name, event)`` told of every tool's events, on any thread."""
        self._observers.add(callback)

    def remove_observer(self, callback: Callable[[str, WorkerEvent], object]) -> None:
        """Stop telling ``callback``."""
        self._observers.remove(callback)

    def publish(self, tool_name: str, event: WorkerEvent) -> None:
        """Queue an event; called by tools under their locks."""
        self._observers.publish(tool_name, event)

    def deliver(self) -> None:
        """Tell observers what is queued; called by tools outside their locks."""
        self._observers.deliver()

    # Memory.

    def read_devices(self) -> tuple[DeviceReading, ...]:
        """Read every device now; may take milliseconds."""
        with self._probe_lock:
            if self._probe is None:
                from workers.gpu.choose import default_probe  # noqa: PLC0415 - loads drivers

                self._probe = default_probe()
        return self._probe.read()

    def admit(self, tool: Managed, ticket: Ticket) -> Reservation:
        """Wait until a tool may start, making room for it as needed.

        Raises:
            WorkerRefused: There is no room and none can be made.
            WorkerStopped: The ticket was cancelled.
        """
        name, key = tool.tool_name, tool.vram_budget
        needed = self.budgets.needed_bytes(key)
        if needed == 0:
            return self._ledger.reserve(name, key, 0)
        granted: list[Reservation] = []
        self._queue.admit(
            ticket,
            decide=lambda: self._decide(needed, exclude=name),
            evict=self._evict,
            grant=lambda: granted.append(self._ledger.reserve(name, key, needed)),
        )
        return granted[0]

    def cancel(self, ticket: Ticket) -> None:
        """Have a start that waits for admission give up."""
        self._queue.cancel(ticket)

    def settle(self, reservation: Reservation, pid: int, reported_gb: float) -> None:
        """Replace a promise by what a worker holds after its load, and learn from it."""
        reported = int(reported_gb * _GB) or None
        if reported is None and self.budgets.is_declared_free(reservation.key):
            return  # runs on the CPU by declaration: nothing to measure, nothing to learn
        pids = tree_pids(pid)
        measured = self._measured_bytes(pids) or reported
        if measured is not None:
            self.budgets.record(reservation.key, measured / _GB)
        claimed = self.budgets.size_bytes(reservation.key)
        self._ledger.settle(reservation, pids, claimed, reported)

    def release(self, reservation: Reservation) -> None:
        """Take a promise back, once its worker's processes have gone."""
        self._ledger.release(reservation)
        self._queue.something_changed()

    def something_changed(self) -> None:
        """A tool has become idle, or its time-out was changed."""
        self._idle.touch()
        self._queue.something_changed()

    def became_idle(self) -> None:
        """A tool has answered its last caller. On the hot path: nothing if nobody waits."""
        if self._queue.is_contended:
            self._queue.something_changed()

    def make_room(self, needed_bytes: int, exclude: str | None = None) -> bool:
        """Stop least recently used idle workers until ``needed_bytes`` are free.

        Returns:
            False when there is not that much to be had; then nothing was stopped.
        """
        while True:
            device = self._device()
            if device is None:
                return False
            claims = self._ledger.claims(device, exclude)
            free = promisable_bytes(device, claims)
            victims = plan_eviction(self._residents(device, exclude), needed_bytes, free)
            if victims is None:
                return False
            if not victims:
                return True
            self._evict(victims)

    def free_bytes(self) -> int:
        """What may still be promised on the device that workers run on."""
        device = self._device()
        return 0 if device is None else promisable_bytes(device, self._ledger.claims(device))

    def reserve_for(self, owner: str, key: str) -> bool:
        """Promise a budget to somebody who is not a tool; idempotent.

        Returns:
            False when it does not fit. An unknown key fits.
        """
        if self._ledger.holds(owner, key) is not None:
            return True
        needed = self.budgets.needed_bytes(key)
        if needed and not isinstance(self._decide(needed, exclude=None), Fits):
            return False
        self._ledger.reserve(owner, key, self.budgets.size_bytes(key))
        return True

    def release_for(self, owner: str, key: str) -> None:
        """Take back what :meth:`reserve_for` promised."""
        reservation = self._ledger.holds(owner, key)
        if reservation is not None:
            self.release(reservation)

    def _device(self) -> DeviceReading | None:
        """The device that workers run on: the GPU with most memory free."""
        devices = self.read_devices()
        return max(devices, key=lambda device: device.free_bytes, default=None)

    def _decide(self, needed_bytes: int, exclude: str | None) -> Decision:
        device = self._device()
        if device is None:
            return Fits()  # the driver has gone: nothing is known, nothing is gained
        claims = self._ledger.claims(device, exclude)
        return decide(needed_bytes, device, claims, self._residents(device, exclude))

    def _residents(self, device: DeviceReading, exclude: str | None) -> list[Resident]:
        held = {claim.name: claim.held_bytes for claim in self._ledger.claims(device, exclude)}
        return [
            Resident(tool.tool_name, held[tool.tool_name], tool.last_used, tool.is_evictable())
            for tool in self.workers()
            if tool.tool_name in held and tool.is_resident()
        ]

    def _evict(self, names: tuple[str, ...]) -> None:
        by_name = {tool.tool_name: tool for tool in self.workers()}
        before = self._device()
        for name in names:
            tool = by_name.get(name)
            pids = self._pids_of(name)
            if tool is not None and tool.stop_for_eviction() and before is not None:
                self._wait_until_freed(before, pids)

    def _pids_of(self, name: str) -> frozenset[int]:
        tool = next((t for t in self.workers() if t.tool_name == name), None)
        reservation = self._ledger.holds(name, tool.vram_budget) if tool is not None else None
        return reservation.pids if reservation is not None else frozenset()

    def _wait_until_freed(self, before: DeviceReading, pids: frozenset[int]) -> None:
        """Wait until readings have caught up with the end of these processes.

        Told by the processes' own share, not by the free memory: another program may
        take what was given back before we see it.
        """
        if before.kind == "system" or not any(p.pid in pids for p in before.processes):
            return
        deadline = self.clock.now() + _READINGS_LAG_S
        waiting = threading.Condition()
        while self.clock.now() < deadline:
            readings = self.read_devices()
            if not any(p.pid in pids for device in readings for p in device.processes):
                return
            with waiting:
                self.clock.wait(waiting, _READINGS_POLL_S)
        logger.warning("memory of processes %s is still shown as used", sorted(pids))

    def _measured_bytes(self, pids: frozenset[int]) -> int | None:
        shares = [
            process.used_bytes
            for device in self.read_devices()
            if device.kind == "gpu"
            for process in device.processes
            if process.pid in pids and process.used_bytes is not None
        ]
        return sum(shares) if shares else None

    # The whole.

    def snapshot(self) -> RoomSnapshot:
        """A frozen picture of everything. Reads devices and processes: a few ms."""
        devices = self.read_devices()
        held = {process.pid: process.used_bytes for d in devices for process in d.processes}
        workers = tuple(self._with_memory(tool, held) for tool in self.workers())
        claims = [claim for device in devices[:1] for claim in self._ledger.claims(device)]
        return RoomSnapshot(workers, devices, sum(claim.outstanding_bytes for claim in claims))

    def _with_memory(self, tool: Managed, held: dict[int, int | None]) -> WorkerSnapshot:
        from dataclasses import replace  # noqa: PLC0415 - already loaded by then

        picture = tool.snapshot()
        budget = self.budgets.size_bytes(tool.vram_budget)
        if picture.pid is None:
            return replace(picture, budget_bytes=budget)
        pids = tree_pids(picture.pid)
        shares = [share for pid in pids if (share := held.get(pid)) is not None]
        return replace(
            picture,
            budget_bytes=budget,
            memory_bytes=sum(shares) if shares else picture.memory_bytes,
            memory_is_measured=bool(shares) or picture.memory_is_measured,
            ram_bytes=resident_bytes(pids),
        )

    def end_leftovers(self) -> tuple[int, ...]:
        """End workers that an earlier run left behind; returns their process ids."""
        return leftovers.end_leftovers()

    def stop_all(self) -> None:
        """Stop every tool, all at the same time, and wait until they are gone."""
        threads = [
            threading.Thread(target=tool.stop, name=f"stop-{tool.tool_name}", daemon=True)
            for tool in self.workers()
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def close(self) -> None:
        """Stop every tool and end all threads. Tools must not be used afterwards."""
        self.stop_all()
        self._idle.close()
        if self._probe is not None:
            self._probe.close()
