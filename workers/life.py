"""One tool's life: the state machine behind :class:`workers.ToolWorker`.

Every change of state happens here, under one lock that is never held while anything
is waited for, and each change has one owner: the starter brings STARTING to READY,
STOPPED or CRASHED; the caller brings READY to BUSY and back, or to CRASHED; whoever
stops brings READY and BUSY over STOPPING to STOPPED. Observers are told afterwards,
outside the lock.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from workers.errors import WorkerCrash, WorkerError, WorkerRefused, WorkerStopped, WorkerTimeout
from workers.events import CRASHED, SPAWNED, STOPPED, Progress, WorkerEvent
from workers.gpu_worker import GPUWorker
from workers.observers import Observers
from workers.outcome import Outcome
from workers.states import TRANSITIONS, WorkerState
from workers.supervisor.ledger import Reservation
from workers.supervisor.queue import Ticket
from workers.supervisor.registry import Managed, Supervisor
from workers.turns import Turns

logger = logging.getLogger(__name__)

#: How long a killed process may take to vanish before its memory is given up on.
_GONE_S = 5.0
#: How often a start that was stopped is looked at until it has given up.
_HURRY_S = 0.05


class StartFailed(WorkerError):
    """A start failed; ``__cause__`` tells why. Tells it apart from a failed request."""


class Life:
    """States, starts, stops and the turn to be served of one tool."""

    def __init__(
        self,
        tool: Managed,
        supervisor: Supervisor,
        make_worker: Callable[[], GPUWorker],
        idle_timeout_s: float,
    ) -> None:
        """Stopped.

        Args:
            tool: Whose life it is; named in errors, registered with the supervisor.
            supervisor: Admits starts and is told of everything.
            make_worker: Makes the process for one start; called at each.
            idle_timeout_s: Seconds without a request after which it is stopped; 0: never.
        """
        self._tool = tool
        self._name = tool.tool_name
        self._supervisor = supervisor
        self._make_worker = make_worker
        self._idle_timeout_s = max(0.0, idle_timeout_s)
        self._observers: Observers[[str, WorkerEvent]] = Observers(self._name)
        self._turns = Turns()
        self._changed = threading.Condition(threading.Lock())
        # All below are guarded by _changed.
        self._state = WorkerState.STOPPED
        self._worker: GPUWorker | None = None
        self._reservation: Reservation | None = None
        self._ticket = Ticket(self._name)
        self._in_flight = 0  # callers between their arrival and their answer
        self._stops = 0
        self._served = 0
        self._last_used = supervisor.clock.now()
        self._last_error: str | None = None
        self._progress: Progress | None = None

    # What can be seen; none of it waits.

    @property
    def state(self) -> WorkerState:
        """What it is doing."""
        return self._state

    @property
    def observers(self) -> Observers[[str, WorkerEvent]]:
        """Who is told of its events."""
        return self._observers

    @property
    def worker(self) -> GPUWorker | None:
        """The process of the current start, if there is one."""
        return self._worker

    @property
    def last_used(self) -> float:
        """Clock seconds of the last request, or of the creation."""
        return self._last_used

    @property
    def last_error(self) -> str | None:
        """Why it last failed; None after a success."""
        return self._last_error

    @property
    def progress(self) -> Progress | None:
        """What the load in progress last said, or why it waits."""
        if self._state is WorkerState.STARTING and self._ticket.reason:
            return Progress(self._ticket.reason)
        return self._progress

    @property
    def requests_served(self) -> int:
        """Requests answered, well or badly, since the creation."""
        return self._served

    @property
    def is_idle(self) -> bool:
        """True when it is ready and nobody waits for it."""
        return self._state is WorkerState.READY and self._in_flight == 0

    @property
    def idle_timeout_s(self) -> float:
        """Seconds without a request after which it is stopped; 0: never."""
        return self._idle_timeout_s

    def set_idle_timeout(self, seconds: float) -> None:
        """Change the idle time-out, of a running worker at once; negative means 0."""
        self._idle_timeout_s = max(0.0, float(seconds))
        self._supervisor.something_changed()

    def idle_deadline(self) -> float | None:
        """Clock seconds before which it cannot be due; None when there is nothing to do."""
        if not self._idle_timeout_s or not self._state.is_running:
            return None
        since = self._last_used if self.is_idle else self._supervisor.clock.now()
        return since + self._idle_timeout_s

    # Asking.

    def begin(self) -> GPUWorker:
        """Wait for one's turn and for a running worker; starts it if need be.

        Returns:
            The worker, which serves nobody else until :meth:`end`.

        Raises:
            StartFailed: It could not be started; the cause is chained.
            WorkerStopped: It was stopped meanwhile.
        """
        with self._changed:
            self._in_flight += 1
            arrived = self._stops
        self._turns.acquire()
        try:
            return self._become_busy(arrived)
        except BaseException:
            self._leave()
            raise

    def end(self, worker: GPUWorker, error: WorkerError | None) -> None:
        """Hand the turn on, and note what became of the request."""
        try:
            has_ended = isinstance(error, (WorkerCrash, WorkerTimeout)) or not worker.is_alive()
            if has_ended:
                self._note_crash(worker, str(error or worker.outcome), WorkerState.BUSY)
            with self._changed:
                if error is None:
                    self._last_error = None
                if self._worker is worker and self._state is WorkerState.BUSY:
                    self._enter(WorkerState.READY)
        finally:
            self._leave()

    def start(self) -> None:
        """Start it if it does not run, and wait until it is ready.

        Raises:
            StartFailed: It could not be started; the cause is chained.
            WorkerStopped: It was stopped meanwhile.
        """
        with self._changed:
            arrived = self._stops
            self._in_flight += 1
        try:
            self._become_running(arrived)
        finally:
            with self._changed:
                self._in_flight -= 1

    def _leave(self) -> None:
        self._turns.release()
        with self._changed:
            self._in_flight -= 1
            self._served += 1
            self._last_used = self._supervisor.clock.now()
        self._supervisor.became_idle()
        self._deliver()

    def _become_busy(self, arrived: int) -> GPUWorker:
        while True:
            self._become_running(arrived)
            with self._changed:
                if self._state is WorkerState.READY and self._worker is not None:
                    self._enter(WorkerState.BUSY)
                    return self._worker

    def _become_running(self, arrived: int) -> None:
        """Return when it runs; whoever comes first starts it, the others wait."""
        while True:
            with self._changed:
                if self._stops != arrived:
                    message = f"{self._name} was stopped before the request was served"
                    raise WorkerStopped(message, worker=self._name)
                if self._state.is_running:
                    return
                if self._state in (WorkerState.STARTING, WorkerState.STOPPING):
                    self._changed.wait()
                    continue
                self._enter(WorkerState.STARTING)
                self._ticket = Ticket(self._name)
            self._start()

    # Starting.

    def _start(self) -> None:
        """Bring STARTING to READY, or to STOPPED or CRASHED and raise."""
        try:
            self._load()
        except WorkerError as error:
            self._note_failed_start(error)
            if isinstance(error, WorkerStopped):
                raise
            raise StartFailed(
                str(error),
                worker=self._name,
                outcome=error.outcome,
                stderr_tail=error.stderr_tail,
            ) from error
        except BaseException as error:  # a defect of ours must not leave it STARTING for ever
            self._note_failed_start(WorkerError(f"{self._name}: {error!r}"))
            raise
        self._deliver()

    def _load(self) -> None:
        reservation = self._supervisor.admit(self._tool, self._ticket)
        with self._changed:
            self._reservation = reservation
            self._check_not_stopped()
            worker = self._worker = self._make_worker()
        worker.on_progress(self._note_progress)
        worker.on_gone(lambda outcome: self._note_gone(worker, outcome))
        worker.start()
        if worker.pid is not None:
            self._supervisor.settle(reservation, worker.pid, worker.held_vram_gb)
        with self._changed:
            self._check_not_stopped()
            if not worker.is_alive():  # it died just after READY; nobody else will notice
                message = f"{self._name} died during startup ({worker.outcome})"
                raise WorkerCrash(message, worker=self._name, outcome=worker.outcome)
            self._progress = None
            self._last_error = None
            self._last_used = self._supervisor.clock.now()
            self._enter(WorkerState.READY)
            self._publish(SPAWNED)
        self._supervisor.something_changed()

    def _check_not_stopped(self) -> None:
        if self._state is WorkerState.STOPPING:
            message = f"{self._name} was stopped while it started"
            raise WorkerStopped(message, worker=self._name)

    def _note_failed_start(self, error: WorkerError) -> None:
        worker, reservation = self._worker, self._reservation
        if worker is not None:
            worker.stop(0.0)
            worker.wait_gone(_GONE_S)
        if reservation is not None:
            self._supervisor.release(reservation)
        with self._changed:
            was_stopped = self._state is WorkerState.STOPPING
            self._worker, self._reservation, self._progress = None, None, None
            if was_stopped or isinstance(error, WorkerRefused):
                self._enter(WorkerState.STOPPED)
                if was_stopped and worker is not None:
                    self._publish(STOPPED)
            else:
                self._enter(WorkerState.CRASHED)
                self._publish(CRASHED)
            self._last_error = None if was_stopped else str(error)
        self._deliver()

    def _note_progress(self, progress: Progress) -> None:
        self._progress = progress

    # Ending.

    def stop(self) -> bool:
        """Stop it without waiting for a request; True when something was stopped."""
        return self._stop(lambda: True)

    def stop_if(self, condition: Callable[[], bool]) -> bool:
        """Stop it unless somebody waits for it; True when it was stopped.

        Args:
            condition: Must hold, too; asked under the lock, in the same moment.
        """
        return self._stop(lambda: self.is_idle and condition())

    def _stop(self, may_stop: Callable[[], bool]) -> bool:
        with self._changed:
            if not may_stop() or self._state in (WorkerState.STOPPED, WorkerState.CRASHED):
                return False
            if self._state is WorkerState.STOPPING:
                self._changed.wait_for(lambda: self._state is not WorkerState.STOPPING)
                return False
            was_starting = self._state is WorkerState.STARTING
            self._stops += 1
            self._enter(WorkerState.STOPPING)
            worker, ticket = self._worker, self._ticket
        if was_starting:  # the starter sees to the rest
            self._supervisor.cancel(ticket)
            self._hurry(worker)
            return True
        if worker is not None:
            worker.stop()
            worker.wait_gone(_GONE_S)
        self._settle_end(WorkerState.STOPPED, STOPPED, None)
        return True

    def _hurry(self, worker: GPUWorker | None) -> None:
        """Wait for a starter to give up, ending the process that it may be spawning."""
        while True:
            if worker is not None:
                worker.stop()
            with self._changed:
                if self._changed.wait_for(
                    lambda: self._state is not WorkerState.STOPPING, _HURRY_S
                ):
                    return

    def _note_gone(self, worker: GPUWorker, outcome: Outcome) -> None:
        """A process has gone. Between requests nobody else would notice."""
        self._note_crash(worker, f"{self._name} {outcome}", WorkerState.READY)
        self._deliver()

    def _note_crash(self, worker: GPUWorker, why: str, expected: WorkerState) -> None:
        worker.wait_gone(_GONE_S)
        with self._changed:
            if self._worker is not worker or self._state is not expected:
                return  # somebody stops it, or has noted it already
            reservation = self._reservation
            self._worker, self._reservation = None, None
            self._last_error = why
            self._enter(WorkerState.CRASHED)
            if reservation is not None:
                self._supervisor.release(reservation)
            self._publish(CRASHED)
        logger.warning("%s", why)

    def _settle_end(
        self, state: WorkerState, event: WorkerEvent, why: str | None
    ) -> None:
        with self._changed:
            reservation = self._reservation
            self._worker, self._reservation = None, None
            self._last_error = why
            if reservation is not None:
                self._supervisor.release(reservation)
            self._enter(state)
            self._publish(event)
        self._deliver()

    # Both called under the lock.

    def _enter(self, state: WorkerState) -> None:
        if state not in TRANSITIONS[self._state]:
            message = f"{self._name}: {self._state.value} cannot become {state.value}"
            raise AssertionError(message)
        self._state = state
        self._changed.notify_all()

    def _publish(self, event: WorkerEvent) -> None:
        self._observers.publish(self._name, event)
        self._supervisor.publish(self._name, event)

    def _deliver(self) -> None:
        self._observers.deliver()
        self._supervisor.deliver()
