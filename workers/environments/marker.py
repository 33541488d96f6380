"""The file that says what an environment holds, and that it is whole."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: Stands in the environment's folder, and is the last thing that is written there.
FILE_NAME = "engineroom-environment.json"


@dataclass(frozen=True, slots=True)
class Marker:
    """What was, or is being, installed.

    Attributes:
        requirements: As they were asked for, sorted.
        python: Version of the interpreter, such as ``3.11.7``.
        complete: False while it is being made, and after that failed.
    """

    requirements: tuple[str, ...]
    python: str
    complete: bool

    @classmethod
    def read(cls, folder: Path) -> Marker | None:
        """The folder's marker; None where there is none that can be read."""
        try:
            content: Any = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
            requirements = tuple(str(item) for item in content["requirements"])
            return cls(requirements, str(content["python"]), content["complete"] is True)
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def write(self, folder: Path) -> None:
        """Write it, so that a reader finds the old one or this one, and a crash too."""
        content = {
            "requirements": list(self.requirements),
            "python": self.python,
            "complete": self.complete,
        }
        temporary = folder / (FILE_NAME + ".new")
        with temporary.open("w", encoding="utf-8") as file:
            json.dump(content, file, indent=2)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(folder / FILE_NAME)


def python_of(folder: Path) -> Path | None:
    """The interpreter in an environment; None where it, or the one below it, is gone."""
    for place in ("bin/python", "Scripts/python.exe", "python.exe"):
        python = folder / place
        if python.exists():  # of a link: what it leads to
            return python if _base_exists(folder) else None
    return None


def _base_exists(folder: Path) -> bool:
    """False when a virtual environment's base was uninstalled: on Windows nothing else tells."""
    try:
        configuration = (folder / "pyvenv.cfg").read_text(encoding="utf-8")
    except OSError:
        return (folder / "python.exe").exists()
    home = re.search(r"^home\s*=\s*(.+?)\s*$", configuration, re.MULTILINE)
    return home is not None and Path(home[1]).is_dir()
