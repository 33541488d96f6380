"""Environments on the official embeddable Python of Windows.

It cannot have virtual environments: its ``._pth`` file fixes the search path, and the
launchers that ``venv`` and uv would copy are not in it. But it is small and can be
copied, so an environment is a copy of it, with a ``._pth`` file that also names the
packages' folder.
"""

from __future__ import annotations

import shutil
from pathlib import Path

_PACKAGES = Path("Lib", "site-packages")


def is_embeddable(python: Path) -> bool:
    """True for an interpreter whose search path a ``._pth`` file fixes."""
    return any(python.parent.glob("python*._pth"))


def copy(python: Path, folder: Path) -> None:
    """Fill ``folder`` with a copy of the interpreter that sees its own site-packages.

    Files are copied, 20 MB of them, and not hard-linked: a file that somebody runs cannot be
    deleted under any of its names, so one running engine would hold the environments of all.
    """
    home = python.parent
    for source in home.rglob("*"):
        relative = source.relative_to(home)
        if "site-packages" in relative.parts or source.suffix == "._pth":
            continue  # what was installed beside it is no business of an engine
        target = folder / relative
        if source.is_dir():
            target.mkdir(parents=True, exist_ok=True)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)
    (folder / _PACKAGES).mkdir(parents=True, exist_ok=True)
    for original in home.glob("python*._pth"):
        # ``import site`` makes .pth files and namespace packages work, as in any other Python.
        lines = [f"{original.stem}.zip", ".", str(_PACKAGES), "import site"]
        (folder / original.name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def packages_of(folder: Path) -> Path | None:
    """Where packages go in an environment of this kind; None for any other environment."""
    return folder / _PACKAGES if any(folder.glob("python*._pth")) else None
