"""What is written to a terminal, or to a file in its stead, and asked in one."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from workers.base.events import Progress

#: Where no terminal moves a line along, one is written for every so many percent.
_PERCENT_A_LINE = 10


def tell(text: str) -> None:
    """Write a line to stderr: for whoever waits, not for whoever reads the output."""
    print(text, file=sys.stderr, flush=True)


def table(rows: Sequence[Sequence[str]]) -> Iterable[str]:
    """Rows as lines, each column as wide as it must be; the first row is the heading."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()


def can_ask() -> bool:
    """True when somebody sits there who can answer."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def ask(question: str, *, default: bool) -> bool:
    """Ask for yes or no; only where :func:`can_ask`.

    Args:
        question: A sentence.
        default: What the return key alone means.
    """
    hint = "[Y/n]" if default else "[y/N]"
    while True:
        print(f"{question} {hint} ", end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        answer = line.strip().lower()
        if not line:  # nobody is there any more
            return False
        if not answer:
            return default
        if answer in ("y", "yes", "n", "no"):
            return answer.startswith("y")


class ProgressLine:
    """Shows progress: as one line that changes in a terminal, as a few lines elsewhere."""

    def __init__(self, out: TextIO | None = None) -> None:
        """Nothing is shown yet.

        Args:
            out: Where to; stderr when None.
        """
        self._out = out or sys.stderr
        self._is_terminal = self._out.isatty()
        self._shown = ""
        self._last = ("", -_PERCENT_A_LINE)

    def __call__(self, progress: Progress) -> None:
        """Show how far it is."""
        percent = f" {progress.fraction:.0%}" if progress.fraction is not None else ""
        text = f"{progress.stage}{percent} {progress.detail}".rstrip()
        if self._is_terminal:
            self._replace(text)
        elif self._is_news(progress):
            print(text, file=self._out, flush=True)

    def end(self) -> None:
        """Leave the last line as it is, and go on below it."""
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
        if progress.stage == stage and now < percent + _PERCENT_A_LINE:
            return False
        self._last = (progress.stage, now)
        return True
