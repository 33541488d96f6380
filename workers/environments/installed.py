"""Reads installed environments; imports nothing that creates or changes one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from workers.base import paths
from workers.base.messages import translatable
from workers.environments.marker import complete_marker, interpreter_in
from workers.environments.requirements import Contents
from workers.errors import EnvironmentFailed

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


class InstalledEnvironments:
    """Environments below one folder. Any thread may call any method; each reads a few files."""

    def __init__(self, root: Path | None = None) -> None:
        """Creates a reader.

        Args:
            root: ``paths.environments_dir()`` when None.
        """
        self._root = paths.environments_dir() if root is None else root

    def interpreter(self, name: str) -> Path | None:
        """Returns an environment's interpreter; None unless the environment is complete.

        Raises:
            EnvironmentFailed: The name is invalid.
        """
        folder = self._folder(name)
        return interpreter_in(folder) if complete_marker(folder) is not None else None

    def is_complete(self, name: str, requirements: Sequence[str]) -> bool:
        """Returns whether an environment is complete and was created with these requirements.

        Raises:
            EnvironmentFailed: The name is invalid.
        """
        marker = complete_marker(self._folder(name))
        required = Contents(tuple(requirement.strip() for requirement in requirements))
        return marker is not None and marker.contents.holds(required)

    def _folder(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            message = translatable(
                "{name!r} isn't a valid environment name. Use letters, digits, '.', '_' "
                "and '-' only",
                name=name,
            )
            raise EnvironmentFailed(message, worker=name)
        return self._root / name
