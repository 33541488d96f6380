"""Single values of a settings document: there and valid, not there, or an error that says so."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, MutableMapping
from typing import Any, TypeVar

_T = TypeVar("_T", bound=str)


class SettingsInvalid(ValueError):
    """A settings document does not mean anything; the message names the key.

    Attributes:
        key: What would have to go for the rest to be read: ``engines.hibari.pinned``. Empty
            when nothing of the document can be used.
    """

    def __init__(self, message: str, key: str = "") -> None:
        super().__init__(message)
        self.key = key


def forget(document: MutableMapping[str, Any], key: str) -> bool:
    """Take a value out of a document, and the tables that are empty without it.

    Args:
        document: Parsed; changed.
        key: As :attr:`SettingsInvalid.key`. Names of engines may have dots in them.

    Returns:
        False when it was not there.
    """
    if key in document:
        del document[key]
        return True
    for name, value in document.items():
        if isinstance(value, MutableMapping) and key.startswith(f"{name}."):
            found = forget(value, key.removeprefix(f"{name}."))
            if found and not value:
                del document[name]
            if found:
                return True
    return False


def table(given: Mapping[str, Any], key: str, where: str = "") -> Mapping[str, Any] | None:
    """A table; None where there is none.

    Raises:
        SettingsInvalid: It is something else.
    """
    value = given.get(key)
    if value is None or isinstance(value, Mapping):
        return value
    raise _invalid(f"{where}{key}", "a table", value)


def flag(given: Mapping[str, Any], key: str, where: str = "") -> bool | None:
    """True or false; None where it is not there.

    Raises:
        SettingsInvalid: It is something else.
    """
    value = given.get(key)
    if value is None or isinstance(value, bool):
        return value
    raise _invalid(f"{where}{key}", "true or false", value)


def number(
    given: Mapping[str, Any], key: str, where: str, unit: str, most: float = math.inf
) -> float | None:
    """A number from 0 to ``most``; None where it is not there.

    Raises:
        SettingsInvalid: It is something else.
    """
    value = given.get(key)
    if value is None:
        return None
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number and 0 <= value <= most:
        return float(value)
    bounds = "0 or more" if most == math.inf else f"0 to {most:g}"
    raise _invalid(f"{where}{key}", f"{bounds} {unit}", value)


def line(given: Mapping[str, Any], key: str, where: str) -> str | None:
    """A text of one line; None where it is not there.

    Raises:
        SettingsInvalid: It is something else.
    """
    value = given.get(key)
    if value is None or (isinstance(value, str) and value.strip() and value.isprintable()):
        return value
    raise _invalid(f"{where}{key}", "a single line of text", value)


def one_of(given: Mapping[str, Any], key: str, where: str, known: Collection[_T]) -> _T | None:
    """One of some words; None where it is not there.

    Raises:
        SettingsInvalid: It is something else.
    """
    value = given.get(key)
    if value is None or value in known:
        return value
    raise _invalid(f"{where}{key}", " or ".join(f"'{word}'" for word in known), value)


def _invalid(key: str, expected: str, value: Any) -> SettingsInvalid:
    return SettingsInvalid(f"{key} must be {expected}, not {value!r}", key)
