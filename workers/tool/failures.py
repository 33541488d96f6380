"""Failures of one tool: the last one, delays of the next start, and answers to callers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from workers.base.clock import Clock
from workers.errors import (
    StartFailed,
    TextRefused,
    WorkerCrash,
    WorkerError,
    WorkerRefused,
    WorkerTimeout,
)
from workers.memory.memory_user import MemoryUser
from workers.process.gpu_worker import GPUWorker
from workers.tool.dependency_repair import DependencyRepair

if TYPE_CHECKING:
    from workers.diagnosis.failure import Failure


#: More doublings would overflow, and exceed any longest wait.
_MAX_DOUBLINGS = 64


@dataclass(slots=True)
class Backoff:
    """Failures in a row, and the delay that they cause.

    The first few cause none, because callers rely on the call after a crash starting the worker
    again. Each later one doubles the delay. The owner needs a lock.

    Attributes:
        first_s: First delay, in seconds.
        longest_s: Longest delay, in seconds.
        forgiven: Number of failures in a row that cause no delay.
        failures: Failures in a row so far.
    """

    first_s: float = 10.0
    longest_s: float = 300.0
    forgiven: int = 2
    failures: int = field(default=0, init=False)
    _until: float = field(default=0.0, init=False)

    def failed(self, now: float) -> None:
        """Records a crash or a failed start at ``now`` (clock seconds)."""
        self.failures += 1
        doublings = self.failures - self.forgiven - 1
        if doublings >= 0:
            wait_s = self.first_s * 2.0 ** min(doublings, _MAX_DOUBLINGS)
            self._until = now + min(self.longest_s, wait_s)

    def succeeded(self) -> None:
        """Ends the delay, after an answer or a start by the user.

        A load alone is no success: a worker may load and then crash at every request.
        """
        self.failures = 0
        self._until = 0.0

    def wait_s(self, now: float) -> float:
        """Returns the seconds from ``now`` until the next start; 0 if there is no delay."""
        if self.failures <= self.forgiven:
            return 0.0
        return max(0.0, self._until - now)


#: Crashes during requests in a row before a start is delayed. More than failed starts, because
#: callers rely on the call after a crash starting the worker again.
_FORGIVEN_REQUESTS = 7


class FailureRecord:
    """Last failure of one tool, and its failures in a row.

    Methods need the lifecycle's lock; attributes may be read without it.

    Attributes:
        last_error: Why the tool last failed; None after a success.
        failure: Details of its last crash, refused start, or failed start; None after a success.
        is_clean: True while no error and no failure in a row is recorded, so that a good answer
            changes nothing.
    """

    def __init__(self, tool: MemoryUser, clock: Clock, repair: DependencyRepair) -> None:
        self.last_error: str | None = None
        self.failure: Failure | None = None
        self.is_clean = True
        self._tool = tool
        self._clock = clock
        self._repair = repair
        self._start_backoff = Backoff()
        self._request_backoff = Backoff(forgiven=_FORGIVEN_REQUESTS)

    def clear_locked(self) -> None:
        """Forgets the last error; failures in a row still count."""
        self.last_error = self.failure = None

    def forgive_locked(self) -> None:
        """Ends all delays: the worker works, or the user wants it to be tried."""
        self._start_backoff.succeeded()
        self._request_backoff.succeeded()
        self.is_clean = self.last_error is None

    def note_answer_locked(self, error: BaseException | None) -> None:
        """Records that the worker has survived a request.

        Args:
            error: What the caller got instead of an answer; None after an answer.
        """
        self.last_error = str(error) if isinstance(error, WorkerError) else None
        self.forgive_locked()

    def note_refusal_locked(self, error: BaseException) -> None:
        """Records a start that found no memory; the next one isn't delayed."""
        self._set_start_failure_locked(error, self._clock.now())

    def note_failed_start_locked(self, error: BaseException) -> None:
        """Records a failed start."""
        now = self._clock.now()
        self._start_backoff.failed(now)
        self._set_start_failure_locked(error, now)

    def note_crash_locked(self, why: WorkerError | str, worker: GPUWorker | None) -> None:
        """Records the death of a worker that was ready.

        Args:
            why: The error of its caller; or a sentence, when no request was served.
            worker: The dead process, for the details of a sentence.
        """
        from workers.diagnosis.failure import Failure  # noqa: PLC0415 - most tools never fail

        now = self._clock.now()
        has_cpu_mode, advice = self._tool.cpu_mode, self._repair.advice
        if isinstance(why, WorkerError):
            self._request_backoff.failed(now)
            self.failure = Failure.of(why, now, has_cpu_mode=has_cpu_mode, advice=advice)
        else:
            self._start_backoff.failed(now)
            outcome = worker.outcome if worker is not None else None
            tail = worker.stderr_tail() if worker is not None else ()
            self.failure = Failure(
                now, why, outcome, tail, has_cpu_mode=has_cpu_mode, advice=advice
            )
        self.last_error = str(why)
        self.is_clean = False

    def check_backoff_locked(self) -> None:
        """Raises ``WorkerCrash`` while the next start is delayed."""
        now = self._clock.now()
        backoffs = (self._start_backoff, self._request_backoff)
        backoff = max(backoffs, key=lambda candidate: candidate.wait_s(now))
        wait_s = backoff.wait_s(now)
        if wait_s > 0:
            name = self._tool.tool_name
            message = (
                f"{name} failed {backoff.failures} times in a row (last error: "
                f"{self.last_error}). Next attempt in {wait_s:.0f} s, or start it now"
            )
            raise WorkerCrash(message, worker=name)

    def _set_start_failure_locked(self, error: BaseException, now: float) -> None:
        from workers.diagnosis.failure import Failure  # noqa: PLC0415 - see note_crash_locked()

        self.last_error = str(error) or repr(error)
        self.failure = Failure.of(
            error,
            now,
            has_cpu_mode=self._tool.cpu_mode,
            while_starting=True,
            advice=self._repair.advice,
        )
        self.is_clean = False


def error_answer(error: WorkerError, tool_name: str, advice: str) -> dict[str, Any]:
    """Returns ``{"error": …}``, with ``"transient": True`` if the next call may succeed.

    Args:
        error: Why the request failed.
        tool_name: The tool's name.
        advice: What the user can do about a failed start; may be empty.
    """
    if isinstance(error, WorkerRefused) or isinstance(error.__cause__, WorkerRefused):
        return {"error": f"{tool_name} was refused: {error}", "transient": True}
    if isinstance(error, StartFailed):
        text = f"{tool_name} worker startup failed: {error}"
        return {"error": f"{text} {advice}" if advice else text}
    if isinstance(error, (WorkerCrash, WorkerTimeout)):
        return {"error": f"{tool_name} crashed: {error}", "transient": True}
    if isinstance(error, TextRefused):
        return {"error": f"{tool_name}: {error}"}
    return {"error": f"{tool_name} worker error: {error}"}
