"""What is installed in an environment, by the packages' own records (``RECORD``, ``METADATA``)."""

from __future__ import annotations

import csv
import importlib.metadata
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from workers.environments.marker import environment_of, site_packages_in

if TYPE_CHECKING:
    from packaging.requirements import Requirement


@dataclass(frozen=True, slots=True)
class RecordedFile:
    """A file that a package brought, there or not.

    Attributes:
        path: As it is recorded, below the folder of packages or beside it.
        place: Where it is, or should be.
        size_bytes: What it measured; None where nobody noted that.
    """

    path: PurePosixPath
    place: Path
    size_bytes: int | None


def recorded_files(package: importlib.metadata.Distribution) -> Iterator[RecordedFile]:
    """All files of an installed package, by its own record.

    ``Distribution.files`` is of no use here: from Python 3.12 on it leaves out those that are
    not there any more, which are the ones we look for.
    """
    for row in csv.reader((package.read_text("RECORD") or "").splitlines()):
        if row:
            size = row[2] if len(row) > 2 else ""
            place = Path(str(package.locate_file(row[0])))
            yield RecordedFile(PurePosixPath(row[0]), place, int(size) if size.isdigit() else None)


def installed_modules(python: Path) -> dict[str, str]:
    """Which package brought each top-level module of an environment, files lost or not.

    Args:
        python: The environment's interpreter.

    Returns:
        Module -> the package's name, from the packages' own records.
    """
    modules: dict[str, str] = {}
    places = [str(place) for place in site_packages_in(environment_of(python))]
    for package in importlib.metadata.distributions(path=places):
        for file in recorded_files(package):
            top = file.path.parts[0]
            if top.endswith((".dist-info", ".data", ".pth")) or top in ("..", "__pycache__"):
                continue
            name = top.partition(".")[0]
            if name.isidentifier():
                modules.setdefault(name, package.name)
    return modules


def damaged_packages(python: Path) -> dict[str, int]:
    """Packages of which files are missing, or of another size than was recorded.

    Contents are not hashed: a torch of 3 GB would take minutes, and what breaks files in an
    environment, a full disk or a virus scanner, cuts them short or takes them away.

    Args:
        python: The environment's interpreter.

    Returns:
        Name -> how many of its files; empty when all are whole.
    """
    places = [str(place) for place in site_packages_in(environment_of(python))]
    packages = importlib.metadata.distributions(path=places)
    counts = {package.name: _damaged(recorded_files(package)) for package in packages}
    return {name: count for name, count in counts.items() if count}


def _damaged(files: Iterable[RecordedFile]) -> int:
    return sum(not _is_whole(file) for file in files if file.path.suffix != ".pyc")


def _is_whole(file: RecordedFile) -> bool:
    try:
        size_bytes = file.place.stat().st_size
    except OSError:
        return False
    return file.size_bytes in (None, size_bytes)


def unneeded_packages(folder: Path, requirements: Iterable[str]) -> tuple[str, ...]:
    """Packages that no requirement needs, by what the packages say of themselves.

    In doubt one stays: of conditions only those that name an extra are looked at, since others
    hold for the environment's interpreter and not for ours.

    Args:
        folder: The environment's.
        requirements: What it has to hold.

    Returns:
        Their names, sorted.
    """
    places = [str(place) for place in site_packages_in(folder)]
    installed = {_normal(it.name): it for it in importlib.metadata.distributions(path=places)}
    needed = _needed(installed, requirements)
    return tuple(sorted(name for name in installed if name not in needed))


def _needed(
    installed: dict[str, importlib.metadata.Distribution], requirements: Iterable[str]
) -> set[str]:
    from packaging.requirements import InvalidRequirement, Requirement  # noqa: PLC0415 - 30 ms

    asked: set[tuple[str, frozenset[str]]] = set()
    todo: list[tuple[str, Sequence[str]]] = [(it, ()) for it in requirements]
    while todo:
        text, extras = todo.pop()
        try:
            wanted = Requirement(text)
        except InvalidRequirement:
            continue  # what old packages say is not always in order; they name their parts twice
        name, key = _normal(wanted.name), frozenset(wanted.extras)
        package = installed.get(name)
        if package is None or (name, key) in asked or not _applies(wanted, extras):
            continue
        asked.add((name, key))
        todo += [(further, tuple(key)) for further in package.requires or ()]
    return {name for name, _ in asked}


def _applies(wanted: Requirement, extras: Sequence[str]) -> bool:
    """Whether a package that was asked for with these extras may need this."""
    if wanted.marker is None or "extra" not in str(wanted.marker):
        return True
    return any(wanted.marker.evaluate({"extra": extra}) for extra in extras)


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
