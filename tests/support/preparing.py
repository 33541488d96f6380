"""A scripted installation of packages only."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from workers.base.events import Progress
from workers.catalog.entry import CatalogEntry


class Environments(Protocol):
    """The parts of a store that tests need."""

    def is_complete(self, name: str, requirements: Sequence[str]) -> bool: ...
    def create(
        self,
        name: str,
        requirements: Sequence[str],
        *,
        progress: Callable[[Progress], None],
        cancelled: threading.Event | None = None,
    ) -> Any: ...


class Preparing:
    """Installs engines that need an environment only."""

    def __init__(self, environments: Environments) -> None:
        self._environments = environments

    def is_installed(self, entry: CatalogEntry) -> bool:
        return self._environments.is_complete(entry.environment, entry.requirements)

    def install(
        self,
        entry: CatalogEntry,
        *,
        progress: Callable[[Progress], None],
        cancelled: threading.Event,
        again: bool = False,
    ) -> None:
        assert not again
        self._environments.create(
            entry.environment, entry.requirements, progress=progress, cancelled=cancelled
        )
