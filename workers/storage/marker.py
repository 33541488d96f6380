"""Marker files: JSON, written last, so that a folder without one is known to be incomplete."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from workers.base.atomic_file import write_file


def read_marker(folder: Path, name: str) -> dict[str, Any] | None:
    """Returns a folder's marker; None if it is missing, unreadable, or not a JSON object."""
    try:
        content: object = json.loads((folder / name).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return cast("dict[str, Any]", content) if isinstance(content, dict) else None


def write_marker(folder: Path, name: str, content: Mapping[str, Any]) -> None:
    """Writes a folder's marker atomically and flushes it to the disk.

    Args:
        folder: The folder, whose files are complete.
        name: The marker's file name.
        content: JSON-serializable.

    Raises:
        OSError: It can't be written.
    """
    write_file(folder / name, json.dumps(content, indent=2) + "\n")
