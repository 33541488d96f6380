"""What there is of an engine's installation."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InstallState:
    """What the disk holds of one engine.

    Attributes:
        environment: Its environment is whole, and holds all its packages.
        sources: The code beside its packages is there, or it needs none.
        weights: Which of its weights are complete, in the catalog's order.
        environment_bytes: Of its environment and its code, whoever shares them.
        weights_bytes: Of all its weights, what has arrived of a broken download included.
        shared_with: Ids of the other engines that are installed in its environment.
        others_weights: Ids of the other engines that are installed and use some of its weights.
        can_roll_back: Its environment can be put back to what it was before its last change.
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
        """All of it is there."""
        return self.environment and self.sources and all(self.weights)


@dataclass(frozen=True, slots=True)
class Removal:
    """What a removal has come to.

    Attributes:
        freed_bytes: What the disk has got back.
        cached_bytes: What uv's cache keeps of it, for the next installation.
        kept: What is still there and why, one sentence each.
    """

    freed_bytes: int = 0
    cached_bytes: int = 0
    kept: tuple[str, ...] = ()
