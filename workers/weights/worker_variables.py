"""Environment variables that tell a worker where its files are, so that it downloads none."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from workers.base import paths
from workers.weights.manifest import folder_of

if TYPE_CHECKING:
    from workers.catalog.entry import CatalogEntry


def worker_variables(entry: CatalogEntry) -> dict[str, str]:
    """Returns environment variables for an engine's worker.

    ``ENGINEROOM_WEIGHTS`` is a JSON object of repository -> folder, ``ENGINEROOM_SOURCES`` the
    folder of code that is in no package. The others keep Hugging Face's libraries offline.
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
