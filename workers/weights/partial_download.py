"""Files that are being downloaded, each named after its content.

So a file that was downloaded once is found again, whatever revision or path it was downloaded for,
and an interrupted download resumes where it stopped.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from workers.weights.files import RemoteFile, update_digest

if TYPE_CHECKING:
    import threading

_PART = ".part"
#: Flushed to the disk after so many bytes, so that the last flush of a large file is short.
_SYNC_BYTES = 32 * 2**20


class PartialDownloads:
    """The folder of one repository's partial downloads. Methods need the repository's lock."""

    def __init__(self, folder: Path) -> None:
        """Touches nothing on disk; the folder may be missing."""
        self._folder = folder

    def complete(self, file: RemoteFile) -> Path | None:
        """Returns where a file is that was downloaded and verified; None if it wasn't."""
        path = self._path(file)
        return path if file.is_at(path) else None

    def arrived_bytes(self, file: RemoteFile) -> int:
        """Returns how much of a file was downloaded, in bytes."""
        if self.complete(file) is not None:
            return file.size_bytes
        try:
            return min(self._part(file).stat().st_size, file.size_bytes)
        except OSError:
            return 0

    def part(
        self, file: RemoteFile, cancelled: threading.Event, on_read: Callable[[int], object]
    ) -> PartialFile:
        """Opens the partial download of a file, and hashes what has arrived.

        Args:
            file: The file.
            cancelled: Set it to stop.
            on_read: Called with the size of each piece that was hashed, in bytes.

        Raises:
            Cancelled: ``cancelled`` was set.
            OSError: It can't be read or created.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        return PartialFile(self._part(file), self._path(file), file, cancelled, on_read)

    def keep_only(self, files: Iterable[RemoteFile]) -> None:
        """Deletes what isn't part of these files."""
        if not self._folder.is_dir():
            return
        useful = {path for file in files for path in (self._path(file), self._part(file))}
        for path in self._folder.iterdir():
            if path not in useful:
                path.unlink()

    def _path(self, file: RemoteFile) -> Path:
        return self._folder / file.checksum.replace(":", "-")

    def _part(self, file: RemoteFile) -> Path:
        path = self._path(file)
        return path.with_name(path.name + _PART)


class PartialFile:
    """A file that grows, and the digest of its contents so far. Close it; its contents stay.

    Attributes:
        size_bytes: How much has arrived, in bytes.
    """

    def __init__(
        self,
        path: Path,
        target: Path,
        file: RemoteFile,
        cancelled: threading.Event,
        on_read: Callable[[int], object],
    ) -> None:
        """Opens the file; see :meth:`PartialDownloads.part`."""
        self._path = path
        self._target = target
        self._remote = file
        self._digest = file.digest()
        self._synced_bytes = 0
        # Unbuffered, so that everything written survives a kill of this process.
        self._file: BinaryIO = path.open("ab", buffering=0)
        try:
            self.size_bytes = self._file.tell()
            if self.size_bytes > file.size_bytes:
                self.restart()
            update_digest(path, self._digest, cancelled, on_read)
        except BaseException:
            self._file.close()
            raise

    def restart(self) -> None:
        """Drops what has arrived."""
        self._file.truncate(0)
        self.size_bytes = self._synced_bytes = 0
        self._digest = self._remote.digest()

    def write(self, offset: int, piece: bytes) -> None:
        """Appends a piece.

        Args:
            offset: Its position in the file: the end of what has arrived, or 0 if the server
                started over.
            piece: Its bytes.
        """
        if offset != self.size_bytes:
            self.restart()
        view = memoryview(piece)
        while view:
            view = view[self._file.write(view) :]
        self._digest.update(piece)
        self.size_bytes += len(piece)
        if self.size_bytes - self._synced_bytes >= _SYNC_BYTES:
            self._sync()

    def close(self) -> None:
        """Closes the file."""
        self._file.close()

    def finish(self) -> bool:
        """Closes the file and verifies it; returns False, and deletes it, if it is wrong."""
        self._sync()
        self._file.close()
        if self.size_bytes == self._remote.size_bytes and self._remote.matches(self._digest):
            self._path.replace(self._target)
            return True
        self._path.unlink()
        return False

    def _sync(self) -> None:
        os.fsync(self._file.fileno())
        self._synced_bytes = self.size_bytes
