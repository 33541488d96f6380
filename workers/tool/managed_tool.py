"""A tool as its supervisor sees it: something to be stopped, started, watched and shown."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

from workers.base.events import WorkerEvent
from workers.base.states import WorkerState
from workers.memory.out_of_memory import is_out_of_memory
from workers.memory.placement import as_seen_from_here
from workers.memory.plan import Plan
from workers.memory.usage import reported_bytes
from workers.snapshot import WorkerSnapshot
from workers.supervisor import Supervisor
from workers.tool.lifecycle import Life
from workers.tool.speed import SpeedMeter


class ManagedTool:
    """The side of :class:`workers.ToolWorker` that its supervisor and its observers need."""

    def __init__(  # noqa: PLR0913 - see ToolWorker
        self,
        *,
        tool_name: str,
        engine: str,
        vram_budget: str,
        supervisor: Supervisor,
        precision: str,
        cpu_mode: bool,
        device: str | None,
        pinned: bool,
    ) -> None:
        """See :class:`workers.ToolWorker`; whoever calls this sets ``_life`` next."""
        self.precision = precision
        self.cpu_mode = cpu_mode
        self.device = device
        self.tool_name = tool_name
        self.engine = engine
        self.vram_budget = vram_budget
        self._supervisor = supervisor
        self._is_pinned = pinned
        self._device: str | None = None
        self._pace = SpeedMeter()
        self._life: Life

    @property
    def state(self) -> WorkerState:
        """What it is doing."""
        return self._life.state

    def is_alive(self) -> bool:
        """True when the process is up and READY."""
        worker = self._life.worker
        return self._life.state.is_running and worker is not None and worker.is_alive()

    @property
    def idle_timeout(self) -> float:
        """Seconds without a request after which it is stopped; 0 for never."""
        return self._life.visits.idle_timeout_s

    @idle_timeout.setter
    def idle_timeout(self, seconds: float) -> None:
        self._life.set_idle_timeout(seconds)

    def set_idle_timeout(self, seconds: float) -> None:
        """Change the idle time-out, of a running worker at once; negative means 0."""
        self._life.set_idle_timeout(seconds)

    def add_observer(self, callback: Callable[[str, WorkerEvent], object]) -> None:
        """Have ``callback(tool_name, event)`` told of every event, on any thread."""
        self._life.observers.add(callback)

    def remove_observer(self, callback: Callable[[str, WorkerEvent], object]) -> None:
        """Stop telling ``callback``."""
        self._life.observers.remove(callback)

    @property
    def is_pinned(self) -> bool:
        """True when it is never stopped for another, nor for being idle."""
        return self._is_pinned

    def _learn_of(self, answer: Mapping[str, Any]) -> None:
        """Learn from a want of memory that its worker has survived, and answers with."""
        told, run = answer.get("error"), self._life.run
        if run is not None and isinstance(told, str) and is_out_of_memory(told.splitlines()):
            run.note_out_of_memory()

    def set_pinned(self, is_pinned: bool) -> None:  # noqa: FBT001 - it is what it sets
        """Pin or unpin it, a running worker at once."""
        self._is_pinned = is_pinned
        self._supervisor.something_changed()

    @property
    def waits_for(self) -> str:
        """Why its start waits for memory, for people; empty while it does not."""
        return self._life.waits_for

    def plan(self) -> Plan:
        """What would become of a start now: whom it stops, or why it is refused.

        A dry run: nothing is stopped, and nothing promised. Reads devices, which takes
        milliseconds.
        """
        return self._supervisor.memory.plan(self)

    @property
    def last_used(self) -> float:
        """Clock seconds of its last request, or of its creation."""
        return self._life.visits.last_used

    def stop_if_idle(self) -> bool:
        """Stop it if it has been idle for its time-out; True when it was stopped."""

        def is_due() -> bool:
            deadline = self.idle_deadline()
            return deadline is not None and deadline <= self._supervisor.clock.now()

        is_stopped = self._life.stop_if(is_due)
        self._life.deliver()
        return is_stopped

    def begin_eviction(self) -> Callable[[], None] | None:
        """See :class:`workers.memory.memory_user.MemoryUser`."""
        end = self._life.begin_stop_if(lambda: not self._is_pinned)
        if end is None:
            return None

        def finish() -> None:
            try:
                end()
            finally:
                name = f"notify-{self.tool_name}"
                threading.Thread(target=self._life.deliver, name=name, daemon=True).start()

        return finish

    def drain(self, timeout_s: float) -> bool:
        """Serve the requests that are in, then stop the worker; True if it was stopped.

        Args:
            timeout_s: Longest wait for those requests, in seconds.
        """
        return self._life.finish(timeout_s)

    def restart_if_idle(self) -> bool:
        """Begin to restart the worker; False if it is not running or not idle."""
        return self._life.recycle()

    def pause_requests(self, owner: object) -> None:
        """Make new requests wait while the worker runs, until ``owner`` resumes them."""
        self._life.block(owner, "")

    def reject_requests(self, owner: object, reason: str) -> None:
        """Make new requests fail with ``reason`` while the worker runs."""
        self._life.block(owner, reason)

    def resume_requests(self, owner: object) -> None:
        """End what this owner paused or rejected; does nothing if there is nothing."""
        self._life.unblock(owner)

    def idle_deadline(self) -> float | None:
        """Clock seconds before which it cannot be idle for its time-out."""
        return None if self._is_pinned else self._life.idle_deadline()

    def is_evictable(self) -> bool:
        """True when it runs and nobody waits for it."""
        return self._life.is_idle

    def snapshot(self) -> WorkerSnapshot:
        """What it is doing, as far as it knows itself. Never waits."""
        life = self._life
        state, worker, run = life.state, life.worker, life.run
        reservation = run.reservation if run is not None else None
        held = reported_bytes(worker) if worker is not None else None
        is_busy = state.is_running and not life.is_idle
        idle_s, timeout_s = life.visits.idle_s, life.visits.idle_timeout_s
        counts_down = state.is_running and not is_busy and timeout_s > 0 and not self.is_pinned
        return WorkerSnapshot(
            name=self.tool_name,
            engine=self.engine,
            state=WorkerState.BUSY if state is WorkerState.READY and is_busy else state,
            device=self._device if state.is_running else None,
            place=reservation.place if reservation is not None else None,
            pid=worker.pid if worker is not None else None,
            memory_bytes=held,
            memory_source="worker" if held is not None else None,
            idle_s=idle_s if life.visits.served and not is_busy else None,
            idle_timeout_s=timeout_s,
            idle_remaining_s=max(0.0, timeout_s - idle_s) if counts_down else None,
            is_pinned=self.is_pinned,
            requests_served=life.visits.served,
            real_time_factor=self._pace.real_time_factor,
            first_audio_s=self._pace.first_audio_s,
            progress=life.progress,
            last_error=life.last_error,
            failure=life.failure,
        )

    def _note_device(self, answer: dict[str, Any]) -> None:
        """Note where it runs; the only GPU that a worker sees is not always the first."""
        told = answer.get("device")
        run = self._life.run
        if not isinstance(told, str):
            return
        if run is not None and run.reservation is not None:
            told = as_seen_from_here(told, run.reservation.environment, run.reservation.place)
            answer["device"] = told
        self._device = told
