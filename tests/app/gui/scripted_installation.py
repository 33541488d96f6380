"""Scripted installation of engines: no downloads, results set by the test."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from workers.base import paths
from workers.base.events import Progress
from workers.catalog.entry import CatalogEntry, Weights
from workers.installation.plan import InstallPlan
from workers.installation.state import InstallState, Removal


class ScriptedEnvironments:
    """Scripted environments; those in ``complete`` are installed."""

    def __init__(self) -> None:
        self.complete: set[str] = set()
        self.finish = threading.Event()
        self.error: Exception | None = None
        self.reinstalled: list[str] = []
        self.sizes: dict[str, int] = {}
        self.measured: list[str] = []
        self.may_measure = threading.Event()
        self.may_measure.set()

    def size_bytes(self, name: str, cancelled: threading.Event) -> int:
        self.measured.append(name)
        while not self.may_measure.wait(0.01):
            if cancelled.is_set():
                return 0
        return self.sizes[name]

    def is_complete(self, name: str, requirements: Sequence[str]) -> bool:
        del requirements
        return name in self.complete

    def create(
        self,
        name: str,
        requirements: Sequence[str],
        *,
        progress: Callable[[Progress], None],
        cancelled: threading.Event | None = None,
    ) -> None:
        progress(Progress("Installing packages", 0.5, requirements[0]))
        self._work(cancelled)
        self.complete.add(name)

    def reinstall(
        self,
        name: str,
        *,
        progress: Callable[[Progress], None],
        cancelled: threading.Event | None = None,
    ) -> None:
        progress(Progress("Installing packages", 0.5, name))
        self._work(cancelled)
        self.reinstalled.append(name)

    def _work(self, cancelled: threading.Event | None) -> None:
        while not self.finish.wait(0.01):
            if cancelled is not None and cancelled.is_set():
                raise RuntimeError("cancelled")
        if self.error is not None:
            raise self.error


class ScriptedLicenses:
    """Records accepted licenses."""

    def __init__(self) -> None:
        self.accepted: list[Weights] = []

    def accept(self, weights: Weights) -> None:
        self.accepted.append(weights)


class ScriptedWeights:
    """Scripted weights; nothing is downloaded."""

    def __init__(self) -> None:
        self.imported: list[tuple[str, Path]] = []
        self.is_checked = True

    def folder(self, weights: Weights) -> Path:
        return paths.weights_dir() / weights.repository.replace("/", "--")

    def import_folder(
        self,
        weights: Weights,
        folder: Path,
        *,
        progress: Callable[[Progress], None],
        cancelled: threading.Event,
    ) -> bool:
        del cancelled
        progress(Progress("Copying", 0.5, folder.name))
        self.imported.append((weights.repository, folder))
        return self.is_checked


class ScriptedInstallation:
    """Installs into scripted environments, by the plans and states of a test."""

    def __init__(self, environments: ScriptedEnvironments) -> None:
        self.environments = environments
        self.weights = ScriptedWeights()
        self.licenses = ScriptedLicenses()
        self.plans: dict[str, InstallPlan] = {}
        self.states: dict[str, InstallState] = {}
        self.problems: tuple[str, ...] = ()
        self.may_plan = threading.Event()
        self.may_plan.set()
        self.asked_for: list[str] = []
        self.removed: list[tuple[str, bool, bool]] = []
        self.rolled_back: list[str] = []
        self.kept: tuple[str, ...] = ()

    def plan(self, entry: CatalogEntry, *, cancelled: threading.Event | None = None) -> InstallPlan:
        self.asked_for.append(entry.id)
        while not self.may_plan.wait(0.01):
            if cancelled is not None and cancelled.is_set():
                raise RuntimeError("cancelled")
        if self.environments.error is not None:
            raise self.environments.error
        return self.plans[entry.id]

    def is_installed(self, entry: CatalogEntry) -> bool:
        return self.environments.is_complete(entry.environment, entry.requirements)

    def state(self, entry: CatalogEntry) -> InstallState:
        is_there = entry.environment in self.environments.complete
        has_sources = is_there or not entry.sources
        plain = InstallState(is_there, has_sources, (is_there,) * len(entry.weights))
        return self.states.get(entry.id, plain)

    def install(
        self,
        entry: CatalogEntry,
        *,
        progress: Callable[[Progress], None],
        cancelled: threading.Event | None = None,
        again: bool = False,
    ) -> None:
        name, requirements = entry.environment, entry.requirements
        if again and name in self.environments.complete:
            self.environments.reinstall(name, progress=progress, cancelled=cancelled)
        else:
            self.environments.create(name, requirements, progress=progress, cancelled=cancelled)

    def verify(
        self,
        entry: CatalogEntry,
        *,
        progress: Callable[[Progress], None],
        cancelled: threading.Event,
    ) -> tuple[str, ...]:
        del cancelled
        progress(Progress("Checking", 0.5, entry.id))
        return self.problems

    def remove(self, entry: CatalogEntry, *, environment: bool, weights: bool) -> Removal:
        if self.environments.error is not None:
            raise self.environments.error
        self.removed.append((entry.id, environment, weights))
        if environment:
            self.environments.complete.discard(entry.environment)
        return Removal(kept=self.kept)

    def rollback(self, entry: CatalogEntry) -> None:
        self.rolled_back.append(entry.id)
