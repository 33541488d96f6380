"""Splits texts that came without ``pieces``, from programs that do not use the catalog's rules.

A model that makes up to so many seconds of speech leaves out the rest of a longer text, and does
not say so. :mod:`workers.text` cuts better, and is the parent's; this is what is sure to be there.
"""

# ruff: noqa: RUF001 - full-width marks end sentences, too

from __future__ import annotations

import re
import unicodedata

#: Where to cut, best first: behind a sentence, behind a clause, at a space.
_PLACES = tuple(
    map(
        re.compile,
        (
            r"[.!?…।॥؟۔]+[\"'”’»)\]]*(?=\s)|[。！？]+[”’」』）】》]*",
            r"[,;:–—،؛]+(?=\s)|[，、；：]+",
            r"\s+",
        ),
    )
)


def cut(text: str, longest: int) -> list[str]:
    """Splits a text into pieces; joined, they are the text but for white space.

    Args:
        text: Not blank.
        longest: Most characters of a piece, 1 or more.
    """
    pieces: list[str] = []
    rest = text.strip()
    while len(rest) > longest:
        end = _end(rest, longest)
        pieces.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [*pieces, rest]


def _end(text: str, longest: int) -> int:
    """Returns the end of the first piece."""
    for place in _PLACES:
        ends = [m.end() for m in place.finditer(text, 1, longest + 1) if m.end() <= longest]
        if ends:
            return ends[-1]
    end = longest
    while end > 1 and unicodedata.combining(text[end]):  # an accent belongs to its letter
        end -= 1
    return end
