"""Where packages come from: a folder of wheels, or the index that pip or uv is set to."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from workers.base.messages import translatable
from workers.environments.pip_settings import UvSettings, uv_settings
from workers.errors import EnvironmentFailed

#: Names a folder of wheels to install everything from, without a network.
WHEELS_VARIABLE = "ENGINEROOM_WHEELS"
#: Variables that would lead uv to another source than that folder.
INDEX_VARIABLES = frozenset(
    {"UV_DEFAULT_INDEX", "UV_INDEX", "UV_INDEX_URL", "UV_EXTRA_INDEX_URL", "UV_FIND_LINKS"}
)


def wheel_folder(chosen: Path | None) -> Path | None:
    """Returns the folder of wheels to install from; None to install from an index.

    Args:
        chosen: By the caller; ``$ENGINEROOM_WHEELS`` when None.

    Raises:
        EnvironmentFailed: The folder doesn't exist.
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


def source_settings(wheels: Path | None) -> UvSettings:
    """Returns variables and arguments that tell uv where packages come from.

    Args:
        wheels: From :func:`wheel_folder`.
    """
    if wheels is None:
        return uv_settings()
    arguments = ("--no-index", "--find-links", str(wheels.resolve()))
    return UvSettings({"UV_OFFLINE": "1"}, arguments)


def local_folders(wheels: Path | None, variables: Mapping[str, str]) -> list[Path]:
    """Returns local folders that uv takes packages from, with or without an index.

    Args:
        wheels: From :func:`wheel_folder`.
        variables: uv's environment variables.
    """
    if wheels is not None:
        return [wheels]
    links = variables.get("UV_FIND_LINKS", "").replace(",", " ").split()
    return [Path(link) for link in links if Path(link).is_dir()]
