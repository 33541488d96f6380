"""One run of a tool's worker: from its admission until its memory is released."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from workers.base.clock import Clock
from workers.base.events import Progress
from workers.environments.installed import InstalledEnvironments
from workers.errors import EnvironmentFailed, WorkerCrash, WorkerError, WorkerStopped
from workers.memory.admission_queue import Ticket
from workers.memory.ledger import Reservation
from workers.memory.manager import Memory
from workers.memory.memory_user import MemoryUser
from workers.process.fifo_lock import wait_open
from workers.process.gpu_worker import GPUWorker
from workers.tool.dependency_repair import DependencyRepair

if TYPE_CHECKING:
    from workers.tool.tool_worker import ToolWorker

logger = logging.getLogger(__name__)

#: How long a killed process may take to vanish before its memory is given up on, in seconds.
GONE_S = 5.0
#: How long the last lines of a dead worker's stderr may take to arrive, in seconds.
LAST_LINES_S = 0.2


class Run:
    """A process and its reservation. One thread starts it; any thread may end it.

    Attributes:
        gate: Held by the thread that starts the process. A start whose gate is open is over,
            even if an exception kept its thread from recording that.
        worker: The process; None before it was made.
        reservation: Its memory; None before the admission, and after :meth:`release`.
        progress: The last report of its load; None before.
    """

    def __init__(
        self, tool: MemoryUser, memory: Memory, clock: Clock, patience_s: float | None
    ) -> None:
        """Requests nothing yet.

        Args:
            tool: The tool whose worker runs.
            memory: Reserves what the run needs.
            clock: Measures the load.
            patience_s: Longest wait for memory, in seconds; None for the usual one.
        """
        self.gate = threading.Lock()
        self.worker: GPUWorker | None = None
        self.reservation: Reservation | None = None
        self.progress: Progress | None = None
        self._ending = threading.Lock()  # held by the thread that ends the run
        self._is_admitting = False  # the ledger may have a reservation that is not ours yet
        self._tool = tool
        self._name = tool.tool_name
        self._memory = memory
        self._clock = clock
        self._ticket = Ticket(tool.tool_name, patience_s=patience_s)

    @property
    def waits_for(self) -> str:
        """Why the run waits for memory; empty while it doesn't."""
        return self._ticket.reason

    def load(
        self, make_worker: Callable[[Reservation], GPUWorker], repair: DependencyRepair
    ) -> None:
        """Loads a process, and a second one if the first died of something that can be fixed.

        Args:
            make_worker: Makes a process for a reservation.
            repair: Installs what earlier processes were missing.

        Raises:
            WorkerError: As :meth:`workers.GPUWorker.start`; ``WorkerRefused`` when memory is
                short, and ``WorkerStopped`` after :meth:`cancel`.
        """
        try:
            self._load_once(make_worker, repair)
        except WorkerCrash as error:
            if isinstance(error, WorkerStopped):
                raise
            if not (self.note_crash(error) or repair.has_remedy):
                raise
            logger.warning("%s: restarting once: %s", self._name, error)
            self.end(at_once=True)
            self._load_once(make_worker, repair)

    def died(self) -> WorkerCrash:
        """Returns the error for a process that died as soon as it was ready."""
        worker = self.worker
        assert worker is not None, "only a process that was loaded can die"
        return WorkerCrash(
            f"{self._name} died during startup ({worker.outcome})",
            worker=self._name,
            outcome=worker.outcome,
            stderr_tail=worker.stderr_tail(LAST_LINES_S),
        )

    def cancel(self) -> None:
        """Makes the thread that starts the process give up its wait for memory or its load."""
        self._memory.cancel(self._ticket)
        worker = self.worker
        if worker is not None:
            worker.stop()

    def end(self, *, at_once: bool = False) -> None:
        """Ends the process, waits until it is gone, and releases its memory; idempotent.

        Args:
            at_once: Kill the process, instead of asking it to exit first.
        """
        with self._ending:
            worker = self.worker
            try:
                if worker is not None:
                    _end_process(worker, at_once=at_once)
            finally:
                self.release()

    def wait_ended(self, timeout_s: float | None) -> bool:
        """Waits for the thread that ends the run, if there is one; False when time is up."""
        return wait_open(self._ending, timeout_s)

    def release(self) -> None:
        """Releases the memory; does nothing a second time."""
        reservation, self.reservation = self.reservation, None
        was_admitting, self._is_admitting = self._is_admitting, False
        if reservation is not None:
            self._memory.release(reservation)
        elif was_admitting:
            # An exception struck between the ledger's entry and our reference to it. A tool has
            # one run at a time, so every entry of the tool belongs to this one.
            for entry in self._memory.ledger.reservations():
                if entry.user is self._tool:
                    self._memory.release(entry)

    def note_crash(self, error: WorkerError) -> bool:
        """Raises the memory budget if a crash was for lack of memory; True if it was."""
        if not ran_out_of_memory(error.stderr_tail):
            return False
        self.note_out_of_memory()
        return True

    def note_out_of_memory(self) -> None:
        """Raises the memory budget: the reservation was too small."""
        reservation = self.reservation  # once: another thread may release it
        if reservation is not None:
            self._memory.note_out_of_memory(reservation)

    def _load_once(
        self, make_worker: Callable[[Reservation], GPUWorker], repair: DependencyRepair
    ) -> None:
        if repair.has_remedy:
            repair.install(self._note_progress, self._ticket.cancelled)
        self._is_admitting = True
        self.reservation = reservation = self._memory.admit(self._tool, self._ticket)
        self._is_admitting = False
        worker = make_worker(reservation)
        worker.on_progress(self._note_progress)
        if self._ticket.cancelled.is_set():
            raise WorkerStopped(f"{self._name} was stopped while it started", worker=self._name)
        self._memory.attach(reservation, worker)
        self.worker = worker
        spawned_at = self._clock.now()
        worker.start()
        self._memory.settle(reservation, worker, self._clock.now() - spawned_at)
        if not worker.is_alive():
            raise self.died()

    def _note_progress(self, progress: Progress) -> None:
        self.progress = progress


def ran_out_of_memory(lines: Sequence[str]) -> bool:
    """Returns whether lines of stderr, or of an error, report a lack of memory."""
    from workers.memory.out_of_memory import is_out_of_memory  # noqa: PLC0415 - crashes are rare

    return is_out_of_memory(lines)


def _end_process(worker: GPUWorker, *, at_once: bool) -> None:
    try:
        if at_once:
            worker.stop(0.0)
        else:
            worker.stop()
    except BaseException:  # after Ctrl-C, don't wait for the process to exit by itself
        worker.stop(0.0)
        raise
    finally:
        worker.wait_gone(GONE_S)


_DISPATCHER = "workers.child"


def make_worker(tool: ToolWorker, reservation: Reservation, repair: DependencyRepair) -> GPUWorker:
    """Returns a process that isn't started yet.

    Args:
        tool: The tool.
        reservation: Its memory, with the variables that make the process run there.
        repair: Reads the process's stderr for what is missing.
    """
    if tool.tool_module:
        args = [tool.tool_module, *([tool.variant] if tool.variant else [])]
    else:
        args = ["--catalog-id", str(tool.catalog_id)]
    worker = GPUWorker(
        tool.tool_name,
        _DISPATCHER,
        startup_timeout=tool.startup_timeout,
        request_timeout=tool.request_timeout,
        python_exe=tool.python_exe or _own_interpreter(tool.environment),
        env={**reservation.environment, **tool.env},
        args=args,
    )
    if tool.python_exe is None:  # an interpreter that the caller chose isn't changed
        worker.on_stderr_line(repair.note)
    return worker


def _own_interpreter(environment: str) -> str | None:
    """Returns the interpreter of an environment; None unless that is complete."""
    try:
        interpreter = InstalledEnvironments().interpreter(environment)
    except EnvironmentFailed:  # a tool's name may be any string, and not name a folder
        return None
    return str(interpreter) if interpreter is not None else None
