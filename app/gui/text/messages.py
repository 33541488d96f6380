"""Texts of the library, which knows no Qt, in the user's language."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.gui.text.numbers import decimal
from workers.base.messages import Translatable

if TYPE_CHECKING:
    from workers.base.messages import Part

#: Not named ``tr``: lupdate must not collect the texts here, but where they are written.
_look_up = QCoreApplication.translate


def worded(text: object) -> str:
    """Translates a message of the library.

    Args:
        text: A :class:`workers.base.messages.Translatable`; an exception made with one; a text
            without holes that is also one of these messages, such as a stage of progress. Anything
            else is returned as a string.
    """
    if isinstance(text, BaseException):
        text = _sentence_of(text)
    if not isinstance(text, Translatable):
        plain = str(text)
        return _look_up("messages", plain) if plain else ""
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
    """Returns the message that an exception was made with, else all of its text."""
    message = error.args[0] if error.args else None
    return message if isinstance(message, Translatable) else str(error) or repr(error)
