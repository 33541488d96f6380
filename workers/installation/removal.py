"""Removes what an engine has installed, and keeps what others need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workers.base.messages import translatable
from workers.installation.state import Removal

if TYPE_CHECKING:
    from workers.catalog.entry import CatalogEntry, Weights
    from workers.installation.shared_resources import SharedResources
    from workers.installation.stores import Stores


class Remover:
    """Removes one engine's parts."""

    def __init__(self, stores: Stores, shared: SharedResources) -> None:
        """Remove nothing yet.

        Args:
            stores: What is there.
            shared: Who else needs it.
        """
        self._stores = stores
        self._shared = shared

    def remove(self, entry: CatalogEntry, *, environment: bool, weights: bool) -> Removal:
        """See :meth:`workers.installation.installer.Installation.remove`."""
        freed_bytes, cached_bytes, kept = 0, 0, list[str]()
        if environment:
            freed_bytes, cached_bytes = self._remove_environment(entry, kept)
        if weights:
            freed_bytes += sum(self._remove_weights(entry, it, kept) for it in entry.weights)
        return Removal(freed_bytes, cached_bytes, tuple(kept))

    def _remove_environment(self, entry: CatalogEntry, kept: list[str]) -> tuple[int, int]:
        """Returns what that has freed, and what of it is still in uv's cache, in bytes."""
        sharing = self._shared.in_environment(entry)
        before, alone_before = self._environment_bytes(entry)
        if sharing:
            self._stores.environments.shrink(
                entry.environment,
                {it for other in sharing for it in other.requirements},
                overrides={it for other in sharing for it in other.overrides},
            )
            kept.append(
                translatable(
                    "Environment {name} is kept, without the packages that only {engine} "
                    "used. Also used by {others}.",
                    name=entry.environment,
                    engine=entry.name,
                    others=[other.name for other in sharing],
                )
            )
        else:
            self._stores.environments.remove(entry.environment)
        sources_bytes = self._stores.sources.size_bytes(entry.id)
        self._stores.sources.remove(entry.id)
        after, alone_after = self._environment_bytes(entry)
        freed_bytes = max(0, alone_before - alone_after)
        return freed_bytes + sources_bytes, max(0, before - after - freed_bytes)

    def _environment_bytes(self, entry: CatalogEntry) -> tuple[int, int]:
        """All of it, and what of that nobody else has."""
        environments, name = self._stores.environments, entry.environment
        return environments.disk_bytes(name), environments.disk_bytes(name, alone=True)

    def _remove_weights(self, entry: CatalogEntry, weights: Weights, kept: list[str]) -> int:
        """Returns what that has freed, in bytes."""
        store = self._stores.weights
        users: list[CatalogEntry] = []

        def others() -> list[Weights]:
            users.extend(self._shared.with_weights(entry, weights))
            needed = [it for user in users for it in user.weights]
            # Nobody runs with these now; but whoever fetched or imported them has not said
            # that they are to go.
            needed += filter(store.is_complete, self._shared.beside(entry, weights))
            return [it for it in needed if it.repository == weights.repository]

        before = store.size_bytes(weights)
        store.remove(weights, others=others)
        if users and store.is_complete(weights):
            kept.append(
                translatable(
                    "The weights {weights} are kept. Also used by {others}.",
                    weights=weights.repository,
                    others=[user.name for user in users],
                )
            )
        return max(0, before - store.size_bytes(weights))
