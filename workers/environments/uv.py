"""Runs uv for one operation on environments."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path

from workers.environments.package_sources import INDEX_VARIABLES, local_folders, source_settings
from workers.environments.uv_cache import cache_variables
from workers.environments.uv_process import run_uv, uv_environment

logger = logging.getLogger(__name__)


class Uv:
    """Runs uv with our package sources and cache. Methods raise UvFailed, UvCancelled, OSError."""

    def __init__(
        self,
        executable: Path,
        root: Path,
        scratch: Path,
        *,
        wheels: Path | None,
        cancelled: threading.Event,
        lock: int | None = None,
    ) -> None:
        """Runs nothing yet.

        Args:
            executable: uv's.
            root: The environments' folder.
            scratch: Temporary folder for input files. uv runs there; in the user's folder it
                would obey the settings of a project.
            wheels: Take packages from this folder only, without a network.
            cancelled: Set it to kill uv.
            lock: Descriptor of a lock that uv inherits and so holds as long as it runs.
        """
        self.root = root
        self.scratch = scratch
        self.wheels = wheels
        self._executable = executable
        self._cancelled = cancelled
        self._inherited = () if lock is None else (lock,)

    def run(
        self, arguments: Sequence[str], on_line: Callable[[str], None], **variables: str
    ) -> None:
        """Runs uv to its end.

        Args:
            arguments: Its command line.
            on_line: Called with each line of output, on this thread.
            variables: Additional environment variables.
        """

        def log(line: str) -> None:
            logger.debug("uv: %s", line)
            on_line(line)

        run_uv(
            [str(self._executable), *arguments],
            cwd=self.scratch,
            environment={**self._environment, **variables},
            on_line=log,
            cancelled=self._cancelled,
            inherited=self._inherited,
        )

    def lines(self, arguments: Sequence[str], **variables: str) -> list[str]:
        """Runs uv and returns its output, line by line."""
        lines: list[str] = []
        self.run(arguments, lines.append, **variables)
        return lines

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """Arguments that say where packages come from."""
        return source_settings(self.wheels).arguments

    @property
    def local_folders(self) -> list[Path]:
        """Local folders that packages are taken from, with or without an index."""
        return local_folders(self.wheels, self._environment)

    @cached_property
    def _environment(self) -> dict[str, str]:
        ours = {
            name: value
            for name, value in os.environ.items()
            if self.wheels is None or name not in INDEX_VARIABLES
        }
        environment = uv_environment(ours, source_settings(self.wheels).variables)
        output: list[str] = []
        run_uv(
            [str(self._executable), "cache", "dir"],
            cwd=self.scratch,
            environment=environment,
            on_line=output.append,
            cancelled=self._cancelled,
        )
        usual = Path(output[-1]) if output else self.root
        return {**environment, **cache_variables(environment, usual, self.root)}
