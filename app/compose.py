"""The one place that builds the program's parts and connects them.

Imports stand inside the functions: the tray icon is on the screen before the
engine room, and all that it needs, is looked at.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from workers import paths

if TYPE_CHECKING:
    from pathlib import Path

    from app.room import EngineRoom
    from app.settings import Settings
    from workers.catalog.entry import CatalogEntry
    from workers.supervisor import Supervisor
    from workers.tool_worker import ToolWorker


def engine_room() -> EngineRoom:
    """Build the engine room from catalog and settings. Reads the disk; starts no worker."""
    from app.audio import Player
    from app.resources import CATALOG
    from app.room import EngineRoom
    from app.settings import SettingsStore
    from workers.catalog.store import Catalog
    from workers.environments.venvs import EnvironmentStore
    from workers.supervisor import Supervisor

    settings = SettingsStore(paths.config_dir() / "settings.toml")
    catalog = Catalog.load(CATALOG, paths.config_dir() / "catalog.toml")
    supervisor = Supervisor(ledger_file=paths.state_dir() / "vram.json")
    engines = {entry.id: entry for entry in catalog.entries}
    snapshot = paths.state_dir() / "catalog.json"
    if any(not entry.adapter for entry in engines.values()):
        catalog.write_snapshot(snapshot)
    workers = {
        engine: _tool_worker(entry, settings.settings, supervisor, snapshot)
        for engine, entry in engines.items()
    }
    problems = (settings.problem, *catalog.problems)
    return EngineRoom(
        engines=engines,
        workers=workers,
        supervisor=supervisor,
        environments=EnvironmentStore(),
        settings=settings,
        player=Player(),
        problems=tuple(problem for problem in problems if problem),
    )


def desktop(*, is_hidden: bool = False) -> int:
    """Run the tray application, or serve without a window where there is no display.

    Args:
        is_hidden: Start in the tray, without the window.

    Returns:
        The process's exit code.
    """
    from app.gui import display

    if not display.is_there():
        from app import headless

        return headless.serve(engine_room, sys.stdout)
    from app.gui import plain_imports

    plain_imports.restore()
    from app.gui.application import run

    return run(engine_room, paths.home(), is_hidden=is_hidden)


def _tool_worker(
    entry: CatalogEntry, settings: Settings, supervisor: Supervisor, catalog_snapshot: Path
) -> ToolWorker:
    from workers.tool_worker import ToolWorker

    return ToolWorker(
        tool_name=entry.id,
        tool_module=entry.adapter,
        variant=entry.variant,
        catalog_id=None if entry.adapter else entry.id,
        env={} if entry.adapter else {"ENGINEROOM_CATALOG": str(catalog_snapshot)},
        vram_budget=entry.vram_budget,
        output_subdir=entry.id,
        engine=entry.engine,
        startup_timeout=entry.startup_timeout_s,
        request_timeout=entry.request_timeout_s,
        idle_timeout=settings.idle_timeouts_s.get(entry.id, entry.idle_timeout_s),
        environment=entry.environment,
        requirements=entry.requirements,
        supervisor=supervisor,
    )
