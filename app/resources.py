"""Paths of the files that the program ships with."""

from __future__ import annotations

from pathlib import Path

#: Beside the packages in a checkout, an installation, and a frozen build.
ROOT = Path(__file__).resolve().parents[1] / "resources"
CATALOG = ROOT / "catalog.toml"
TRANSLATIONS = ROOT / "translations"
#: The tray icon at start, in the sizes that trays ask for. Painted by ``app.gui.tray.face``.
START_ICONS = tuple(ROOT / "icons" / "tray" / f"{size}.png" for size in (16, 22, 24, 32, 48, 64))


def icon_file(name: str) -> Path:
    """Returns the file of an icon, by its name without the suffix."""
    return ROOT / "icons" / f"{name}.svg"
