"""One run of a tool's worker: from its admission until its memory is given back."""

from __future__ import annotations

import threading
from collections.abc import Callable

from workers.base.clock import Clock
from workers.base.events import Progress
from workers.base.exit_status import ExitStatus
from workers.memory.admission_queue import Ticket
from workers.memory.ledger import Reservation
from workers.memory.manager import Memory
from workers.memory.memory_user import MemoryUser
from workers.process.gpu_worker import GPUWorker
from workers.tool.dependency_repair import DependencyRepair

#: How long a killed process may take to vanish before its memory is given up on.
GONE_S = 5.0
#: How long the last lines of a dead worker's stderr may be under way.
LAST_WORDS_S = 0.2

#: Makes the process for one run, in the place that it was promised memory in.
MakeWorker = Callable[[Reservation], GPUWorker]


class Run:
    """A process, and the promise that it lives on. One thread loads it; any may end it.

    Attributes:
        worker: The process; None before it is spawned, and after :meth:`forget`.
        reservation: What it was promised; None likewise.
        progress: What its load last said; None before.
    """

    def __init__(
        self, tool: MemoryUser, memory: Memory, clock: Clock, patience_s: float | None
    ) -> None:
        """Nothing is asked for yet.

        Args:
            tool: Whose run it is.
            memory: Promises what it needs.
            clock: Measures its load.
            patience_s: Longest wait for memory, in seconds; None for the usual one.
        """
        self.worker: GPUWorker | None = None
        self.reservation: Reservation | None = None
        self.progress: Progress | None = None
        self._tool = tool
        self._memory = memory
        self._clock = clock
        self._ticket = Ticket(tool.tool_name, patience_s=patience_s)

    @property
    def waits_for(self) -> str:
        """Why it waits for memory; empty while it does not."""
        return self._ticket.reason

    def install(self, missing: DependencyRepair) -> None:
        """Install what earlier runs were seen to miss.

        Raises:
            EnvironmentFailed: It could not be installed.
        """
        missing.install(self._note_progress, self._ticket.cancelled)

    def admit(self) -> None:
        """Wait until there is memory for it.

        Raises:
            WorkerRefused: There is none, and none can be made.
            WorkerStopped: It was ended meanwhile.
        """
        self.reservation = self._memory.admit(self._tool, self._ticket)

    def load(
        self,
        make_worker: MakeWorker,
        on_gone: Callable[[GPUWorker, ExitStatus], None],
        may_spawn: Callable[[], None],
        lock: threading.Condition,
    ) -> GPUWorker:
        """Spawn the process, wait until it is ready, and confirm its promise.

        Args:
            make_worker: Makes the process.
            on_gone: Told when it has gone.
            may_spawn: Raises when the run has been ended; called under ``lock``.
            lock: Of whoever may end it: from then on, ``worker`` is theirs to stop.

        Raises:
            WorkerError: As :meth:`workers.GPUWorker.start`.
        """
        reservation = self.reservation
        assert reservation is not None, "a run loads only after admission"
        worker = make_worker(reservation)
        worker.on_progress(self._note_progress)
        worker.on_gone(lambda outcome: on_gone(worker, outcome))
        self._memory.attach(reservation, worker)
        with lock:
            may_spawn()
            self.worker = worker
        spawned_at = self._clock.now()
        worker.start()
        self._memory.settle(reservation, worker, self._clock.now() - spawned_at)
        return worker

    def hurry(self) -> None:
        """Have it end: it stops waiting, and its process stops loading."""
        self._memory.cancel(self._ticket)
        worker = self.worker  # once: its own thread may give it up at any moment
        if worker is not None:
            worker.stop()

    def end(self) -> None:
        """Kill what is left of the process, and wait until it is gone."""
        if self.worker is not None:
            self.worker.stop(0.0)
            self.worker.wait_gone(GONE_S)

    def forget(self) -> None:
        """Give the memory back; the process has gone. A second time does nothing."""
        reservation, self.reservation, self.worker = self.reservation, None, None
        if reservation is not None:
            self._memory.release(reservation)

    def note_out_of_memory(self) -> None:
        """Learn that it was promised too little."""
        reservation = self.reservation  # once: it may be given back at any moment
        if reservation is not None:
            self._memory.note_out_of_memory(reservation)

    def _note_progress(self, progress: Progress) -> None:
        self.progress = progress
