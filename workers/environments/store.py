"""The engines' environments: created by uv, changed with a backup, removed.

Each is a folder below one root. A marker file, written last, says what it holds, so an incomplete
environment is never used. A lock file beside it lets one process at a time work on it. See
``design.md``.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from workers.base.events import Progress
from workers.base.messages import translatable
from workers.environments import backup
from workers.environments.builder import Builder
from workers.environments.installed import InstalledEnvironments
from workers.environments.marker import Marker, complete_marker, interpreter_in
from workers.environments.package_sources import wheel_folder
from workers.environments.plan import EnvironmentPlan
from workers.environments.requirements import Contents, distribution
from workers.environments.resolver import Resolver
from workers.environments.target_state import (
    find_target_state,
    install_arguments,
    installed_torch,
    satisfies,
)
from workers.environments.torch_build import KEPT_REASON, TorchBuild
from workers.environments.uv import Uv
from workers.environments.uv_output import ProgressReader, UvFailed
from workers.environments.uv_process import UvCancelled, find_uv
from workers.errors import EnvironmentFailed
from workers.storage.disk_usage import disk_usage
from workers.storage.lock import LockCancelled, locked
from workers.storage.trash import discard, sweep

logger = logging.getLogger(__name__)

Report = Callable[[Progress], None]


class EnvironmentStore(InstalledEnvironments):
    """All environments below one folder.

    Any thread may call any method. Those that plan, create, change, or remove an environment take
    long; don't call them from the GUI's thread.
    """

    def __init__(
        self, root: Path | None = None, uv: Path | None = None, wheels: Path | None = None
    ) -> None:
        """Creates a store; touches nothing on disk.

        Args:
            root: ``paths.environments_dir()`` when None.
            uv: uv's executable; found when first needed when None.
            wheels: Install from this folder only, without a network; the folder in
                ``$ENGINEROOM_WHEELS`` when None, and without that a package index.
        """
        super().__init__(root)
        self._uv = uv
        self._wheels = wheels

    def plan(  # noqa: PLR0913 - all that an engine's entry says of its environment
        self,
        name: str,
        requirements: Sequence[str],
        *,
        overrides: Sequence[str] = (),
        python: str = "",
        torch: TorchBuild | None = None,
        shared_with: Sequence[str] = (),
        cancelled: threading.Event | None = None,
    ) -> EnvironmentPlan:
        """Finds out what ``create`` would install and download; changes nothing.

        Asks the package index, which takes seconds.

        Args:
            name: The environment's.
            requirements: As for ``create``.
            overrides: As for ``create``.
            python: Range of Python versions, as ``python_range`` for ``create``.
            torch: As for ``create``.
            shared_with: IDs of the other engines in it; copied into the plan.
            cancelled: Set it to stop.

        Raises:
            EnvironmentFailed: ``create`` would fail: the index can't be reached or has no
                matching packages, or there is no matching Python; or ``cancelled`` was set.
        """
        requested = _contents(name, requirements, overrides, python)
        folder = self._folder(name)
        state = complete_marker(folder)
        if state is not None and satisfies(folder, state, requested, torch):
            installed = installed_torch(folder, state)
            return EnvironmentPlan(
                name,
                state.python,
                torch=installed.backend if installed else "",
                torch_reason=KEPT_REASON if installed else "",
                shared_with=tuple(shared_with),
            )
        with self._failures(name), self._uv_for(cancelled or threading.Event()) as uv:
            target = find_target_state(uv, folder, requested)
            resolver = Resolver(uv, target.location)
            resolution = resolver.resolve(target.contents, torch, target.torch)
            packages = resolver.sizes(resolution)
        build = resolution.torch
        return EnvironmentPlan(
            name,
            target.base.version,
            packages,
            torch=build.backend if build else "",
            torch_reason=build.reason if build else "",
            torch_problem=build.problem if build else "",
            shared_with=tuple(shared_with),
            python_download=target.base.download,
        )

    def create(  # noqa: PLR0913 - all that an engine's entry says of its environment
        self,
        name: str,
        requirements: Sequence[str],
        *,
        python: Path | None = None,
        progress: Report | None = None,
        cancelled: threading.Event | None = None,
        overrides: Sequence[str] = (),
        python_range: str = "",
        torch: TorchBuild | None = None,
    ) -> Path:
        """Creates an environment, or completes or extends an existing one.

        Engines may share an environment: what earlier calls requested stays, and of two
        requirements for one package the later one counts. Killed at any moment, this leaves an
        environment that is complete, or one that is known to be incomplete; the next call then
        restores the last complete version, or starts anew. Downloaded packages stay in uv's
        cache.

        Args:
            name: The environment's; the folder is called the same.
            requirements: As for pip, with names and versions but no options.
            python: The base interpreter. When None, the frozen app's python-embed or the
                interpreter of this process, if its version is in the range.
            progress: Called on this thread; the fraction never decreases.
            cancelled: Set it to stop.
            overrides: Requirements that replace what packages require of each other. One with
                a marker that is never true drops a package.
            python_range: Versions of Python that the packages support, such as
                ``>=3.10,<3.11``. If ours isn't among them, another interpreter of this computer
                is used, or one is downloaded.
            torch: The PyTorch build for this computer, from ``choose_torch``. It applies if
                PyTorch of any version is installed; an installed build stays while it works.
                None leaves the choice to the index.

        Returns:
            The environment's interpreter.

        Raises:
            EnvironmentFailed: It failed, or ``cancelled`` was set. An environment that was
                complete is unchanged.
        """
        requested = _contents(name, requirements, overrides, python_range)
        with self._working(name, progress, cancelled) as builder:
            folder = builder.folder
            state = complete_marker(folder)
            present = interpreter_in(folder)
            if state is not None and present and satisfies(folder, state, requested, torch):
                return present
            target = find_target_state(builder.uv, folder, requested, python)
            resolution = builder.resolve(target, torch)
            with backup.backed_up(folder, rebuild=target.rebuild):
                return builder.build(target, resolution)

    def reinstall(
        self,
        name: str,
        requirement: str | None = None,
        *,
        progress: Report | None = None,
        cancelled: threading.Event | None = None,
    ) -> Path:
        """Installs a complete environment's packages again, from fresh copies.

        Args:
            name: The environment's.
            requirement: The only one to reinstall; None for all, with their dependencies.
            progress: Called on this thread; the fraction never decreases.
            cancelled: Set it to stop.

        Returns:
            The environment's interpreter.

        Raises:
            EnvironmentFailed: There is no complete environment, or it failed.
        """
        requested = _contents(name, [requirement] if requirement is not None else [])
        with self._working(name, progress, cancelled) as builder:
            folder = builder.folder
            state = complete_marker(folder)
            present = interpreter_in(folder)
            if state is None or present is None:
                message = translatable(
                    "Environment {name!r} isn't installed. Install it first", name=name
                )
                raise EnvironmentFailed(message)
            contents = state.contents.merged_with(requested)
            options = ("--reinstall",)
            if requirement is not None:
                options = ("--reinstall-package", distribution(requirement))
            resolver = Resolver(builder.uv, install_arguments(folder, present), options)
            resolution = resolver.resolve(contents, None)
            with backup.backed_up(folder, rebuild=False, keep_for_rollback=False):
                Marker(state.contents, state.python, complete=False).write(folder)
                builder.install(contents, resolution)
                return builder.finish(Marker(contents, state.python, complete=True))

    def can_roll_back(self, name: str) -> bool:
        """Returns whether an environment has an earlier version to roll back to."""
        return backup.can_roll_back(self._folder(name))

    def rollback(self, name: str) -> None:
        """Restores an environment to exactly what it was before its last change.

        Needs no network. No worker may be running from the environment.

        Raises:
            EnvironmentFailed: There is no earlier version, or files are in use (Windows).
        """
        folder = self._folder(name)
        with self._locked(name, threading.Event()):
            if not backup.can_roll_back(folder):
                message = translatable(
                    "Environment {name!r} has no earlier version to roll back to", name=name
                )
                raise EnvironmentFailed(message)
            backup.roll_back(folder)

    def shrink(
        self, name: str, requirements: Iterable[str], *, overrides: Iterable[str] = ()
    ) -> None:
        """Uninstalls from a complete environment what none of these requirements needs.

        Needs no network. Backups are deleted, since this is to free disk space. No worker may be
        running from the environment.

        Args:
            name: The environment's.
            requirements: Those of its requirements that stay.
            overrides: Those of its overrides that stay.

        Raises:
            EnvironmentFailed: It failed, for example because files are in use (Windows); the
                environment is unchanged.
        """
        remaining = _contents(name, tuple(requirements), tuple(overrides))
        with self._working(name, None, None) as builder:
            folder = builder.folder
            state = complete_marker(folder)
            if state is None:
                return
            with backup.backed_up(folder, rebuild=False, keep_for_rollback=False):
                builder.shrink(state, remaining)
            backup.delete_backups(folder)

    def remove(self, name: str) -> None:
        """Deletes an environment and its backups, if they exist.

        It is unusable from the first moment on. No worker may be running from it.

        Raises:
            EnvironmentFailed: It is in use (Windows), or can't be deleted.
        """
        folder = self._folder(name)
        if folder.exists() or backup.has_backup(folder):
            with self._locked(name, threading.Event()):
                discard(folder)
                backup.delete_backups(folder)

    def size_bytes(self, name: str, cancelled: threading.Event | None = None) -> int:
        """Returns the size of an environment, in bytes; 0 if it doesn't exist.

        Files that are hard-linked from uv's cache count.

        Args:
            name: The environment's.
            cancelled: Set it to stop; the result is meaningless then.
        """
        return disk_usage(self._folder(name), cancelled=cancelled)

    def disk_bytes(
        self, name: str, cancelled: threading.Event | None = None, *, exclusive: bool = False
    ) -> int:
        """Returns the size of an environment and its backup, in bytes.

        Args:
            name: The environment's.
            cancelled: Set it to stop; the result is meaningless then.
            exclusive: Leave out files that are also in uv's cache.
        """
        folders = self._folder(name), backup.previous_folder(self._folder(name))
        return disk_usage(*folders, cancelled=cancelled, exclusive=exclusive)

    @contextmanager
    def _working(
        self, name: str, progress: Report | None, cancelled: threading.Event | None
    ) -> Generator[Builder, None, None]:
        stop = cancelled or threading.Event()
        with self._locked(name, stop) as lock, self._uv_for(stop, lock) as uv:
            yield Builder(self._folder(name), uv, ProgressReader(progress))

    @contextmanager
    def _locked(self, name: str, cancelled: threading.Event) -> Generator[int, None, None]:
        """Holds the environment's lock, after recovering from a killed process."""
        folder = self._folder(name)
        with self._failures(name), locked(self._root / f".{name}.lock", cancelled) as lock:
            sweep(folder)
            backup.recover(folder)
            yield lock

    @contextmanager
    def _uv_for(
        self, cancelled: threading.Event, lock: int | None = None
    ) -> Generator[Uv, None, None]:
        self._uv = self._uv or find_uv()
        wheels = wheel_folder(self._wheels)
        with TemporaryDirectory(prefix="engineroom-", ignore_cleanup_errors=True) as scratch:
            yield Uv(
                self._uv, self._root, Path(scratch), wheels=wheels, cancelled=cancelled, lock=lock
            )

    @contextmanager
    def _failures(self, name: str) -> Generator[None, None, None]:
        """Turns errors into EnvironmentFailed."""
        try:
            yield
        except EnvironmentFailed as error:
            error.worker = name
            raise
        except (UvCancelled, LockCancelled) as error:
            message = translatable(
                "Canceled installing environment {name!r}. Install it again at any time",
                name=name,
            )
            raise EnvironmentFailed(message, worker=name) from error
        except UvFailed as error:
            logger.warning("environment %s: uv failed:\n%s", name, error)
            message = translatable(
                "Couldn't install environment {name!r}: {cause}. What to do: {advice}.",
                name=name,
                cause=error.cause,
                advice=error.advice,
            )
            raise EnvironmentFailed(message, worker=name, stderr_tail=error.lines) from error
        except OSError as error:
            message = translatable(
                "Couldn't change environment {name!r} in {folder}: {cause}. Stop the engines "
                "that use it, check the disk space and the folder's permissions, and try "
                "again.",
                name=name,
                folder=str(self._folder(name)),
                cause=str(error),
            )
            raise EnvironmentFailed(message, worker=name) from error


def _contents(
    name: str, requirements: Sequence[str], overrides: Sequence[str] = (), python: str = ""
) -> Contents:
    """Returns validated requirements, none of which uv could take for an option.

    Raises:
        EnvironmentFailed: One is invalid.
    """
    for requirement in (*requirements, *overrides):
        try:
            distribution(requirement)
        except ValueError as error:
            message = translatable("Environment {name!r}: {cause}", name=name, cause=str(error))
            raise EnvironmentFailed(message, worker=name) from error
    return Contents(
        tuple(sorted({requirement.strip() for requirement in requirements})),
        tuple(sorted({requirement.strip() for requirement in overrides})),
        python.strip(),
    )
