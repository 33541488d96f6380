"""Where packages come from: a folder of wheels, or what pip and uv are set to."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from workers.base.messages import translatable
from workers.environments.pip_settings import UvSettings, uv_settings
from workers.errors import EnvironmentFailed

#: Names a folder of wheels that everything is installed from, with no network at all.
WHEELS_VARIABLE = "ENGINEROOM_WHEELS"
#: What would lead uv elsewhere than to that folder.
INDEXES = frozenset(
    {"UV_DEFAULT_INDEX", "UV_INDEX", "UV_INDEX_URL", "UV_EXTRA_INDEX_URL", "UV_FIND_LINKS"}
)


def wheel_folder(chosen: Path | None) -> Path | None:
    """The folder of wheels that is installed from; None where an index is.

    Args:
        chosen: By the caller; else the environment variable counts.

    Raises:
        EnvironmentFailed: It is not there.
    """
    named = os.environ.get(WHEELS_VARIABLE)
    folder = chosen or (Path(named) if named else None)
    if folder is not None and not folder.is_dir():
        message = translatable(
            "The wheel folder {folder}, set in {variable}, doesn't exist. Create it or unset "
            "the variable.",
            folder=str(folder),
            variable=WHEELS_VARIABLE,
        )
        raise EnvironmentFailed(message)
    return folder


def settings_for(wheels: Path | None) -> UvSettings:
    """What uv has to be given."""
    if wheels is None:
        return uv_settings()
    arguments = ("--no-index", "--find-links", str(wheels.resolve()))
    return UvSettings({"UV_OFFLINE": "1"}, arguments)


def local_folders(wheels: Path | None, variables: Mapping[str, str]) -> list[Path]:
    """Folders of this machine that packages are taken from beside any index.

    Args:
        wheels: From :func:`wheel_folder`.
        variables: All that uv is given.
    """
    if wheels is not None:
        return [wheels]
    links = variables.get("UV_FIND_LINKS", "").replace(",", " ").split()
    return [Path(link) for link in links if Path(link).is_dir()]
