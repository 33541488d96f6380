"""One tool's life: starts, requests and stops, behind :class:`workers.ToolWorker`.

The state changes under one lock that is never held while anything is waited for, and
each change has one owner: the starter brings STARTING to READY, STOPPED or CRASHED; the
caller brings READY to BUSY and back, or to CRASHED; whoever stops brings READY and BUSY
over STOPPING to STOPPED. Observers are told afterwards, by a thread that holds neither
the lock nor a turn, so that they may call back in.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from workers.base.events import STOPPED, Progress, WorkerEvent
from workers.base.exit_status import ExitStatus
from workers.base.observers import Observers
from workers.base.states import WorkerState
from workers.diagnosis.failure import Failure
from workers.errors import (
    WorkerCrash,
    WorkerError,
    WorkerTimeout,
)
from workers.memory.memory_user import MemoryUser
from workers.process.gpu_worker import GPUWorker
from workers.supervisor.supervisor import Supervisor
from workers.tool.deadline import Patience
from workers.tool.dependency_repair import DependencyRepair
from workers.tool.request_queue import RequestQueue, Visit
from workers.tool.run import GONE_S, LAST_WORDS_S, MakeWorker, Run
from workers.tool.starter import Starter
from workers.tool.state_machine import StateMachine

logger = logging.getLogger(__name__)

#: How often a start that was stopped is looked at until it has given up.
_HURRY_S = 0.05


class Life:
    """Requests and stops of one tool, and the starts that they need.

    Attributes:
        visits: Its callers; changed here alone.
    """

    def __init__(
        self,
        tool: MemoryUser,
        supervisor: Supervisor,
        make_worker: MakeWorker,
        idle_timeout_s: float,
        missing: DependencyRepair,
    ) -> None:
        """Stopped.

        Args:
            tool: Whose life it is; named in errors, registered with the supervisor.
            supervisor: Admits starts and is told of everything.
            make_worker: Makes the process for one run; called at each start.
            idle_timeout_s: Seconds without a request after which it is stopped; 0: never.
            missing: What its worker was seen to miss; installed before the next start.
        """
        self.visits = RequestQueue(supervisor.clock, idle_timeout_s)
        self._name = tool.tool_name
        self._supervisor = supervisor
        self._memory = supervisor.memory
        self._machine = StateMachine(self._name, supervisor)
        self._changed = self._machine.changed  # guards the starter and the visits, too
        self._starter = Starter(tool, supervisor, self._machine, make_worker, missing)
        self._starter.on_ready(self.visits.note_ready)
        self._starter.on_gone(self._note_gone)

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
        """The process of the current run, if there is one."""
        return self._starter.worker

    @property
    def run(self) -> Run | None:
        """The current run; None while nothing runs or starts."""
        return self._starter.run

    @property
    def last_error(self) -> str | None:
        """Why it last failed; None after a success."""
        return self._starter.last_error

    @property
    def failure(self) -> Failure | None:
        """What is known of its last crash or failed start; None after a success."""
        return self._starter.failure

    @property
    def waits_for(self) -> str:
        """Why its start waits for memory; empty while it does not."""
        run = self._starter.run
        return run.waits_for if run is not None else ""

    @property
    def progress(self) -> Progress | None:
        """What the load in progress last said, or why it waits; None otherwise."""
        run = self._starter.run
        if run is None or self.state is not WorkerState.STARTING:
            return None
        return Progress(run.waits_for) if run.waits_for else run.progress

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

    def begin(self, *, is_stream: bool = False, patience_s: float | None = None) -> Visit:
        """Wait for a running worker and for one's turn, until :meth:`end`.

        Args:
            is_stream: Its end may be noticed late when the worker crashes.
            patience_s: Longest wait for memory, and for one's turn, in seconds; None for the
                usual one, and for as long as it takes.

        Raises:
            StartFailed: It could not be started, the cause is chained; or asked in time.
            WorkerCrash: It has failed so often that its next start is put off.
            WorkerStopped: It was stopped meanwhile.
        """
        with self._changed:
            arrived = self._starter.stops
            patience = Patience(self._name, self._supervisor.clock, patience_s)
            self.visits.enter(self._changed, lambda: self.state.is_running, patience)
        try:
            while True:
                # Without the turn: an observer of the start may want it first.
                self._starter.become_running(arrived, patience_s)
                visit = self._take_turn(arrived, patience, is_stream=is_stream)
                if visit is not None:
                    return visit
        except BaseException:
            with self._changed:
                self.visits.leave()
                self._changed.notify_all()
            self._memory.became_idle()
            raise

    def end(self, visit: Visit, error: WorkerError | None) -> None:
        """Hand the turn on, and note what became of the request."""
        worker = visit.worker
        is_dead = isinstance(error, (WorkerCrash, WorkerTimeout))
        try:
            if is_dead or not worker.is_alive():
                worker.wait_gone(GONE_S)  # until then nobody is promised its memory
        finally:
            with self._changed:
                if not visit.is_over and self.worker is worker and self.state is WorkerState.BUSY:
                    # One that has gone by now was left to us by _note_gone.
                    if is_dead or worker.wait_gone(0.0):
                        self._starter.crash(error or f"{self._name} {worker.outcome}")
                    else:
                        self._note_answer(error)
                self.visits.close(visit)
            if not worker.is_alive():
                worker.stop(0.0)  # closes what is left of its pipe
            self._memory.became_idle()
            self.deliver()

    def _note_answer(self, error: WorkerError | None) -> None:
        """Bring BUSY back to READY; called under the lock."""
        self._starter.last_error = None if error is None else str(error)
        self._machine.enter(WorkerState.READY)
        self._starter.forgive()
        if self._starter.run is not None:
            self._memory.answered(self._starter.run.reservation)

    def start(self, stops: int | None = None) -> None:
        """Wait for a running worker; raises as :meth:`begin`. Ends a back-off.

        Args:
            stops: Do nothing if it was stopped more often than that; None: than by now.
        """
        with self._changed:
            arrived = self._starter.stops if stops is None else stops
            self._starter.forgive()
            self.visits.in_flight += 1
        try:
            self._starter.become_running(arrived, None)
        finally:
            with self._changed:
                self.visits.in_flight -= 1
                self._changed.notify_all()
            self._memory.became_idle()

    def _take_turn(self, arrived: int, patience: Patience, *, is_stream: bool) -> Visit | None:
        """Wait for one's turn; None when there is no worker any more to have it with."""
        self.visits.wait(patience)
        visit: Visit | None = None
        try:
            with self._changed:
                worker, is_ready = self.worker, self.state is WorkerState.READY
                if worker is not None and is_ready and self._starter.stops == arrived:
                    self._machine.enter(WorkerState.BUSY)
                    visit = self.visits.open(worker, is_stream=is_stream)
        finally:
            if visit is None:
                self.visits.pass_on()
        return visit

    # Ending.

    def stop(self) -> bool:
        """Stop it without waiting for a request; True when something was stopped.

        Whoever waits to be served gets :class:`WorkerStopped`, also when nothing runs.
        """
        end = self._begin_stop(self._turn_all_away)
        if end is not None:
            end()
        self.deliver()
        return end is not None

    def _turn_all_away(self) -> bool:
        """Have whoever has come so far get no answer; called under the lock."""
        self._starter.stops += 1
        return True

    def stop_if(self, condition: Callable[[], bool]) -> bool:
        """Stop it unless somebody waits for it; True when it was stopped.

        Does not tell observers: see :meth:`deliver`.

        Args:
            condition: Must hold, too; asked under the lock, in the same moment.
        """
        end = self.begin_stop_if(condition)
        if end is not None:
            end()
        return end is not None

    def begin_stop_if(self, condition: Callable[[], bool]) -> Callable[[], None] | None:
        """As :meth:`stop_if`, without waiting.

        Returns:
            What is to be called next, and blocks until it has gone; None when it goes on.
        """
        return self._begin_stop(lambda: self.is_idle and condition())

    def finish(self, within_s: float) -> bool:
        """Answer the requests that are in, and stop it; True when something was stopped.

        Args:
            within_s: Seconds after which it is stopped all the same.
        """
        clock = self._supervisor.clock
        deadline = clock.now() + within_s
        with self._changed:
            while self.state.is_running and self.visits.in_flight:
                left = deadline - clock.now()
                if left <= 0 or not clock.wait(self._changed, left):
                    break
        return self.stop()

    def recycle(self) -> bool:
        """Start it anew unless somebody waits for it; True when it was stopped for that."""
        stops = self._starter.stops  # who stops it from now on means it
        if not self.stop_if(lambda: True):
            return False
        self.deliver()
        name = f"recycle-{self._name}"
        threading.Thread(target=self._come_back, args=(stops,), name=name, daemon=True).start()
        return True

    def _come_back(self, stops: int) -> None:
        try:
            self.start(stops)
        except WorkerError as error:
            logger.warning("couldn't resume %s: %s", self._name, error)

    def block(self, owner: object, reason: str) -> None:
        """Accept no new requests while it runs: reject them with a reason, or let them wait."""
        with self._changed:
            self.visits.blocks[owner] = reason
            self._changed.notify_all()

    def unblock(self, owner: object) -> None:
        """End the block of this owner; does nothing if there is none."""
        with self._changed:
            self.visits.blocks.pop(owner, None)
            self._changed.notify_all()

    def _begin_stop(self, may_stop: Callable[[], bool]) -> Callable[[], None] | None:
        """Bring what starts or runs to STOPPING; returns what brings it to its end."""
        with self._changed:
            if not may_stop() or self.state in (WorkerState.STOPPED, WorkerState.CRASHED):
                return None
            if self.state is WorkerState.STOPPING:
                self._changed.wait_for(lambda: self.state is not WorkerState.STOPPING)
                return None
            run, is_starting = self._starter.run, self.state is WorkerState.STARTING
            self._machine.enter(WorkerState.STOPPING)
        assert run is not None, "what starts or runs has a run"
        worker = run.worker
        if is_starting or worker is None:
            return lambda: self._hurry(run)
        return lambda: self._end_worker(worker)

    def _hurry(self, run: Run) -> None:
        """Wait for the starter to give up, ending the process that it may be spawning."""
        while True:
            run.hurry()
            if self._machine.wait_while(WorkerState.STOPPING, _HURRY_S):
                return

    def _end_worker(self, worker: GPUWorker) -> None:
        """Bring STOPPING to STOPPED, come what may."""
        try:
            _end_process(worker)
        finally:  # also for whoever presses Ctrl-C once more
            with self._changed:
                self._starter.forget_run()
                self._starter.last_error = self._starter.failure = None
                self._machine.enter(WorkerState.STOPPED, STOPPED)
                self.visits.close(self.visits.current)  # its caller may not look for minutes

    def _note_gone(self, worker: GPUWorker, outcome: ExitStatus) -> None:
        """A process has gone; whoever starts, stops or asks it notices without us."""
        visit = self.visits.current
        if visit is not None and visit.is_stream:
            worker.stderr_tail(LAST_WORDS_S)  # they may tell that it was short of memory
        with self._changed:
            visit = self.visits.current
            # The caller who had it killed has an error of its own to tell, in a moment.
            is_left_alone = self.state is WorkerState.READY or (
                self.state is WorkerState.BUSY
                and visit is not None
                and visit.is_stream
                and not outcome.punished
            )
            if self.worker is not worker or not is_left_alone:
                return
            why: WorkerCrash | str = f"{self._name} {outcome}"
            if visit is not None:
                tail = worker.stderr_tail()
                why = WorkerCrash(why, worker=self._name, outcome=outcome, stderr_tail=tail)
            self._starter.crash(why)
            self.visits.close(visit)
        worker.stop(0.0)  # closes what is left of its pipe
        self.deliver()

    def deliver(self) -> None:
        """Tell observers what has happened. The caller must hold nothing at all."""
        self._machine.deliver()


def _end_process(worker: GPUWorker) -> None:
    """Stop a process and wait until it has gone."""
    try:
        worker.stop()
    except BaseException:  # whoever presses Ctrl-C does not wait for it to be polite
        worker.stop(0.0)
        raise
    finally:
        worker.wait_gone(GONE_S)
