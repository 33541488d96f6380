"""Messages that can be translated later.

The library speaks English: in logs, in errors, and on the command line. A window may use another
language; it looks the message up by its template::

    >>> size = translatable("{} GB", Decimal("2.50"))
    >>> translatable("{engine} needs {size}", engine="F5", size=size)
    'F5 needs 2.50 GB'

A message is a plain string for everyone else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Literal, Self

#: What fills a hole: text, a message, a number, or several of them.
Part = str | int | Decimal | Sequence["Part"]


class Translatable(str):
    """An English sentence and what it was made of.

    Attributes:
        template: Text with holes, as for :meth:`str.format`.
        values: Values of holes without a name.
        parts: Values of named holes.
    """

    __slots__ = ("parts", "template", "values")

    template: str
    values: tuple[Part, ...]
    parts: Mapping[str, Part]

    @classmethod
    def of(cls, template: str, values: tuple[Part, ...], parts: Mapping[str, Part]) -> Self:
        """Fills a template; prefer :func:`translatable`, whose templates are collected."""
        plain = [in_english(value) for value in values]
        named = {name: in_english(part) for name, part in parts.items()}
        sentence = cls(template.format(*plain, **named))
        sentence.template, sentence.values, sentence.parts = template, values, parts
        return sentence


def translatable(template: str, /, *values: Part, **parts: Part) -> Translatable:
    """Returns an English message that can be translated.

    Args:
        template: A literal, so that ``installer translate`` finds it, with holes as for
            :meth:`str.format`.
        values: Values of holes without a name.
        parts: Values of named holes; a sequence is joined with commas.
    """
    return Translatable.of(template, values, parts)


def in_english(part: Part) -> str:
    """Returns a part as it appears in an English sentence."""
    if isinstance(part, str | int | Decimal):
        return str(part)
    return ", ".join(map(in_english, part))


def paragraph(*sentences: str) -> Translatable:
    """Joins full sentences to one text; each is translated by itself."""
    return Translatable.of(" ".join(["{}"] * len(sentences)), sentences, {})


def listed(words: Sequence[str], conjunction: Literal["and", "or"] = "and") -> str:
    """Returns words as in a sentence: ``a``, ``a and b``, ``a, b, and c``."""
    if len(words) < 2:
        return words[0] if words else ""
    first, last = tuple(words[:-1]), words[-1]
    is_or = conjunction == "or"
    if len(first) == 1:
        if is_or:
            return translatable("{first} or {last}", first=first, last=last)
        return translatable("{first} and {last}", first=first, last=last)
    if is_or:
        return translatable("{first}, or {last}", first=first, last=last)
    return translatable("{first}, and {last}", first=first, last=last)
