"""The files of a repository: which are wanted, and how each is told from a damaged one."""

from __future__ import annotations

import fnmatch
import hashlib
import re
import stat
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from workers.base.cancellable import Cancelled
from workers.catalog.checks import relative_file

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable

#: A file is read in pieces of so many bytes; between two of them one can cancel.
PIECE_BYTES = 2**20
_CHECKSUM = re.compile(r"sha256:[0-9a-f]{64}|git:[0-9a-f]{40}")


class Digest(Protocol):
    """What ``hashlib`` makes."""

    def update(self, data: bytes, /) -> None:
        """Take more of the file."""

    def hexdigest(self) -> str:
        """Of all that was taken."""
        ...


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file as the hub lists it.

    Attributes:
        path: Below the repository, with ``/``.
        size_bytes: Its size.
        checksum: ``sha256:`` and 64 hexadecimal digits for a large file; for a small one
            ``git:`` and 40, which are git's name for its content.
    """

    path: str
    size_bytes: int
    checksum: str

    def __post_init__(self) -> None:
        """Refuse what makes no sense: it comes from elsewhere, and becomes a file's name.

        Raises:
            ValueError: It does.
        """
        is_size = type(self.size_bytes) is int and self.size_bytes >= 0
        if not is_size or not _CHECKSUM.fullmatch(self.checksum):
            raise ValueError(f"{self.path!r} cannot have {self.size_bytes!r}, {self.checksum!r}")

    def digest(self) -> Digest:
        """Begin to work its checksum out."""
        if self.checksum.startswith("sha256:"):
            return hashlib.sha256()
        # https://git-scm.com/book/en/v2/Git-Internals-Git-Objects: a header, then the content.
        return hashlib.sha1(b"blob %d\0" % self.size_bytes, usedforsecurity=False)

    def matches(self, digest: Digest) -> bool:
        """True when what the digest has taken is this file."""
        return self.checksum.partition(":")[2] == digest.hexdigest()

    def is_at(self, path: Path) -> bool:
        """True for a file of this size there; a link does not count."""
        try:
            status = path.lstat()
        except OSError:
            return False
        return stat.S_ISREG(status.st_mode) and status.st_size == self.size_bytes


def update_digest(
    path: Path, digest: Digest, cancelled: threading.Event, on_read: Callable[[int], object]
) -> None:
    """Give a file's content to a digest.

    Args:
        path: The file.
        digest: Takes it.
        cancelled: Set it to stop.
        on_read: Called with the size of each piece, in bytes.

    Raises:
        Cancelled: ``cancelled`` was set.
        OSError: It cannot be read.
    """
    with path.open("rb") as file:
        while piece := file.read(PIECE_BYTES):
            if cancelled.is_set():
                raise Cancelled
            digest.update(piece)
            on_read(len(piece))


def selected(files: Iterable[RemoteFile], patterns: Sequence[str]) -> tuple[RemoteFile, ...]:
    """Those that a pattern stands for, as the hub's own tools read patterns; all without one.

    ``*`` stands for anything, folders included.
    """
    return tuple(file for file in files if is_selected(file.path, patterns))


def is_selected(path: str, patterns: Sequence[str]) -> bool:
    """See :func:`selected`."""
    return not patterns or any(fnmatch.fnmatchcase(path, pattern) for pattern in patterns)


def is_safe_path(path: str) -> bool:
    """True when a repository's file may be written there: below its folder, on any system."""
    # Windows takes such names for those of other files.
    is_exact = all(part == part.rstrip(". ") for part in path.split("/"))
    return path.isprintable() and is_exact and relative_file(path) is None
