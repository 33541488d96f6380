"""A text without what nobody can hear: control characters, and marks that only layout needs.

What is spoken stays: zero-width joiner and non-joiner are spelling in Persian and in Indian
languages, and hold emoji together; Arabic's signs for numbers and verses are seen. Gone are

- C0 and C1 controls, but for those that separate words or lines, which become just that; a
  terminal's colours (``ESC [ 31 m``) go as a whole;
- byte order marks, zero-width spaces, word joiners and soft hyphens, which split words for
  whoever reads by letters;
- everything that turns the direction of writing: speech has one;
- noncharacters, annotation marks and tags, which are for programs.

Lone surrogates are not touched: see :mod:`workers.text.problem`.
"""

from __future__ import annotations

import re
import unicodedata

_TERMINAL = r"\x1b\[[0-?]*[ -/]*[@-~]"
_INAUDIBLE = re.compile(
    rf"{_TERMINAL}|[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f"
    r"\u202a-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff"
    r"\U000e0000-\U000e007f]"
)
_LINE_ENDS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SEPARATORS = re.compile(r"[\x1c-\x1f]")


def clean(text: str) -> str:
    """The text in normal form C, with line feeds alone for line ends, and nothing around it."""
    text = _LINE_ENDS.sub("\n", unicodedata.normalize("NFC", text))
    # Normalised again: what was taken away may have stood between a letter and its accent.
    audible = _INAUDIBLE.sub("", _SEPARATORS.sub(" ", text))
    return unicodedata.normalize("NFC", audible).strip()
