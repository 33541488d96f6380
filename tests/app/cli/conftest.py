"""The command line over real installations, from packages and a hub of the tests' own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app import cli
from app.logs import ProgramLog
from app.room import EngineRoom, Lazy
from app.settings import SettingsStore
from app.voices.store import ClipStore
from tests.app.gui.scripted_sound import ScriptedPlayer
from tests.workers.installation.conftest import World, engine, hub, wheels, world
from workers.base.engine_code import EngineCode
from workers.catalog.approvals import Approvals
from workers.catalog.entry import CatalogEntry
from workers.supervisor import Supervisor
from workers.testing import FakeProbe, gpu
from workers.tool.tool_worker import ToolWorker

__all__ = ["hub", "wheels", "world"]

Run = Callable[..., int]


class Shop:
    """Engines that can be installed, and the command line that does it.

    Attributes:
        world: What they are installed from.
        engines: By id: ``lark`` needs weights, ``wren`` packages alone.
        codes: Whose code an engine runs, where it did not come with the program.
        approvals: What of it may run.
    """

    def __init__(self, world: World, folder: Path) -> None:
        self.world = world
        self.engines: dict[str, CatalogEntry] = {}
        self.codes: dict[str, EngineCode] = {}
        self.approvals = Approvals(None)
        self._folder = folder
        self.add(
            engine(
                "lark",
                weights=(world.offer("owner/voice", is_accepted=False),),
                license="MIT",
                languages=("en", "de"),
            )
        )
        self.add(engine("wren", "beta==1.0", kind="stt", license="Apache-2.0"))

    def add(self, entry: CatalogEntry) -> None:
        self.engines[entry.id] = entry

    def run(self, *arguments: str) -> int:
        """Run one command line; the exit code."""
        return cli.run(cli.parser().parse_args(arguments), self._build)

    def _build(self) -> EngineRoom:
        supervisor = Supervisor(probe=FakeProbe(gpu(8.0)))
        workers = {
            name: ToolWorker(
                tool_name=name,
                tool_module=str(entry.adapter),
                vram_budget=entry.vram_budget,
                output_subdir=name,
                engine=name,
                supervisor=supervisor,
            )
            for name, entry in self.engines.items()
        }
        installation = self.world.installation(*self.engines.values())
        return EngineRoom(
            engines=self.engines,
            workers=workers,
            supervisor=supervisor,
            is_installed=installation.is_installed,
            installation=Lazy(lambda: installation),
            settings=SettingsStore(self._folder / "settings.toml"),
            player=Lazy(ScriptedPlayer),  # pyright: ignore[reportArgumentType]
            voices=Lazy(lambda: ClipStore(self._folder / "voices")),
            log=ProgramLog(lambda: self._folder / "logs"),
            codes=self.codes,
            approvals=Lazy(lambda: self.approvals),
        )


@pytest.fixture
def shop(world: World, tmp_path: Path) -> Shop:
    return Shop(world, tmp_path)
