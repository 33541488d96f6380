"""uv as it is used for one piece of work."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path

from workers.environments.package_sources import INDEXES, local_folders, settings_for
from workers.environments.uv_cache import cache_variables
from workers.environments.uv_process import run_uv, uv_environment

logger = logging.getLogger(__name__)


class Uv:
    """Runs uv so that it takes packages from where it should and keeps them where it should.

    Its methods raise what ``run_uv`` raises, and OSError.
    """

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
        """Nothing is run yet.

        Args:
            executable: uv's.
            root: The environments' folder.
            scratch: For files that it is given; it runs there, and not where the user happens
                to be, since it would obey a project's settings.
            wheels: Packages are taken from this folder alone, and nothing from any network.
            cancelled: Set it to have uv killed.
            lock: Descriptor of a lock that is held, which uv holds on to as well.
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
        """Run it.

        Args:
            arguments: What it shall do.
            on_line: Called with each line, on this thread.
            variables: Environment variables beside all others.
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
        """Run it, and have all that it wrote."""
        lines: list[str] = []
        self.run(arguments, lines.append, **variables)
        return lines

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """Arguments that say where packages come from."""
        return settings_for(self.wheels).arguments

    @property
    def local_folders(self) -> list[Path]:
        """Folders of this machine that packages are taken from beside any index."""
        return local_folders(self.wheels, self._environment)

    @cached_property
    def _environment(self) -> dict[str, str]:
        ours = {
            name: value
            for name, value in os.environ.items()
            if self.wheels is None or name not in INDEXES
        }
        environment = uv_environment(ours, settings_for(self.wheels).variables)
        told: list[str] = []  # where it would cache; nothing where it does not know
        run_uv(
            [str(self._executable), "cache", "dir"],
            cwd=self.scratch,
            environment=environment,
            on_line=told.append,
            cancelled=self._cancelled,
        )
        usual = Path(told[-1]) if told else self.root
        return {**environment, **cache_variables(environment, usual, self.root)}
