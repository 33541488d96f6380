"""Splits a text into pieces for an engine.

A piece is a sentence if that isn't too long. The first piece is short, so that the first audio
comes soon. No piece is very short: generative engines add noise and words around a lone "Hm.".
"""

# ruff: noqa: RUF001 - full-width marks are intended

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from workers.text.graphemes import boundary_before
from workers.text.sentences import sentences

#: Pieces with fewer letters are joined with the next one. A wide character counts as two.
_SHORT_LETTERS = 10
#: A longer first piece is split at a clause, in columns; about seven seconds of speech.
_FIRST_COLUMNS = 100
#: It isn't split before this fraction of the limit, so that no few words stand alone.
_FIRST_MIN_FRACTION = 0.3
#: End of a clause: Latin marks before a space (not in 1,000), and full-width marks of Chinese and
#: Japanese, which no space follows. A full stop inside a sentence belongs to an abbreviation such
#: as ``Dr.``, unless the word before it is long.
_CLAUSE_END = re.compile(
    r"(?:(?:[!?,;:…–—।॥،؛؟۔፣፤።]|\.\.|(?<=\w{5})\.)[.!?,;:…–—।॥،؛؟۔፣፤።]*[\"'”’»)\]]*(?=\s))"
    r"|(?:[。！？，、；：]+[”’」』）】》]*)"
)
_SPACE = re.compile(r"(?<=\S)(?=\s)")


def split_text(text: str, language: str, max_characters: int) -> tuple[str, ...]:
    """Splits a text; joined, the pieces are the text except for white space.

    Args:
        text: From :func:`workers.text.clean.clean`.
        language: Its code; empty if unknown.
        max_characters: Length of the longest piece, at least 1.
    """
    parts: list[str] = []
    for sentence in sentences(text, language):
        is_paragraph = sentence.count("\n", len(sentence.rstrip())) > 1
        end = ("\n" if is_paragraph else " ") if sentence[-1].isspace() else ""
        parts += _split_long(" ".join(sentence.split()) + end, max_characters)
    joined = _join_short(parts, max_characters)
    first = _shorten_first(joined[0]) if joined else []
    pieces = (" ".join(piece.split()) for piece in [*first, *joined[1:]])
    return tuple(piece for piece in pieces if piece)


def _split_long(sentence: str, limit: int) -> list[str]:
    """Splits a sentence into pieces of similar length: at clauses, at spaces, or anywhere."""
    parts: list[str] = []
    while len(sentence.strip()) > limit:
        goal = -(-len(sentence) // -(-len(sentence) // limit))
        window = sentence[: limit + 1]
        ends = (match.end() for match in _CLAUSE_END.finditer(window))
        clauses = [end for end in ends if goal // 2 < end]
        spaces = (match.start() for match in _SPACE.finditer(window))
        end = _nearest(clauses, goal, limit) or _nearest(spaces, goal, limit)
        end = end or boundary_before(sentence, goal)
        rest = sentence[end:].lstrip()
        parts.append(sentence[: len(sentence) - len(rest)])
        sentence = rest
    return [*parts, sentence]


def _nearest(positions: Iterable[int], goal: int, limit: int) -> int | None:
    allowed = [position for position in positions if 0 < position <= limit]
    return min(allowed, key=lambda position: abs(position - goal), default=None)


def _join_short(parts: list[str], limit: int) -> list[str]:
    """Joins short pieces with the next one; the last one with the one before."""
    joined: list[str] = []
    for part in parts:
        if joined and _is_short(joined[-1]) and _may_join(joined[-1], part, limit):
            joined[-1] += part
        else:
            joined.append(part)
    if len(joined) > 1 and _is_short(joined[-1]) and _may_join(joined[-2], joined[-1], limit):
        joined[-2:] = [joined[-2] + joined[-1]]
    return joined


def _is_short(part: str) -> bool:
    return sum(_columns(letter) for letter in part if letter.isalnum()) < _SHORT_LETTERS


def _may_join(part: str, following: str, limit: int) -> bool:
    # A heading has no full stop, so the next sentence would follow without a pause.
    is_heading = part.endswith("\n") and part.rstrip()[-1:].isalnum()
    return not is_heading and len((part + following).strip()) <= limit


def _shorten_first(piece: str) -> list[str]:
    """Splits the first piece in two if it is long and a clause ends early."""
    columns = sum(map(_columns, piece))
    if columns <= _FIRST_COLUMNS:
        return [piece]
    goal = int(len(piece) * _FIRST_COLUMNS / columns)
    clauses = (match.end() for match in _CLAUSE_END.finditer(piece))
    late_enough = (end for end in clauses if end > goal * _FIRST_MIN_FRACTION)
    end = _nearest(late_enough, goal, goal)
    return [piece] if end is None else [piece[:end], piece[end:]]


def _columns(character: str) -> int:
    """Returns 2 for a Chinese, Japanese, or Korean character, which takes as long as two to say."""
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
