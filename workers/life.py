"""One tool's life: starts, requests and stops, behind :class:`workers.ToolWorker`.

The state changes under one lock that is never held while anything is waited for, and
each change has one owner: the starter brings STARTING to READY, STOPPED or CRASHED; the
caller brings READY to BUSY and back, or to CRASHED; whoever stops brings READY and BUSY
over STOPPING to STOPPED. Observers are told afterwards, by a thread that holds neither
the lock nor a turn, so that they may call back in.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from workers.errors import (
    StartFailed,
    WorkerCrash,
    WorkerError,
    WorkerRefused,
    WorkerStopped,
    WorkerTimeout,
)
from workers.events import CRASHED, SPAWNED, STOPPED, Progress, WorkerEvent
from workers.gpu_worker import GPUWorker
from workers.machine import StateMachine
from workers.missing import MissingModules
from workers.observers import Observers
from workers.outcome import Outcome
from workers.states import WorkerState
from workers.supervisor.ledger import Reservation
from workers.supervisor.memory import Tenant
from workers.supervisor.queue import Ticket
from workers.supervisor.registry import Supervisor
from workers.visits import Visit, Visits

logger = logging.getLogger(__name__)

#: How long a killed process may take to vanish before its memory is given up on.
_GONE_S = 5.0
#: How often a start that was stopped is looked at until it has given up.
_HURRY_S = 0.05


class Life:
    """Starts, requests and stops of one tool.

    Attributes:
        visits: Its callers; changed here alone.
        last_error: Why it last failed; None after a success.
    """

    def __init__(
        self,
        tool: Tenant,
        supervisor: Supervisor,
        make_worker: Callable[[], GPUWorker],
        idle_timeout_s: float,
        missing: MissingModules,
    ) -> None:
        """Stopped.

        Args:
            tool: Whose life it is; named in errors, registered with the supervisor.
            supervisor: Admits starts and is told of everything.
            make_worker: Makes the process for one start; called at each.
            idle_timeout_s: Seconds without a request after which it is stopped; 0: never.
            missing: What its worker was seen to miss; installed before the next start.
        """
        self.visits = Visits(supervisor.clock, idle_timeout_s)
        self.last_error: str | None = None
        self._tool = tool
        self._name = tool.tool_name
        self._supervisor = supervisor
        self._memory = supervisor.memory
        self._make_worker = make_worker
        self._missing = missing
        self._machine = StateMachine(self._name, supervisor)
        self._changed = self._machine.changed
        # All below, and what is public, are guarded by _changed.
        self._worker: GPUWorker | None = None
        self._reservation: Reservation | None = None
        self._ticket = Ticket(self._name)
        self._stops = 0
        self._progress: Progress | None = None

    # What can be seen; none of it waits.

    @property
    def state(self) -> WorkerState:
        """What it is doing."""
        return self._machine.state

    @property
    def observers(self) -> Observers[[str, WorkerEvent]]:
        """Who is told of its events."""
        return self._machine.observers

    @property
    def worker(self) -> GPUWorker | None:
        """The process of the current start, if there is one."""
        return self._worker

    @property
    def progress(self) -> Progress | None:
        """What the load in progress last said, or why it waits; None otherwise."""
        if self.state is not WorkerState.STARTING:
            return None
        return Progress(self._ticket.reason) if self._ticket.reason else self._progress

    @property
    def is_idle(self) -> bool:
        """True when it is ready and nobody waits for it."""
        return self.state is WorkerState.READY and self.visits.in_flight == 0

    def set_idle_timeout(self, seconds: float) -> None:
        """Change the idle time-out, of a running worker at once; negative means 0."""
        self.visits.idle_timeout_s = max(0.0, float(seconds))
        self._supervisor.something_changed()

    def idle_deadline(self) -> float | None:
        """Clock seconds before which it cannot be due; None when there is nothing to do."""
        visits = self.visits
        if not visits.idle_timeout_s or not self.state.is_running:
            return None
        since = visits.idle_since if self.is_idle else self._supervisor.clock.now()
        return since + visits.idle_timeout_s

    # Asking.

    def begin(self, *, is_stream: bool = False) -> Visit:
        """Wait for a running worker and for one's turn, until :meth:`end`.

        Args:
            is_stream: Its end may be noticed late when the worker crashes.

        Raises:
            StartFailed: It could not be started; the cause is chained.
            WorkerStopped: It was stopped meanwhile.
        """
        with self._changed:
            self.visits.arrive()
            arrived = self._stops
        try:
            while True:
                # Without the turn: an observer of the start may want it first.
                self._become_running(arrived)
                visit = self._take_turn(arrived, is_stream=is_stream)
                if visit is not None:
                    return visit
        except BaseException:
            with self._changed:
                self.visits.leave()
            self._memory.became_idle()
            raise

    def end(self, visit: Visit, error: WorkerError | None) -> None:
        """Hand the turn on, and note what became of the request."""
        worker = visit.worker
        is_dead = isinstance(error, (WorkerCrash, WorkerTimeout))
        try:
            if is_dead or not worker.is_alive():
                worker.wait_gone(_GONE_S)  # until then nobody is promised its memory
        finally:
            with self._changed:
                if not visit.is_over and self._worker is worker and self.state is WorkerState.BUSY:
                    # One that has gone by now was left to us by _note_gone.
                    if is_dead or worker.wait_gone(0.0):
                        self._crash(str(error or f"{self._name} {worker.outcome}"))
                    else:
                        self.last_error = None if error is None else str(error)
                        self._machine.enter(WorkerState.READY)
                self.visits.close(visit)
            if not worker.is_alive():
                worker.stop(0.0)  # closes what is left of its pipe
            self._memory.became_idle()
            self.deliver()

    def start(self) -> None:
        """Wait for a running worker; raises as :meth:`begin`."""
        with self._changed:
            arrived = self._stops
            self.visits.in_flight += 1
        try:
            self._become_running(arrived)
        finally:
            with self._changed:
                self.visits.in_flight -= 1
            self._memory.became_idle()

    def _take_turn(self, arrived: int, *, is_stream: bool) -> Visit | None:
        """Wait for one's turn; None when there is no worker any more to have it with."""
        self.visits.wait()
        visit: Visit | None = None
        try:
            with self._changed:
                worker, is_ready = self._worker, self.state is WorkerState.READY
                if worker is not None and is_ready and self._stops == arrived:
                    self._machine.enter(WorkerState.BUSY)
                    visit = self.visits.open(worker, is_stream=is_stream)
        finally:
            if visit is None:
                self.visits.pass_on()
        return visit

    def _become_running(self, arrived: int) -> None:
        """Return when it runs; whoever comes first starts it, the others wait."""
        while True:
            with self._changed:
                if self._stops != arrived:
                    raise self._stopped_while("the request waited")
                if self.state.is_running:
                    return
                if self.state in (WorkerState.STARTING, WorkerState.STOPPING):
                    self._changed.wait()
                    continue
                self._machine.enter(WorkerState.STARTING)
                self._ticket = Ticket(self._name)
            self._start()

    # Starting.

    def _start(self) -> None:
        """Bring STARTING to READY, or to STOPPED or CRASHED and raise."""
        try:
            try:
                self._load()
            except WorkerCrash as error:
                if isinstance(error, WorkerStopped) or not self._missing.has_remedy:
                    raise
                self._let_go_of_failed()
                self._load()  # once more, now that what was missing can be installed
        except BaseException as error:
            was_stopped = self._note_failed_start(error)
            if isinstance(error, WorkerStopped) or not isinstance(error, Exception):
                raise
            if was_stopped:
                raise self._stopped_while("it started") from error
            if not isinstance(error, WorkerError):  # a defect, but not of who asks
                logger.exception("%s cannot be started", self._name)
            raise StartFailed.because(error, self._name) from error
        self.deliver()

    def _load(self) -> None:
        if self._missing.has_remedy:
            self._missing.install(self._note_progress, self._ticket.cancelled)
        reservation = self._memory.admit(self._tool, self._ticket)
        with self._changed:
            self._reservation = reservation
        worker = self._make_worker()
        worker.on_progress(self._note_progress)
        worker.on_gone(lambda outcome: self._note_gone(worker, outcome))
        self._memory.attach(reservation, worker)
        with self._changed:
            self._check_not_stopped()
            self._worker = worker
        worker.start()
        self._memory.settle(reservation, worker.pid, worker.held_vram_gb)
        with self._changed:
            self._check_not_stopped()
            if not worker.is_alive():  # it died just after READY; nobody else will notice
                message = f"{self._name} died during startup ({worker.outcome})"
                raise WorkerCrash(message, worker=self._name, outcome=worker.outcome)
            self.last_error = None
            self.visits.ready_since = self._supervisor.clock.now()
            self._machine.enter(WorkerState.READY, SPAWNED)
        self._supervisor.something_changed()

    def _check_not_stopped(self) -> None:
        if self.state is WorkerState.STOPPING:
            raise self._stopped_while("it started")

    def _stopped_while(self, what: str) -> WorkerStopped:
        return WorkerStopped(f"{self._name} was stopped while {what}", worker=self._name)

    def _note_failed_start(self, error: BaseException) -> bool:
        """Bring STARTING to its end; True when somebody has stopped it."""
        was_spawned = self._worker is not None
        self._let_go_of_failed()
        with self._changed:
            was_stopped = self.state is WorkerState.STOPPING or isinstance(error, WorkerStopped)
            self.last_error = None if was_stopped else str(error) or repr(error)
            if was_stopped:
                self._machine.enter(WorkerState.STOPPED, STOPPED if was_spawned else None)
            elif isinstance(error, WorkerRefused):
                self._machine.enter(WorkerState.STOPPED)
            else:
                self._machine.enter(WorkerState.CRASHED, CRASHED)
        self.deliver()
        return was_stopped

    def _let_go_of_failed(self) -> None:
        worker = self._worker
        if worker is not None:
            worker.stop(0.0)
            worker.wait_gone(_GONE_S)
        with self._changed:
            self._forget_worker()

    def _note_progress(self, progress: Progress) -> None:
        self._progress = progress

    # Ending.

    def stop(self) -> bool:
        """Stop it without waiting for a request; True when something was stopped.

        Whoever waits to be served gets :class:`WorkerStopped`, also when nothing runs.
        """
        is_stopped = self._stop(lambda: True)
        self.deliver()
        return is_stopped

    def stop_if(self, condition: Callable[[], bool]) -> bool:
        """Stop it unless somebody waits for it; True when it was stopped.

        Does not tell observers: see :meth:`deliver`.

        Args:
            condition: Must hold, too; asked under the lock, in the same moment.
        """
        return self._stop(lambda: self.is_idle and condition())

    def _stop(self, may_stop: Callable[[], bool]) -> bool:
        with self._changed:
            if not may_stop():
                return False
            self._stops += 1
            if self.state in (WorkerState.STOPPED, WorkerState.CRASHED):
                return False
            if self.state is WorkerState.STOPPING:
                self._changed.wait_for(lambda: self.state is not WorkerState.STOPPING)
                return False
            worker, is_starting = self._worker, self.state is WorkerState.STARTING
            self._machine.enter(WorkerState.STOPPING)
        if is_starting or worker is None:
            self._hurry()
        else:
            self._end_worker(worker)
        return True

    def _hurry(self) -> None:
        """Wait for the starter to give up, ending the process that it may be spawning."""
        self._memory.cancel(self._ticket)
        while True:
            worker = self._worker
            if worker is not None:
                worker.stop()
            if self._machine.wait_while(WorkerState.STOPPING, _HURRY_S):
                return

    def _end_worker(self, worker: GPUWorker) -> None:
        """Bring STOPPING to STOPPED, come what may."""
        try:
            worker.stop()
        except BaseException:  # whoever presses Ctrl-C does not wait for it to be polite
            worker.stop(0.0)
            raise
        finally:
            worker.wait_gone(_GONE_S)
            with self._changed:
                self._forget_worker()
                self.last_error = None
                self._machine.enter(WorkerState.STOPPED, STOPPED)
                self.visits.close(self.visits.current)  # its caller may not look for minutes

    def _note_gone(self, worker: GPUWorker, outcome: Outcome) -> None:
        """A process has gone; whoever starts, stops or asks it notices without us."""
        with self._changed:
            visit = self.visits.current
            is_left_alone = self.state is WorkerState.READY or (
                self.state is WorkerState.BUSY and visit is not None and visit.is_stream
            )
            if self._worker is not worker or not is_left_alone:
                return
            self._crash(f"{self._name} {outcome}")
            self.visits.close(visit)
        worker.stop(0.0)  # closes what is left of its pipe
        self.deliver()

    def deliver(self) -> None:
        """Tell observers what has happened. The caller must hold nothing at all."""
        self._machine.deliver()

    # Both are called under the lock.

    def _crash(self, why: str) -> None:
        self._forget_worker()
        self.last_error = why
        self._machine.enter(WorkerState.CRASHED, CRASHED)
        logger.warning("%s", why)

    def _forget_worker(self) -> None:
        """Let go of a process that has gone, and of the memory that it was promised."""
        reservation = self._reservation
        self._worker, self._reservation, self._progress = None, None, None
        if reservation is not None:
            self._memory.release(reservation)
