"""A worker's failure; its cause is diagnosed when first read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from workers.base.exit_status import ExitStatus
from workers.base.messages import translatable
from workers.errors import WorkerError, WorkerTimeout

if TYPE_CHECKING:
    from workers.diagnosis.causes import Diagnosis


@dataclass(frozen=True, slots=True)
class Failure:
    """What is known of a worker's failure.

    Attributes:
        at_s: Clock seconds.
        text: The error that its caller got.
        outcome: How its process ended; None without a process.
        stderr_tail: Its last lines of stderr, oldest first.
        timed_out: It was killed after a timeout.
        has_cpu_mode: It can run without a GPU.
        while_starting: It wasn't ready yet.
        advice: What the user can do about missing modules that its entry doesn't declare; may be
            empty.
    """

    at_s: float
    text: str
    outcome: ExitStatus | None = None
    stderr_tail: tuple[str, ...] = ()
    timed_out: bool = False
    has_cpu_mode: bool = False
    while_starting: bool = False
    advice: str = ""

    @classmethod
    def of(
        cls,
        error: BaseException,
        at_s: float,
        *,
        has_cpu_mode: bool = False,
        while_starting: bool = False,
        advice: str = "",
    ) -> Failure:
        """Returns the failure for an error; see the attributes for the other arguments."""
        is_ours = isinstance(error, WorkerError)
        return cls(
            at_s,
            error.args[0] if is_ours and error.args else str(error) or repr(error),
            error.outcome if is_ours else None,
            error.stderr_tail if is_ours else (),
            isinstance(error, WorkerTimeout),
            has_cpu_mode,
            while_starting,
            advice,
        )

    @property
    def diagnosis(self) -> Diagnosis:
        """The cause and a remedy."""
        return _diagnosis(self)

    @property
    def sentence(self) -> str:
        """The cause in one sentence with the error, for the user."""
        diagnosis = self.diagnosis
        if diagnosis.says_more:
            return translatable(
                "{sentence} ({cause})", sentence=diagnosis.sentence, cause=self.text
            )
        return self.text


@lru_cache(maxsize=64)
def _diagnosis(failure: Failure) -> Diagnosis:
    from workers.diagnosis.diagnose import diagnose  # noqa: PLC0415 - needed after a failure only

    return diagnose(
        failure.outcome,
        failure.stderr_tail,
        failure.text,
        timed_out=failure.timed_out,
        has_cpu_mode=failure.has_cpu_mode,
    )
