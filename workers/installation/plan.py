"""What an installation would do, told before it is done."""

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
    """What keeps an installation from beginning."""

    LICENSE = "license"
    """Somebody has to accept the weights' licence first."""
    TOKEN = "token"  # noqa: S105 - no password, the name of a kind
    """The weights are gated, and no access token is known."""
    SPACE = "space"
    """The disk is too full."""
    MACHINE = "machine"
    """This machine cannot run it: no such Python, GPU or system."""
    SOURCE = "source"
    """The index, or the wheel folder, does not have what is needed, or cannot be reached."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing that has to be settled first.

    Attributes:
        kind: What it is.
        message: What it is about, and what to do, for the user.
        weights: Whose licence or gate it is.
    """

    kind: ObstacleKind
    message: str
    weights: Weights | None = None


@dataclass(frozen=True, slots=True)
class InstallPlan:
    """All of one engine's installation.

    Attributes:
        engine: The catalog entry's id.
        environment: What its environment lacks.
        sources: Code beside its packages that is still to be fetched.
        weights: All its weights, there or not.
        needed_bytes: Disk space that it takes more than now, unpacked; an estimate.
        free_bytes: What the disk has left.
        obstacles: What has to be settled first; empty when it can begin.
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
        """Of packages and weights, as far as their sizes are known."""
        return self.environment.download_bytes + sum(it.download_bytes for it in self.weights)

    @property
    def is_empty(self) -> bool:
        """True when there is nothing to do: it is installed."""
        is_complete = not self.environment.packages and not self.sources
        return is_complete and all(it.is_there for it in self.weights)
