"""Splits a text into sentences with ``sentencex``, and joins false splits.

The library knows punctuation, abbreviations, and quotes of some 240 languages. Its mistakes are
nearly always early ends: after an initial (``M. Dupont``), an ordinal (``die 2. Auflage``), or a
quotation inside a sentence. A sentence that is too long does no harm, one that is too short makes
a wrong pause, so these are joined again.
"""

# ruff: noqa: RUF001, RUF003 - quotes and full-width marks are intended

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from workers.child.languages import primary

#: The library needs quadratic time for short sentences: 17 s for 100,000 characters of
#: 「はい！」. In windows of this size it needs less than 1 s.
_WINDOW = 2000
#: An initial, one-letter abbreviation, or ordinal at the end; combining marks included.
_NO_END = re.compile(r"(?:^|[\s(«„“\"'])(?:[^\W\d_]\W{0,2}|\d{1,2})\.\s*$")
_LONGEST_NO_END = 12
#: After these the sentence may continue without a space: 「はい！」と言った。
_CLOSING = "」』”’\"')）】》"


def sentences(text: str, language: str) -> list[str]:
    """Returns the sentences of a text with the white space after them; joined, they are the text.

    Args:
        text: With LF at line ends.
        language: Its code; empty if unknown.
    """
    found: list[list[str]] = []
    for part in _parts(text, primary(language) or "en"):
        if found and (part.isspace() or _continues(found[-1][-1], part)):
            found[-1].append(part)
        else:
            found.append([part])
    return ["".join(parts) for parts in found]


def _parts(text: str, language: str) -> Iterator[str]:
    # Imported here: 3 ms, and not needed for engines that split texts themselves.
    library: Any = import_module("sentencex")
    start = 0
    size = _WINDOW
    while start < len(text):
        parts: list[str] = library.segment(language, text[start : start + size])
        if start + size < len(text):
            if len(parts) == 1:  # Longer than the window, which may end in a word.
                size *= 2
                continue
            parts.pop()  # It may continue after the window, so it is split again.
        yield from parts
        start += sum(map(len, parts))
        size = _WINDOW


def _continues(sentence: str, following: str) -> bool:
    if sentence.isspace():
        return False
    if _NO_END.search(sentence[-_LONGEST_NO_END:]):
        return True
    return sentence[-1] in _CLOSING and following[0].isalpha()
