"""Whether an environment's packages are as they were installed, by their own records."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Iterable
from pathlib import Path

from workers.environments.marker import home_of, packages_folders
from workers.environments.records import RecordedFile, recorded_files


def damaged_packages(python: Path) -> dict[str, int]:
    """Packages of which files are missing, or of another size than was recorded.

    Contents are not hashed: a torch of 3 GB would take minutes, and what breaks files in an
    environment, a full disk or a virus scanner, cuts them short or takes them away.

    Args:
        python: The environment's interpreter.

    Returns:
        Name -> how many of its files; empty when all are whole.
    """
    places = [str(place) for place in packages_folders(home_of(python))]
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
