"""What is installed in an environment, by the packages' own records (``RECORD``, ``METADATA``)."""

from __future__ import annotations

import csv
import importlib.metadata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from workers.environments.marker import environment_of, site_packages_in
from workers.environments.requirements import normalized

if TYPE_CHECKING:
    from packaging.requirements import Requirement


@dataclass(frozen=True, slots=True)
class RecordedFile:
    """A file that a package installed, whether it still exists or not.

    Attributes:
        path: As recorded, relative to ``site-packages``; may start with ``..``.
        location: Where the file is, or should be.
        size_bytes: Its size at installation; None if not recorded.
    """

    path: PurePosixPath
    location: Path
    size_bytes: int | None


def recorded_files(package: importlib.metadata.Distribution) -> Iterator[RecordedFile]:
    """Yields all files of an installed package, by its ``RECORD``.

    Not ``Distribution.files``: from Python 3.12 on it leaves out missing files, which are those
    that matter here.
    """
    for row in csv.reader((package.read_text("RECORD") or "").splitlines()):
        if row:
            size = row[2] if len(row) > 2 else ""
            location = Path(str(package.locate_file(row[0])))
            yield RecordedFile(
                PurePosixPath(row[0]), location, int(size) if size.isdigit() else None
            )


def installed_modules(python: Path) -> dict[str, str]:
    """Returns which package installed each top-level module, even if its files are gone.

    Args:
        python: The environment's interpreter.

    Returns:
        Module name -> package name.
    """
    modules: dict[str, str] = {}
    for package in _distributions(environment_of(python)):
        for file in recorded_files(package):
            top = file.path.parts[0]
            if top.endswith((".dist-info", ".data", ".pth")) or top in ("..", "__pycache__"):
                continue
            name = top.partition(".")[0]
            if name.isidentifier():
                modules.setdefault(name, package.name)
    return modules


def damaged_packages(python: Path) -> dict[str, int]:
    """Returns packages with files that are missing or have another size than recorded.

    Contents are not hashed: 3 GB of PyTorch would take minutes, and what damages environments,
    full disks and virus scanners, truncates or removes files.

    Args:
        python: The environment's interpreter.

    Returns:
        Package name -> number of damaged files; empty if all are intact.
    """
    packages = _distributions(environment_of(python))
    counts = {package.name: _count_damaged(recorded_files(package)) for package in packages}
    return {name: count for name, count in counts.items() if count}


def unneeded_packages(folder: Path, requirements: Iterable[str]) -> tuple[str, ...]:
    """Returns packages that no requirement needs, directly or indirectly, by their metadata.

    When in doubt, a package counts as needed: environment markers other than extras are ignored,
    since they apply to the environment's interpreter and not to ours.

    Args:
        folder: The environment's.
        requirements: What the environment has to hold.

    Returns:
        Normalized names, sorted.
    """
    installed = {normalized(package.name): package for package in _distributions(folder)}
    needed = _needed(installed, requirements)
    return tuple(sorted(name for name in installed if name not in needed))


def _distributions(folder: Path) -> Iterable[importlib.metadata.Distribution]:
    return importlib.metadata.distributions(path=[str(path) for path in site_packages_in(folder)])


def _count_damaged(files: Iterable[RecordedFile]) -> int:
    return sum(not _is_intact(file) for file in files if file.path.suffix != ".pyc")


def _is_intact(file: RecordedFile) -> bool:
    try:
        size_bytes = file.location.stat().st_size
    except OSError:
        return False
    return file.size_bytes in (None, size_bytes)


def _needed(
    installed: dict[str, importlib.metadata.Distribution], requirements: Iterable[str]
) -> set[str]:
    from packaging.requirements import InvalidRequirement, Requirement  # noqa: PLC0415 - 30 ms

    visited: set[tuple[str, frozenset[str]]] = set()
    pending: list[tuple[str, Sequence[str]]] = [(text, ()) for text in requirements]
    while pending:
        text, extras = pending.pop()
        try:
            requirement = Requirement(text)
        except InvalidRequirement:
            continue  # Metadata of old packages may have invalid duplicates.
        node = normalized(requirement.name), frozenset(requirement.extras)
        package = installed.get(node[0])
        if package is None or node in visited or not _applies(requirement, extras):
            continue
        visited.add(node)
        pending += [(dependency, tuple(node[1])) for dependency in package.requires or ()]
    return {name for name, _ in visited}


def _applies(requirement: Requirement, extras: Sequence[str]) -> bool:
    """Returns whether a dependency may apply to a package requested with these extras."""
    if requirement.marker is None or "extra" not in str(requirement.marker):
        return True
    return any(requirement.marker.evaluate({"extra": extra}) for extra in extras)
