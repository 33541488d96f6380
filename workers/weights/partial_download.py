"""Files on their way in, each under the name of its content.

So what has arrived once is found again, whichever run brought it, and whichever revision or
file name it was brought for; and what has arrived in part goes on where it stopped.
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
#: Handed to the disk after so many bytes, so that the end of a large file is no long wait.
_SYNC_BYTES = 32 * 2**20


class PartialDownloads:
    """A folder beside a repository's own; the repository's lock has to be held."""

    def __init__(self, folder: Path) -> None:
        """It need not exist."""
        self._folder = folder

    def whole(self, file: RemoteFile) -> Path | None:
        """Where a file is that has arrived whole and was checked; None if it has not."""
        path = self._path(file)
        return path if file.is_at(path) else None

    def arrived_bytes(self, file: RemoteFile) -> int:
        """What of a file is here, in bytes."""
        if self.whole(file) is not None:
            return file.size_bytes
        try:
            return min(self._part(file).stat().st_size, file.size_bytes)
        except OSError:
            return 0

    def part(
        self, file: RemoteFile, cancelled: threading.Event, on_read: Callable[[int], object]
    ) -> PartialFile:
        """What of a file has arrived, to go on with; its bytes are read once.

        Raises:
            Cancelled: ``cancelled`` was set meanwhile.
            OSError: It cannot be read or made.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        return PartialFile(self._part(file), self._path(file), file, cancelled, on_read)

    def keep_only(self, files: Iterable[RemoteFile]) -> None:
        """Delete all that is of no use for these files."""
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
    """A file that grows, and the digest of what it holds. Close it; what it holds stays."""

    def __init__(
        self,
        path: Path,
        whole: Path,
        file: RemoteFile,
        cancelled: threading.Event,
        on_read: Callable[[int], object],
    ) -> None:
        """See :meth:`PartialDownloads.part`."""
        self._path = path
        self._whole = whole
        self._wanted = file
        self._digest = file.digest()
        self._synced_bytes = 0
        # Without a buffer of ours: what was written outlives this process.
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
        """Forget what has arrived."""
        self._file.truncate(0)
        self.size_bytes = self._synced_bytes = 0
        self._digest = self._wanted.digest()

    def write(self, place: int, piece: bytes) -> None:
        """Take the next piece.

        Args:
            place: Where in the file it belongs: at the end of what is here, or at the file's
                beginning, where a server begins anew.
            piece: Its bytes.
        """
        if place != self.size_bytes:
            self.restart()
        view = memoryview(piece)
        while view:
            view = view[self._file.write(view) :]
        self._digest.update(piece)
        self.size_bytes += len(piece)
        if self.size_bytes - self._synced_bytes >= _SYNC_BYTES:
            self._sync()

    def close(self) -> None:
        """Stop writing."""
        self._file.close()

    def finish(self) -> bool:
        """Close it, and keep it as whole; False when it is not the file, and it is deleted."""
        self._sync()
        self._file.close()
        is_right = self.size_bytes == self._wanted.size_bytes
        if is_right and self._wanted.matches(self._digest):
            self._path.replace(self._whole)
            return True
        self._path.unlink()
        return False

    def _sync(self) -> None:
        os.fsync(self._file.fileno())
        self._synced_bytes = self.size_bytes
