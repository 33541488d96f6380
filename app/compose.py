"""The one place that builds the program's parts and connects them.

Imports stand inside the functions: the tray icon is on the screen before the
engine room, and all that it needs, is looked at.
"""

from __future__ import annotations

import sys
from functools import cache, partial
from typing import TYPE_CHECKING

from workers.base import paths

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from app.logs import ProgramLog
    from app.room import EngineRoom
    from app.settings import Settings, SettingsStore
    from workers.catalog.entry import CatalogEntry
    from workers.environments.torch_build import TorchBuild
    from workers.supervisor import Supervisor
    from workers.tool.tool_worker import ToolWorker


def engine_room(log: ProgramLog | None = None, settings: SettingsStore | None = None) -> EngineRoom:
    """Build the engine room from catalog and settings. Reads the disk; starts no worker.

    Args:
        log: What is written to files; None where nothing is.
        settings: Those that have been read already; read now when None.
    """
    from app.audio import Player
    from app.resources import CATALOG
    from app.room import EngineRoom
    from app.voices.store import ClipStore
    from workers.catalog.approvals import Approvals
    from workers.catalog.engine_packages import engine_packages
    from workers.catalog.store import Catalog
    from workers.environments.store import EnvironmentStore
    from workers.installation.context import InstallContext
    from workers.installation.installer import Installation
    from workers.supervisor import Supervisor
    from workers.text.rules import TextRules
    from workers.weights.licenses import LicenseBook
    from workers.weights.store import WeightsStore

    store = settings or settings_store()
    chosen = store.settings
    catalog = Catalog.load(CATALOG, paths.config_dir() / "catalog.toml", engine_packages())
    approvals = Approvals(paths.config_dir() / "approvals.json")
    supervisor = Supervisor(
        ledger_file=paths.state_dir() / "vram.json",
        reserve_bytes=chosen.reserve_bytes,
    )
    engines = {entry.id: entry for entry in catalog.entries}
    _declare_budgets(engines.values())
    has_reflection = any(not entry.adapter for entry in engines.values())
    snapshot = catalog.write_snapshot(paths.state_dir() / "catalogs") if has_reflection else None
    codes = {engine: code for engine in engines if (code := catalog.code(engine)) is not None}
    workers = {
        engine: _tool_worker(
            entry, chosen, supervisor, snapshot, partial(approvals.check, codes.get(engine))
        )
        for engine, entry in engines.items()
    }
    environments = EnvironmentStore()
    installation = Installation(
        environments,
        WeightsStore(),
        LicenseBook(paths.config_dir() / "licenses.toml"),
        engines=engines.values(),
        context=InstallContext(
            devices=lambda: supervisor.snapshot().devices,
            permit=lambda engine: approvals.check(codes.get(engine)),
        ),
    )
    problems = (store.problem, *catalog.problems)
    room = EngineRoom(
        engines=engines,
        workers=workers,
        supervisor=supervisor,
        environments=environments,
        installation=installation,
        codes=codes,
        approvals=approvals,
        settings=store,
        player=Player(device_id=chosen.output_device, latency=chosen.latency),
        voices=ClipStore(paths.voices_dir()),
        log=log or program_log(),
        problems=tuple(problem for problem in problems if problem),
    )
    for engine, worker in workers.items():
        worker.text_rules = TextRules.of(engines[engine], room.speakers)
    return room


def settings_store() -> SettingsStore:
    """The user's settings, read now."""
    from app.settings import SettingsStore

    return SettingsStore(paths.config_dir() / "settings.toml")


def program_log() -> ProgramLog:
    """What is told in files, too; it costs nothing until it is started."""
    from app.logs import ProgramLog

    return ProgramLog(lambda: paths.state_dir() / "logs")


def desktop(*, is_hidden: bool = False) -> int:
    """Run the tray application, or serve without a window where there is no display.

    Args:
        is_hidden: Start in the tray, without the window.

    Returns:
        The process's exit code.
    """
    from app.gui.desktop import display

    log = program_log()
    settings = cache(settings_store)

    def build() -> EngineRoom:
        store = settings()
        log.start(store.settings.logging_level)  # Here: off the main thread, after the icon.
        return engine_room(log, store)

    try:
        if not display.is_there():
            from app import headless

            return headless.serve(build, sys.stdout)
        from app.gui.desktop import plain_imports

        plain_imports.restore()
        from app.gui.application import run

        return run(build, settings, paths.home(), is_hidden=is_hidden)
    finally:
        log.close()


def _declare_budgets(entries: Iterable[CatalogEntry]) -> None:
    """Have the sizes count that stand in the catalog, until they have been measured."""
    from workers.memory.budgets import VRAM_BUDGETS

    for entry in entries:
        if entry.min_vram_gb is not None and entry.model_size_gb is not None:
            VRAM_BUDGETS[entry.vram_budget] = (entry.min_vram_gb, entry.model_size_gb)


def _tool_worker(
    entry: CatalogEntry,
    settings: Settings,
    supervisor: Supervisor,
    catalog_snapshot: Path | None,
    permit: Callable[[], None],
) -> ToolWorker:
    from workers.environments.requirements import EnvironmentSpec
    from workers.tool.tool_worker import ToolWorker
    from workers.weights.worker_variables import worker_variables

    def torch() -> TorchBuild:
        from workers.environments.torch_build import choose_torch

        return choose_torch(entry.requirements, supervisor.snapshot().devices, sys.platform)

    chosen = settings.of(entry.id)
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
        idle_timeout=chosen.idle_timeout_or(entry.idle_timeout_s),
        environment=entry.environment,
        declared=EnvironmentSpec(entry.requirements, entry.overrides, entry.python, torch),
        precision=entry.precision,
        cpu_mode=entry.cpu_mode,
        device=chosen.device_or(entry.device),
        pinned=chosen.pinned,
        permit=permit,
        supervisor=supervisor,
    )
