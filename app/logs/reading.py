"""Reads the end of a log, and follows it across rotations. Blocks: not for the main thread."""

from __future__ import annotations

import contextlib
import os
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.logs.lines import parse_line
from app.logs.log_file import KEPT_FILES, rotated

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.logs.lines import LogLine

#: Most bytes read at once; a reader that is further behind restarts at the end.
_MAX_BYTES = 2**21
_ATTEMPTS = 5
#: Last bytes read, by which a file is recognized: inode numbers of removed files are reused.
_MARK_BYTES = 200


@dataclass(frozen=True, slots=True)
class LogPart:
    """Lines that were read.

    Attributes:
        lines: Oldest first.
        is_anew: They replace everything read before.
    """

    lines: tuple[LogLine, ...]
    is_anew: bool


class LogReader:
    """Follows one log. Not thread-safe."""

    def __init__(self, path: Path, max_lines: int = 5000, min_level: int = 0) -> None:
        """Starts at the end.

        Args:
            path: The file that is written to; rotated files are beside it.
            max_lines: Most existing lines to read.
            min_level: Lines of lower levels are left out.
        """
        self.path = path
        self._max_lines = max_lines
        self._min_level = min_level
        self._identity: tuple[int, int] | None = None
        self._offset = 0
        self._mark = b""

    def follow(self) -> LogPart:
        """Returns lines written since the last call; the first call returns the last lines.

        Raises:
            OSError: The log can't be read. A missing log is no error.
        """
        for _ in range(_ATTEMPTS):
            more = self._more() if self._identity is not None else None
            if more is not None:
                return LogPart(tuple(more), is_anew=False)
        return LogPart(tuple(self._last()), is_anew=True)

    def _last(self) -> deque[LogLine]:
        """Returns the last lines of all files, the latest file first read."""
        found: deque[LogLine] = deque()
        self._identity, self._offset, self._mark = None, 0, b""
        for number in range(KEPT_FILES + 1):
            content = self._content(number)
            if content is None:
                if number == 0:
                    continue  # It was rotated just now, or never existed.
                break
            for line in reversed(content.split(b"\n")[:-1]):
                parsed = parse_line(line.decode("utf-8", "replace"))
                if parsed.level >= self._min_level:
                    found.appendleft(parsed)
                    if len(found) == self._max_lines:
                        return found
        return found

    def _content(self, number: int) -> bytes | None:
        path = rotated(self.path, number) if number else self.path
        try:
            with path.open("rb") as file:
                content = file.read()
                if number == 0:
                    status = os.fstat(file.fileno())
                    self._identity = (status.st_dev, status.st_ino)
                    self._offset = content.rfind(b"\n") + 1
                    self._mark = content[: self._offset][-_MARK_BYTES:]
                return content
        except FileNotFoundError:
            return None

    def _more(self) -> list[LogLine] | None:
        """Returns new lines; None if the last position is lost, or a rotation came in between."""
        parts: list[bytes] = []
        reached: tuple[tuple[int, int], int, bytes] | None = None
        for found, size, path in self._files():
            is_ours = found == self._identity
            start = self._offset if is_ours else 0
            if size < start or size - start > _MAX_BYTES:
                break
            mark = self._mark if is_ours else b""
            content = _read(path, found, start - len(mark))
            if content is None:
                return None
            if not content.startswith(mark):
                break
            content = content[len(mark) :]
            end = content.rfind(b"\n") + 1
            parts.append(content[:end])
            last = (mark + content[:end])[-_MARK_BYTES:]
            reached = reached or (found, start + end, last)
            if is_ours:
                self._identity, self._offset, self._mark = reached
                return [line for part in reversed(parts) for line in self._parsed(part)]
        self._identity = None
        return None

    def _parsed(self, part: bytes) -> Iterator[LogLine]:
        for line in part.split(b"\n")[:-1]:
            parsed = parse_line(line.decode("utf-8", "replace"))
            if parsed.level >= self._min_level:
                yield parsed

    def _files(self) -> Iterator[tuple[tuple[int, int], int, Path]]:
        for number in range(KEPT_FILES + 1):
            path = rotated(self.path, number) if number else self.path
            with contextlib.suppress(FileNotFoundError):
                status = path.stat()
                yield (status.st_dev, status.st_ino), status.st_size, path


def _read(path: Path, identity: tuple[int, int], start: int) -> bytes | None:
    """Returns a file's bytes from an offset; None if another file has its name now."""
    try:
        with path.open("rb") as file:
            status = os.fstat(file.fileno())
            if (status.st_dev, status.st_ino) != identity:
                return None
            file.seek(start)
            return file.read()
    except FileNotFoundError:
        return None
