"""Environments on the official embeddable Python of Windows.

The embeddable Python doesn't support virtual environments: its ``._pth`` file fixes the search
path, and it lacks the launchers that ``venv`` and uv copy. But it is small, so an environment is a
copy of it whose ``._pth`` file adds ``site-packages``.
"""

from __future__ import annotations

import shutil
from pathlib import Path

_PACKAGES = Path("Lib", "site-packages")


def is_embeddable(python: Path) -> bool:
    """Returns whether a ``._pth`` file fixes an interpreter's search path."""
    return any(python.parent.glob("python*._pth"))


def copy(python: Path, folder: Path) -> None:
    """Copies an interpreter into a folder, with a ``site-packages`` of its own.

    The 20 MB are not hard-linked: Windows can't delete a running file under any of its names, so
    one running engine would block changes to all environments.
    """
    home = python.parent
    for source in home.rglob("*"):
        relative = source.relative_to(home)
        if "site-packages" in relative.parts or source.suffix == "._pth":
            continue  # Packages of the original don't belong to the environment.
        target = folder / relative
        if source.is_dir():
            target.mkdir(parents=True, exist_ok=True)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)
    (folder / _PACKAGES).mkdir(parents=True, exist_ok=True)
    for original in home.glob("python*._pth"):
        # ``import site`` enables .pth files and namespace packages.
        lines = [f"{original.stem}.zip", ".", str(_PACKAGES), "import site"]
        (folder / original.name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def packages_of(folder: Path) -> Path | None:
    """Returns ``site-packages`` of an environment of this kind; None for any other."""
    return folder / _PACKAGES if any(folder.glob("python*._pth")) else None
