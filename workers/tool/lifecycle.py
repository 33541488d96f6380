"""State machine of one tool under one lock: start, serve, stop, crash.

The lock is held for changes of state only, never during a wait. STARTING and STOPPING are work in
progress. A thread that finds such work abandoned, because an exception struck the thread that did
it, finishes it: an open gate of :class:`workers.tool.run.Run` shows that. BUSY is READY with a
request being served; see :mod:`workers.tool.request_queue`. Events are delivered by threads that
hold neither the lock nor a turn, so that observers may call back in. See design.md.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from workers.base.events import CRASHED, SPAWNED, STOPPED, Progress, WorkerEvent
from workers.base.exit_status import ExitStatus
from workers.base.observers import Observers
from workers.base.states import WorkerState
from workers.errors import (
    StartFailed,
    WorkerCrash,
    WorkerError,
    WorkerRefused,
    WorkerStopped,
    WorkerTimeout,
)
from workers.memory.ledger import Reservation
from workers.memory.memory_user import MemoryUser
from workers.process.fifo_lock import wait_open
from workers.process.gpu_worker import GPUWorker
from workers.supervisor.supervisor import Supervisor
from workers.tool.dependency_repair import DependencyRepair
from workers.tool.failures import FailureRecord
from workers.tool.request_queue import Deadline, Request, RequestQueue
from workers.tool.run import GONE_S, LAST_LINES_S, Run

logger = logging.getLogger(__name__)

Answer = TypeVar("Answer")

#: Seconds between attempts to cancel a start that is being stopped: its process may be spawned
#: at any moment.
_CANCEL_S = 0.05
#: Seconds between looks at a tool that is drained, until its requests are over.
_DRAIN_S = 0.25


class Lifecycle:
    """Starts, serves, and stops the worker of one tool.

    Attributes:
        observers: Notified of the tool's events.
        failures: What failed last; only the lifecycle changes it.
        requests: The requests and their figures; only the lifecycle changes them.
        run: The current run; None while the worker is stopped or crashed.
    """

    def __init__(
        self,
        tool: MemoryUser,
        supervisor: Supervisor,
        make_worker: Callable[[Reservation], GPUWorker],
        repair: DependencyRepair,
    ) -> None:
        """Starts nothing yet.

        Args:
            tool: The tool.
            supervisor: Admits starts; its observers are notified, too.
            make_worker: Makes the process for one run; called at each start.
            repair: Knows what the worker is missing; installed before the next start.
        """
        self.observers: Observers[[str, WorkerEvent]] = Observers(tool.tool_name)
        self.failures = FailureRecord(tool, supervisor.clock, repair)
        self.requests = RequestQueue(supervisor.clock)
        self.run: Run | None = None
        self._tool = tool
        self._name = tool.tool_name
        self._supervisor = supervisor
        self._memory = supervisor.memory
        self._clock = supervisor.clock
        self._make_worker = make_worker
        self._repair = repair
        self._lock = threading.Lock()
        self._changed = threading.Condition(self._lock)
        self._is_awaited = False  # a thread waits for the end of requests
        self._state = WorkerState.STOPPED
        self._stops = 0  # how often stop() was called
        self._has_news = False

    # Views, which never wait.

    @property
    def stops(self) -> int:
        """How often :meth:`stop` was called."""
        return self._stops

    @property
    def state(self) -> WorkerState:
        """What the worker is doing."""
        state = self._state
        is_busy = state is WorkerState.READY and self.requests.current is not None
        return WorkerState.BUSY if is_busy else state

    @property
    def is_idle(self) -> bool:
        """True while the worker is ready and no request is in flight."""
        return self._state is WorkerState.READY and not self.requests.in_flight

    @property
    def is_running(self) -> bool:
        """True while the process is up and ready."""
        return self._state is WorkerState.READY

    @property
    def progress(self) -> Progress | None:
        """Last report of the load in progress, or why the start waits; None otherwise."""
        run = self.run
        if run is None or self._state is not WorkerState.STARTING:
            return None
        return Progress(run.waits_for) if run.waits_for else run.progress

    # Requests.

    def serve(self, ask: Callable[[GPUWorker], Answer], patience_s: float | None = None) -> Answer:
        """Waits for a running worker and for this caller's turn, and sends a request.

        Args:
            ask: Sends the request to the worker and returns the answer.
            patience_s: Longest wait for memory and for the turn, in seconds; None for the
                usual one for memory, and no limit for the turn.

        Raises:
            StartFailed: The worker couldn't be started, or not in time; the cause is chained.
            WorkerCrash: The worker failed so often that its next start is delayed.
            WorkerStopped: The worker was stopped meanwhile.
        """
        request = self.new_request(patience_s)
        try:
            while True:
                # No Python code runs between the block and the C lock that it enters.
                with request.gate:
                    worker = self.begin(request)
                    if worker is not None:
                        error: WorkerError | None = None
                        try:
                            return ask(worker)
                        except WorkerError as raised:
                            error = raised
                            raise
                        finally:
                            self.end(request, worker, error)
                request = request.renewed()
        finally:
            if self._has_news or self._memory.queue.is_contended:
                self.after_request()

    def start(self, stops: int | None = None) -> None:
        """Waits for a running worker; raises as :meth:`serve`. Ends a back-off.

        Args:
            stops: :attr:`stops` when the caller decided to start; None for now. A later stop
                cancels the start.
        """
        request = Request(None, self._stops if stops is None else stops)
        try:
            with request.gate:
                with self._lock:
                    self.failures.forgive_locked()
                    self.requests.arrive_locked(request)
                try:
                    self._become_running(request)
                finally:
                    with self._lock:
                        self.requests.leave_locked(request, is_served=False)
                        self._changed.notify_all()
        finally:
            self.after_request()

    def block(self, owner: object, reason: str) -> None:
        """Keeps new requests from a running worker: with a reason they fail, else they wait."""
        with self._lock:
            self.requests.block_locked(owner, reason)
            self._changed.notify_all()

    def unblock(self, owner: object) -> None:
        """Ends the block of this owner, if there is one."""
        with self._lock:
            self.requests.unblock_locked(owner)
            self._changed.notify_all()

    def deliver(self) -> None:
        """Notifies observers of events. The caller holds no lock."""
        self._has_news = False
        self.observers.deliver()
        self._supervisor.deliver()

    def new_request(self, patience_s: float | None, *, is_stream: bool = False) -> Request:
        """Returns a request that was made now; see :meth:`serve`."""
        deadline: Deadline | None = None
        if patience_s is not None:
            deadline = Deadline(self._name, self._clock, patience_s)
        return Request(deadline, self._stops, is_stream=is_stream)

    def begin(self, request: Request) -> GPUWorker | None:
        """Waits for the turn of a request whose gate the caller holds.

        Returns:
            The worker; None if it went before the turn came.
        """
        queue = self.requests
        try:
            with self._lock:
                while queue.blocks and self._state is WorkerState.READY:
                    queue.wait_unblocked_locked(self._changed, request.deadline)
                queue.arrive_locked(request)
            # Without the turn: an observer of the start may need it first.
            if self._state is not WorkerState.READY or self._stops != request.stops:
                self._become_running(request)
            queue.wait_turn(request)
            with self._lock:
                run = self.run
                if self._state is not WorkerState.READY or self._stops != request.stops:
                    return None
                assert run is not None, "a worker that is ready has a run"
                queue.serve_locked(request)
                return run.worker
        except BaseException:
            with self._lock:
                queue.leave_locked(request)
                self._changed.notify_all()
            raise

    def end(self, request: Request, worker: GPUWorker, error: BaseException | None) -> None:
        """Records the end of a request; the caller opens the gate next."""
        is_dead = isinstance(error, (WorkerCrash, WorkerTimeout))
        if is_dead:
            worker.wait_gone(GONE_S)  # until then its memory is not free
        with self._lock:
            run = self.run
            if run is not None and run.worker is worker and self._state is WorkerState.READY:
                if isinstance(error, WorkerError) and is_dead:
                    self._crash_locked(run, error)
                else:
                    self._note_answer_locked(run, error)
            self.requests.leave_locked(request)
            if self._is_awaited:
                self._changed.notify_all()
        if is_dead:
            worker.stop(0.0)  # closes what is left of its pipe

    def _note_answer_locked(self, run: Run, error: BaseException | None) -> None:
        failures = self.failures
        if error is not None or not failures.is_clean:
            failures.note_answer_locked(error)
        memory, reservation = self._memory, run.reservation
        if reservation is not None:
            memory.usage.count_request(reservation)
            if not memory.watcher.is_requested:  # read here, because every request passes by
                memory.watcher.request()

    def after_request(self) -> None:
        """Notifies waiting starts and observers, after the turn has ended."""
        self._memory.notify_idle()
        if self._has_news:
            self.deliver()

    # Starting.

    def _become_running(self, request: Request) -> None:
        """Returns when the worker runs: the first caller starts it, the others wait."""
        usual = Deadline(self._name, self._clock, self._memory.patience_s)
        while True:
            with self._lock:
                if self._stops != request.stops:
                    raise self._stopped_while("the request waited")
                state, run = self._state, self.run
                if state is WorkerState.READY:
                    return
                if run is None:
                    self.failures.check_backoff_locked()
            deadline = request.deadline
            left_s = None if deadline is None else deadline.left_s
            if run is None:
                self._start(usual.left_s if left_s is None else left_s)
            elif not wait_open(run.gate, left_s) or not run.wait_ended(left_s):
                assert deadline is not None, "a wait without a limit ends well"
                raise deadline.expired()
            elif state is WorkerState.STOPPING:
                self._finish_stop(run)
            else:
                self._end_abandoned_start(run)

    def _start(self, patience_s: float | None) -> None:
        """Brings STOPPED or CRASHED over STARTING to READY, or raises."""
        run = Run(self._tool, self._memory, self._clock, patience_s)
        try:
            with run.gate:
                try:
                    with self._lock:
                        if self.run is not None:
                            return  # another caller was faster
                        self.run = run
                        self._enter_locked(WorkerState.STARTING)
                    run.load(partial(self._make_observed_worker, run), self._repair)
                    self._enter_ready(run)
                except BaseException as error:
                    was_stopped = self._end_start(run, error)
                    if isinstance(error, WorkerStopped) or not isinstance(error, Exception):
                        raise
                    if was_stopped:
                        raise self._stopped_while("it started") from error
                    if not isinstance(error, WorkerError):  # a defect, but not of the caller
                        logger.exception("couldn't start %s", self._name)
                    raise StartFailed.because(error, self._name) from error
            self._supervisor.notify_changed()
        finally:
            self.deliver()

    def _make_observed_worker(self, run: Run, reservation: Reservation) -> GPUWorker:
        worker = self._make_worker(reservation)
        worker.on_gone(partial(self._on_gone, run, worker))
        return worker

    def _enter_ready(self, run: Run) -> None:
        with self._lock:
            if self._state is not WorkerState.STARTING:
                raise self._stopped_while("it started")
            if run.worker is not None and run.worker.is_alive():
                self.failures.clear_locked()
                self.requests.note_ready_locked()
                self._enter_locked(WorkerState.READY, SPAWNED)
                return
        raise run.died()

    def _stopped_while(self, what: str) -> WorkerStopped:
        return WorkerStopped(f"{self._name} was stopped while {what}", worker=self._name)

    def _end_start(self, run: Run, error: BaseException) -> bool:
        """Ends STARTING after an error; returns True if the worker was stopped meanwhile."""
        was_spawned = run.worker is not None
        was_stopped = isinstance(error, WorkerStopped)
        try:
            run.end(at_once=True)
        finally:  # also after a second Ctrl-C
            with self._lock:
                was_stopped = was_stopped or self._state is WorkerState.STOPPING
                if self.run is run:
                    self.run = None
                    if was_stopped:
                        self.failures.clear_locked()
                        self._enter_locked(WorkerState.STOPPED, STOPPED if was_spawned else None)
                    elif isinstance(error, WorkerRefused):
                        self.failures.note_refusal_locked(error)
                        self._enter_locked(WorkerState.STOPPED)
                    else:
                        self.failures.note_failed_start_locked(error)
                        self._enter_locked(WorkerState.CRASHED, CRASHED)
        return was_stopped

    def _end_abandoned_start(self, run: Run) -> None:
        """Cleans up after a start whose thread an exception kept from doing so."""
        if self.run is run and self._state is WorkerState.STARTING:
            self._end_start(run, StartFailed(f"the start of {self._name} was interrupted"))

    # Stopping.

    def stop(self) -> bool:
        """Stops the worker without waiting for a request; True if something was stopped.

        Waiting callers get :class:`WorkerStopped`, even if nothing runs.
        """
        with self._lock:
            self._stops += 1
            run = self.run
            is_first = self._state in (WorkerState.STARTING, WorkerState.READY)
            if is_first:
                self._enter_locked(WorkerState.STOPPING)
        if run is not None:
            self._finish_stop(run)
        self.deliver()
        return is_first

    def begin_stop_if_idle(
        self, condition: Callable[[], bool] = lambda: True
    ) -> Callable[[], None] | None:
        """Begins to stop an idle worker, without waiting.

        Args:
            condition: Must hold at the same moment; called under the lock.

        Returns:
            A function to call next, which waits until the process is gone; call
            :meth:`deliver` after that. None if the worker keeps running.
        """
        with self._lock:
            run = self.run
            if run is None or not self.is_idle or not condition():
                return None
            self._enter_locked(WorkerState.STOPPING)
        return partial(self._finish_stop, run)

    def drain(self, timeout_s: float) -> bool:
        """Waits until accepted requests are served, then stops; True if a worker was stopped."""
        deadline = self._clock.now() + timeout_s
        with self._lock:
            while self._state is WorkerState.READY and self.requests.in_flight:
                self._is_awaited = True  # never reset: an exception could skip that
                left_s = deadline - self._clock.now()
                if left_s <= 0:
                    break
                # Dropped streams and interrupted callers notify no one.
                self._clock.wait(self._changed, min(left_s, _DRAIN_S))
        return self.stop()

    def _finish_stop(self, run: Run) -> None:
        """Brings STOPPING to STOPPED; one of several threads that call this does the work."""
        while run.gate.locked():  # its thread gives up, and may clean up
            run.cancel()
            wait_open(run.gate, _CANCEL_S)
        try:
            run.end()
        finally:  # also after a second Ctrl-C
            with self._lock:
                if self.run is run:
                    self.run = None
                    self.failures.clear_locked()
                    event = STOPPED if run.worker is not None else None
                    self._enter_locked(WorkerState.STOPPED, event)
                    self.requests.end_current_locked()  # a reader may be away for minutes

    # Crashing.

    def _on_gone(self, run: Run, worker: GPUWorker, outcome: ExitStatus) -> None:
        """Handles the end of a process; called on a thread of its own."""
        request = self.requests.current
        if request is not None and self.run is run:
            if request.is_stream and not outcome.killed_by_us:
                worker.stderr_tail(LAST_LINES_S)  # may show that memory ran out
            else:  # its caller gets, and records, an error with more details
                wait_open(request.gate, GONE_S)
        with self._lock:
            if self.run is not run or run.worker is not worker:
                return
            if self._state is not WorkerState.READY:
                return
            why: WorkerCrash | str = f"{self._name} {outcome}"
            if self.requests.current is not None:
                tail = worker.stderr_tail()
                why = WorkerCrash(why, worker=self._name, outcome=outcome, stderr_tail=tail)
            self._crash_locked(run, why)
            self.requests.end_current_locked()
        worker.stop(0.0)  # closes what is left of its pipe
        self.deliver()

    def _crash_locked(self, run: Run, why: WorkerError | str) -> None:
        """Brings READY to CRASHED.

        Args:
            run: The current run, whose process has gone.
            why: The error of its caller; or a sentence, when no request was served.
        """
        if isinstance(why, WorkerError):
            run.note_crash(why)
        self.failures.note_crash_locked(why, run.worker)
        self.run = None
        run.release()
        self._enter_locked(WorkerState.CRASHED, CRASHED)
        logger.warning("%s", why)

    # Under the lock.

    def _enter_locked(self, state: WorkerState, event: WorkerEvent | None = None) -> None:
        """Changes the state, and queues an event for :meth:`deliver`.

        Raises:
            AssertionError: That state can't follow this one.
        """
        if not self._state.may_become(state):
            message = f"{self._name}: {self._state.value} cannot become {state.value}"
            raise AssertionError(message)
        self._state = state
        if event is not None:
            self.observers.publish(self._name, event)
            self._supervisor.publish(self._name, event)
            self._has_news = True
        self._changed.notify_all()
