"""The file that says what an environment holds, and that it is whole."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workers.environments.requirements import Contents

#: Stands in the environment's folder, and is the last thing that is written there.
FILE_NAME = "engineroom-environment.json"


@dataclass(frozen=True, slots=True)
class Marker:
    """What was, or is being, installed.

    Attributes:
        contents: What was asked for.
        python: Version of the interpreter, such as ``3.11.7``.
        complete: False while it is being made, and after that failed.
    """

    contents: Contents
    python: str
    complete: bool

    @classmethod
    def read(cls, folder: Path) -> Marker | None:
        """The folder's marker; None where there is none that can be read.

        Those of earlier versions have requirements alone.
        """
        try:
            stored: Any = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
            contents = Contents(
                tuple(str(item) for item in stored["requirements"]),
                tuple(str(item) for item in stored.get("overrides", ())),
                str(stored.get("python_range", "")),
                str(stored.get("torch", "")),
            )
            return cls(contents, str(stored["python"]), stored["complete"] is True)
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return None

    def write(self, folder: Path) -> None:
        """Write it, so that a reader finds the old one or this one, and a crash too."""
        stored = {
            "requirements": list(self.contents.requirements),
            "overrides": list(self.contents.overrides),
            "python_range": self.contents.python,
            "torch": self.contents.torch,
            "python": self.python,
            "complete": self.complete,
        }
        temporary = folder / (FILE_NAME + ".new")
        with temporary.open("w", encoding="utf-8") as file:
            json.dump(stored, file, indent=2)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(folder / FILE_NAME)


def complete_marker(folder: Path) -> Marker | None:
    """The marker of an environment that can be used; None for any other folder."""
    marker = Marker.read(folder)
    return marker if marker is not None and marker.complete and interpreter_in(folder) else None


def interpreter_in(folder: Path) -> Path | None:
    """The interpreter in an environment; None where it, or the one below it, is gone."""
    for place in ("bin/python", "Scripts/python.exe", "python.exe"):
        python = folder / place
        if python.exists():  # of a link: what it leads to
            return python if _base_exists(folder) else None
    return None


def site_packages_in(folder: Path) -> list[Path]:
    """Where an environment's packages are, of whatever kind it is."""
    return [*folder.glob("lib/python3*/site-packages"), *folder.glob("Lib/site-packages")]


def environment_of(python: Path) -> Path:
    """The folder of the environment that an interpreter belongs to."""
    return python.parent.parent if python.parent.name in ("bin", "Scripts") else python.parent


def installed_version(folder: Path, package: str) -> str | None:
    """Version of a package in an environment, as its records' folder is called; None without."""
    for packages in site_packages_in(folder):
        for records in packages.glob(f"{package}-*.dist-info"):
            return records.name.removeprefix(f"{package}-").removesuffix(".dist-info")
    return None


def _base_exists(folder: Path) -> bool:
    """False when a virtual environment's base was uninstalled: on Windows nothing else tells."""
    try:
        configuration = (folder / "pyvenv.cfg").read_text(encoding="utf-8")
    except OSError:
        return (folder / "python.exe").exists()
    home = re.search(r"^home\s*=\s*(.+?)\s*$", configuration, re.MULTILINE)
    return home is not None and Path(home[1]).is_dir()
