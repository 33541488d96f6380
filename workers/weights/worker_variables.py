"""What a worker is told about its files, so that it never fetches any by itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from workers.base import paths
from workers.weights.manifest import folder_of

if TYPE_CHECKING:
    from workers.catalog.entry import CatalogEntry


def worker_variables(entry: CatalogEntry) -> dict[str, str]:
    """Environment variables for an engine's worker.

    ``ENGINEROOM_WEIGHTS`` is a JSON object of repositories and their folders,
    ``ENGINEROOM_SOURCES`` the folder of the code that is in no package. The others keep the
    hub's tools from asking it anything.
    """
    root = paths.weights_dir().absolute()
    folders = {
        weights.repository: str(folder_of(root, weights.repository)) for weights in entry.weights
    }
    return {
        "ENGINEROOM_WEIGHTS": json.dumps(folders),
        "ENGINEROOM_SOURCES": str(paths.data_dir().absolute() / "sources" / entry.id),
        "HF_HUB_OFFLINE": "1",
        "TRANSFORMERS_OFFLINE": "1",
        "HF_HUB_DISABLE_TELEMETRY": "1",
    }
