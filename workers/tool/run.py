"""One run of a tool's worker: from its admission until its memory is given back."""

from __future__ import annotations

import threading

from workers.base.clock import Clock
from workers.base.events import Progress
from workers.memory.admission_queue import Ticket
from workers.memory.ledger import Reservation
from workers.memory.manager import Memory
from workers.memory.memory_user import MemoryUser
from workers.process.fifo_lock import wait_open
from workers.process.gpu_worker import GPUWorker
from workers.tool.dependency_repair import DependencyRepair

#: How long a killed process may take to vanish before its memory is given up on, in seconds.
GONE_S = 5.0


class Run:
    """A process and its reservation. One thread starts it; any thread may end it.

    Attributes:
        gate: Held by the thread that starts it. A start whose gate is open is over, also
            when an exception kept its thread from saying so.
        worker: The process; None before it was made.
        reservation: Its memory; None before the admission, and after :meth:`release`.
        progress: The last report of its load; None before.
    """

    def __init__(
        self, tool: MemoryUser, memory: Memory, clock: Clock, patience_s: float | None
    ) -> None:
        """Request nothing yet.

        Args:
            tool: Whose run it is.
            memory: Reserves what the run needs.
            clock: Measures the load.
            patience_s: Longest wait for memory, in seconds; None for the usual one.
        """
        self.gate = threading.Lock()
        self.worker: GPUWorker | None = None
        self.reservation: Reservation | None = None
        self.progress: Progress | None = None
        self._ending = threading.Lock()  # held by the thread that ends it
        self._tool = tool
        self._memory = memory
        self._clock = clock
        self._ticket = Ticket(tool.tool_name, patience_s=patience_s)

    @property
    def waits_for(self) -> str:
        """Why it waits for memory; empty while it does not."""
        return self._ticket.reason

    def install(self, repair: DependencyRepair) -> None:
        """Install what earlier runs were missing; raises ``EnvironmentFailed``."""
        repair.install(self._note_progress, self._ticket.cancelled)

    def admit(self) -> Reservation:
        """Wait until there is memory for it.

        Raises:
            WorkerRefused: There is not enough memory, and none can be freed.
            WorkerStopped: The run was canceled meanwhile.
        """
        self.reservation = self._memory.admit(self._tool, self._ticket)
        return self.reservation

    def attach(self, worker: GPUWorker) -> None:
        """Set the process to load; from now on, :meth:`end` ends it."""
        worker.on_progress(self._note_progress)
        if self.reservation is not None:
            self._memory.attach(self.reservation, worker)
        self.worker = worker

    def load(self) -> None:
        """Spawn the process, wait until it is ready, and measure what it holds.

        Raises:
            WorkerError: As :meth:`workers.GPUWorker.start`.
        """
        worker, reservation = self.worker, self.reservation
        assert worker is not None, "a process is attached before it is loaded"
        assert reservation is not None, "a run is admitted before it is loaded"
        spawned_at = self._clock.now()
        worker.start()
        self._memory.settle(reservation, worker, self._clock.now() - spawned_at)

    def cancel(self) -> None:
        """Make the thread that starts it give up: at its wait for memory, or at its load."""
        self._memory.cancel(self._ticket)
        worker = self.worker
        if worker is not None:
            worker.stop()

    def end(self, *, at_once: bool = False) -> None:
        """End the process, wait until it is gone, and give its memory back; idempotent.

        Args:
            at_once: Kill it, instead of asking it to exit first.
        """
        with self._ending:
            worker = self.worker
            try:
                if worker is not None:
                    _end_process(worker, at_once=at_once)
            finally:
                self.release()

    def wait_ended(self, timeout_s: float | None) -> bool:
        """Wait for the thread that ends it, if there is one; False when the time is up."""
        return wait_open(self._ending, timeout_s)

    def release(self) -> None:
        """Give the memory back; does nothing a second time."""
        reservation, self.reservation = self.reservation, None
        if reservation is not None:
            self._memory.release(reservation)

    def note_out_of_memory(self) -> None:
        """Remember that the reservation was too small."""
        reservation = self.reservation  # once: another thread may give it back
        if reservation is not None:
            self._memory.note_out_of_memory(reservation)

    def _note_progress(self, progress: Progress) -> None:
        self.progress = progress


def _end_process(worker: GPUWorker, *, at_once: bool) -> None:
    try:
        if at_once:
            worker.stop(0.0)
        else:
            worker.stop()
    except BaseException:  # after Ctrl-C nobody waits for it to exit by itself
        worker.stop(0.0)
        raise
    finally:
        worker.wait_gone(GONE_S)
