"""Finds and counts a text in the shown lines. No Qt."""

from __future__ import annotations

import re
from collections import deque
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_NOTHING = re.compile(r"(?!)")


class LineSearch:
    """The last lines of a log, and the matches in them.

    Attributes:
        count: Number of matches.
        current: The current match: index of its line, and its index in the line; None for none.
    """

    def __init__(self, most_lines: int) -> None:
        """Args: most_lines: Most lines; older ones are dropped."""
        self.count = 0
        self.current: tuple[int, int] | None = None
        self._lines: deque[str] = deque(maxlen=most_lines)
        self._most_lines = most_lines
        self._pattern = _NOTHING

    def clear(self) -> None:
        """Drops all lines; the search applies to new lines."""
        self._lines.clear()
        self.count, self.current = 0, None

    def add(self, lines: Iterable[str]) -> None:
        """Adds lines at the end."""
        for line in lines:
            if len(self._lines) == self._most_lines:
                self.count -= len(self._pattern.findall(self._lines[0]))
                if self.current is not None:
                    number, match = self.current
                    self.current = (number - 1, match) if number else None
            self._lines.append(line)
            self.count += len(self._pattern.findall(line))

    def search_for(self, text: str) -> None:
        """Searches a text, ignoring case; an empty text matches nothing."""
        self._pattern = re.compile(re.escape(text), re.IGNORECASE) if text else _NOTHING
        self.count = sum(len(self._pattern.findall(line)) for line in self._lines)
        self.current = None

    def spans(self, line: str) -> list[tuple[int, int]]:
        """Returns start and end of each match in a line, in UTF-16 units as Qt counts."""
        return [
            (_utf16_length(line, found.start()), _utf16_length(line, found.end()))
            for found in self._pattern.finditer(line)
        ]

    @property
    def position(self) -> int:
        """Number of the current match among all matches, from 1; 0 for none."""
        if self.current is None:
            return 0
        number, match = self.current
        before = islice(self._lines, number)
        return sum(len(self._pattern.findall(line)) for line in before) + match + 1

    def go_to_next(self, start: int, *, backwards: bool = False) -> tuple[int, int] | None:
        """Moves to the next match; wraps around at the end.

        Args:
            start: The line in which to begin without a current match.
            backwards: Whether to move to the previous match.

        Returns:
            Index of the line, and of the match in it; None without matches.
        """
        if not self.count:
            self.current = None
            return None
        lines = list(self._lines)
        step = -1 if backwards else 1
        number, match = self.current or (start, len(lines[start]) if backwards else -1)
        match += step
        # One more than all lines: the first line is searched again up to the start.
        for _ in range(len(lines) + 1):
            matches = len(self._pattern.findall(lines[number]))
            index = min(match, matches - 1) if backwards else match
            if 0 <= index < matches:
                self.current = (number, index)
                return self.current
            number = (number + step) % len(lines)
            match = len(lines[number]) if backwards else 0
        return None


def _utf16_length(text: str, end: int) -> int:
    """Returns the number of UTF-16 units of the first characters of a text."""
    part = text[:end]
    return end if part.isascii() else len(part.encode("utf-16-le", "surrogatepass")) // 2
