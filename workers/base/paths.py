"""Where things are kept, on every platform.

``ENGINEROOM_HOME``, when set, holds everything below one folder instead of the
platform's own places: for tests, and for a copy that runs from a stick.
"""

from __future__ import annotations

import os
from pathlib import Path

_APP = "engineroom"


def home() -> Path | None:
    """The one folder that holds everything, where there is one."""
    configured = os.environ.get("ENGINEROOM_HOME")
    return Path(configured) if configured else None


def _base(kind: str) -> Path:
    base = home()
    if base is not None:
        return base / kind
    # Imported here: it takes as long as a tenth of the whole way to the tray icon.
    import platformdirs  # noqa: PLC0415

    return getattr(platformdirs, f"user_{kind}_path")(_APP, appauthor=False)


def config_dir() -> Path:
    """Folder of what the user decided: settings and catalog edits."""
    return _base("config")


def data_dir() -> Path:
    """Folder of what was installed: environments and weights."""
    return _base("data")


def state_dir() -> Path:
    """Folder of what was learned or left behind: measured budgets, process records."""
    return _base("state")


def environments_dir() -> Path:
    """Folder of the engines' own environments, one sub-folder each."""
    return data_dir() / "environments"


def weights_folder(repository: str, root: Path | None = None) -> Path:
    """Returns where the weights of a repository are, or would be.

    Args:
        repository: ``owner/name``.
        root: The folder of all weights; :func:`weights_dir` when None.
    """
    return (weights_dir() if root is None else root) / repository.replace("/", "--")


def weights_dir() -> Path:
    """Folder of downloaded weights, one sub-folder a repository."""
    return data_dir() / "weights"


def voices_dir() -> Path:
    """Folder of the user's reference clips."""
    return data_dir() / "voices"


def models_dir() -> Path:
    """Folder of models and of speech written without a path.

    ``$HEVOLVE_MODEL_DIR``, else ``~/.hevolve/models``, as existing callers expect.
    """
    configured = os.environ.get("HEVOLVE_MODEL_DIR")
    return Path(configured) if configured else Path.home() / ".hevolve" / "models"
