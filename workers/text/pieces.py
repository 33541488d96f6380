"""A text in pieces that an engine can be given one after the other.

A piece is a sentence, if that is not too long; the first piece is short, since nobody hears
anything before it has been made; and none is so short that an engine has nothing to go by:
those that generate speech make something up around a lone "Hm.".
"""

# ruff: noqa: RUF001 - the full-width marks are what it is about

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from workers.text.graphemes import boundary_before
from workers.text.sentences import sentences

#: Fewer letters than these are joined with what follows. A wide character counts as two.
_SHORT_LETTERS = 10
#: The first piece is cut at a clause where it is longer, in columns: seven seconds of speech.
_FIRST_COLUMNS = 100
#: It is not cut earlier than this share of that, or else a few words would stand alone.
_FIRST_SHARE = 0.3
#: What a clause ends with: Latin marks where a space follows (1,000 is no place to pause), and
#: the full-width ones of Chinese and Japanese, behind which none does. A full stop in a sentence
#: is an abbreviation's, ``Dr. Smith``, unless the word before it is too long for one.
_CLAUSE_END = re.compile(
    r"(?:(?:[!?,;:…–—।॥،؛؟۔፣፤።]|\.\.|(?<=\w{5})\.)[.!?,;:…–—।॥،؛؟۔፣፤።]*[\"'”’»)\]]*(?=\s))"
    r"|(?:[。！？，、；：]+[”’」』）】》]*)"
)
_SPACE = re.compile(r"(?<=\S)(?=\s)")


def cut(text: str, language: str, max_characters: int) -> tuple[str, ...]:
    """Cut a clean text; but for white space, the pieces joined are the text.

    Args:
        text: From :func:`workers.text.clean.clean`.
        language: Its code; empty where nobody knows.
        max_characters: Longest piece, 1 or more.
    """
    parts: list[str] = []
    for sentence in sentences(text, language):
        is_paragraph = sentence.count("\n", len(sentence.rstrip())) > 1
        end = ("\n" if is_paragraph else " ") if sentence[-1].isspace() else ""
        parts += _cut_long(" ".join(sentence.split()) + end, max_characters)
    joined = _join_short(parts, max_characters)
    first = _shorten_first(joined[0]) if joined else []
    pieces = (" ".join(piece.split()) for piece in [*first, *joined[1:]])
    return tuple(piece for piece in pieces if piece)


def _cut_long(sentence: str, limit: int) -> list[str]:
    """Cut a sentence into pieces of about the same length: at clauses, at spaces, anywhere."""
    parts: list[str] = []
    while len(sentence.strip()) > limit:
        goal = -(-len(sentence) // -(-len(sentence) // limit))
        window = sentence[: limit + 1]
        clauses = [it.end() for it in _CLAUSE_END.finditer(window) if goal // 2 < it.end()]
        spaces = (it.start() for it in _SPACE.finditer(window))
        end = _nearest(clauses, goal, limit) or _nearest(spaces, goal, limit)
        end = end or boundary_before(sentence, goal)
        rest = sentence[end:].lstrip()
        parts.append(sentence[: len(sentence) - len(rest)])
        sentence = rest
    return [*parts, sentence]


def _nearest(places: Iterable[int], goal: int, limit: int) -> int | None:
    within = [place for place in places if 0 < place <= limit]
    return min(within, key=lambda place: abs(place - goal), default=None)


def _join_short(parts: list[str], limit: int) -> list[str]:
    """Join what is too short with what follows; at the end, with what went before."""
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
    # A heading has no full stop, and would run on into what it stands over.
    is_heading = part.endswith("\n") and part.rstrip()[-1:].isalnum()
    return not is_heading and len((part + following).strip()) <= limit


def _shorten_first(piece: str) -> list[str]:
    """Cut the first piece in two where it is long and a clause of it has ended early."""
    columns = sum(map(_columns, piece))
    if columns <= _FIRST_COLUMNS:
        return [piece]
    goal = int(len(piece) * _FIRST_COLUMNS / columns)
    clauses = (it.end() for it in _CLAUSE_END.finditer(piece))
    end = _nearest((place for place in clauses if place > goal * _FIRST_SHARE), goal, goal)
    return [piece] if end is None else [piece[:end], piece[end:]]


def _columns(character: str) -> int:
    """2 for a character of Chinese, Japanese or Korean, which takes as long to say as two."""
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
