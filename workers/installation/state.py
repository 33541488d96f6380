"""What is installed of an engine, and the result of a removal."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InstallState:
    """What is installed of one engine.

    Attributes:
        environment: Its environment is complete and has all its packages.
        sources: The code that is in no package is complete, or the engine needs none.
        weights: Which of its weights are complete, in the catalog's order.
        environment_bytes: Size of its environment and code, including what is shared.
        weights_bytes: Size of its weights, including partial downloads.
        shared_with: IDs of other installed engines in its environment.
        others_weights: IDs of other installed engines that use some of its weights.
        can_roll_back: Its environment has an earlier version to roll back to.
    """

    environment: bool
    sources: bool
    weights: tuple[bool, ...]
    environment_bytes: int = 0
    weights_bytes: int = 0
    shared_with: tuple[str, ...] = ()
    others_weights: tuple[str, ...] = ()
    can_roll_back: bool = False

    @property
    def is_installed(self) -> bool:
        """Whether the engine is installed."""
        return self.environment and self.sources and all(self.weights)


@dataclass(frozen=True, slots=True)
class Removal:
    """The result of a removal.

    Attributes:
        freed_bytes: Freed disk space.
        cached_bytes: Size of the removed packages that uv's cache keeps.
        kept: What was kept and why, one sentence each.
    """

    freed_bytes: int = 0
    cached_bytes: int = 0
    kept: tuple[str, ...] = ()
