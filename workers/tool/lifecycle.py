"""State of one tool, in one machine under one lock: start, serve, stop, crash, idle.

The lock is held for changes of state alone, never while anything is waited for. STARTING and
STOPPING are work in progress. Whoever finds such work abandoned, because an exception struck
the thread that did it, finishes it: :class:`workers.tool.run.Run` tells by its gate. BUSY is
READY with a request that is being served; see :mod:`workers.tool.request_queue`. Events are
delivered by threads that hold neither the lock nor a turn, so that observers may call back in.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

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
from workers.process.stream import WorkerStream
from workers.supervisor.supervisor import Supervisor
from workers.tool.backoff import Backoff
from workers.tool.deadline import Deadline
from workers.tool.dependency_repair import DependencyRepair
from workers.tool.request_queue import Request, RequestQueue
from workers.tool.run import GONE_S, Run

if TYPE_CHECKING:
    from workers.diagnosis.failure import Failure

logger = logging.getLogger(__name__)

Answer = TypeVar("Answer")
#: Called once when a stream has ended, with the error that ended it, or None.
OnEnd = Callable[[BaseException | None], None]

#: How often a start that is being stopped is canceled until it has given up, in seconds: its
#: process may be spawned at any moment.
_CANCEL_S = 0.05
#: How often a drained tool is looked at until its requests are over, in seconds.
_LOOK_S = 0.25
#: How long the last lines of a dead worker's stderr may take to arrive, in seconds.
_LAST_WORDS_S = 0.2
#: On so many requests in a row may a worker die before its next start is delayed. Callers rely
#: on the call after a crash starting it again, so it takes more of them than failed starts.
_FORGIVEN_REQUESTS = 7


class Lifecycle:
    """Starts, serves, and stops the worker of one tool.

    Attributes:
        observers: Notified of the tool's events.
        idle_timeout_s: Seconds without a request after which the worker is stopped; 0: never.
        last_error: Why it last failed; None after a success.
        failure: Details of its last crash or failed start; None after a success.
        run: The current run; None while the worker is stopped or crashed.
    """

    def __init__(
        self,
        tool: MemoryUser,
        supervisor: Supervisor,
        make_worker: Callable[[Reservation], GPUWorker],
        idle_timeout_s: float,
        repair: DependencyRepair,
    ) -> None:
        """Start nothing yet.

        Args:
            tool: Whose life it is.
            supervisor: Admits starts; its observers are notified, too.
            make_worker: Makes the process for one run; called at each start.
            idle_timeout_s: See the class; negative means 0.
            repair: Knows what the worker is missing; installed before the next start.
        """
        self.observers: Observers[[str, WorkerEvent]] = Observers(tool.tool_name)
        self.idle_timeout_s = max(0.0, float(idle_timeout_s))
        self.last_error: str | None = None
        self.failure: Failure | None = None
        self.run: Run | None = None
        self._tool = tool
        self._name = tool.tool_name
        self._supervisor = supervisor
        self._memory = supervisor.memory
        self._clock = supervisor.clock
        self._make_worker = make_worker
        self._repair = repair
        self._queue = RequestQueue(supervisor.clock)
        self._start_backoff = Backoff()
        self._request_backoff = Backoff(forgiven=_FORGIVEN_REQUESTS)
        self._lock = threading.Lock()
        self._changed = threading.Condition(self._lock)
        self._is_awaited = False  # a thread waits for the end of requests
        self._state = WorkerState.STOPPED
        self._stops = 0  # how often it was stopped by hand
        self._has_news = False
        self._has_failed = False  # since the last success

    # What can be seen; none of it waits.

    @property
    def state(self) -> WorkerState:
        """What the worker is doing."""
        state = self._state
        is_busy = state is WorkerState.READY and self._queue.current is not None
        return WorkerState.BUSY if is_busy else state

    @property
    def is_idle(self) -> bool:
        """True while it is ready and no request is in flight."""
        return self._state is WorkerState.READY and not self._queue.in_flight

    @property
    def is_running(self) -> bool:
        """True while the process is up and ready."""
        return self._state is WorkerState.READY

    @property
    def requests(self) -> RequestQueue:
        """Figures of the requests; only the lifecycle changes them."""
        return self._queue

    @property
    def progress(self) -> Progress | None:
        """Last report of the load in progress, or why it waits; None otherwise."""
        run = self.run
        if run is None or self._state is not WorkerState.STARTING:
            return None
        return Progress(run.waits_for) if run.waits_for else run.progress

    def set_idle_timeout(self, seconds: float) -> None:
        """Change the idle timeout, of a running worker at once; negative means 0."""
        self.idle_timeout_s = max(0.0, float(seconds))
        self._supervisor.notify_changed()

    def idle_deadline(self) -> float | None:
        """Clock seconds before which the idle timeout cannot end; None if it cannot end."""
        if not self.idle_timeout_s or not self.is_running:
            return None
        since = self._queue.idle_since if self.is_idle else self._clock.now()
        return since + self.idle_timeout_s

    # Requests.

    def serve(self, ask: Callable[[GPUWorker], Answer], patience_s: float | None = None) -> Answer:
        """Wait for a running worker and for this caller's turn, and send a request.

        Args:
            ask: Sends it to the worker and returns the answer.
            patience_s: Longest wait for memory and for the turn, in seconds; None for the
                usual one for memory, and for as long as it takes for the turn.

        Raises:
            StartFailed: The worker couldn't be started, the cause is chained; or in time.
            WorkerCrash: It failed so often that its next start is delayed.
            WorkerStopped: It was stopped meanwhile.
        """
        request = self._request(patience_s)
        try:
            while True:
                # Nothing stands between the block and the lock that it enters.
                with request.gate:
                    worker = self._begin(request)
                    if worker is not None:
                        error: WorkerError | None = None
                        try:
                            return ask(worker)
                        except WorkerError as raised:
                            error = raised
                            raise
                        finally:
                            self._end(request, worker, error)
                request = request.renewed()
        finally:
            if self._has_news or self._memory.queue.is_contended:
                self._after_request()

    def serve_stream(
        self, ask: Callable[[GPUWorker, OnEnd], WorkerStream], patience_s: float | None = None
    ) -> WorkerStream:
        """As :meth:`serve`, for an answer that is read after this has returned.

        Args:
            ask: Sends the request and returns the answer; has the second argument called
                when the answer has ended.
            patience_s: As for :meth:`serve`.
        """
        request = self._request(patience_s, is_stream=True)
        while True:
            hold = request.hold()
            worker: GPUWorker | None = None
            try:
                next(hold)
                worker = self._begin(request)
                if worker is not None:

                    def on_end(
                        error: BaseException | None,
                        worker: GPUWorker = worker,
                        request: Request = request,
                        close: Callable[[], None] = hold.close,
                    ) -> None:
                        try:
                            self._end(request, worker, error)
                        finally:
                            close()
                            self._after_request()

                    return ask(worker, on_end)
            except BaseException as error:
                try:
                    if worker is not None:
                        self._end(request, worker, error)
                finally:
                    hold.close()
                    self._after_request()
                raise
            hold.close()
            request = request.renewed()

    def start(self, stops: int | None = None) -> None:
        """Wait for a running worker; raises as :meth:`serve`. Ends a back-off.

        Args:
            stops: Do nothing if it was stopped more often than that; None: than by now.
        """
        request = self._request(None)
        if stops is not None:
            request.stops = stops
        try:
            with request.gate:
                with self._lock:
                    self._forgive_locked()
                    self._queue.arrive_locked(request)
                try:
                    self._become_running(request)
                finally:
                    with self._lock:
                        self._queue.leave_locked(request, is_served=False)
                        self._changed.notify_all()
        finally:
            self._after_request()

    def block(self, owner: object, reason: str) -> None:
        """Accept no new requests while it runs: reject them with a reason, or let them wait."""
        with self._lock:
            self._queue.block_locked(owner, reason)
            self._changed.notify_all()

    def unblock(self, owner: object) -> None:
        """End the block of this owner; does nothing if there is none."""
        with self._lock:
            self._queue.unblock_locked(owner)
            self._changed.notify_all()

    def deliver(self) -> None:
        """Notify observers of what has happened. The caller holds no lock."""
        self._has_news = False
        self.observers.deliver()
        self._supervisor.deliver()

    def _request(self, patience_s: float | None, *, is_stream: bool = False) -> Request:
        deadline: Deadline | None = None
        if patience_s is not None:
            deadline = Deadline(self._name, self._clock, patience_s)
        return Request(deadline, self._stops, is_stream=is_stream)

    def _begin(self, request: Request) -> GPUWorker | None:
        """Wait for the turn; None when the worker has gone before the turn came."""
        queue = self._queue
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

    def _end(self, request: Request, worker: GPUWorker, error: BaseException | None) -> None:
        """Note what became of a request; its caller opens the gate next."""
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
            self._queue.leave_locked(request)
            if self._is_awaited:
                self._changed.notify_all()
        if is_dead:
            worker.stop(0.0)  # closes what is left of its pipe

    def _note_answer_locked(self, run: Run, error: BaseException | None) -> None:
        self.last_error = str(error) if isinstance(error, WorkerError) else None
        if self._has_failed:
            self._forgive_locked()
        memory, reservation = self._memory, run.reservation
        if reservation is not None:
            memory.usage.count_request(reservation)
            if not memory.watcher.is_requested:  # looked at here: every request passes by
                memory.watcher.request()

    def _after_request(self) -> None:
        """Notify others of the end of a request, without its turn."""
        self._memory.notify_idle()
        if self._has_news:
            self.deliver()

    # Starting.

    def _become_running(self, request: Request) -> None:
        """Return when the worker runs: the first caller starts it, the others wait."""
        usual = Deadline(self._name, self._clock, self._memory.patience_s)
        while True:
            with self._lock:
                if self._stops != request.stops:
                    raise self._stopped_while("the request waited")
                state, run = self._state, self.run
                if state is WorkerState.READY:
                    return
                if run is None:
                    self._check_backoff_locked()
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
        """Bring STOPPED or CRASHED over STARTING to READY, or raise."""
        run = Run(self._tool, self._memory, self._clock, patience_s)
        try:
            with run.gate:
                try:
                    with self._lock:
                        if self.run is not None:
                            return  # another caller was faster
                        self.run = run
                        self._enter_locked(WorkerState.STARTING)
                    self._load(run)
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

    def _load(self, run: Run) -> None:
        try:
            self._load_once(run)
        except WorkerCrash as error:
            if isinstance(error, WorkerStopped) or not self._is_worth_a_retry(run, error):
                raise
            logger.warning("%s: restarting once: %s", self._name, error)
            run.end(at_once=True)
            self._load_once(run)

    def _load_once(self, run: Run) -> None:
        if self._repair.has_remedy:
            run.install(self._repair)
        worker = self._make_worker(run.admit())
        worker.on_gone(partial(self._on_gone, run, worker))
        with self._lock:
            self._check_not_stopping_locked()
            run.attach(worker)
        run.load()
        with self._lock:
            self._check_not_stopping_locked()
            if worker.is_alive():
                self.last_error = self.failure = None
                self._queue.note_ready_locked()
                self._enter_locked(WorkerState.READY, SPAWNED)
                return
        raise WorkerCrash(
            f"{self._name} died during startup ({worker.outcome})",
            worker=self._name,
            outcome=worker.outcome,
            stderr_tail=worker.stderr_tail(_LAST_WORDS_S),
        )

    def _is_worth_a_retry(self, run: Run, error: WorkerCrash) -> bool:
        from workers.memory.out_of_memory import is_out_of_memory  # noqa: PLC0415 - crashes are rare

        if is_out_of_memory(error.stderr_tail):
            run.note_out_of_memory()
            return True
        return self._repair.has_remedy

    def _check_not_stopping_locked(self) -> None:
        if self._state is not WorkerState.STARTING:
            raise self._stopped_while("it started")

    def _stopped_while(self, what: str) -> WorkerStopped:
        return WorkerStopped(f"{self._name} was stopped while {what}", worker=self._name)

    def _end_start(self, run: Run, error: BaseException) -> bool:
        """Bring STARTING to its end after an error; True when it was stopped."""
        was_spawned = run.worker is not None
        try:
            run.end(at_once=True)
        finally:  # also after a second Ctrl-C
            with self._lock:
                was_stopped = self._state is WorkerState.STOPPING or isinstance(
                    error, WorkerStopped
                )
                if self.run is run:
                    self._leave_starting_locked(error, STOPPED if was_spawned else None)
        return was_stopped

    def _leave_starting_locked(self, error: BaseException, event: WorkerEvent | None) -> None:
        self.run = None
        self.last_error = str(error) or repr(error)
        if self._state is WorkerState.STOPPING or isinstance(error, WorkerStopped):
            self.last_error = None
            self._enter_locked(WorkerState.STOPPED, event)
        elif isinstance(error, WorkerRefused):
            self._enter_locked(WorkerState.STOPPED)
        else:
            from workers.diagnosis.failure import Failure  # noqa: PLC0415 - see _failure_of()

            now = self._clock.now()
            self._has_failed = True
            self._start_backoff.failed(now)
            self.failure = Failure.of(
                error,
                now,
                has_cpu_mode=self._tool.cpu_mode,
                while_starting=True,
                advice=self._repair.advice,
            )
            self._enter_locked(WorkerState.CRASHED, CRASHED)

    def _end_abandoned_start(self, run: Run) -> None:
        """Clean up after a start whose thread an exception kept from doing so."""
        if self.run is run and self._state is WorkerState.STARTING:
            self._end_start(run, StartFailed(f"the start of {self._name} was interrupted"))

    # Stopping.

    def stop(self) -> bool:
        """Stop the worker without waiting for a request; True when something was stopped.

        Callers that wait to be served get :class:`WorkerStopped`, also when nothing runs.
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
        """Begin to stop an idle worker, without waiting.

        Args:
            condition: Must hold in the same moment; called under the lock.

        Returns:
            A function to call next, which waits until the process is gone; :meth:`deliver`
            is to be called after that. None when the worker keeps running.
        """
        with self._lock:
            run = self.run
            if run is None or not self.is_idle or not condition():
                return None
            self._enter_locked(WorkerState.STOPPING)
        return partial(self._finish_stop, run)

    def drain(self, timeout_s: float) -> bool:
        """Wait until accepted requests are served, then stop; True when it was stopped."""
        deadline = self._clock.now() + timeout_s
        with self._lock:
            while self._state is WorkerState.READY and self._queue.in_flight:
                self._is_awaited = True  # for good: an exception could skip its end
                left_s = deadline - self._clock.now()
                if left_s <= 0:
                    break
                # Dropped streams and struck callers leave without a word.
                self._clock.wait(self._changed, min(left_s, _LOOK_S))
        return self.stop()

    def restart_if_idle(self) -> bool:
        """Stop an idle worker, then start it on another thread; False if it is not idle."""
        stops = self._stops  # a stop by hand from now on is meant to last
        finish = self.begin_stop_if_idle()
        if finish is None:
            return False
        finish()
        self.deliver()
        name = f"restart-{self._name}"
        threading.Thread(target=self._start_again, args=(stops,), name=name, daemon=True).start()
        return True

    def _start_again(self, stops: int) -> None:
        try:
            self.start(stops)
        except WorkerError as error:
            logger.warning("couldn't resume %s: %s", self._name, error)

    def _finish_stop(self, run: Run) -> None:
        """Bring STOPPING to STOPPED; of several threads that call this, one does it."""
        while run.gate.locked():  # its thread gives up, and may have cleaned up then
            run.cancel()
            wait_open(run.gate, _CANCEL_S)
        try:
            run.end()
        finally:  # also after a second Ctrl-C
            with self._lock:
                if self.run is run:
                    self.run = None
                    self.last_error = self.failure = None
                    event = STOPPED if run.worker is not None else None
                    self._enter_locked(WorkerState.STOPPED, event)
                    self._queue.end_current_locked()  # its caller may not look for minutes

    # Crashing.

    def _on_gone(self, run: Run, worker: GPUWorker, outcome: ExitStatus) -> None:
        """Note that a process has gone; called on a thread that waits for nothing else."""
        request = self._queue.current
        if request is not None and self.run is run:
            if request.is_stream and not outcome.killed_by_us:
                worker.stderr_tail(_LAST_WORDS_S)  # may tell that it ran out of memory
            else:  # its caller gets an error with more details, at once, and reports it
                wait_open(request.gate, GONE_S)
        with self._lock:
            if self.run is not run or run.worker is not worker:
                return
            if self._state is not WorkerState.READY:
                return
            why: WorkerCrash | str = f"{self._name} {outcome}"
            if self._queue.current is not None:
                tail = worker.stderr_tail()
                why = WorkerCrash(why, worker=self._name, outcome=outcome, stderr_tail=tail)
            self._crash_locked(run, why)
            self._queue.end_current_locked()
        worker.stop(0.0)  # closes what is left of its pipe
        self.deliver()

    def _crash_locked(self, run: Run, why: WorkerError | str) -> None:
        """Bring READY to CRASHED.

        Args:
            run: The current run, whose process has gone.
            why: The error of its caller; or a sentence, when it had none.
        """
        now = self._clock.now()
        self._has_failed = True
        if not isinstance(why, WorkerError):
            self._start_backoff.failed(now)
        else:
            from workers.memory.out_of_memory import is_out_of_memory  # noqa: PLC0415 - as above

            self._request_backoff.failed(now)
            if is_out_of_memory(why.stderr_tail):
                run.note_out_of_memory()
        self.failure = self._failure_of(run, why, now)
        self.last_error = str(why)
        self.run = None
        run.release()
        self._enter_locked(WorkerState.CRASHED, CRASHED)
        logger.warning("%s", why)

    def _failure_of(self, run: Run, why: WorkerError | str, now: float) -> Failure:
        from workers.diagnosis.failure import Failure  # noqa: PLC0415 - most tools never fail

        has_cpu_mode, advice = self._tool.cpu_mode, self._repair.advice
        if isinstance(why, WorkerError):
            return Failure.of(why, now, has_cpu_mode=has_cpu_mode, advice=advice)
        worker = run.worker  # without a caller: what it wrote last stands with itself
        outcome = worker.outcome if worker is not None else None
        tail = worker.stderr_tail() if worker is not None else ()
        return Failure(now, why, outcome, tail, has_cpu_mode=has_cpu_mode, advice=advice)

    # Under the lock.

    def _enter_locked(self, state: WorkerState, event: WorkerEvent | None = None) -> None:
        """Change the state, and queue an event for :meth:`deliver`.

        Raises:
            AssertionError: That state cannot follow this one, which is a defect.
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

    def _forgive_locked(self) -> None:
        """It works, or its user wants it to be tried: no start is delayed."""
        self._has_failed = False
        self._start_backoff.succeeded()
        self._request_backoff.succeeded()

    def _check_backoff_locked(self) -> None:
        now = self._clock.now()
        backoffs = (self._start_backoff, self._request_backoff)
        backoff = max(backoffs, key=lambda candidate: candidate.wait_s(now))
        wait_s = backoff.wait_s(now)
        if wait_s > 0:
            message = (
                f"{self._name} failed {backoff.failures} times in a row (last error: "
                f"{self.last_error}). Next attempt in {wait_s:.0f} s, or start it now"
            )
            raise WorkerCrash(message, worker=self._name)
