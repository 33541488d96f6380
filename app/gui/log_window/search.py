"""Finds a text in the lines that are shown, and counts. No Qt."""

from __future__ import annotations

import re
from collections import deque
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_NOTHING = re.compile(r"(?!)")


class LineSearch:
    """Mirrors the last lines of a log, and what is found in them.

    Attributes:
        count: How often the text stands in the lines.
        current: The match that was gone to last: its line from 0, and its place among the
            line's matches; None before.
    """

    def __init__(self, most_lines: int) -> None:
        """Args: most_lines: Of more, the oldest are forgotten."""
        self.count = 0
        self.current: tuple[int, int] | None = None
        self._lines: deque[str] = deque(maxlen=most_lines)
        self._most_lines = most_lines
        self._pattern = _NOTHING

    def clear(self) -> None:
        """Forget all lines, and search on in those that come."""
        self._lines.clear()
        self.count, self.current = 0, None

    def add(self, lines: Iterable[str]) -> None:
        """Take lines that were appended."""
        for line in lines:
            if len(self._lines) == self._most_lines:
                self.count -= len(self._pattern.findall(self._lines[0]))
                if self.current is not None:
                    number, match = self.current
                    self.current = (number - 1, match) if number else None
            self._lines.append(line)
            self.count += len(self._pattern.findall(line))

    def look_for(self, text: str) -> None:
        """Search for another text, whatever its case; the empty one is nowhere."""
        self._pattern = re.compile(re.escape(text), re.IGNORECASE) if text else _NOTHING
        self.count = sum(len(self._pattern.findall(line)) for line in self._lines)
        self.current = None

    def spans(self, line: str) -> list[tuple[int, int]]:
        """Where the text stands in a line: first character and the one after the last.

        Counted in UTF-16 units, as Qt does.
        """
        return [
            (_utf16_length(line, found.start()), _utf16_length(line, found.end()))
            for found in self._pattern.finditer(line)
        ]

    @property
    def position(self) -> int:
        """Which of all matches is the current one, from 1; 0 for none."""
        if self.current is None:
            return 0
        number, match = self.current
        before = islice(self._lines, number)
        return sum(len(self._pattern.findall(line)) for line in before) + match + 1

    def go_on(self, start: int, *, backwards: bool = False) -> tuple[int, int] | None:
        """Go to the next match, after the last one at the first again.

        Args:
            start: The line to begin in where there is no current match.
            backwards: Go to the one before.

        Returns:
            Its line, and its place among the line's matches; None where there is none.
        """
        if not self.count:
            self.current = None
            return None
        lines = list(self._lines)
        step = -1 if backwards else 1
        number, match = self.current or (start, len(lines[start]) if backwards else -1)
        match += step
        # Around and back into the first line, whose other end is looked at last.
        for _ in range(len(lines) + 1):
            matches = len(self._pattern.findall(lines[number]))
            wanted = min(match, matches - 1) if backwards else match
            if 0 <= wanted < matches:
                self.current = (number, wanted)
                return self.current
            number = (number + step) % len(lines)
            match = len(lines[number]) if backwards else 0
        return None


def _utf16_length(text: str, end: int) -> int:
    """How many UTF-16 units the first characters of a text take."""
    part = text[:end]
    return end if part.isascii() else len(part.encode("utf-16-le", "surrogatepass")) // 2
