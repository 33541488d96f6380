"""Where a text may be cut if it must be cut between any two letters.

A working part of Unicode's extended grapheme clusters (UAX #29), since Python knows none: what
a reader takes for one letter stays together. That is a letter and its marks, a conjunct of an
Indian script, a Korean syllable in parts, an emoji with its colour or joined to others, a flag.
"""

from __future__ import annotations

import unicodedata

_ZERO_WIDTH_JOINER = "\u200d"
_ZERO_WIDTH_NON_JOINER = "\u200c"
#: The canonical combining class of signs that make a conjunct of two consonants.
_VIRAMA = 9


def boundary_before(text: str, position: int) -> int:
    """The last place up to a position at which no letter is torn; the position where none is.

    Args:
        text: Any text.
        position: 1 up to its length.
    """
    for place in range(position, 0, -1):
        if place == len(text) or _may_part(text, place):
            return place
    return position


def _may_part(text: str, place: int) -> bool:
    before, after = text[place - 1], text[place]
    if before == _ZERO_WIDTH_JOINER or unicodedata.combining(before) == _VIRAMA:
        return False
    if _is_flag_half(before) and _is_flag_half(after):
        halves = len(text[:place]) - len(text[:place].rstrip(_FLAG_HALVES))
        return halves % 2 == 0
    return not _extends(after)


def _extends(character: str) -> bool:
    """True for what is a part of the letter before it."""
    return (
        unicodedata.category(character)[0] == "M"
        or character in (_ZERO_WIDTH_JOINER, _ZERO_WIDTH_NON_JOINER)
        or "\U0001f3fb" <= character <= "\U0001f3ff"  # colours of skin
        or "\u1160" <= character <= "\u11ff"  # the later parts of a Korean syllable
        or character in "\u0e33\u0eb3"  # Thai and Lao AM, letters by category
    )


_FLAG_HALVES = "".join(map(chr, range(0x1F1E6, 0x1F200)))


def _is_flag_half(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"
