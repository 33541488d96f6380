"""What is said without Qt, in the user's language."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.gui.text.numbers import decimal
from workers.base.messages import Translatable

if TYPE_CHECKING:
    from workers.base.messages import Part

#: By a name of its own: its texts are collected where they are said, not where they are looked up.
_look_up = QCoreApplication.translate


def worded(text: object) -> str:
    """A sentence of the library, or an error that holds one, in the user's language.

    Args:
        text: A :class:`workers.base.messages.Translatable`; an error made with one; a text without
            holes that stands among them, such as a stage of progress; anything else as it is.
    """
    if isinstance(text, BaseException):
        text = _sentence_of(text)
    if not isinstance(text, Translatable):
        told = str(text)
        return _look_up("messages", told) if told else ""
    values = [_part(value) for value in text.values]
    parts = {name: _part(part) for name, part in text.parts.items()}
    return _look_up("messages", text.template).format(*values, **parts)


def _part(part: Part) -> str:
    if isinstance(part, Translatable):
        return worded(part)
    if isinstance(part, Decimal):
        exponent = part.as_tuple().exponent
        return decimal(float(part), -exponent if isinstance(exponent, int) else 0)
    if isinstance(part, str | int):
        return str(part)
    return ", ".join(map(_part, part))


def _sentence_of(error: BaseException) -> str:
    """What it was made with, where that is a sentence of ours; else all that it says."""
    told = error.args[0] if error.args else None
    return told if isinstance(told, Translatable) else str(error) or repr(error)
