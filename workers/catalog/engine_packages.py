"""Finds catalog files in installed packages, without running the packages.

A package with engines declares an entry point::

    [project.entry-points."engineroom.engines"]
    any-name = "my_package"

and has a file ``engineroom.toml`` in that package's folder, in the format of our own catalog. The
entry point only names the package; nothing is imported.
"""

from __future__ import annotations

import importlib.metadata
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

logger = logging.getLogger(__name__)

GROUP = "engineroom.engines"
FILE_NAME = "engineroom.toml"


@dataclass(frozen=True, slots=True)
class EnginePackage:
    """An installed package that declares engines.

    Attributes:
        name: With its version, such as ``my-package 1.2``.
        catalog: Its catalog file, which may be missing.
    """

    name: str
    catalog: Path


def engine_packages(
    entry_points: Iterable[importlib.metadata.EntryPoint] | None = None,
) -> tuple[EnginePackage, ...]:
    """Returns the packages of this interpreter that declare engines. Reads the disk.

    Args:
        entry_points: Entry points of the group; this interpreter's when None.
    """
    if entry_points is None:
        entry_points = importlib.metadata.entry_points(group=GROUP)
    found: dict[Path, EnginePackage] = {}
    for point in sorted(entry_points, key=lambda point: (point.value, point.name)):
        owner = point.dist
        name = f"{owner.name} {owner.version}" if owner is not None else point.name
        catalog = _folder(point.value.partition(":")[0].strip()) / FILE_NAME
        found.setdefault(catalog, EnginePackage(name, catalog))
    return tuple(found.values())


def _folder(package: str) -> Path:
    """Returns a package's folder, which may be missing."""
    from workers.catalog.module_location import module_paths  # noqa: PLC0415 - few have packages

    folders = (path for path in module_paths(package) if path.is_dir())
    return next(folders, Path(package.replace(".", "/")))
