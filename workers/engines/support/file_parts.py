"""Joins the parts of a model that its packages ship into one file.

Package indexes take 100 MB a file; what is larger comes in several packages, and libraries
want a path. The file is put beside the packages, in their own environment: it goes when they
go, and counts as theirs.
"""

from __future__ import annotations

import hashlib
import sys
import uuid
from collections.abc import Sequence
from pathlib import Path

_FOLDER = "engineroom-models"
_BLOCK_BYTES = 1 << 20


def join_parts(name: str, parts: Sequence[Path], sha256: str) -> Path:
    """Joins parts into one file, unless it exists.

    It is written under a temporary name first, so that no half file appears.

    Args:
        name: Of the file, with the folder that it shall lie in: ``whisper-base/model.bin``.
        parts: In order.
        sha256: Of the joined file; 64 hexadecimal digits.

    Raises:
        OSError: A part is missing, or the disk is full.
        ValueError: The parts are damaged.
    """
    target = Path(sys.prefix) / _FOLDER / name
    size = sum(part.stat().st_size for part in parts)
    if target.is_file() and target.stat().st_size == size:
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.{uuid.uuid4().hex}.new")
    try:
        if _concatenate(parts, temporary) != sha256:
            raise ValueError(
                f"{target.name} is damaged in its packages ({', '.join(map(str, parts))}): "
                "reinstall the engine"
            )
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
    return target


def _concatenate(parts: Sequence[Path], target: Path) -> str:
    """Writes the parts into one file; returns its SHA-256."""
    digest = hashlib.sha256()
    with target.open("wb") as joined:
        for part in parts:
            with part.open("rb") as file:
                while block := file.read(_BLOCK_BYTES):
                    digest.update(block)
                    joined.write(block)
    return digest.hexdigest()
