"""Files of a repository: selecting them by pattern, and verifying them."""

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

#: Files are read in pieces of this size; cancelling takes effect between two pieces.
PIECE_BYTES = 2**20
_CHECKSUM = re.compile(r"sha256:[0-9a-f]{64}|git:[0-9a-f]{40}")


class Digest(Protocol):
    """A hash object of ``hashlib``."""

    def update(self, data: bytes, /) -> None:
        """Hashes more data."""

    def hexdigest(self) -> str:
        """Returns the digest of all data."""
        ...


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file as Hugging Face lists it.

    Attributes:
        path: Relative to the repository, with ``/``.
        size_bytes: Size in bytes.
        checksum: ``sha256:`` and 64 hexadecimal digits for a large file (LFS); for a small one
            ``git:`` and 40, its Git blob ID.
    """

    path: str
    size_bytes: int
    checksum: str

    def __post_init__(self) -> None:
        """Validates the fields, which come from a server and become file names.

        Raises:
            ValueError: One is invalid.
        """
        is_size = type(self.size_bytes) is int and self.size_bytes >= 0
        if not is_size or not _CHECKSUM.fullmatch(self.checksum):
            raise ValueError(f"{self.path!r} cannot have {self.size_bytes!r}, {self.checksum!r}")

    def digest(self) -> Digest:
        """Returns a new hash object for its checksum."""
        if self.checksum.startswith("sha256:"):
            return hashlib.sha256()
        # https://git-scm.com/book/en/v2/Git-Internals-Git-Objects: a header, then the content.
        return hashlib.sha1(b"blob %d\0" % self.size_bytes, usedforsecurity=False)

    def matches(self, digest: Digest) -> bool:
        """Returns whether hashed data is this file."""
        return self.checksum.partition(":")[2] == digest.hexdigest()

    def is_at(self, path: Path) -> bool:
        """Returns whether ``path`` is a regular file of this size; symbolic links don't count."""
        try:
            status = path.lstat()
        except OSError:
            return False
        return stat.S_ISREG(status.st_mode) and status.st_size == self.size_bytes


def update_digest(
    path: Path, digest: Digest, cancelled: threading.Event, on_read: Callable[[int], object]
) -> None:
    """Hashes a file.

    Args:
        path: The file.
        digest: Gets its contents.
        cancelled: Set it to stop.
        on_read: Called with the size of each piece, in bytes.

    Raises:
        Cancelled: ``cancelled`` was set.
        OSError: The file can't be read.
    """
    with path.open("rb") as file:
        while piece := file.read(PIECE_BYTES):
            if cancelled.is_set():
                raise Cancelled
            digest.update(piece)
            on_read(len(piece))


def selected(files: Iterable[RemoteFile], patterns: Sequence[str]) -> tuple[RemoteFile, ...]:
    """Returns the files that match a pattern; all without patterns.

    As in Hugging Face's tools, ``*`` matches ``/`` too.
    """
    return tuple(file for file in files if is_selected(file.path, patterns))


def is_selected(path: str, patterns: Sequence[str]) -> bool:
    """Returns whether a path matches a pattern; see :func:`selected`."""
    return not patterns or any(fnmatch.fnmatchcase(path, pattern) for pattern in patterns)


def is_safe_path(path: str) -> bool:
    """Returns whether a path stays inside its folder on any operating system."""
    # Windows drops dots and spaces at the end of names.
    is_exact = all(part == part.rstrip(". ") for part in path.split("/"))
    return path.isprintable() and is_exact and relative_file(path) is None
