"""The supervisor of all tools of one program."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from workers.base.clock import Clock, MonotonicClock
from workers.base.events import WorkerEvent
from workers.base.observers import Observers
from workers.base.parallel import for_all
from workers.devices.probe import DeviceProbe
from workers.devices.reader import DeviceReader
from workers.memory.admission_queue import PATIENCE_S
from workers.memory.budgets import Budgets
from workers.memory.manager import WATCH_S, Memory
from workers.memory.plan import Plan
from workers.process import leftovers
from workers.supervisor.idle import IdleClock

if TYPE_CHECKING:
    from workers.snapshot import RoomSnapshot
    from workers.supervisor.gpu_release import GpuRelease
    from workers.supervisor.snapshotter import Snapshotter
    from workers.supervisor.supervised_tool import SupervisedTool


class Supervisor:
    """Registry of all tools; decides which workers run, and stops the idle ones.

    Holds its tools weakly: a tool that its owner drops is forgotten once its process is gone,
    which is by its idle timeout at the latest.
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
        """Creates an empty registry; threads start when first needed.

        Args:
            probe: Source of memory readings; None chooses one at the first reading.
            clock: None for the real one.
            ledger_file: Where measured budgets are saved; None keeps them for this run.
            patience_s: Longest wait of a start for memory, in seconds.
            reserve_bytes: What other programs find free on each GPU: when they run short of
                it, the least needed worker is stopped; 0 for none.
            watch_s: How often workers are measured while they are used, in seconds.
        """
        self.clock: Clock = clock or MonotonicClock()
        self.budgets = Budgets(ledger_file)
        self._reader = DeviceReader(probe, self.clock)
        self.memory = Memory(
            self._reader,
            self.clock,
            self.budgets,
            patience_s,
            reserve_bytes=reserve_bytes,
            watch_s=watch_s,
        )
        self._lock = threading.Lock()
        self._tools: list[weakref.ref[SupervisedTool]] = []
        self._observers: Observers[[str, WorkerEvent]] = Observers("supervisor")
        self._idle = IdleClock(self.clock, self.workers)

    # Parts that few programs use, built and imported when first needed.

    @cached_property
    def _release(self) -> GpuRelease:
        from workers.supervisor.gpu_release import GpuRelease  # noqa: PLC0415 - see above

        return GpuRelease(self.memory, self.workers)

    @cached_property
    def _snapshotter(self) -> Snapshotter:
        from workers.supervisor.snapshotter import Snapshotter  # noqa: PLC0415 - see above

        return Snapshotter(self._reader, self.memory, self.budgets, self.clock)

    # Registry.

    def register(self, tool: SupervisedTool) -> None:
        """Adds a tool; called by the tool itself."""
        with self._lock:
            self._tools.append(weakref.ref(tool))

    def workers(self) -> tuple[SupervisedTool, ...]:
        """Returns all tools that still exist, in order of creation."""
        with self._lock:
            found = [(ref, ref()) for ref in self._tools]
            self._tools = [ref for ref, tool in found if tool is not None]
        return tuple([tool for _, tool in found if tool is not None])

    def add_observer(self, callback: Callable[[str, WorkerEvent], object]) -> None:
        """Calls ``callback(tool_name, event)`` for every tool's events, on any thread."""
        self._observers.add(callback)

    def remove_observer(self, callback: Callable[[str, WorkerEvent], object]) -> None:
        """Removes a callback; ignores one that was not added."""
        self._observers.remove(callback)

    def publish(self, tool_name: str, event: WorkerEvent) -> None:
        """Queues an event; called by tools under their locks."""
        self._observers.publish(tool_name, event)

    def deliver(self) -> None:
        """Delivers queued events to the observers; called by tools outside their locks."""
        self._observers.deliver()

    def notify_changed(self) -> None:
        """Updates idle deadlines and waiting starts: a tool or its idle timeout changed."""
        self._idle.update()
        self.memory.notify_idle()

    # Memory.

    def plan(self, tool_name: str) -> Plan:
        """Plans a tool's start without starting it; see :meth:`workers.ToolWorker.plan`.

        Raises:
            KeyError: No tool has this name.
        """
        for tool in self.workers():
            if tool.tool_name == tool_name:
                return self.memory.plan(tool)
        raise KeyError(tool_name)

    def free_bytes(self) -> int:
        """Returns the most that may be reserved on one device; 0 if unknown."""
        return self.memory.keyed.free_bytes()

    @property
    def reserve_bytes(self) -> int:
        """What other programs find free on each GPU; 0 for none. May be changed."""
        return self.memory.reserve_bytes

    @reserve_bytes.setter
    def reserve_bytes(self, size_bytes: int) -> None:
        self.memory.reserve_bytes = size_bytes

    @property
    def gpu_is_released(self) -> bool:
        """True from :meth:`release_gpu` to :meth:`restore_gpu`."""
        return self._release.is_on

    def release_gpu(self, *, finish_within_s: float = 30.0) -> tuple[str, ...]:
        """Releases the GPUs to other programs: stops every worker there; blocks.

        Requests for their engines fail meanwhile; workers on the CPU keep running.

        Args:
            finish_within_s: Seconds for running requests; then they fail. A second call with
                0 makes the first one end sooner.

        Returns:
            Names of the tools that were stopped, in the order of their starts.
        """
        return self._release.release(finish_within_s)

    def restore_gpu(self) -> tuple[tuple[str, str], ...]:
        """Starts the tools again that :meth:`release_gpu` has stopped; blocks.

        Returns:
            Name and reason of each tool that did not start.
        """
        return self._release.restore()

    # All tools.

    def snapshot(self) -> RoomSnapshot:
        """Takes a frozen snapshot of everything. Reads devices and processes: a few ms."""
        return self._snapshotter.take_snapshot(self.workers(), is_released=self._release.is_on)

    def end_leftovers(self) -> tuple[int, ...]:
        """Ends workers that an earlier run left behind; returns their process IDs."""
        return leftovers.end_leftovers()

    def stop_all(self) -> None:
        """Stops every tool, all at the same time, and waits until their processes are gone."""
        for_all(lambda tool: tool.stop(), self.workers())

    def close(self) -> None:
        """Stops every tool and ends all threads. Tools must not be used afterwards."""
        self.memory.stop_admission()
        self.stop_all()
        self._idle.close()
        self.memory.close()
        self._reader.close()
