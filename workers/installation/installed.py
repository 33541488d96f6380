"""Tells what is installed from a few small files: imports nothing that installs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workers.base import paths
from workers.environments.installed import InstalledEnvironments
from workers.weights.manifest import complete_manifest, folder_of

if TYPE_CHECKING:
    from workers.catalog.entry import CatalogEntry


def is_installed(entry: CatalogEntry) -> bool:
    """Tells whether an engine's packages, code, and weights are all in the default folders."""
    return (
        InstalledEnvironments().is_complete(entry.environment, entry.requirements)
        and _has_sources(entry)
        and all(
            complete_manifest(folder_of(paths.weights_dir(), weights.repository), weights)
            is not None
            for weights in entry.weights
        )
    )


def _has_sources(entry: CatalogEntry) -> bool:
    if not entry.sources:
        return True
    from workers.installation.sources import SourceStore  # noqa: PLC0415 - few engines have any

    return SourceStore().is_complete(entry.id, entry.sources)
