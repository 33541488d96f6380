"""Which engines share what: environments, and repositories of weights."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workers.catalog.entry import CatalogEntry, Weights


class SharedResources:
    """The other engines that are installed, or about to be. Each question reads the disk."""

    def __init__(
        self, engines: tuple[CatalogEntry, ...], is_installed: Callable[[CatalogEntry], bool]
    ) -> None:
        """Ask nothing yet.

        Args:
            engines: All of the catalog.
            is_installed: Tells whether all is there that one needs, or is on its way.
        """
        self._engines = engines
        self._is_installed = is_installed

    def in_environment(self, entry: CatalogEntry) -> tuple[CatalogEntry, ...]:
        """Installed engines that run in the same environment, without this one."""
        return self._installed(entry, lambda other: other.environment == entry.environment)

    def with_weights(self, entry: CatalogEntry, weights: Weights) -> tuple[CatalogEntry, ...]:
        """Installed engines that use the same repository, without this one."""
        return self._installed(
            entry, lambda other: weights.repository in {it.repository for it in other.weights}
        )

    def beside(self, entry: CatalogEntry, weights: Weights) -> tuple[Weights, ...]:
        """Other files of the same repository that any other engine wants, installed or not."""
        return tuple(
            it
            for other in self._engines
            for it in other.weights
            if other.id != entry.id
            and it.repository == weights.repository
            and it.files
            and weights.files
            and not set(it.files) & set(weights.files)
        )

    def _installed(
        self, entry: CatalogEntry, shares: Callable[[CatalogEntry], bool]
    ) -> tuple[CatalogEntry, ...]:
        return tuple(
            other
            for other in self._engines
            if other.id != entry.id and shares(other) and self._is_installed(other)
        )
