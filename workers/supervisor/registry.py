"""The registry of all tools, and the one who decides which of them may run."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from workers.clock import Clock, MonotonicClock
from workers.events import WorkerEvent
from workers.gpu.probe import DeviceProbe
from workers.observers import Observers
from workers.process import leftovers
from workers.process.tree import resident_bytes, tree_pids
from workers.snapshot import RoomSnapshot, WorkerSnapshot
from workers.supervisor.devices import Devices
from workers.supervisor.idle import CanIdle, IdleClock
from workers.supervisor.measured import Budgets
from workers.supervisor.memory import Memory, Tenant
from workers.supervisor.queue import PATIENCE_S


class Managed(CanIdle, Tenant, Protocol):
    """What the supervisor needs of a tool."""

    @property
    def tool_name(self) -> str:
        """For people; several tools may have the same."""
        ...

    def stop(self) -> None:
        """Stop it now."""
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
        patience_s: float = PATIENCE_S,
    ) -> None:
        """Start empty; threads are started when they are first needed.

        Args:
            probe: Source of memory readings; None chooses one at the first reading.
            clock: None for the real one.
            ledger_file: Where measured budgets are kept; None keeps them for this run.
            patience_s: Longest wait of a start for memory, in seconds.
        """
        self.clock: Clock = clock or MonotonicClock()
        self.budgets = Budgets(ledger_file)
        self._devices = Devices(probe, self.clock)
        self.memory = Memory(self._devices, self.clock, self.budgets, patience_s)
        self._lock = threading.Lock()
        self._tools: list[weakref.ref[Managed]] = []
        self._observers: Observers[[str, WorkerEvent]] = Observers("supervisor")
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

    def something_changed(self) -> None:
        """A tool has started, or its time-out was changed."""
        self._idle.touch()
        self.memory.became_idle()

    def free_bytes(self) -> int:
        """What may still be promised on the device that workers run on; 0 if unknown."""
        return self.memory.free_bytes()

    # The whole.

    def snapshot(self) -> RoomSnapshot:
        """A frozen picture of everything. Reads devices and processes: a few ms."""
        devices = self._devices.read()
        held = {process.pid: process.used_bytes for d in devices for process in d.processes}
        workers = tuple(self._with_memory(tool, held) for tool in self.workers())
        claims = [claim for device in devices[:1] for claim in self.memory.claims(device)]
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
        self.memory.close()
        self.stop_all()
        self._idle.close()
        self._devices.close()
