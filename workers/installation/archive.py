"""Unpacks code archives; nothing can end up outside the target folder."""

from __future__ import annotations

import shutil
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING

from workers.catalog.checks import relative_file

if TYPE_CHECKING:
    import threading

#: Limit of the unpacked size, in bytes; code is far smaller.
MAX_BYTES = 2**30


class BadArchive(Exception):
    """The archive is unreadable, too large, or has a path outside its folder."""


class UnpackCancelled(Exception):
    """The caller's event was set."""


def unpack(
    archive: Path, folder: Path, cancelled: threading.Event, max_bytes: int = MAX_BYTES
) -> None:
    """Unpacks a ``.tar.gz`` of GitHub without its top folder.

    Only files and folders are created. Links are skipped: they can point anywhere, need
    privileges on Windows, and no package needs them.

    Args:
        archive: The file.
        folder: The target, created if missing.
        cancelled: Set it to stop.
        max_bytes: Limit of the unpacked size, in bytes.

    Raises:
        BadArchive: The archive is invalid. Some files may have been unpacked.
        UnpackCancelled: ``cancelled`` was set.
        OSError: A file can't be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    unpacked_bytes = 0
    try:
        with tarfile.open(archive, "r:gz") as content:
            for member in content:
                if cancelled.is_set():
                    raise UnpackCancelled
                unpacked_bytes += member.size
                if unpacked_bytes > max_bytes:
                    raise BadArchive(f"unpacked size exceeds {max_bytes} bytes")
                _unpack_member(content, member, folder)
    except (tarfile.TarError, EOFError, ValueError) as error:
        raise BadArchive(f"couldn't read the archive: {error}") from error


def _unpack_member(content: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    inside = member.name.rstrip("/").partition("/")[2]
    if not inside or not (member.isfile() or member.isdir()):
        return
    if relative_file(inside) is not None or not inside.isprintable():
        raise BadArchive(f"the archive has a path outside its folder: {member.name!r}")
    target = folder / inside
    if member.isdir():
        target.mkdir(parents=True, exist_ok=True)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    source = content.extractfile(member)
    assert source is not None, "links and devices have no content"
    with source, target.open("wb") as file:
        shutil.copyfileobj(source, file)
