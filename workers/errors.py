"""All errors of this library, as one tree.

::

    WorkerError
    ├── WorkerNotReady       a request before ``start()``, or after ``stop()``
    ├── WorkerTimeout        no sign of life in time; the process was killed
    ├── WorkerCrash          the process ended without a request to
    │   └── WorkerStopped    the process ended because this program stopped it
    ├── WorkerRefused        not enough memory for it, and none can be freed
    ├── NotApproved          its code is not part of this program, and the user has not allowed it
    ├── StartFailed          a tool's worker couldn't be started, for any reason
    ├── TextRefused          an engine can't speak the text; found before any request
    ├── ChainFailed          none of several engines could speak
    ├── CatalogError         an entry, or its file, is not valid
    ├── EnvironmentFailed    an engine's environment couldn't be created or used
    ├── WeightsFailed        a model's files couldn't be downloaded, verified or removed
    ├── TokenNotStored       an access token is in use, but the system can't store it
    └── InstallationFailed   an engine couldn't be installed, verified or removed

An error that a program may act on carries data: the worker's name, how its process ended, and the
last lines that it wrote to stderr.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Self

    from workers.base.engine_code import EngineCode
    from workers.base.exit_status import ExitStatus


class WorkerError(Exception):
    """Base of all errors of this library.

    Attributes:
        worker: The worker's name; empty when none was involved.
        outcome: How the worker's process ended; None while it runs or never ran.
        stderr_tail: The last lines the process wrote to stderr, oldest first.
    """

    def __init__(
        self,
        message: str,
        *,
        worker: str = "",
        outcome: ExitStatus | None = None,
        stderr_tail: tuple[str, ...] = (),
    ) -> None:
        super().__init__(message)
        self.worker = worker
        self.outcome = outcome
        self.stderr_tail = stderr_tail

    @property
    def exit_code(self) -> int | None:
        """The process's exit code, negative for a signal; None if it did not end."""
        return self.outcome.exit_code if self.outcome else None


class WorkerNotReady(WorkerError):
    """A request to a worker that is not running."""


class WorkerTimeout(WorkerError):
    """A worker gave no sign of life in time; its process has been killed."""


class WorkerCrash(WorkerError):
    """A worker's process ended unexpectedly."""


class WorkerStopped(WorkerCrash):
    """A worker's process ended because this program called ``stop()``."""


class WorkerRefused(WorkerError):
    """A worker was not started: its memory is not available and can't be freed."""


class NotApproved(WorkerError):
    """An engine's code is not part of this program, and the user has not allowed it to run.

    Attributes:
        code: The code.
    """

    def __init__(self, message: str, *, worker: str, code: EngineCode) -> None:
        super().__init__(message, worker=worker)
        self.code = code

    @classmethod
    def of(cls, code: EngineCode) -> Self:
        """Returns the error for this code, with its origin and what to do."""
        return cls(
            f"{code.engine} runs code that isn't part of Engine Room "
            f"({', '.join(code.places)}; according to {code.declared_in}) and hasn't been allowed "
            f"yet: allow it in the window, or with `engineroom engines install {code.engine}`",
            worker=code.engine,
            code=code,
        )


class StartFailed(WorkerError):
    """A tool's worker couldn't be started; ``__cause__`` is the reason.

    Distinguishes a failed start from a failed request.
    """

    @classmethod
    def because(cls, error: Exception, worker: str) -> StartFailed:
        """Wraps an error; the message of a defect of ours has its type."""
        if isinstance(error, WorkerError):
            outcome, stderr_tail = error.outcome, error.stderr_tail
            return cls(str(error), worker=worker, outcome=outcome, stderr_tail=stderr_tail)
        return cls(f"{type(error).__name__}: {error}", worker=worker)


class TextRefused(WorkerError):
    """A text that its engine can't speak; raised before anything is started.

    Attributes:
        may_suit_another: Another engine may be able to speak the language.
    """

    def __init__(self, message: str, *, worker: str = "", may_suit_another: bool = False) -> None:
        super().__init__(message, worker=worker)
        self.may_suit_another = may_suit_another


class ChainFailed(WorkerError):
    """None of several engines could speak; the message has each one's reason."""


class CatalogError(WorkerError):
    """A catalog file or one of its entries is not valid; the message names it."""


class EnvironmentFailed(WorkerError):
    """An engine's environment couldn't be created, repaired or used."""


class WeightsFailed(WorkerError):
    """A model's files couldn't be downloaded, imported, verified or removed.

    Attributes:
        repository: ``owner/name``.
        page: Address of the page to request access on; empty where access is not the reason.
    """

    def __init__(self, message: str, *, repository: str, page: str = "") -> None:
        super().__init__(message)
        self.repository = repository
        self.page = page


class TokenNotStored(WorkerError):
    """The system stores no passwords here; an access token is kept until the program ends."""


class InstallationFailed(WorkerError):
    """An engine couldn't be installed, verified or removed, or the user has to decide first."""
