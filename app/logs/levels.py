"""How serious a worker's line is, guessed from its text: stderr carries no levels."""

from __future__ import annotations

import logging
import re

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
_SAID_IN_WORDS = (
    (re.compile(r"Fatal Python error|terminate called|Segmentation fault|Aborted\b"), 50),
    # The last is what workers.child says of itself.
    (
        re.compile(
            r"(?i:error|fatal)\s?:|[\w.]*(?:Error|Exception)(?::|$)|\S+: (?:load|serving) failed"
        ),
        40,
    ),
    (re.compile(r"(?i:warning)\s?:|[\w.]*Warning(?::|$)|\S+:\d+: \w*Warning: "), 30),
)
_TRACEBACK = re.compile(r"\s*(?:\+ Exception Group )?Traceback \(most recent call last\):")
#: Longer lines carry their level no further in.
_HEAD_CHARS = 200


def level_of(text: str) -> int:
    """The level that one line gives itself, as ``logging`` counts them; INFO by default."""
    head = text[:_HEAD_CHARS].lstrip()
    for pattern in (_AT_HEAD, _BEHIND_TIME, _BEHIND_NAME):
        if found := pattern.match(head):
            return _WORDS[found["word"]]
    if found := _LETTER.match(head):
        return _LETTERS[next(filter(None, found.groups()))]
    for pattern, level in _SAID_IN_WORDS:
        if pattern.match(head):
            return level
    return logging.INFO


class LevelGuess:
    """Guesses line after line of one worker: a traceback's lines belong together."""

    def __init__(self) -> None:
        self._is_in_traceback = False

    def level_of(self, text: str) -> int:
        """The level of the worker's next line."""
        if _TRACEBACK.match(text):
            self._is_in_traceback = True
            return logging.ERROR
        if self._is_in_traceback:
            # Its last line names the exception, and is the first that is not indented.
            self._is_in_traceback = text[:1].isspace()
            return max(logging.ERROR, level_of(text))
        return level_of(text)
