"""A text as sentences: found by ``sentencex``, with its false ends taken back.

It knows the full stops of some 240 languages, their abbreviations and quotes. Where it is
mistaken, it nearly always ends a sentence too early: after an initial (``M. Dupont``), after an
ordinal (``die 2. Auflage``), or behind a quote that the sentence goes on from. A sentence too
long costs an engine nothing, one too short costs a wrong pause: so these are joined again.
"""

# ruff: noqa: RUF001, RUF003 - the quotes and full-width marks are what it is about

from __future__ import annotations

import re
from importlib import import_module
from typing import Any

from workers.text.language import primary

#: An initial, a one-letter abbreviation or an ordinal at the end; marks belong to their letter.
_NO_END = re.compile(r"(?:^|[\s(«„“\"'])(?:[^\W\d_]\W{0,2}|\d{1,2})\.\s*$")
#: Behind these the same sentence may go on without a space: 「はい！」と言った。
_CLOSING = "」』”’\"')）】》"


def sentences(text: str, language: str) -> list[str]:
    """The sentences of a text, white space behind them included: joined they are the text.

    Args:
        text: With line feeds alone for line ends.
        language: Its code; empty where nobody knows.
    """
    # Imported here: 3 ms, and a program whose engines cut by themselves never needs it.
    library: Any = import_module("sentencex")
    found: list[str] = []
    for sentence in library.segment(primary(language) or "en", text):
        if found and (sentence.isspace() or _goes_on(found[-1], sentence)):
            found[-1] += sentence
        else:
            found.append(sentence)
    return found


def _goes_on(sentence: str, following: str) -> bool:
    if "\n\n" in sentence[-4:]:
        return False
    if _NO_END.search(sentence):
        return True
    return sentence[-1] in _CLOSING and following[0].isalpha()
