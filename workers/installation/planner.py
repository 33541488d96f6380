"""Plans installations: what they would do, and what stands in the way."""

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

#: Size of unpacked wheels relative to the download; up to 3 for PyTorch and its dependencies.
_UNPACKED_RATIO = 3


class Planner:
    """Plans installations; changes nothing."""

    def __init__(self, stores: Stores, shared: SharedResources, context: InstallContext) -> None:
        """Reads nothing yet.

        Args:
            stores: Environments, code, and weights.
            shared: Finds other engines that use them.
            context: GPUs, disk space, and the keyring.
        """
        self._stores = stores
        self._shared = shared
        self._context = context

    def plan(self, entry: CatalogEntry, cancelled: threading.Event) -> InstallPlan:
        """Plans one installation; see :meth:`workers.installation.installer.Installation.plan`."""
        # Finding the dependencies of a source distribution runs its code.
        self._context.permit(entry.id)
        found: list[Obstacle] = []
        environment = self._environment(entry, cancelled, found)
        weights: list[WeightsPlan] = []
        for one in entry.weights:
            _check(entry, cancelled)
            weights.append(self._weights(one, cancelled, found))
        _check(entry, cancelled)
        stores, context = self._stores, self._context
        is_gated = any(plan.weights.gated and not plan.is_complete for plan in weights)
        found += obstacles.license_obstacles(weights, stores.licenses)
        found += obstacles.token_obstacles(weights, context.token() if is_gated else None)
        needed_bytes = _UNPACKED_RATIO * environment.download_bytes
        needed_bytes += sum(plan.download_bytes for plan in weights)
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
        """Returns the PyTorch build for this computer, in case the engine needs PyTorch."""
        if self._context.devices is None:
            return None
        from workers.environments.torch_build import choose_torch  # noqa: PLC0415 - 30 ms

        return choose_torch(entry.requirements, self._context.devices(), sys.platform)

    def token(self, weights: Weights) -> str | None:
        """Returns the access token if the weights are gated."""
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
        # Without an index, only what the entry declares is known.
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
