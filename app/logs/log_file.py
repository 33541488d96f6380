"""Log files: their names, and one that is rotated when it is full."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import io

#: A file of this size is rotated.
MAX_BYTES = 2**20
#: Rotated files that are kept.
KEPT_FILES = 3


#: Name of the program's own log, in place of an engine's.
PROGRAM = "engineroom"
#: Loggers of workers start with this; the name of the worker follows.
WORKER_LOGGERS = "engineroom.worker."

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]")
#: Devices on Windows, whatever the suffix.
#: https://learn.microsoft.com/windows/win32/fileio/naming-a-file#naming-conventions
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
_MAX_NAME_LENGTH = 80


def log_of(logger: str) -> str:
    """Returns whose log a logger writes to: the name of an engine, or :data:`PROGRAM`."""
    return _file_stem(logger.removeprefix(WORKER_LOGGERS)) if _is_worker(logger) else PROGRAM


def file_name(engine: str = "") -> str:
    """Returns the name of the file of an engine's log; of the program's own without an engine."""
    return f"{_file_stem(engine) if engine else PROGRAM}.log"


def _is_worker(logger: str) -> bool:
    return logger.startswith(WORKER_LOGGERS) and len(logger) > len(WORKER_LOGGERS)


def _file_stem(engine: str) -> str:
    safe = _UNSAFE.sub("_", engine)[:_MAX_NAME_LENGTH]
    is_taken = engine.lower() == PROGRAM or _RESERVED.fullmatch(engine) or engine.startswith(".")
    if safe == engine and not is_taken:
        return engine
    # Two names that become equal must not share a file.
    return f"_{safe}-{zlib.crc32(engine.encode('utf-8', 'replace')):08x}"


def rotated(path: Path, number: int) -> Path:
    """Returns the path of a rotated file; number 1 is the latest."""
    return path.with_name(f"{path.name}.{number}")


class LogFile:
    """A file that is opened at its first line; only this user can read it. Not thread-safe.

    Several processes may write to it: a line is one call, and a process that finds the file
    rotated by another one continues in the new file.
    """

    def __init__(
        self, path: Path, max_bytes: int = MAX_BYTES, kept_files: int = KEPT_FILES
    ) -> None:
        self._path = path
        self._max_bytes = max_bytes
        self._kept_files = kept_files
        self._rotate_at = max_bytes
        self._file: io.FileIO | None = None
        self._identity = (0, 0)

    @property
    def is_open(self) -> bool:
        """True while the file is open."""
        return self._file is not None

    def write(self, line: bytes) -> None:
        """Appends a line, with its line end.

        Raises:
            OSError: The line can't be written; a later attempt may succeed.
        """
        file = self._opened(len(line))
        written = file.write(line)
        if written != len(line):
            self.close()  # Reopening ends the torn line.
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self._path))

    def close(self) -> None:
        """Closes the file; the next line reopens it."""
        file, self._file = self._file, None
        if file is not None:
            with contextlib.suppress(OSError):
                file.close()

    def _opened(self, more_bytes: int) -> io.FileIO:
        size_bytes = self._size_bytes()
        if self._file is not None and size_bytes and size_bytes + more_bytes > self._rotate_at:
            self._rotate(size_bytes)
        if self._file is None:
            self._open()
        assert self._file is not None
        return self._file

    def _size_bytes(self) -> int:
        if self._file is None:
            self._open()
        try:
            found = self._path.stat()
        except FileNotFoundError:  # Removed: start a new one.
            self.close()
            return 0
        if (found.st_dev, found.st_ino) != self._identity:
            self.close()
        return found.st_size

    def _open(self) -> None:
        folder = self._path.parent
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = open(self._path, "a+b", buffering=0, opener=_open_private)  # noqa: SIM115 - kept open; has an opener
        try:
            if os.name == "posix":
                os.fchmod(file.fileno(), 0o600)
            found = os.fstat(file.fileno())
            self._identity = (found.st_dev, found.st_ino)
            if found.st_size and not _ends_a_line(file):
                file.write(b"\n")
        except OSError:
            file.close()
            raise
        self._file = file

    def _rotate(self, size_bytes: int) -> None:
        self.close()
        try:
            for number in range(self._kept_files - 1, 0, -1):
                with contextlib.suppress(FileNotFoundError):
                    rotated(self._path, number).replace(rotated(self._path, number + 1))
            self._path.replace(rotated(self._path, 1))
        except FileNotFoundError:
            pass  # Another process has rotated it.
        except OSError:
            # On Windows while the file is read: retried later, within limits.
            if size_bytes > 2 * self._max_bytes:
                os.truncate(self._path, 0)
                self._rotate_at = self._max_bytes
            else:
                self._rotate_at = size_bytes + self._max_bytes // 8
            return
        self._rotate_at = self._max_bytes


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _ends_a_line(file: io.FileIO) -> bool:
    file.seek(-1, os.SEEK_END)
    return file.read(1) == b"\n"
