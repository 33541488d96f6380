"""Everything that runs behind the window, built once and handed around. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.audio import Player
    from app.logs import ProgramLog
    from app.settings import SettingsStore
    from workers.catalog.entry import CatalogEntry
    from workers.environments.venvs import EnvironmentStore
    from workers.supervisor import Supervisor
    from workers.tool_worker import ToolWorker


@dataclass(frozen=True)
class EngineRoom:
    """The engines and what they need.

    Attributes:
        engines: The catalog's entries by id, in the catalog's order.
        workers: One for each engine, by the same ids.
        supervisor: Owns the workers' memory and ends them.
        environments: Where each engine's packages are installed.
        player: The loudspeaker.
        settings: What the user decided.
        log: Where the program's log and each engine's are, and how much goes into them.
        problems: What could not be read on the way here, for the user to know.
    """

    engines: Mapping[str, CatalogEntry]
    workers: Mapping[str, ToolWorker]
    supervisor: Supervisor
    environments: EnvironmentStore
    player: Player
    settings: SettingsStore
    log: ProgramLog
    problems: tuple[str, ...] = ()

    def is_installed(self, engine: str) -> bool:
        """True when the engine's environment is complete. Reads the disk."""
        entry = self.engines[engine]
        return self.environments.is_complete(entry.environment, entry.requirements)

    def close(self) -> None:
        """Stop every worker and be silent. Blocks; a second call does nothing."""
        self.player.stop()
        self.supervisor.close()
        self.player.close()
