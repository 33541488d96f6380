"""Everything that can go wrong with a worker, as one tree.

::

    WorkerError
    ├── WorkerNotReady       asked before ``start()``, or after ``stop()``
    ├── WorkerTimeout        no sign of life in time; the process was killed
    ├── WorkerCrash          the process ended, and nobody here asked it to
    │   └── WorkerStopped    the process ended because somebody here stopped it
    ├── WorkerRefused        there is no room for it, and none can be made
    ├── NotApproved          its code did not come with us, and nobody has allowed it to run
    ├── StartFailed          a tool's worker could not be started, for whatever reason
    ├── TextRefused          an engine was not asked, since it could not speak the text
    ├── ChainFailed          of several engines, none could speak
    ├── CatalogError         an entry, or the file it stands in, is not valid
    ├── EnvironmentFailed    an engine's environment could not be made or used
    ├── WeightsFailed        a model's files could not be had, checked or removed
    ├── TokenUnkept          an access token is in use, but the system does not keep it
    └── InstallationFailed   an engine could not be installed, checked or removed as a whole

An error that a program may want to act on carries data: the worker's name, how
its process ended, and the last lines it wrote to stderr.
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
        worker: Name of the worker it happened to; empty when none was involved.
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
    """A request was made of a worker that is not running."""


class WorkerTimeout(WorkerError):
    """A worker gave no sign of life in time; its process has been killed."""


class WorkerCrash(WorkerError):
    """A worker's process ended while something was expected of it."""


class WorkerStopped(WorkerCrash):
    """A worker's process ended because somebody here called ``stop()``."""


class WorkerRefused(WorkerError):
    """A worker was not started: its memory is not there and cannot be made free."""


class NotApproved(WorkerError):
    """An engine's code did not come with the program, and the user has not allowed it to run.

    Attributes:
        code: Whose code it is.
    """

    def __init__(self, message: str, *, worker: str, code: EngineCode) -> None:
        super().__init__(message, worker=worker)
        self.code = code

    @classmethod
    def of(cls, code: EngineCode) -> Self:
        """The error for this code, with where it comes from and what to do."""
        return cls(
            f"{code.engine} runs code that isn't part of Engine Room "
            f"({', '.join(code.places)}; according to {code.declared_in}) and hasn't been allowed "
            f"yet: allow it in the window, or with `engineroom engines install {code.engine}`",
            worker=code.engine,
            code=code,
        )


class StartFailed(WorkerError):
    """A tool's worker could not be started; ``__cause__`` tells why.

    Tells a start that failed apart from a request that did.
    """

    @classmethod
    def because(cls, error: Exception, worker: str) -> StartFailed:
        """Wrap what went wrong; a defect of ours is named with its type."""
        if isinstance(error, WorkerError):
            outcome, stderr_tail = error.outcome, error.stderr_tail
            return cls(str(error), worker=worker, outcome=outcome, stderr_tail=stderr_tail)
        return cls(f"{type(error).__name__}: {error}", worker=worker)


class TextRefused(WorkerError):
    """A text that its engine could not speak; told before anything is started.

    Attributes:
        may_suit_another: It is this engine that cannot: another one may speak the language.
    """

    def __init__(self, message: str, *, worker: str = "", may_suit_another: bool = False) -> None:
        super().__init__(message, worker=worker)
        self.may_suit_another = may_suit_another


class ChainFailed(WorkerError):
    """None of the engines that were asked could speak; the message has each one's reason."""


class CatalogError(WorkerError):
    """A catalog file or one of its entries is not valid; the message names which."""


class EnvironmentFailed(WorkerError):
    """An engine's environment could not be made, repaired or used."""


class WeightsFailed(WorkerError):
    """A model's files could not be downloaded, imported, checked or removed.

    Attributes:
        repository: Whose files: ``owner/name``.
        page: Address of the page on which its owners are asked for access; empty where that
            is not what is missing.
    """

    def __init__(self, message: str, *, repository: str, page: str = "") -> None:
        super().__init__(message)
        self.repository = repository
        self.page = page


class TokenUnkept(WorkerError):
    """The system keeps no passwords here; an access token serves until the program ends."""


class InstallationFailed(WorkerError):
    """An engine could not be installed, checked or removed; or something must be settled first."""
