"""The registry of all tools, and the one who decides which of them may run."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable
from pathlib import Path

from workers.base.clock import Clock, MonotonicClock
from workers.base.events import WorkerEvent
from workers.base.observers import Observers
from workers.base.parallel import for_all
from workers.devices.dependable import Devices
from workers.devices.probe import DeviceProbe
from workers.memory.admission_queue import PATIENCE_S
from workers.memory.manager import WATCH_S, Memory
from workers.memory.measured_budgets import Budgets
from workers.memory.plan import Plan
from workers.process import leftovers
from workers.snapshot import RoomSnapshot
from workers.supervisor.gpu_release import GpuRelease
from workers.supervisor.idle import IdleClock
from workers.supervisor.snapshotter import Snapshotter
from workers.supervisor.supervised_tool import SupervisedTool


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
        reserve_bytes: int = 0,
        watch_s: float = WATCH_S,
    ) -> None:
        """Start empty; threads are started when they are first needed.

        Args:
            probe: Source of memory readings; None chooses one at the first reading.
            clock: None for the real one.
            ledger_file: Where measured budgets are kept; None keeps them for this run.
            patience_s: Longest wait of a start for memory, in seconds.
            reserve_bytes: What other programs shall find free on each GPU: when they come
                to be short of it, the least needed worker is stopped; 0 for none.
            watch_s: How often workers are measured while they are used, in seconds.
        """
        self.clock: Clock = clock or MonotonicClock()
        self.budgets = Budgets(ledger_file)
        self._devices = Devices(probe, self.clock)
        self.memory = Memory(
            self._devices,
            self.clock,
            self.budgets,
            patience_s,
            reserve_bytes=reserve_bytes,
            watch_s=watch_s,
        )
        self._release = GpuRelease(self.memory, self.workers)
        self._camera = Snapshotter(self._devices, self.memory, self.budgets, self.clock)
        self._lock = threading.Lock()
        self._tools: list[weakref.ref[SupervisedTool]] = []
        self._observers: Observers[[str, WorkerEvent]] = Observers("supervisor")
        self._idle = IdleClock(self.clock, self.workers)

    # The registry.

    def register(self, tool: SupervisedTool) -> None:
        """Take a tool in. Called by the tool itself."""
        with self._lock:
            self._tools.append(weakref.ref(tool))

    def workers(self) -> tuple[SupervisedTool, ...]:
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

    # Memory.

    def plan(self, tool_name: str) -> Plan:
        """What would become of a tool's start now; see :meth:`workers.ToolWorker.plan`.

        Raises:
            KeyError: There is no tool of that name.
        """
        tool = next((it for it in self.workers() if it.tool_name == tool_name), None)
        if tool is None:
            raise KeyError(tool_name)
        return self.memory.plan(tool)

    def free_bytes(self) -> int:
        """The most that may still be promised on one device; 0 if unknown."""
        return self.memory.keyed.free_bytes()

    @property
    def reserve_bytes(self) -> int:
        """What other programs shall find free on each GPU; 0 for none. May be changed."""
        return self.memory.reserve_bytes

    @reserve_bytes.setter
    def reserve_bytes(self, size_bytes: int) -> None:
        self.memory.reserve_bytes = size_bytes

    @property
    def gpu_is_released(self) -> bool:
        """True from :meth:`release_gpu` to :meth:`restore_gpu`."""
        return self._release.is_on

    def release_gpu(self, *, finish_within_s: float = 30.0) -> tuple[str, ...]:
        """Hand the GPUs to other programs: stop every worker there, and start none; blocks.

        Whoever asks for an engine meanwhile is told so at once; those on the CPU go on.

        Args:
            finish_within_s: Seconds for the requests that run; then they are ended. A
                second call with 0 hurries the first one.

        Returns:
            Names of those that have left, in the order in which they were started.
        """
        return self._release.release(finish_within_s)

    def restore_gpu(self) -> tuple[tuple[str, str], ...]:
        """Start those again that :meth:`release_gpu` has stopped; blocks.

        Returns:
            Name and reason of each that did not come back.
        """
        return self._release.restore()

    # The whole.

    def snapshot(self) -> RoomSnapshot:
        """A frozen picture of everything. Reads devices and processes: a few ms."""
        return self._camera.take(self.workers(), is_released=self._release.is_on)

    def end_leftovers(self) -> tuple[int, ...]:
        """End workers that an earlier run left behind; returns their process ids."""
        return leftovers.end_leftovers()

    def stop_all(self) -> None:
        """Stop every tool, all at the same time, and wait until they are gone."""
        for_all(lambda tool: tool.stop(), self.workers())

    def close(self) -> None:
        """Stop every tool and end all threads. Tools must not be used afterwards."""
        self.memory.close()
        self.stop_all()
        self._idle.close()
        self.memory.end()
        self._devices.close()
