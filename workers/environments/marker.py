"""The marker file of an environment, and what an environment's folder contains."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from workers.environments.requirements import Contents
from workers.storage.marker import read_marker, write_marker

#: In the environment's folder; written last.
FILE_NAME = "engineroom-environment.json"


@dataclass(frozen=True, slots=True)
class Marker:
    """What was, or is being, installed.

    Attributes:
        contents: What was asked for.
        python: Version of the interpreter, such as ``3.11.7``.
        complete: False during installation, and after a failed one.
    """

    contents: Contents
    python: str
    complete: bool

    @classmethod
    def read(cls, folder: Path) -> Marker | None:
        """Returns the folder's marker; None if it is missing or unreadable."""
        stored = read_marker(folder, FILE_NAME)
        try:
            if stored is None:
                return None
            contents = Contents(
                tuple(str(item) for item in stored["requirements"]),
                # Markers of the first version have requirements only.
                tuple(str(item) for item in stored.get("overrides", ())),
                str(stored.get("python_range", "")),
                str(stored.get("torch", "")),
            )
            return cls(contents, str(stored["python"]), stored["complete"] is True)
        except (ValueError, TypeError, KeyError):
            return None

    def write(self, folder: Path) -> None:
        """Writes the marker atomically."""
        stored = {
            "requirements": self.contents.requirements,
            "overrides": self.contents.overrides,
            "python_range": self.contents.python,
            "torch": self.contents.torch,
            "python": self.python,
            "complete": self.complete,
        }
        write_marker(folder, FILE_NAME, stored)


def complete_marker(folder: Path) -> Marker | None:
    """Returns the marker of an environment that can be used; None for any other folder."""
    marker = Marker.read(folder)
    return marker if marker is not None and marker.complete and interpreter_in(folder) else None


def interpreter_in(folder: Path) -> Path | None:
    """Returns an environment's interpreter; None if it, or the Python it is based on, is gone."""
    for name in ("bin/python", "Scripts/python.exe", "python.exe"):
        python = folder / name
        if python.exists():  # For a symbolic link: whether its target exists.
            return python if _has_base(folder) else None
    return None


def site_packages_in(folder: Path) -> list[Path]:
    """Returns the ``site-packages`` folders of an environment of any kind."""
    return [*folder.glob("lib/python3*/site-packages"), *folder.glob("Lib/site-packages")]


def environment_of(python: Path) -> Path:
    """Returns the folder of the environment that an interpreter belongs to."""
    return python.parent.parent if python.parent.name in ("bin", "Scripts") else python.parent


def installed_version(folder: Path, package: str) -> str | None:
    """Returns a package's version in an environment, by its ``.dist-info`` folder; None without."""
    for packages in site_packages_in(folder):
        for records in packages.glob(f"{package}-*.dist-info"):
            return records.name.removeprefix(f"{package}-").removesuffix(".dist-info")
    return None


def _has_base(folder: Path) -> bool:
    """Returns False if a virtual environment's base Python was uninstalled.

    On Windows ``python.exe`` in the environment is a launcher that stays.
    """
    try:
        configuration = (folder / "pyvenv.cfg").read_text(encoding="utf-8")
    except OSError:
        return (folder / "python.exe").exists()  # An embeddable Python.
    home = re.search(r"^home\s*=\s*(.+?)\s*$", configuration, re.MULTILINE)
    return home is not None and Path(home[1]).is_dir()
