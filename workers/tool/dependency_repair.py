"""What a tool's worker found missing, modules mostly, and its one repair.

Workers say so on stderr; this remembers each thing once, and before the next start
installs what the tool's catalog entry declares, into the tool's own environment. For
anything else it has a sentence for the user, and installs nothing.
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

#: One of these stands in every line that says what is missing.
_HINTS = ("Error", "Could not lo", "Unable to load", "espeak")


class DependencyRepair:
    """What one tool was seen to miss. Safe from any thread."""

    def __init__(self, engine: str, environment: str, declared: EnvironmentSpec) -> None:
        """Nothing missing.

        Args:
            engine: The engine's name, for messages.
            environment: Name of its environment.
            declared: By its catalog entry; nothing else is ever installed.
        """
        self._engine = engine
        self._environment = environment
        self._declared = declared
        self._lock = threading.Lock()
        self._seen: set[MissingDependency] = set()
        self._pending: list[Install] = []
        self._advice: list[str] = []

    def note(self, line: str) -> None:
        """Look at one line of stderr; cheap for the many that say nothing of the kind."""
        if not any(hint in line for hint in _HINTS):
            return
        # Imported here: milliseconds that a tool which misses nothing never spends.
        from workers.environments.missing_dependency import missing_dependency_in  # noqa: PLC0415

        lack = missing_dependency_in(line)
        if lack is None:
            return
        from workers.environments.remedies import Install  # noqa: PLC0415 - 20 ms more

        with self._lock:
            if lack in self._seen:
                return
            self._seen.add(lack)
            remedy = self._decide(lack)
            if isinstance(remedy, Install):
                self._pending.append(remedy)
            else:
                self._advice.append(remedy.message)
                logger.warning("%s", remedy.message)

    @property
    def has_remedy(self) -> bool:
        """True when :meth:`install` has something to do."""
        return bool(self._pending)

    @property
    def advice(self) -> str:
        """What the user is to be told about the rest; empty when there is nothing."""
        return " ".join(self._advice)

    def install(self, progress: Callable[[Progress], None], cancelled: threading.Event) -> None:
        """Install what is pending; each module is tried once in a tool's life.

        Args:
            progress: Told what is being done, on this thread.
            cancelled: Set to stop; what was not installed then stays pending.

        Raises:
            EnvironmentFailed: It could not be installed.
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

    def _decide(self, lack: MissingDependency) -> Install | Advise:
        from workers.environments import remedies  # noqa: PLC0415 - see note()
        from workers.environments.installed_packages import (  # noqa: PLC0415 - see note()
            installed_modules,
        )
        from workers.environments.store import EnvironmentStore  # noqa: PLC0415 - see note()

        python = EnvironmentStore().interpreter(self._environment)
        return remedies.remedy_for(
            lack,
            self._declared.requirements,
            engine=self._engine,
            installed=installed_modules(python) if python is not None else None,
        )
