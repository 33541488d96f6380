"""Where the files are that the program ships with."""

from __future__ import annotations

from pathlib import Path

#: Beside the packages: in a checkout, in an installation and in a frozen build alike.
ROOT = Path(__file__).resolve().parents[1] / "resources"
CATALOG = ROOT / "catalog.toml"
TRANSLATIONS = ROOT / "translations"


def icon_file(name: str) -> Path:
    """The file of an icon, by its name without the suffix."""
    return ROOT / "icons" / f"{name}.svg"
