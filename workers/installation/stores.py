"""Where the parts of an installation are kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workers.catalog.entry import CatalogEntry
    from workers.environments.store import EnvironmentStore
    from workers.installation.sources import SourceStore
    from workers.weights.licenses import LicenseBook
    from workers.weights.store import WeightsStore


@dataclass(frozen=True, slots=True)
class Stores:
    """The parts' own keepers, each of which knows nothing of the others.

    Attributes:
        environments: Packages.
        sources: Code that is in no package.
        weights: Models.
        licenses: Which licences of models were accepted.
    """

    environments: EnvironmentStore
    sources: SourceStore
    weights: WeightsStore
    licenses: LicenseBook

    def have_all(self, entry: CatalogEntry) -> bool:
        """True when all that an engine needs is there. Reads a few small files."""
        return (
            self.environments.is_complete(entry.environment, entry.requirements)
            and self.sources.is_complete(entry.id, entry.sources)
            and all(self.weights.is_complete(weights) for weights in entry.weights)
        )
