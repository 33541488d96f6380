"""Removes an engine's packages, code, and weights, except what other engines need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workers.base.messages import translatable
from workers.installation.state import Removal

if TYPE_CHECKING:
    from workers.catalog.entry import CatalogEntry, Weights
    from workers.installation.shared_resources import SharedResources
    from workers.installation.stores import Stores


class Remover:
    """Removes engines."""

    def __init__(self, stores: Stores, shared: SharedResources) -> None:
        """Removes nothing yet.

        Args:
            stores: Environments, code, and weights.
            shared: Finds other engines that need them.
        """
        self._stores = stores
        self._shared = shared

    def remove(self, entry: CatalogEntry, *, environment: bool, weights: bool) -> Removal:
        """Removes an engine; see :meth:`workers.installation.installer.Installation.remove`."""
        freed_bytes, cached_bytes, kept = 0, 0, list[str]()
        if environment:
            freed_bytes, cached_bytes = self._remove_environment(entry, kept)
        if weights:
            freed_bytes += sum(self._remove_weights(entry, one, kept) for one in entry.weights)
        return Removal(freed_bytes, cached_bytes, tuple(kept))

    def _remove_environment(self, entry: CatalogEntry, kept: list[str]) -> tuple[int, int]:
        """Returns how much was freed, and how much of it is still in uv's cache, in bytes."""
        sharing = self._shared.in_environment(entry)
        before, exclusive_before = self._environment_bytes(entry)
        if sharing:
            self._stores.environments.shrink(
                entry.environment,
                {text for other in sharing for text in other.requirements},
                overrides={text for other in sharing for text in other.overrides},
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
        after, exclusive_after = self._environment_bytes(entry)
        freed_bytes = max(0, exclusive_before - exclusive_after)
        return freed_bytes + sources_bytes, max(0, before - after - freed_bytes)

    def _environment_bytes(self, entry: CatalogEntry) -> tuple[int, int]:
        """Returns the size of the environment, and of what is not also in uv's cache, in bytes."""
        environments, name = self._stores.environments, entry.environment
        return environments.disk_bytes(name), environments.disk_bytes(name, exclusive=True)

    def _remove_weights(self, entry: CatalogEntry, weights: Weights, kept: list[str]) -> int:
        """Returns how much was freed, in bytes."""
        store = self._stores.weights
        users: list[CatalogEntry] = []

        def others() -> list[Weights]:
            users.extend(self._shared.with_weights(entry, weights))
            needed = [theirs for user in users for theirs in user.weights]
            # No installed engine uses these, but the user downloaded or imported them and didn't
            # ask to remove them.
            needed += filter(store.is_complete, self._shared.other_files(entry, weights))
            return [one for one in needed if one.repository == weights.repository]

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
