"""What is installed, and where workers find it; imports nothing that installs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from workers.base import paths
from workers.environments.installed import InstalledEnvironments

if TYPE_CHECKING:
    from workers.catalog.entry import CatalogEntry, Weights


def is_installed(entry: CatalogEntry) -> bool:
    """Returns whether an engine's packages, code, and weights are in the default folders."""
    return (
        InstalledEnvironments().is_complete(entry.environment, entry.requirements)
        and _has_sources(entry)
        and all(map(_is_complete, entry.weights))
    )


def worker_variables(entry: CatalogEntry) -> dict[str, str]:
    """Returns environment variables by which a worker finds its files and downloads none.

    ``ENGINEROOM_WEIGHTS`` is a JSON object of repositories and their folders,
    ``ENGINEROOM_SOURCES`` the folder of the code that is in no package. The others keep
    Hugging Face's libraries offline.
    """
    root = paths.weights_dir().absolute()
    folders = {
        weights.repository: str(paths.weights_folder(weights.repository, root))
        for weights in entry.weights
    }
    return {
        "ENGINEROOM_WEIGHTS": json.dumps(folders),
        "ENGINEROOM_SOURCES": str(paths.data_dir().absolute() / "sources" / entry.id),
        "HF_HUB_OFFLINE": "1",
        "TRANSFORMERS_OFFLINE": "1",
        "HF_HUB_DISABLE_TELEMETRY": "1",
    }


def _has_sources(entry: CatalogEntry) -> bool:
    if not entry.sources:
        return True
    from workers.installation.sources import SourceStore  # noqa: PLC0415 - few engines have any

    return SourceStore().is_complete(entry.id, entry.sources)


def _is_complete(weights: Weights) -> bool:
    from workers.weights.manifest import complete_manifest  # noqa: PLC0415 - some have none

    return complete_manifest(paths.weights_folder(weights.repository), weights) is not None
