"""Where things are kept, on every platform.

``ENGINEROOM_HOME``, when set, holds everything below one folder instead of the
platform's own places: for tests, and for a copy that runs from a stick.
"""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

_APP = "engineroom"


def _base(name: str, platform_path: Path) -> Path:
    home = os.environ.get("ENGINEROOM_HOME")
    return Path(home) / name if home else platform_path


def config_dir() -> Path:
    """Folder of what the user decided: settings and catalog edits."""
    return _base("config", platformdirs.user_config_path(_APP, appauthor=False))


def data_dir() -> Path:
    """Folder of what was installed: environments and weights."""
    return _base("data", platformdirs.user_data_path(_APP, appauthor=False))


def state_dir() -> Path:
    """Folder of what was learned or left behind: measured budgets, process records."""
    return _base("state", platformdirs.user_state_path(_APP, appauthor=False))


def environments_dir() -> Path:
    """Folder of the engines' own environments, one sub-folder each."""
    return data_dir() / "environments"


def models_dir() -> Path:
    """Folder of models and of speech written without a path.

    ``$HEVOLVE_MODEL_DIR``, else ``~/.hevolve/models``, as existing callers expect.
    """
    configured = os.environ.get("HEVOLVE_MODEL_DIR")
    return Path(configured) if configured else Path.home() / ".hevolve" / "models"
