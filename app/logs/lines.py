"""What a line of a log file looks like, written and read."""

from __future__ import annotations

import logging
import re
import time
from dataclasses import dataclass

#: Longer ones are cut: nobody reads on.
MAX_LINE_CHARS = 8192

_ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")
#: Control characters, other ends of lines, and marks that reverse what is read.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
_LINE = re.compile(
    r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) (DEBUG|INFO|WARNING|ERROR|CRITICAL) +(\S+): (.*)"
)
_LEVELS = (logging.CRITICAL, logging.ERROR, logging.WARNING, logging.INFO, logging.DEBUG)


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line.

    Attributes:
        time: In UTC, such as ``2026-01-31T12:00:00.123Z``; empty for a foreign line.
        level: As ``logging`` counts them.
        logger: Who said it.
        text: What was said.
    """

    time: str
    level: int
    logger: str
    text: str


def level_name(level: int) -> str:
    """A level's word; those in between count as the next lower one."""
    return logging.getLevelName(next((it for it in _LEVELS if level >= it), logging.DEBUG))


def clean_lines(text: str) -> list[str]:
    """A text's lines as a terminal would leave them: without colours and overwritten parts."""
    cleaned = (_clean(line) for line in text.split("\n"))
    return [line for line in cleaned if line]


def written(created_s: float, level: int, logger: str, line: str) -> bytes:
    """One line as it stands in the file, with its end.

    Args:
        created_s: Seconds since 1970, UTC.
        level: As ``logging`` counts them.
        logger: Who says it.
        line: From :func:`clean_lines`.
    """
    seconds, milliseconds = divmod(int(created_s * 1000), 1000)
    moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds))
    name = "_".join(logger.split()) or "root"
    head = f"{moment}.{milliseconds:03d}Z {level_name(level):<8} {name}: "
    return f"{head}{line}\n".encode("utf-8", "backslashreplace")


def read(line: str) -> LogLine:
    """A line of a file; one that somebody else wrote there is taken as it is."""
    found = _LINE.fullmatch(line)
    if found is None:
        return LogLine("", logging.INFO, "", _UNSEEN.sub("\ufffd", line)[:MAX_LINE_CHARS])
    moment, level, logger, text = found.groups()
    return LogLine(moment, logging.getLevelNamesMapping()[level], logger, text)


def _clean(line: str) -> str:
    shown = line.rstrip().rpartition("\r")[2]  # Progress bars write over themselves.
    if "\x1b" in shown:
        shown = _ANSI.sub("", shown)
    if len(shown) > MAX_LINE_CHARS:
        shown = shown[: MAX_LINE_CHARS - 1] + "…"
    return _UNSEEN.sub("\ufffd", shown).rstrip()
