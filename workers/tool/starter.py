"""How a tool's worker comes to run: who starts it, how often it is tried, who waits."""

from __future__ import annotations

import logging
from collections.abc import Callable

from workers.base.events import CRASHED, SPAWNED, STOPPED
from workers.base.exit_status import ExitStatus
from workers.base.states import WorkerState
from workers.diagnosis.failure import Failure
from workers.errors import (
    StartFailed,
    WorkerCrash,
    WorkerError,
    WorkerRefused,
    WorkerStopped,
)
from workers.memory.memory_user import MemoryUser
from workers.memory.out_of_memory import is_out_of_memory
from workers.process.gpu_worker import GPUWorker
from workers.supervisor.supervisor import Supervisor
from workers.tool.backoff import Backoff
from workers.tool.deadline import Patience
from workers.tool.dependency_repair import DependencyRepair
from workers.tool.run import LAST_WORDS_S, MakeWorker, Run
from workers.tool.state_machine import StateMachine

logger = logging.getLogger(__name__)

#: On so many requests in a row may a worker die before its next start is put off.
_FORGIVEN_REQUESTS = 7


class Starter:
    """The starts of one tool, one at a time. The machine's lock guards what is public.

    Attributes:
        run: The current run; None while nothing runs or starts.
        start_backoff: Keeps a tool whose starts fail from being started all the time.
        request_backoff: The same for one that dies on its requests. Callers are promised
            that the call after a crash starts it anew, so it takes more of them.
        stops: How often somebody has stopped the tool.
        last_error: Why it last failed; None after a success.
        failure: The same of a crash or a failed start, with all that is known of it.
    """

    def __init__(
        self,
        tool: MemoryUser,
        supervisor: Supervisor,
        machine: StateMachine,
        make_worker: MakeWorker,
        missing: DependencyRepair,
    ) -> None:
        """Nothing runs.

        Args:
            tool: Whose starts they are.
            supervisor: Admits them.
            machine: The tool's state.
            make_worker: Makes the process for one run; called at each start.
            missing: What its worker was seen to miss; installed before the next start.
        """
        self.run: Run | None = None
        self.start_backoff = Backoff()
        self.request_backoff = Backoff(forgiven=_FORGIVEN_REQUESTS)
        self.stops = 0
        self.last_error: str | None = None
        self.failure: Failure | None = None
        self._tool = tool
        self._name = tool.tool_name
        self._supervisor = supervisor
        self._memory = supervisor.memory
        self._machine = machine
        self._changed = machine.changed
        self._make_worker = make_worker
        self._missing = missing
        self._on_ready: Callable[[], None] | None = None
        self._on_gone: Callable[[GPUWorker, ExitStatus], None] | None = None

    def on_ready(self, callback: Callable[[], None]) -> None:
        """Have ``callback`` told, under the lock, when a worker has become ready."""
        self._on_ready = callback

    def on_gone(self, callback: Callable[[GPUWorker, ExitStatus], None]) -> None:
        """Have ``callback`` told when a process has gone, however it went."""
        self._on_gone = callback

    @property
    def worker(self) -> GPUWorker | None:
        """The process of the current run, if there is one."""
        run = self.run
        return run.worker if run is not None else None

    def become_running(self, arrived: int, patience_s: float | None) -> None:
        """Return when it runs; whoever comes first starts it, the others wait.

        Args:
            arrived: ``stops`` when the caller came.
            patience_s: Longest wait for memory, in seconds; None for the usual one.

        Raises:
            StartFailed: It could not be started; the cause is chained.
            WorkerCrash: It has failed so often that its next start is put off.
            WorkerStopped: It was stopped meanwhile.
        """
        clock = self._supervisor.clock
        patience = Patience(self._name, clock, patience_s, self._memory.patience_s)
        while True:
            with self._changed:
                if self.stops != arrived:
                    raise self.stopped_while("the request waited")
                if self._machine.state.is_running:
                    return
                if self._machine.state in (WorkerState.STARTING, WorkerState.STOPPING):
                    patience.wait(self._changed)
                    continue
                self._check_backoff()
                run = Run(self._tool, self._memory, clock, patience.left_s)
                self._machine.enter(WorkerState.STARTING)
                self.run = run
            self._start(run)

    def forgive(self) -> None:
        """It works, or somebody wants it to be tried: no start is put off."""
        self.start_backoff.succeeded()
        self.request_backoff.succeeded()

    def _check_backoff(self) -> None:
        now = self._supervisor.clock.now()
        backoff = max(self.start_backoff, self.request_backoff, key=lambda it: it.wait_s(now))
        wait_s = backoff.wait_s(now)
        if wait_s > 0:
            message = (
                f"{self._name} failed {backoff.failures} times in a row (last error: "
                f"{self.last_error}). Next attempt in {wait_s:.0f} s, or start it now"
            )
            raise WorkerCrash(message, worker=self._name)

    def _start(self, run: Run) -> None:
        """Bring STARTING to READY, or to STOPPED or CRASHED and raise."""
        try:
            try:
                self._load(run)
            except WorkerCrash as error:
                if isinstance(error, WorkerStopped) or not self._can_be_mended(run, error):
                    raise
                logger.warning("%s: restarting once: %s", self._name, error)
                self._let_go_of_failed(run)
                self._load(run)
        except BaseException as error:
            was_stopped = self._note_failed_start(run, error)
            if isinstance(error, WorkerStopped) or not isinstance(error, Exception):
                raise
            if was_stopped:
                raise self.stopped_while("it started") from error
            if not isinstance(error, WorkerError):  # a defect, but not of who asks
                logger.exception("couldn't start %s", self._name)
            raise StartFailed.because(error, self._name) from error
        self._supervisor.notify_changed()
        self._machine.deliver()

    def _load(self, run: Run) -> None:
        if self._missing.has_remedy:
            run.install(self._missing)
        run.admit()
        worker = run.load(
            self._make_worker, self._note_gone, self._check_not_stopped, self._changed
        )
        with self._changed:
            self._check_not_stopped()
            if worker.is_alive():
                self.last_error = self.failure = None
                if self._on_ready is not None:
                    self._on_ready()
                self._machine.enter(WorkerState.READY, SPAWNED)
                return
        raise self._died_just_after_ready(worker)

    def _died_just_after_ready(self, worker: GPUWorker) -> WorkerCrash:
        """The error for a process that was ready for a moment; nobody else will notice."""
        return WorkerCrash(
            f"{self._name} died during startup ({worker.outcome})",
            worker=self._name,
            outcome=worker.outcome,
            stderr_tail=worker.stderr_tail(LAST_WORDS_S),
        )

    def _note_gone(self, worker: GPUWorker, outcome: ExitStatus) -> None:
        if self._on_gone is not None:
            self._on_gone(worker, outcome)

    def _can_be_mended(self, run: Run, error: WorkerCrash) -> bool:
        """True when another attempt is worth while, by what was learned from this one."""
        if is_out_of_memory(error.stderr_tail):
            run.note_out_of_memory()
            return True
        return self._missing.has_remedy

    def _check_not_stopped(self) -> None:
        if self._machine.state is WorkerState.STOPPING:
            raise self.stopped_while("it started")

    def stopped_while(self, what: str) -> WorkerStopped:
        """The error for a caller whose tool was stopped."""
        return WorkerStopped(f"{self._name} was stopped while {what}", worker=self._name)

    def _note_failed_start(self, run: Run, error: BaseException) -> bool:
        """Bring STARTING to its end; True when somebody has stopped it."""
        was_spawned = run.worker is not None
        try:
            self._let_go_of_failed(run)
        finally:  # Ctrl-C once more does not leave it starting for ever
            was_stopped = self._leave_starting(error, was_spawned=was_spawned)
        self._machine.deliver()
        return was_stopped

    def _leave_starting(self, error: BaseException, *, was_spawned: bool) -> bool:
        with self._changed:
            self.run = None
            was_stopped = self._machine.state is WorkerState.STOPPING or isinstance(
                error, WorkerStopped
            )
            self.last_error = None if was_stopped else str(error) or repr(error)
            if was_stopped:
                self._machine.enter(WorkerState.STOPPED, STOPPED if was_spawned else None)
            elif isinstance(error, WorkerRefused):
                self._machine.enter(WorkerState.STOPPED)
            else:
                now = self._supervisor.clock.now()
                self.start_backoff.failed(now)
                self.failure = Failure.of(
                    error,
                    now,
                    has_cpu_mode=self._tool.cpu_mode,
                    while_starting=True,
                    advice=self._missing.advice,
                )
                self._machine.enter(WorkerState.CRASHED, CRASHED)
        return was_stopped

    def _let_go_of_failed(self, run: Run) -> None:
        try:
            run.end()
        finally:
            with self._changed:
                run.forget()

    def crash(self, why: WorkerError | str) -> None:
        """Bring READY or BUSY to CRASHED; called under the lock.

        Args:
            why: What its caller is told; or a sentence, when it had none.
        """
        now = self._supervisor.clock.now()
        if not isinstance(why, WorkerError):
            self.start_backoff.failed(now)
        else:
            self.request_backoff.failed(now)
            if self.run is not None and is_out_of_memory(why.stderr_tail):
                self.run.note_out_of_memory()
        self.failure = self._failure(why, now)
        self.forget_run()
        self.last_error = str(why)
        self._machine.enter(WorkerState.CRASHED, CRASHED)
        logger.warning("%s", why)

    def _failure(self, why: WorkerError | str, now: float) -> Failure:
        if isinstance(why, WorkerError) or self.worker is None:
            error = why if isinstance(why, WorkerError) else WorkerError(why)
            return Failure.of(
                error, now, has_cpu_mode=self._tool.cpu_mode, advice=self._missing.advice
            )
        worker = self.worker  # nobody asked it: what it wrote last stands with itself
        return Failure(
            now,
            why,
            worker.outcome,
            worker.stderr_tail(),
            has_cpu_mode=self._tool.cpu_mode,
            advice=self._missing.advice,
        )

    def forget_run(self) -> None:
        """Let go of a process that has gone, and of its memory; called under the lock."""
        run, self.run = self.run, None
        if run is not None:
            run.forget()
