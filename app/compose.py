"""The one place that builds the program's parts and connects them.

Imports stand inside the functions: the tray icon is on the screen before anything of the engine
room is imported, and a command imports only the parts that it uses.
"""

from __future__ import annotations

import sys
from functools import cache, partial
from typing import TYPE_CHECKING

from workers.base import paths

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from app.audio import Player
    from app.logs import ProgramLog
    from app.room import EngineRoom
    from app.settings import SettingsStore
    from app.voices.store import ClipStore
    from workers.catalog.approvals import Approvals
    from workers.catalog.entry import CatalogEntry
    from workers.environments.torch_build import TorchBuild
    from workers.installation.installer import Installation
    from workers.supervisor import Supervisor
    from workers.tool.tool_worker import ToolWorker


def engine_room(log: ProgramLog | None = None, settings: SettingsStore | None = None) -> EngineRoom:
    """Builds the engine room from catalog and settings. Reads the disk; starts no worker.

    Its parts are built when they're first used, and import what they need then.

    Args:
        log: The program's log; a new one, which isn't started, when None.
        settings: Read now when None.
    """
    from app.resources import CATALOG
    from app.room import EngineRoom, Lazy, LazyWorkers
    from workers.catalog.engine_packages import engine_packages
    from workers.catalog.store import Catalog
    from workers.installation.installed import is_installed
    from workers.supervisor import Supervisor

    store = settings or settings_store()
    catalog = Catalog.load(CATALOG, paths.config_dir() / "catalog.toml", engine_packages())
    engines = {entry.id: entry for entry in catalog.entries}
    codes = {engine: code for engine in engines if (code := catalog.code(engine)) is not None}
    approvals = Lazy(_approvals)
    supervisor = Supervisor(
        ledger_file=paths.state_dir() / "vram.json",
        reserve_bytes=store.settings.reserve_bytes,
    )
    _declare_budgets(engines.values())
    has_reflection = any(not entry.adapter for entry in engines.values())
    snapshot = catalog.write_snapshot(paths.state_dir() / "catalogs") if has_reflection else None

    def permit(engine: str) -> None:
        code = codes.get(engine)
        if code is not None:
            approvals().check(code)

    def worker(engine: str) -> ToolWorker:
        from workers.text.rules import TextRules

        entry = engines[engine]
        made = _tool_worker(entry, supervisor, snapshot, partial(permit, engine))
        made.text_rules = TextRules.of(entry, room.speakers)
        room.settings.settings.of(engine).apply(made, entry)
        return made

    problems = (store.problem, *catalog.problems)
    room = EngineRoom(
        engines=engines,
        workers=LazyWorkers(engines, worker),
        supervisor=supervisor,
        is_installed=is_installed,
        installation=Lazy(partial(_installation, engines.values(), supervisor, permit)),
        player=Lazy(partial(_player, store)),
        voices=Lazy(_voices),
        settings=store,
        log=log or program_log(),
        codes=codes,
        approvals=approvals,
        problems=tuple(problem for problem in problems if problem),
    )
    return room


def settings_store() -> SettingsStore:
    """Reads the user's settings."""
    from app.settings import SettingsStore

    return SettingsStore(paths.config_dir() / "settings.toml")


def program_log() -> ProgramLog:
    """Makes the log of the program and its engines; it writes nothing until it's started."""
    from app.logs import ProgramLog

    return ProgramLog(lambda: paths.state_dir() / "logs")


def desktop(*, is_hidden: bool = False) -> int:
    """Runs the tray application, or serves without a window where there is no display.

    Args:
        is_hidden: Start in the tray, without the window.

    Returns:
        The exit code of the process.
    """
    from app.gui.desktop import display

    log = program_log()
    settings = cache(settings_store)

    def build() -> EngineRoom:
        store = settings()
        log.start(store.settings.logging_level)  # Here: off the main thread, after the icon.
        return engine_room(log, store)

    def build_for_window() -> EngineRoom:
        room = build()
        # The window shows every worker, and must not wait for imports: they're built here.
        room.build_parts()
        return room

    try:
        if not display.is_there():
            from app import headless

            return headless.serve(build, sys.stdout)
        from app.gui.desktop import plain_imports

        plain_imports.restore()
        from app.gui.application import run

        return run(build_for_window, settings, paths.home(), is_hidden=is_hidden)
    finally:
        log.close()


def _declare_budgets(entries: Iterable[CatalogEntry]) -> None:
    """Makes the memory sizes in the catalog count until an engine has been measured."""
    from workers.memory.budgets import VRAM_BUDGETS

    for entry in entries:
        if entry.min_vram_gb is not None and entry.model_size_gb is not None:
            VRAM_BUDGETS[entry.vram_budget] = (entry.min_vram_gb, entry.model_size_gb)


def _tool_worker(
    entry: CatalogEntry,
    supervisor: Supervisor,
    catalog_snapshot: Path | None,
    permit: Callable[[], None],
) -> ToolWorker:
    from workers.environments.requirements import EnvironmentSpec
    from workers.installation.installed import worker_variables
    from workers.tool.tool_worker import ToolWorker

    def torch() -> TorchBuild:
        from workers.environments.torch_build import choose_torch

        return choose_torch(entry.requirements, supervisor.snapshot().devices, sys.platform)

    catalog_variables = {} if entry.adapter else {"ENGINEROOM_CATALOG": str(catalog_snapshot)}
    return ToolWorker(
        tool_name=entry.id,
        tool_module=entry.adapter,
        variant=entry.variant,
        catalog_id=None if entry.adapter else entry.id,
        env={**worker_variables(entry), **catalog_variables},
        vram_budget=entry.vram_budget,
        output_subdir=entry.id,
        engine=entry.engine,
        startup_timeout=entry.startup_timeout_s,
        request_timeout=entry.request_timeout_s,
        environment=entry.environment,
        declared=EnvironmentSpec(entry.requirements, entry.overrides, entry.python, torch),
        precision=entry.precision,
        cpu_mode=entry.cpu_mode,
        permit=permit,
        supervisor=supervisor,
    )


def _installation(
    entries: Iterable[CatalogEntry], supervisor: Supervisor, permit: Callable[[str], None]
) -> Installation:
    from workers.environments.store import EnvironmentStore
    from workers.installation.context import InstallContext
    from workers.installation.installer import Installation
    from workers.weights.licenses import AcceptedLicenses
    from workers.weights.store import WeightsStore

    return Installation(
        EnvironmentStore(),
        WeightsStore(),
        AcceptedLicenses(paths.config_dir() / "licenses.toml"),
        engines=entries,
        context=InstallContext(
            devices=lambda: supervisor.snapshot().devices,
            permit=permit,
        ),
    )


def _player(store: SettingsStore) -> Player:
    from app.audio import Player

    player = Player()
    store.settings.apply("player", player)
    return player


def _approvals() -> Approvals:
    from workers.catalog.approvals import Approvals

    return Approvals(paths.config_dir() / "approvals.json")


def _voices() -> ClipStore:
    from app.voices.store import ClipStore

    return ClipStore(paths.voices_dir())
