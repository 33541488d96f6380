"""Sentences that remember how they were made, so that they can be said in another language.

The library speaks English: in logs, in errors, on the command line. A window may speak
another language, and knows the sentence by its template::

    >>> size = translatable("{} GB", Decimal("2.50"))
    >>> translatable("{engine} needs {size}", engine="F5", size=size)
    'F5 needs 2.50 GB'

It is a text like any other, until somebody asks for ``template``, ``values`` and ``parts``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Literal, Self

#: What a hole is filled with: a text, a sentence, a figure, or several of them in a row.
Part = str | int | Decimal | Sequence["Part"]


class Translatable(str):
    """An English sentence, and what it was made of.

    Attributes:
        template: Text with holes, as :meth:`str.format` takes it.
        values: What goes into holes without a name.
        parts: What goes into those with one.
    """

    __slots__ = ("parts", "template", "values")

    template: str
    values: tuple[Part, ...]
    parts: Mapping[str, Part]

    @classmethod
    def of(cls, template: str, values: tuple[Part, ...], parts: Mapping[str, Part]) -> Self:
        """Fill a template; :func:`translatable` reads better."""
        plain = [in_english(value) for value in values]
        named = {name: in_english(part) for name, part in parts.items()}
        sentence = cls(template.format(*plain, **named))
        sentence.template, sentence.values, sentence.parts = template, values, parts
        return sentence


def translatable(template: str, /, *values: Part, **parts: Part) -> Translatable:
    """Say something in English.

    Args:
        template: A literal, so that translators find it; holes as :meth:`str.format` has them.
        values: For holes without a name.
        parts: For those with one; several in a row are separated by commas.
    """
    return Translatable.of(template, values, parts)


def in_english(part: Part) -> str:
    """A part as it stands in an English sentence."""
    if isinstance(part, str | int | Decimal):
        return str(part)
    return ", ".join(map(in_english, part))


def paragraph(*sentences: str) -> Translatable:
    """Joins full sentences to one text; each is translated by itself."""
    return Translatable.of(" ".join(["{}"] * len(sentences)), sentences, {})


def listed(words: Sequence[str], conjunction: Literal["and", "or"] = "and") -> str:
    """Words as sentences have them: ``a``, ``a and b``, ``a, b and c``."""
    if len(words) < 2:
        return words[0] if words else ""
    first, last = tuple(words[:-1]), words[-1]
    if conjunction == "or":
        return translatable("{first} or {last}", first=first, last=last)
    return translatable("{first} and {last}", first=first, last=last)
