"""Unpacking an archive of code, of which nothing may land beside the folder it is meant for."""

from __future__ import annotations

import shutil
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING

from workers.catalog.checks import relative_file

if TYPE_CHECKING:
    import threading

#: Code is smaller by far: what unpacks to more, in bytes, is no archive of code.
MOST_BYTES = 2**30


class BadArchive(Exception):
    """It cannot be read, or holds what no archive of code holds; the message says what."""


class UnpackCancelled(Exception):
    """The caller's event was set."""


def unpack(
    archive: Path, folder: Path, cancelled: threading.Event, most_bytes: int = MOST_BYTES
) -> None:
    """Unpack a ``.tar.gz`` of GitHub, without the folder that holds all of it.

    Files and folders alone are made. Links are left out: they may lead anywhere, Windows lets
    nobody make them, and no package is imported through one.

    Args:
        archive: The file.
        folder: Where to; made when it is not there, else added to.
        cancelled: Set it to stop.
        most_bytes: It may not become larger than that.

    Raises:
        BadArchive: See there. Something may have been unpacked.
        UnpackCancelled: ``cancelled`` was set.
        OSError: A file cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    unpacked_bytes = 0
    try:
        with tarfile.open(archive, "r:gz") as content:
            for member in content:
                if cancelled.is_set():
                    raise UnpackCancelled
                unpacked_bytes += member.size
                if unpacked_bytes > most_bytes:
                    raise BadArchive(f"unpacked size exceeds {most_bytes} bytes")
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
