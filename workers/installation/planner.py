"""Finds out what an installation would do, and what keeps it from beginning."""

from __future__ import annotations

import re
import sys
import threading
from typing import TYPE_CHECKING

from workers.base.messages import translatable
from workers.environments.requirements import distribution
from workers.errors import EnvironmentFailed, InstallationFailed, WeightsFailed
from workers.installation import obstacles
from workers.installation.plan import (
    EnvironmentPlan,
    InstallPlan,
    Obstacle,
    ObstacleKind,
    Package,
    WeightsPlan,
)

if TYPE_CHECKING:
    from workers.catalog.entry import CatalogEntry, Weights
    from workers.environments.torch_build import TorchBuild
    from workers.installation.context import InstallContext
    from workers.installation.shared_resources import SharedResources
    from workers.installation.stores import Stores

#: A wheel is a compressed archive: torch and its kin take up to three times as much unpacked.
_UNPACKED = 3


class Planner:
    """Plans installations; changes nothing."""

    def __init__(self, stores: Stores, shared: SharedResources, context: InstallContext) -> None:
        """Look at nothing yet.

        Args:
            stores: What is there.
            shared: Who shares it.
            context: The machine, the disk and the keyring.
        """
        self._stores = stores
        self._shared = shared
        self._context = context

    def plan(self, entry: CatalogEntry, cancelled: threading.Event) -> InstallPlan:
        """See :meth:`workers.installation.installer.Installation.plan`."""
        # What is no wheel says what it needs by running: that is its code already.
        self._context.permit(entry.id)
        found: list[Obstacle] = []
        environment = self._environment(entry, cancelled, found)
        weights: list[WeightsPlan] = []
        for one in entry.weights:
            _check(entry, cancelled)
            weights.append(self._weights(one, cancelled, found))
        _check(entry, cancelled)
        stores, context = self._stores, self._context
        is_gated = any(it.weights.gated and not it.is_there for it in weights)
        found += obstacles.license_obstacles(weights, stores.licenses)
        found += obstacles.token_obstacles(weights, context.token() if is_gated else None)
        needed_bytes = _UNPACKED * environment.download_bytes
        needed_bytes += sum(it.download_bytes for it in weights)
        free_bytes = context.free_bytes(stores.sources.root)
        found += obstacles.space_obstacles(needed_bytes, free_bytes)
        devices = context.devices() if context.devices is not None else None
        found += obstacles.machine_obstacles(entry, devices, environment.torch_problem)
        has_sources = stores.sources.is_complete(entry.id, entry.sources)
        return InstallPlan(
            engine=entry.id,
            environment=environment,
            sources=() if has_sources else entry.sources,
            weights=tuple(weights),
            needed_bytes=needed_bytes,
            free_bytes=free_bytes,
            obstacles=tuple(found),
        )

    def torch(self, entry: CatalogEntry) -> TorchBuild | None:
        """The build of torch for this machine, should the engine need torch."""
        if self._context.devices is None:
            return None
        from workers.environments.torch_build import choose_torch  # noqa: PLC0415 - 30 ms

        return choose_torch(entry.requirements, self._context.devices(), sys.platform)

    def token(self, weights: Weights) -> str | None:
        """The access token, where the weights are gated."""
        return self._context.token() if weights.gated else None

    def _environment(
        self, entry: CatalogEntry, cancelled: threading.Event, found: list[Obstacle]
    ) -> EnvironmentPlan:
        sharing = tuple(other.id for other in self._shared.in_environment(entry))
        try:
            return self._stores.environments.plan(
                entry.environment,
                entry.requirements,
                overrides=entry.overrides,
                python=entry.python,
                torch=self.torch(entry),
                shared_with=sharing,
                cancelled=cancelled,
            )
        except EnvironmentFailed as error:
            _check(entry, cancelled)
            found.append(Obstacle(ObstacleKind.SOURCE, str(error)))
        # What is known without an index: it is not complete, and this is to be in it.
        declared = tuple(_declared(requirement) for requirement in entry.requirements)
        return EnvironmentPlan(entry.environment, "", declared, shared_with=sharing)

    def _weights(
        self, weights: Weights, cancelled: threading.Event, found: list[Obstacle]
    ) -> WeightsPlan:
        try:
            return self._stores.weights.plan(
                weights, token=self.token(weights), cancelled=cancelled
            )
        except WeightsFailed as error:
            found.append(Obstacle(ObstacleKind.SOURCE, str(error), weights))
        return WeightsPlan(weights, weights.size_bytes)


def _declared(requirement: str) -> Package:
    exactly = re.search(r"==\s*([^\s,;]+)", requirement)
    return Package(distribution(requirement), exactly[1] if exactly else "")


def _check(entry: CatalogEntry, cancelled: threading.Event) -> None:
    if cancelled.is_set():
        raise InstallationFailed(
            translatable("Canceled checking the requirements of {engine}.", engine=entry.name),
            worker=entry.id,
        )
