"""Output to a terminal or a file, and questions in a terminal."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from workers.base.events import Progress

#: Where output is no terminal, a line is written every so many percent.
_PERCENT_PER_LINE = 10


def print_error(text: str) -> None:
    """Prints a message to stderr: an error, or news that isn't part of the output."""
    print(text, file=sys.stderr, flush=True)


def table(rows: Sequence[Sequence[str]]) -> Iterable[str]:
    """Yields rows as aligned lines; the first row is the heading."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()


def can_ask() -> bool:
    """Returns whether a person can be asked: stdin and stderr are a terminal."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def ask(question: str, *, default: bool) -> bool:
    """Asks for yes or no; only where :func:`can_ask`.

    Args:
        question: A sentence.
        default: The answer if only Return is pressed.
    """
    hint = "[Y/n]" if default else "[y/N]"
    while True:
        print(f"{question} {hint} ", end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        answer = line.strip().lower()
        if not line:  # end of input
            return False
        if not answer:
            return default
        if answer in ("y", "yes", "n", "no"):
            return answer.startswith("y")


class ProgressLine:
    """Shows progress: one line that changes in a terminal, a few lines elsewhere."""

    def __init__(self, out: TextIO | None = None) -> None:
        """Args: out: stderr when None."""
        self._out = out or sys.stderr
        self._is_terminal = self._out.isatty()
        self._shown = ""
        self._last = ("", -_PERCENT_PER_LINE)

    def __call__(self, progress: Progress) -> None:
        """Shows how far the work is."""
        percent = f" {progress.fraction:.0%}" if progress.fraction is not None else ""
        text = f"{progress.stage}{percent} {progress.detail}".rstrip()
        if self._is_terminal:
            self._replace(text)
        elif self._is_news(progress):
            print(text, file=self._out, flush=True)

    def end(self) -> None:
        """Keeps the line, and continues below it."""
        if self._shown:
            print(file=self._out, flush=True)
            self._shown = ""

    def _replace(self, text: str) -> None:
        columns = shutil.get_terminal_size().columns
        text = text if len(text) < columns else f"{text[: columns - 2]}…"
        print(f"\r{text.ljust(len(self._shown))}", end="", file=self._out, flush=True)
        self._shown = text

    def _is_news(self, progress: Progress) -> bool:
        stage, percent = self._last
        now = percent if progress.fraction is None else round(progress.fraction * 100)
        if progress.stage == stage and now < percent + _PERCENT_PER_LINE:
            return False
        self._last = (progress.stage, now)
        return True
