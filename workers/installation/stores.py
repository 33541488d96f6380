"""The stores that hold the parts of installations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workers.catalog.entry import CatalogEntry
    from workers.environments.store import EnvironmentStore
    from workers.installation.sources import SourceStore
    from workers.weights.licenses import AcceptedLicenses
    from workers.weights.store import WeightsStore


@dataclass(frozen=True, slots=True)
class Stores:
    """The stores; none of them knows the others.

    Attributes:
        environments: Packages.
        sources: Code that is in no package.
        weights: Model files.
        licenses: Accepted licenses of weights.
    """

    environments: EnvironmentStore
    sources: SourceStore
    weights: WeightsStore
    licenses: AcceptedLicenses

    def have_all(self, entry: CatalogEntry) -> bool:
        """Returns whether an engine is installed. Reads a few small files."""
        return (
            self.environments.is_complete(entry.environment, entry.requirements)
            and self.sources.is_complete(entry.id, entry.sources)
            and all(self.weights.is_complete(weights) for weights in entry.weights)
        )
