"""Folders of settings, data, and state.

``$ENGINEROOM_HOME``, if set, is one folder for everything, in place of the system's folders: for
tests, and for a copy on a USB stick.
"""

from __future__ import annotations

import os
from pathlib import Path

_APP = "engineroom"


def home() -> Path | None:
    """Returns ``$ENGINEROOM_HOME``; None if it isn't set."""
    configured = os.environ.get("ENGINEROOM_HOME")
    return Path(configured) if configured else None


def _base(kind: str) -> Path:
    base = home()
    if base is not None:
        return base / kind
    import platformdirs  # noqa: PLC0415 - a tenth of the time to the tray icon

    return getattr(platformdirs, f"user_{kind}_path")(_APP, appauthor=False)


def config_dir() -> Path:
    """Returns the folder of settings and catalog changes."""
    return _base("config")


def data_dir() -> Path:
    """Returns the folder of installed environments, weights, and voices."""
    return _base("data")


def state_dir() -> Path:
    """Returns the folder of measured budgets, process records, and logs."""
    return _base("state")


def environments_dir() -> Path:
    """Returns the folder of the engines' environments, with one subfolder each."""
    return data_dir() / "environments"


def weights_folder(repository: str, root: Path | None = None) -> Path:
    """Returns where the weights of a repository are, or would be.

    Args:
        repository: ``owner/name``.
        root: The folder of all weights; :func:`weights_dir` when None.
    """
    return (weights_dir() if root is None else root) / repository.replace("/", "--")


def weights_dir() -> Path:
    """Returns the folder of downloaded weights, with one subfolder per repository."""
    return data_dir() / "weights"


def voices_dir() -> Path:
    """Returns the folder of the user's voices."""
    return data_dir() / "voices"


def models_dir() -> Path:
    """Returns the folder of models, and of audio files without an output path.

    ``$HEVOLVE_MODEL_DIR`` unless blank, else ``~/.hevolve/models``, as existing callers expect.
    """
    configured = os.environ.get("HEVOLVE_MODEL_DIR", "").strip()
    return Path(configured).expanduser() if configured else Path.home() / ".hevolve" / "models"
