"""Everything that runs behind the window and the commands, built when it's first used. No Qt."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from workers.base.messages import translatable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.audio import Player
    from app.logs import ProgramLog
    from app.settings import AppSetting, EngineSetting, SettingsStore
    from app.voices.store import ClipStore
    from workers import EngineChain
    from workers.base.engine_code import EngineCode
    from workers.catalog.approvals import Approvals
    from workers.catalog.entry import CatalogEntry
    from workers.environments.store import EnvironmentStore
    from workers.installation.installer import Installation
    from workers.memory.plan import Evict
    from workers.supervisor import Supervisor
    from workers.tool.tool_worker import ToolWorker

logger = logging.getLogger(__name__)

T = TypeVar("T")


class Lazy(Generic[T]):
    """A value that is built when it's first asked for; safe from any thread."""

    def __init__(self, build: Callable[[], T]) -> None:
        """Args: build: Called once, under a lock."""
        self._build = build
        self._lock = threading.Lock()
        self._built: list[T] = []

    def __call__(self) -> T:
        """Returns the value; the first call builds it."""
        with self._lock:
            if not self._built:
                self._built.append(self._build())
            return self._built[0]

    @property
    def built(self) -> T | None:
        """The value; None as long as it isn't built."""
        return self._built[0] if self._built else None


class LazyWorkers(Mapping[str, "ToolWorker"]):
    """Workers by engine ID, in the catalog's order, each built when it's first asked for."""

    def __init__(self, engines: Iterable[str], build: Callable[[str], ToolWorker]) -> None:
        """Args: build: Makes the worker of an engine."""
        self._workers = {engine: Lazy(_bound(build, engine)) for engine in engines}

    def __getitem__(self, engine: str) -> ToolWorker:
        return self._workers[engine]()

    def __iter__(self) -> Iterator[str]:
        return iter(self._workers)

    def __len__(self) -> int:
        return len(self._workers)


class EngineRoom:
    """The engines and what they need.

    Attributes:
        engines: Catalog entries by ID, in the catalog's order.
        workers: One for each engine, by the same IDs.
        supervisor: Manages the workers' memory, and stops them.
        settings: What the user decided.
        log: The program's log, and the engines'.
        codes: Code that didn't come with the program, by the ID of the engine that runs it.
        problems: What couldn't be read while the room was built, for the user.
    """

    def __init__(  # noqa: PLR0913 - the parts that app.compose connects
        self,
        *,
        engines: Mapping[str, CatalogEntry],
        workers: Mapping[str, ToolWorker],
        supervisor: Supervisor,
        is_installed: Callable[[CatalogEntry], bool],
        installation: Lazy[Installation],
        player: Lazy[Player],
        voices: Lazy[ClipStore],
        settings: SettingsStore,
        log: ProgramLog,
        codes: Mapping[str, EngineCode],
        approvals: Lazy[Approvals],
        problems: tuple[str, ...] = (),
    ) -> None:
        """Args: is_installed: Whether everything is there that an engine needs."""
        self.engines = engines
        self.workers = workers
        self.supervisor = supervisor
        self.settings = settings
        self.log = log
        self.codes = codes
        self._approvals = approvals
        self.problems = problems
        self._is_installed = is_installed
        self._installation = installation
        self._player = player
        self._voices = voices

    @property
    def installation(self) -> Installation:
        """Installs an engine with everything it needs, and removes it."""
        return self._installation()

    @property
    def environments(self) -> EnvironmentStore:
        """Packages of engines."""
        return self.installation.environments

    @property
    def approvals(self) -> Approvals:
        """Code that didn't come with the program, and that the user has allowed to run."""
        return self._approvals()

    @property
    def player(self) -> Player:
        """The audio output."""
        return self._player()

    @property
    def voices(self) -> ClipStore:
        """The user's own voices."""
        return self._voices()

    def build_workers(self) -> None:
        """Builds the workers of all engines, so that the supervisor knows them."""
        for engine in self.engines:
            self.workers[engine]

    def build_parts(self) -> None:
        """Builds what is built on first use, but for the parts that install engines; blocks."""
        self.build_workers()
        self._player()
        self._voices()

    def is_installed(self, engine: str) -> bool:
        """Returns whether everything is there that an engine needs. Reads a few small files."""
        return self._is_installed(self.engines[engine])

    def unapproved(self, engine: str) -> EngineCode | None:
        """Returns the code that an engine runs without the user's approval; None if it may run."""
        code = self.codes.get(engine)
        return None if code is None or self.approvals.is_approved(code) else code

    @property
    def chain(self) -> EngineChain:
        """All text-to-speech engines, each of which can stand in for another."""
        from workers import EngineChain

        return EngineChain(self.engines, self.workers, self.is_installed)

    def speakers(self, language: str) -> tuple[str, ...]:
        """Returns the names of the installed engines that speak a language. Reads the disk."""
        from workers.child.languages import speaks

        return tuple(
            entry.name
            for engine, entry in self.engines.items()
            if entry.kind == "tts"
            and speaks(entry.languages, language)
            and self.is_installed(engine)
        )

    def apply(self, setting: AppSetting[Any]) -> None:
        """Makes the value of a setting take effect."""
        if setting.effect is not None and setting.part is not None:
            setting.effect(getattr(self, setting.part), self.settings.settings.get(setting))

    def apply_to_engine(self, engine: str, setting: EngineSetting[Any]) -> None:
        """Makes the value of one engine's setting take effect."""
        if setting.effect is not None:
            value = self.settings.settings.of(engine).get(setting)
            setting.effect(self.workers[engine], self.engines[engine], value)

    def apply_all(self) -> None:
        """Makes all settings take effect; of devices, from the next start of each engine."""
        settings = self.settings.settings
        settings.apply("supervisor", self.supervisor)
        settings.apply("player", self.player)
        settings.apply("log", self.log)
        for engine, worker in self.workers.items():
            settings.of(engine).apply(worker, self.engines[engine])

    def start_with_app(self) -> tuple[tuple[str, str], ...]:
        """Starts the engines that the user wants with the program, one after another; blocks.

        No running engine is stopped for one of them.

        Returns:
            ID and reason of each that couldn't be tried. A start that fails is in the state of
            its worker, as always.
        """
        settings = self.settings.settings
        engines = [engine for engine in self.engines if settings.of(engine).starts_with_app]
        return tuple(
            (engine, reason) for engine in engines if (reason := self._start_with_app(engine))
        )

    def _start_with_app(self, engine: str) -> str:
        """Starts an engine, and returns what kept it from being tried; empty if nothing."""
        from workers.errors import StartFailed, WorkerError, WorkerRefused
        from workers.memory.plan import Evict

        if not self.is_installed(engine):
            return translatable("it isn't installed")
        worker = self.workers[engine]
        try:
            plan = worker.plan()
            if isinstance(plan, Evict):
                return _too_little_room(plan)
            worker.start()
        except WorkerError as error:
            logger.warning("couldn't start %s with Engine Room: %s", engine, error)
            refusal = error.__cause__ if isinstance(error, StartFailed) else error
            return refusal.args[0] if isinstance(refusal, WorkerRefused) else ""
        return ""

    def close(self) -> None:
        """Stops every worker and the audio output. Blocks; a second call does nothing."""
        player = self._player.built
        if player is not None:
            player.stop()
        self.supervisor.close()
        if player is not None:
            player.close()


def _bound(build: Callable[[str], T], engine: str) -> Callable[[], T]:
    return lambda: build(engine)


def _too_little_room(plan: Evict) -> str:
    from workers.base.sizes import memory_size

    return translatable(
        "running engines leave too little room on {device}: {needed} needed, {free} free",
        device=plan.place.name,
        needed=memory_size(plan.needed_bytes),
        free=memory_size(max(0, plan.free_bytes)),
    )
