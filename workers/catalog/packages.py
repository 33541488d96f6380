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
from importlib.util import find_spec
from pathlib import Path

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
    """Where a package's files are, or would be.

    It asks for the top package alone: to ask for one inside it would import it.
    """
    top, *inner = package.split(".")
    try:
        spec = find_spec(top)
    except (ImportError, ValueError):
        spec = None
    places = list(spec.submodule_search_locations or ()) if spec is not None else []
    folders = [Path(place).joinpath(*inner) for place in places]
    return next((it for it in folders if it.is_dir()), Path(package.replace(".", "/")))
