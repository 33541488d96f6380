"""Finds boundaries of grapheme clusters, at which a text can be split.

A subset of Unicode's extended grapheme clusters (UAX #29), which Python's library doesn't have: a
letter with its marks, an Indic conjunct, a Korean syllable, an emoji sequence, a flag.
"""

from __future__ import annotations

import unicodedata

_ZERO_WIDTH_JOINER = "\u200d"
_ZERO_WIDTH_NON_JOINER = "\u200c"
#: Canonical combining class of signs that join two consonants.
_VIRAMA = 9


def boundary_before(text: str, position: int) -> int:
    """Returns the last boundary at or before a position; the position itself if there is none.

    Args:
        text: Any text.
        position: From 1 to its length.
    """
    for index in range(position, 0, -1):
        if index == len(text) or _is_boundary(text, index):
            return index
    return position


def _is_boundary(text: str, index: int) -> bool:
    before, after = text[index - 1], text[index]
    if before == _ZERO_WIDTH_JOINER or unicodedata.combining(before) == _VIRAMA:
        return False
    if _is_flag_half(before) and _is_flag_half(after):
        halves = len(text[:index]) - len(text[:index].rstrip(_FLAG_HALVES))
        return halves % 2 == 0
    return not _extends(after)


def _extends(character: str) -> bool:
    """Returns whether a character belongs to the letter before it."""
    return (
        unicodedata.category(character)[0] == "M"
        or character in (_ZERO_WIDTH_JOINER, _ZERO_WIDTH_NON_JOINER)
        or "\U0001f3fb" <= character <= "\U0001f3ff"  # Skin tones.
        or "\u1160" <= character <= "\u11ff"  # Vowels and finals of Korean syllables.
        or character in "\u0e33\u0eb3"  # Thai and Lao AM, whose category is letter.
    )


_FLAG_HALVES = "".join(map(chr, range(0x1F1E6, 0x1F200)))


def _is_flag_half(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"
