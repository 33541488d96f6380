"""Removes what can't be spoken: control characters, and marks for layout only.

Zero-width joiners and non-joiners stay: they belong to the spelling of Persian and Indian
languages, and to emoji. So do Arabic number and verse signs. Removed are

- C0 and C1 controls, except those that separate words or lines, which become a space or a line
  feed; escape sequences for terminal colors (``ESC [ 31 m``) as a whole;
- byte order marks, zero-width spaces, word joiners, and soft hyphens, which split words for
  engines that read letter by letter;
- marks for the direction of writing;
- noncharacters, annotation marks, and tags.

Lone surrogates stay; :mod:`workers.text.problem` reports them.
"""

from __future__ import annotations

import re
import unicodedata

_TERMINAL = r"\x1b\[[0-?]*[ -/]*[@-~]"
_UNSPEAKABLE = re.compile(
    rf"{_TERMINAL}|[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f"
    r"\u202a-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff"
    r"\U000e0000-\U000e007f]"
)
_LINE_ENDS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SEPARATORS = re.compile(r"[\x1c-\x1f]")


def clean(text: str) -> str:
    """Returns the text in Unicode normal form C, with LF at line ends, and stripped."""
    text = _LINE_ENDS.sub("\n", unicodedata.normalize("NFC", text))
    # Normalized again: a removed character may have separated a letter from its accent.
    spoken = _UNSPEAKABLE.sub("", _SEPARATORS.sub(" ", text))
    return unicodedata.normalize("NFC", spoken).strip()
