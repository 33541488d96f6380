"""Engines that replace each other, each with a behavior."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.support.tool_room import Room
from workers.catalog.entry import CatalogEntry
from workers.chain.engine_chain import EngineChain
from workers.text.rules import TextRules
from workers.tool.tool_worker import ToolWorker


class Company:
    """A catalog of engines, in the order in which they were added."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.entries: dict[str, CatalogEntry] = {}
        self.workers: dict[str, ToolWorker] = {}
        self.missing: set[str] = set()

    def engage(
        self,
        engine: str,
        role: str = "speaks",
        *,
        gb: float = 0.0,
        permit: Callable[[], None] | None = None,
        **fields: Any,
    ) -> None:
        """Adds an engine; the fields are those of its catalog entry."""
        adapter = "tests.support.tools.understudy"
        entry = CatalogEntry.from_fields(
            engine, {"name": engine.title(), "kind": "tts", "adapter": adapter, **fields}
        )
        self.entries[engine] = entry
        self.workers[engine] = self.room.tool(
            engine,
            gb=gb,
            tool_module=adapter,
            env={"ROLE": role},
            permit=permit,
            text_rules=TextRules.of(entry),
        )

    def chain(self, **limits: float) -> EngineChain:
        return EngineChain(
            self.entries, self.workers, lambda engine: engine not in self.missing, **limits
        )

    @property
    def started(self) -> list[str]:
        """IDs of the engines whose worker was started."""
        return [name for name, worker in self.workers.items() if worker.snapshot().requests_served]


@pytest.fixture
def company(room: Room) -> Company:
    return Company(room)
