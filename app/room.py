"""Everything that runs behind the window, built once and handed around. No Qt."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workers.base.messages import translatable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.audio import Player
    from app.logs import ProgramLog
    from app.settings import Settings, SettingsStore
    from app.voices.store import ClipStore
    from workers import EngineChain
    from workers.base.engine_code import EngineCode
    from workers.catalog.approvals import Approvals
    from workers.catalog.entry import CatalogEntry
    from workers.environments.venvs import EnvironmentStore
    from workers.installation.installer import Installation
    from workers.memory.plan import Evict
    from workers.supervisor import Supervisor
    from workers.tool.tool_worker import ToolWorker

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class EngineRoom:
    """The engines and what they need.

    Attributes:
        engines: The catalog's entries by id, in the catalog's order.
        workers: One for each engine, by the same ids.
        supervisor: Owns the workers' memory and ends them.
        environments: Where each engine's packages are installed.
        installation: Installs an engine with all that it needs, and removes it.
        player: The loudspeaker.
        voices: The user's own voices.
        settings: What the user decided.
        log: Where the program's log and each engine's are, and how much goes into them.
        codes: Whose code an engine runs, by its id, where not all of it came with the program.
        approvals: What of that the user has allowed to run.
        problems: What could not be read on the way here, for the user to know.
    """

    engines: Mapping[str, CatalogEntry]
    workers: Mapping[str, ToolWorker]
    supervisor: Supervisor
    environments: EnvironmentStore
    installation: Installation
    player: Player
    voices: ClipStore
    settings: SettingsStore
    log: ProgramLog
    codes: Mapping[str, EngineCode]
    approvals: Approvals
    problems: tuple[str, ...] = ()

    def is_installed(self, engine: str) -> bool:
        """True when all is there that the engine needs. Reads the disk, a few small files."""
        return self.installation.is_installed(self.engines[engine])

    def unapproved(self, engine: str) -> EngineCode | None:
        """Whose code an engine runs that the user has not allowed yet; None where it may run."""
        code = self.codes.get(engine)
        return None if self.approvals.is_approved(code) else code

    @property
    def chain(self) -> EngineChain:
        """All engines that speak, standing in for each other."""
        from workers import EngineChain

        return EngineChain(self.engines, self.workers, self.is_installed)

    def speakers(self, language: str) -> tuple[str, ...]:
        """Names of the installed engines that speak a language. Reads the disk."""
        from workers.text.language import speaks

        return tuple(
            entry.name
            for engine, entry in self.engines.items()
            if entry.kind == "tts"
            and speaks(entry.languages, language)
            and self.is_installed(engine)
        )

    def apply(self, settings: Settings) -> None:
        """Have other settings hold from now on; devices, from each engine's next start on."""
        for engine, worker in self.workers.items():
            entry, chosen = self.engines[engine], settings.of(engine)
            worker.set_idle_timeout(chosen.idle_timeout_or(entry.idle_timeout_s))
            worker.set_pinned(chosen.pinned)
            worker.device = chosen.device_or(entry.device)
        self.supervisor.reserve_bytes = settings.reserve_bytes
        self.player.device_id = settings.output_device
        self.player.latency = settings.latency
        self.log.set_level(settings.logging_level)

    def start_wanted(self) -> tuple[tuple[str, str], ...]:
        """Start the engines that the user wants with the program, one after another; blocks.

        Nobody is stopped for one of them: whoever runs is wanted, too.

        Returns:
            Id and reason of each that could not be tried. A start that fails is its worker's
            state, as always.
        """
        wanted = [it for it in self.engines if self.settings.settings.of(it).starts_with_app]
        return tuple(
            (engine, reason) for engine in wanted if (reason := self._start_wanted(engine))
        )

    def _start_wanted(self, engine: str) -> str:
        """Start one; tells what keeps it from being tried."""
        from workers.errors import StartFailed, WorkerError, WorkerRefused
        from workers.memory.plan import Evict

        if not self.is_installed(engine):
            return translatable("it isn't installed")
        worker = self.workers[engine]
        try:
            plan = worker.plan()
            if isinstance(plan, Evict):
                return _no_room_beside(plan)
            worker.start()
        except WorkerError as error:
            logger.warning("couldn't start %s with Engine Room: %s", engine, error)
            refusal = error.__cause__ if isinstance(error, StartFailed) else error
            return refusal.args[0] if isinstance(refusal, WorkerRefused) else ""
        return ""

    def close(self) -> None:
        """Stop every worker and be silent. Blocks; a second call does nothing."""
        self.player.stop()
        self.supervisor.close()
        self.player.close()


def _no_room_beside(plan: Evict) -> str:
    from workers.base.sizes import memory_size

    return translatable(
        "running engines leave too little room on {device}: {needed} needed, {free} free",
        device=plan.place.name,
        needed=memory_size(plan.needed_bytes),
        free=memory_size(max(0, plan.free_bytes)),
    )
