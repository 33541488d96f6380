"""Repair of dependencies, mostly Python modules, that a tool's worker reports as missing.

Workers report them on stderr. Each is handled once: before the next start, the tool's own
environment gets what the tool's catalog entry declares. For anything else there is advice for the
user, and nothing is installed.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from workers.base.events import Progress
from workers.errors import EnvironmentFailed

if TYPE_CHECKING:
    from workers.environments.missing_dependency import MissingDependency
    from workers.environments.remedies import Advise, Install
    from workers.environments.requirements import EnvironmentSpec

logger = logging.getLogger(__name__)

#: Every line that reports something missing contains one of these.
_HINTS = ("Error", "Could not lo", "Unable to load", "espeak")


class DependencyRepair:
    """Missing dependencies of one tool, and their remedies. Safe from any thread."""

    def __init__(self, engine: str, environment: str, declared: EnvironmentSpec) -> None:
        """Knows of nothing missing yet.

        Args:
            engine: The engine's name, for messages.
            environment: Name of its environment.
            declared: The packages of its catalog entry; nothing else is ever installed.
        """
        self._engine = engine
        self._environment = environment
        self._declared = declared
        self._lock = threading.Lock()
        self._seen: set[MissingDependency] = set()
        self._pending: list[Install] = []
        self._advice: list[str] = []

    def note(self, line: str) -> None:
        """Reads one line of stderr; cheap for lines that report nothing missing."""
        if not any(hint in line for hint in _HINTS):
            return
        # Imported here: a tool without missing dependencies never pays these milliseconds.
        from workers.environments.missing_dependency import missing_dependency_in  # noqa: PLC0415

        missing = missing_dependency_in(line)
        if missing is None:
            return
        from workers.environments.remedies import Install  # noqa: PLC0415 - 20 ms more

        with self._lock:
            if missing in self._seen:
                return
            self._seen.add(missing)
            remedy = self._decide(missing)
            if isinstance(remedy, Install):
                self._pending.append(remedy)
            else:
                self._advice.append(remedy.message)
                logger.warning("%s", remedy.message)

    @property
    def has_remedy(self) -> bool:
        """True if :meth:`install` has something to do."""
        return bool(self._pending)

    @property
    def advice(self) -> str:
        """What the user can do about other dependencies; may be empty."""
        return " ".join(self._advice)

    def install(self, progress: Callable[[Progress], None], cancelled: threading.Event) -> None:
        """Installs what is pending; each module is tried once in a tool's life.

        Args:
            progress: Called with each step, on this thread.
            cancelled: Set to stop; the rest stays pending.

        Raises:
            EnvironmentFailed: A dependency couldn't be installed.
        """
        from workers.environments import remedies  # noqa: PLC0415 - see note()
        from workers.environments.store import EnvironmentStore  # noqa: PLC0415 - see note()

        with self._lock:
            pending, self._pending = self._pending, []
        for remedy in pending:
            logger.warning(
                "%s is missing %s; installing %s from its catalog entry",
                self._engine,
                remedy.module,
                remedy.requirement,
            )
            try:
                remedies.install(
                    remedy,
                    EnvironmentStore(),
                    self._environment,
                    self._declared,
                    progress=progress,
                    cancelled=cancelled,
                )
            except EnvironmentFailed as error:
                with self._lock:
                    if cancelled.is_set():
                        self._pending = pending[pending.index(remedy) :] + self._pending
                    else:
                        self._advice.append(str(error))
                raise

    def _decide(self, missing: MissingDependency) -> Install | Advise:
        from workers.environments import remedies  # noqa: PLC0415 - see note()
        from workers.environments.installed_packages import (  # noqa: PLC0415 - see note()
            installed_modules,
        )
        from workers.environments.store import EnvironmentStore  # noqa: PLC0415 - see note()

        try:
            python = EnvironmentStore().interpreter(self._environment)
        except EnvironmentFailed:  # a tool's name may be no valid name of an environment
            python = None
        return remedies.remedy_for(
            missing,
            self._declared.requirements,
            engine=self._engine,
            installed=installed_modules(python) if python is not None else None,
        )
