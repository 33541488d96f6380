"""What an installation would do, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from workers.environments.plan import EnvironmentPlan, Package
from workers.weights.plan import WeightsPlan

if TYPE_CHECKING:
    from workers.catalog.entry import Source, Weights

__all__ = [
    "EnvironmentPlan",
    "InstallPlan",
    "Obstacle",
    "ObstacleKind",
    "Package",
    "WeightsPlan",
]


class ObstacleKind(Enum):
    """Kinds of obstacles to an installation."""

    LICENSE = "license"
    """The license of the weights has to be accepted."""
    TOKEN = "token"  # noqa: S105 - not a password
    """The weights are gated, and there is no access token."""
    SPACE = "space"
    """There isn't enough disk space."""
    MACHINE = "machine"
    """This computer has no suitable GPU or system."""
    SOURCE = "source"
    """A package index, wheel folder, or server has no match or can't be reached."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Something that has to be resolved before an installation.

    Attributes:
        kind: Its kind.
        message: What it is and what to do, for the user.
        weights: The weights that it is about, if any.
    """

    kind: ObstacleKind
    message: str
    weights: Weights | None = None


@dataclass(frozen=True, slots=True)
class InstallPlan:
    """What one engine's installation would do.

    Attributes:
        engine: The catalog entry's ID.
        environment: What is missing from its environment.
        sources: Code to download that is in no package.
        weights: All its weights, complete or not.
        needed_bytes: Estimate of the additional disk space, unpacked.
        free_bytes: Free disk space.
        obstacles: What has to be resolved first; empty if the installation can start.
    """

    engine: str
    environment: EnvironmentPlan
    sources: tuple[Source, ...] = ()
    weights: tuple[WeightsPlan, ...] = ()
    needed_bytes: int = 0
    free_bytes: int = 0
    obstacles: tuple[Obstacle, ...] = ()

    @property
    def download_bytes(self) -> int:
        """Size of packages and weights to download, as far as known."""
        return self.environment.download_bytes + sum(plan.download_bytes for plan in self.weights)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do: the engine is installed."""
        has_code = not self.environment.packages and not self.sources
        return has_code and all(plan.is_complete for plan in self.weights)
