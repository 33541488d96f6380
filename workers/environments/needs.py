"""Which packages of an environment are still needed when it has to hold less."""

from __future__ import annotations

import importlib.metadata
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from workers.environments.marker import packages_folders

if TYPE_CHECKING:
    from packaging.requirements import Requirement


def superfluous(folder: Path, requirements: Iterable[str]) -> tuple[str, ...]:
    """Packages that no requirement needs, by what the packages say of themselves.

    In doubt one stays: of conditions only those that name an extra are looked at, since others
    hold for the environment's interpreter and not for ours.

    Args:
        folder: The environment's.
        requirements: What it has to hold.

    Returns:
        Their names, sorted.
    """
    places = [str(place) for place in packages_folders(folder)]
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
