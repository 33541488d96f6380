"""Removes what an engine has installed, and keeps what others need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workers.installation.state import Removal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workers.catalog.entry import CatalogEntry, Weights
    from workers.installation.neighbours import Neighbours
    from workers.installation.stores import Stores


class Remover:
    """Removes one engine's parts."""

    def __init__(self, stores: Stores, neighbours: Neighbours) -> None:
        """Remove nothing yet.

        Args:
            stores: What is there.
            neighbours: Who else needs it.
        """
        self._stores = stores
        self._neighbours = neighbours

    def remove(self, entry: CatalogEntry, *, environment: bool, weights: bool) -> Removal:
        """See :meth:`workers.installation.installer.Installation.remove`."""
        # Who shares is asked before anything goes: what has gone is not shared any more.
        users = [(it, self._neighbours.with_weights(entry, it)) for it in entry.weights]
        freed_bytes, kept = 0, list[str]()
        if environment:
            freed_bytes += self._remove_environment(entry, kept)
        if weights:
            freed_bytes += sum(self._remove_weights(it, others, kept) for it, others in users)
        return Removal(freed_bytes, tuple(kept))

    def _remove_environment(self, entry: CatalogEntry, kept: list[str]) -> int:
        environments, sources = self._stores.environments, self._stores.sources
        freed_bytes = sources.size_bytes(entry.id)
        sharing = self._neighbours.in_environment(entry)
        before_bytes = environments.disk_bytes(entry.environment)
        if sharing:
            environments.shrink(
                entry.environment,
                {it for other in sharing for it in other.requirements},
                overrides={it for other in sharing for it in other.overrides},
            )
            kept.append(
                f"The environment {entry.environment} is kept, without what {entry.name} alone "
                f"has needed: {_listed(sharing)} use it."
            )
        else:
            environments.remove(entry.environment)
        sources.remove(entry.id)
        return freed_bytes + before_bytes - environments.disk_bytes(entry.environment)

    def _remove_weights(
        self, weights: Weights, users: Sequence[CatalogEntry], kept: list[str]
    ) -> int:
        if users:
            kept.append(f"The weights {weights.repository} are kept: {_listed(users)} use them.")
            return 0
        freed_bytes = self._stores.weights.size_bytes(weights)
        self._stores.weights.remove(weights)
        return freed_bytes


def _listed(engines: Sequence[CatalogEntry]) -> str:
    return ", ".join(engine.name for engine in engines)
