"""A text as sentences: found by ``sentencex``, with its false ends taken back.

It knows the full stops of some 240 languages, their abbreviations and quotes. Where it is
mistaken, it nearly always ends a sentence too early: after an initial (``M. Dupont``), after an
ordinal (``die 2. Auflage``), or behind a quote that the sentence goes on from. A sentence too
long costs an engine nothing, one too short costs a wrong pause: so these are joined again.
"""

# ruff: noqa: RUF001, RUF003 - the quotes and full-width marks are what it is about

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from workers.child.languages import primary

#: The library takes a text at once, and time that grows with the square of its length where
#: sentences are short: 17 s for 100 000 characters of 「はい！」; in windows of so many, under 1 s.
_WINDOW = 2000
#: An initial, a one-letter abbreviation or an ordinal at the end; marks belong to their letter.
_NO_END = re.compile(r"(?:^|[\s(«„“\"'])(?:[^\W\d_]\W{0,2}|\d{1,2})\.\s*$")
_LONGEST_NO_END = 12
#: Behind these the same sentence may go on without a space: 「はい！」と言った。
_CLOSING = "」』”’\"')）】》"


def sentences(text: str, language: str) -> list[str]:
    """The sentences of a text, white space behind them included: joined they are the text.

    Args:
        text: With line feeds alone for line ends.
        language: Its code; empty where nobody knows.
    """
    found: list[list[str]] = []
    for part in _parts(text, primary(language) or "en"):
        if found and (part.isspace() or _goes_on(found[-1][-1], part)):
            found[-1].append(part)
        else:
            found.append([part])
    return ["".join(parts) for parts in found]


def _parts(text: str, language: str) -> Iterator[str]:
    # Imported here: 3 ms, and a program whose engines cut by themselves never needs it.
    library: Any = import_module("sentencex")
    start = 0
    size = _WINDOW
    while start < len(text):
        parts: list[str] = library.segment(language, text[start : start + size])
        if start + size < len(text):
            if len(parts) == 1:  # longer than the window, whose end may be in a word's middle
                size *= 2
                continue
            parts.pop()  # it may go on behind the window, and is looked at again
        yield from parts
        start += sum(map(len, parts))
        size = _WINDOW


def _goes_on(sentence: str, following: str) -> bool:
    if sentence.isspace():
        return False
    if _NO_END.search(sentence[-_LONGEST_NO_END:]):
        return True
    return sentence[-1] in _CLOSING and following[0].isalpha()
