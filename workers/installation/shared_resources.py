"""Which engines share environments and weights."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workers.catalog.entry import CatalogEntry, Weights


class SharedResources:
    """Finds other installed engines that use the same environment or weights. Reads the disk."""

    def __init__(
        self, engines: tuple[CatalogEntry, ...], is_installed: Callable[[CatalogEntry], bool]
    ) -> None:
        """Reads nothing yet.

        Args:
            engines: All engines of the catalog.
            is_installed: Returns whether an engine is installed or being installed.
        """
        self._engines = engines
        self._is_installed = is_installed

    def in_environment(self, entry: CatalogEntry) -> tuple[CatalogEntry, ...]:
        """Returns the other installed engines in the same environment."""
        return self._installed(entry, lambda other: other.environment == entry.environment)

    def with_weights(self, entry: CatalogEntry, weights: Weights) -> tuple[CatalogEntry, ...]:
        """Returns the other installed engines that use the same repository."""
        return self._installed(
            entry, lambda other: any(its.repository == weights.repository for its in other.weights)
        )

    def other_files(self, entry: CatalogEntry, weights: Weights) -> tuple[Weights, ...]:
        """Returns other files of the repository that other engines request, installed or not."""
        return tuple(
            theirs
            for other in self._engines
            for theirs in other.weights
            if other.id != entry.id
            and theirs.repository == weights.repository
            and theirs.files
            and weights.files
            and not set(theirs.files) & set(weights.files)
        )

    def _installed(
        self, entry: CatalogEntry, shares: Callable[[CatalogEntry], bool]
    ) -> tuple[CatalogEntry, ...]:
        return tuple(
            other
            for other in self._engines
            if other.id != entry.id and shares(other) and self._is_installed(other)
        )
