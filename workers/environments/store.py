"""The engines' own environments: made by uv, used when whole, removed when unwanted.

Each is a folder of its own below one root. What it holds stands in a marker file that
is written last, so a half-made environment is never taken for a whole one; a lock file
beside it lets one process at a time work on it. A change of a whole one keeps the state
before it, see ``previous``.
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
from workers.environments import backup as previous
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
from workers.storage.disk_use import disk_usage
from workers.storage.lock import LockCancelled, locked
from workers.storage.trash import discard, sweep

logger = logging.getLogger(__name__)

Report = Callable[[Progress], None]


class EnvironmentStore(InstalledEnvironments):
    """All environments below one folder.

    Any thread may call any method; those that plan, make, change or remove an environment
    take long and must not be called from the GUI's.
    """

    def __init__(
        self, root: Path | None = None, uv: Path | None = None, wheels: Path | None = None
    ) -> None:
        """Nothing is made or looked for yet.

        Args:
            root: ``paths.environments_dir()`` when None.
            uv: uv's executable; found when it is first needed when None.
            wheels: Everything is installed from this folder, without any network; what
                ``$ENGINEROOM_WHEELS`` names when None, and without that from an index.
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
        """Find out what ``create`` would install and download, and change nothing.

        Asks the index, which takes seconds.

        Args:
            name: The environment's.
            requirements: As for ``create``.
            overrides: As for ``create``.
            python: Range of Python's versions, as ``python_range`` for ``create``.
            torch: As for ``create``.
            shared_with: Ids of the other engines in it, for whoever reads the plan.
            cancelled: Set it to stop.

        Raises:
            EnvironmentFailed: It could not be made: the index cannot be reached or has
                nothing that fits, or there is no such Python; or ``cancelled`` was set.
        """
        wanted = _checked(name, requirements, overrides, python)
        folder = self._folder(name)
        state = complete_marker(folder)
        if state is not None and satisfies(folder, state, wanted, torch):
            held = installed_torch(folder, state)
            return EnvironmentPlan(
                name,
                state.python,
                torch=held.backend if held else "",
                torch_reason=KEPT_REASON if held else "",
                shared_with=tuple(shared_with),
            )
        with self._failures(name), self._uv_for(cancelled or threading.Event()) as uv:
            target = find_target_state(uv, folder, wanted)
            resolver = Resolver(uv, target.place)
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
        """Make an environment, or complete or extend the one that is there.

        Engines may share one: what earlier calls asked for stays, and where both name
        a package the later requirement counts. Killed at any moment, it leaves an
        environment that is whole or one that is known not to be: the next call then takes
        up from what was whole before, or makes it anew. Packages that have arrived are
        not downloaded again.

        Args:
            name: The folder's name.
            requirements: As pip takes them; names and versions, no options.
            python: The base interpreter: the frozen app's python-embed, else the one
                that runs this process, when None and where it fits.
            progress: Called on this thread; the fraction never falls.
            cancelled: Set it to stop.
            overrides: Requirements that count whatever packages want of each other; one
                with a marker that is never true drops a package.
            python_range: Versions of Python that the packages run on, such as
                ``>=3.10,<3.11``. Where ours is none of them another interpreter of this
                machine is taken, and without one it is downloaded.
            torch: The build of torch that is right for this machine, from ``choose_torch``;
                it counts where torch is among what gets installed, in whatever version. The
                build that is there stays while it serves. None leaves it to the index.

        Returns:
            The environment's interpreter.

        Raises:
            EnvironmentFailed: It could not be made, or ``cancelled`` was set. An
                environment that was whole is as it was before.
        """
        wanted = _checked(name, requirements, overrides, python_range)
        with self._working(name, progress, cancelled) as builder:
            folder = builder.folder
            state = complete_marker(folder)
            present = interpreter_in(folder)
            if state is not None and present and satisfies(folder, state, wanted, torch):
                return present
            target = find_target_state(builder.uv, folder, wanted, python)
            resolution = builder.resolve(target, torch)
            with previous.backed_up(folder, rebuild=target.rebuild):
                return builder.build(target, resolution)

    def reinstall(
        self,
        name: str,
        requirement: str | None = None,
        *,
        progress: Report | None = None,
        cancelled: threading.Event | None = None,
    ) -> Path:
        """Install a complete environment's requirements again, from fresh copies.

        Args:
            name: The environment's.
            requirement: The only one to install again; None for all, with all that they need.
            progress: Called on this thread; the fraction never falls.
            cancelled: Set it to stop.

        Returns:
            The environment's interpreter.

        Raises:
            EnvironmentFailed: There is no complete environment, or it failed.
        """
        wanted = _checked(name, [requirement] if requirement is not None else [])
        with self._working(name, progress, cancelled) as builder:
            folder = builder.folder
            state = complete_marker(folder)
            present = interpreter_in(folder)
            if state is None or present is None:
                message = translatable(
                    "Environment {name!r} isn't installed. Install it first", name=name
                )
                raise EnvironmentFailed(message)
            contents = state.contents.merged_with(wanted)
            again = ("--reinstall",)
            if requirement is not None:
                again = ("--reinstall-package", distribution(requirement))
            resolution = Resolver(builder.uv, install_arguments(folder, present), again).resolve(
                contents, None
            )
            with previous.backed_up(folder, rebuild=False, keep_for_rollback=False):
                Marker(state.contents, state.python, complete=False).write(folder)
                builder.install(contents, resolution)
                return builder.finish(Marker(contents, state.python, complete=True))

    def can_roll_back(self, name: str) -> bool:
        """Whether there is a state before the last change to go back to."""
        return previous.can_roll_back(self._folder(name))

    def rollback(self, name: str) -> None:
        """Bring an environment to what it was before its last change, exactly.

        It needs no network. What the change made is gone then. No worker may be running
        from the environment.

        Raises:
            EnvironmentFailed: There is no such state, or files are in use (Windows).
        """
        folder = self._folder(name)
        with self._locked(name, threading.Event()):
            if not previous.can_roll_back(folder):
                message = translatable(
                    "Environment {name!r} has no earlier version to roll back to", name=name
                )
                raise EnvironmentFailed(message)
            previous.roll_back(folder)

    def shrink(
        self, name: str, requirements: Iterable[str], *, overrides: Iterable[str] = ()
    ) -> None:
        """Take out of an environment what none of these requirements needs.

        It needs no network. The state before is not kept: this is to make room. Nothing happens
        to an environment that is not whole. No worker may be running from it.

        Args:
            name: The environment's.
            requirements: What it is to hold from now on, of what it holds.
            overrides: Likewise.

        Raises:
            EnvironmentFailed: Files are in use (Windows), or it failed; it is as it was before.
        """
        wanted = _checked(name, tuple(requirements), tuple(overrides))
        with self._working(name, None, None) as builder:
            folder = builder.folder
            state = complete_marker(folder)
            if state is None:
                return
            with previous.backed_up(folder, rebuild=False, keep_for_rollback=False):
                builder.reduce(state, wanted)
            previous.forget(folder)

    def remove(self, name: str) -> None:
        """Delete an environment, and what is kept of its past; nothing when there is none.

        It is unusable from the first moment on, and gone when this returns. No worker
        may be running from it.

        Raises:
            EnvironmentFailed: It is in use (Windows), or may not be deleted.
        """
        folder = self._folder(name)
        if folder.exists() or previous.has_backup(folder):
            with self._locked(name, threading.Event()):
                discard(folder)
                previous.forget(folder)

    def size_bytes(self, name: str, cancelled: threading.Event | None = None) -> int:
        """What its files hold, in bytes; 0 when there is none.

        Files that are hard-linked into uv's cache are counted, once each.

        Args:
            name: The folder's name.
            cancelled: Set it to stop; what was counted until then is of no use.
        """
        return disk_usage(self._folder(name), cancelled=cancelled)

    def disk_bytes(
        self, name: str, cancelled: threading.Event | None = None, *, alone: bool = False
    ) -> int:
        """The same, with what is kept of its state before the last change.

        A file that is in both is counted once; with ``alone`` none that uv's cache keeps.
        """
        folders = self._folder(name), previous.previous_folder(self._folder(name))
        return disk_usage(*folders, cancelled=cancelled, alone=alone)

    @contextmanager
    def _working(
        self, name: str, progress: Report | None, cancelled: threading.Event | None
    ) -> Generator[Builder, None, None]:
        stop = cancelled or threading.Event()
        with self._locked(name, stop) as lock, self._uv_for(stop, lock) as uv:
            yield Builder(self._folder(name), uv, ProgressReader(progress))

    @contextmanager
    def _locked(self, name: str, cancelled: threading.Event) -> Generator[int, None, None]:
        """Hold the environment's lock, with whatever a killed process left of it settled."""
        folder = self._folder(name)
        with self._failures(name), locked(self._root / f".{name}.lock", cancelled) as lock:
            sweep(folder)
            previous.recover(folder)
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
        """Whatever fails inside becomes EnvironmentFailed."""
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


def _checked(
    name: str, requirements: Sequence[str], overrides: Sequence[str] = (), python: str = ""
) -> Contents:
    """Requirements fit for uv's command line, where an option would be obeyed."""
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
