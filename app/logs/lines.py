"""Lines of log files: how they are written and read, and which level a worker's line has."""

from __future__ import annotations

import logging
import re
import time
from dataclasses import dataclass

#: Longer lines are cut.
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

_WORDS = {
    "DEBUG": logging.DEBUG,
    "INFO": logging.INFO,
    "WARN": logging.WARNING,
    "WARNING": logging.WARNING,
    "ERROR": logging.ERROR,
    "CRITICAL": logging.CRITICAL,
    "FATAL": logging.CRITICAL,
}
_LETTERS = {
    "I": logging.INFO,
    "W": logging.WARNING,
    "E": logging.ERROR,
    "F": logging.CRITICAL,
}
_WORD = r"[\[(<]?(?P<word>" + "|".join(sorted(_WORDS, key=len, reverse=True)) + r")(?![A-Za-z0-9_])"
#: At the line's head: "WARNING:root: …", "[ERROR] …".
_AT_HEAD = re.compile(_WORD)
#: Behind a time, and a logger's name or two: "2026-01-31 12:00:00,123 - some.name - WARNING - …".
_BEHIND_TIME = re.compile(r"[\[(]?\d+[:/T-]\S*(?:\s+\S+){0,4}?\s+" + _WORD)
#: Behind a logger's name: "transformers.models - ERROR - …".
_BEHIND_NAME = re.compile(r"[\w.]+\s+[-|]\s+" + _WORD)
#: ONNX Runtime's "… [W:onnxruntime:, graph.cc:108 …", torch's "[W1124 …", absl's "E0000 00:00:…".
_LETTER = re.compile(
    r"(?:[\d\s.:+-]{8,}\[|\[)(?P<onnx>[IWEF]):|\[?(?P<glog>[IWEF])\d{4}(?![A-Za-z0-9])"
    r"|\[(?P<torch>[WE]) "
)
_PHRASES = (
    (re.compile(r"Fatal Python error|terminate called|Segmentation fault|Aborted\b"), 50),
    # The last is a message of workers.child.
    (
        re.compile(
            r"(?i:error|fatal)\s?:|[\w.]*(?:Error|Exception)(?::|$)|\S+: (?:load|serving) failed"
        ),
        40,
    ),
    (re.compile(r"(?i:warning)\s?:|[\w.]*Warning(?::|$)|\S+:\d+: \w*Warning: "), 30),
)
_TRACEBACK = re.compile(r"\s*(?:\+ Exception Group )?Traceback \(most recent call last\):")
#: Levels are looked for at the start of a line.
_HEAD_CHARS = 200


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of a log.

    Attributes:
        time: In UTC, such as ``2026-01-31T12:00:00.123Z``; empty for a line of another program.
        level: As ``logging`` counts them.
        logger: Name of the logger.
        text: The message, or a line of it.
    """

    time: str
    level: int
    logger: str
    text: str


def level_name(level: int) -> str:
    """Returns the name of a level; levels in between count as the next lower one."""
    return logging.getLevelName(next((known for known in _LEVELS if level >= known), logging.DEBUG))


def clean_lines(text: str) -> list[str]:
    """Returns a text as a terminal shows it, without colors and overwritten parts, in lines."""
    cleaned = (_clean(line) for line in text.split("\n"))
    return [line for line in cleaned if line]


def format_line(created_s: float, level: int, logger: str, line: str) -> bytes:
    """Formats a line for the file, with its line end.

    Args:
        created_s: Seconds since 1970, UTC.
        level: As ``logging`` counts them.
        logger: Name of the logger.
        line: From :func:`clean_lines`.
    """
    seconds, milliseconds = divmod(int(created_s * 1000), 1000)
    moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds))
    name = "_".join(logger.split()) or "root"
    head = f"{moment}.{milliseconds:03d}Z {level_name(level):<8} {name}: "
    return f"{head}{line}\n".encode("utf-8", "backslashreplace")


def parse_line(line: str) -> LogLine:
    """Parses a line of a file; a line in another form is kept as it is."""
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


def level_of(text: str) -> int:
    """Returns the level that a line names, as ``logging`` counts them; INFO by default."""
    head = text[:_HEAD_CHARS].lstrip()
    for pattern in (_AT_HEAD, _BEHIND_TIME, _BEHIND_NAME):
        if found := pattern.match(head):
            return _WORDS[found["word"]]
    if found := _LETTER.match(head):
        return _LETTERS[next(filter(None, found.groups()))]
    for pattern, level in _PHRASES:
        if pattern.match(head):
            return level
    return logging.INFO


class LevelGuess:
    """Guesses the levels of a worker's lines: stderr carries none.

    The lines of a traceback belong together.
    """

    def __init__(self) -> None:
        self._is_in_traceback = False

    def level_of(self, text: str) -> int:
        """Returns the level of the worker's next line."""
        if _TRACEBACK.match(text):
            self._is_in_traceback = True
            return logging.ERROR
        if self._is_in_traceback:
            # Its last line names the exception, and is the first that is not indented.
            self._is_in_traceback = text[:1].isspace()
            return max(logging.ERROR, level_of(text))
        return level_of(text)
