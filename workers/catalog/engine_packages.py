"""Engines that installed packages bring along: their catalog files, found and not run.

A package that has engines for us says so with an entry point::

    [project.entry-points."engineroom.engines"]
    any-name = "my_package"

and has a file ``engineroom.toml`` in the folder of that package, in the form of our own
catalog. The entry point is a sign-post only: nothing of the package is imported here.
"""

from __future__ import annotations

import importlib.metadata
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from workers.catalog.module_location import module_paths

logger = logging.getLogger(__name__)

GROUP = "engineroom.engines"
FILE_NAME = "engineroom.toml"


@dataclass(frozen=True, slots=True)
class EnginePackage:
    """A package of this interpreter that has engines.

    Attributes:
        name: As it was installed, with its version: ``my-package 1.2``.
        catalog: Its catalog file; it may not be there.
    """

    name: str
    catalog: Path


def engine_packages(
    entry_points: Iterable[importlib.metadata.EntryPoint] | None = None,
) -> tuple[EnginePackage, ...]:
    """All that are installed beside us, by name. Reads the disk.

    Args:
        entry_points: Those of the group; this interpreter's when None.
    """
    if entry_points is None:
        entry_points = importlib.metadata.entry_points(group=GROUP)
    found: dict[Path, EnginePackage] = {}
    for point in sorted(entry_points, key=lambda it: (it.value, it.name)):
        owner = point.dist
        name = f"{owner.name} {owner.version}" if owner is not None else point.name
        catalog = _folder(point.value.partition(":")[0].strip()) / FILE_NAME
        found.setdefault(catalog, EnginePackage(name, catalog))
    return tuple(found.values())


def _folder(package: str) -> Path:
    """Where a package's files are, or would be."""
    folders = (path for path in module_paths(package) if path.is_dir())
    return next(folders, Path(package.replace(".", "/")))
