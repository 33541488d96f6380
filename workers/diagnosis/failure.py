"""The last time that a tool's worker failed, and what is made of it."""

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
    """What is known of a worker's end; it is made sense of when somebody looks.

    Attributes:
        at_s: Clock seconds.
        text: What its caller was told.
        outcome: How its process ended; None where there was none.
        stderr_tail: The last lines that it wrote, oldest first.
        timed_out: It was killed because it had been silent for too long.
        has_cpu_mode: It could run without a GPU.
        while_starting: It had not become ready.
        advice: What the user is to do about modules that it misses and that nothing declares;
            empty where there are none.
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
        """What an error tells; see the attributes for the rest."""
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
        """Why, and what to do about it."""
        return _diagnosis(self)

    @property
    def sentence(self) -> str:
        """Why, for people: the cause in one sentence, with what was told."""
        diagnosis = self.diagnosis
        if diagnosis.says_more:
            return translatable("{sentence} ({told})", sentence=diagnosis.sentence, told=self.text)
        return self.text


@lru_cache(maxsize=64)
def _diagnosis(failure: Failure) -> Diagnosis:
    # Imported here: most programs never have anything to make sense of.
    from workers.diagnosis.diagnose import diagnose  # noqa: PLC0415

    return diagnose(
        failure.outcome,
        failure.stderr_tail,
        failure.text,
        timed_out=failure.timed_out,
        has_cpu_mode=failure.has_cpu_mode,
    )
