"""Single values of a settings document: there and valid, not there, or an error that says so."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any


class SettingsInvalid(ValueError):
    """A settings document does not mean anything; the message names the key."""


def table(given: Mapping[str, Any], key: str, where: str = "") -> Mapping[str, Any] | None:
    """A table; None where there is none.

    Raises:
        SettingsInvalid: It is something else.
    """
    value = given.get(key)
    if value is None or isinstance(value, Mapping):
        return value
    msg = f"{where}{key} must be a table, not {value!r}"
    raise SettingsInvalid(msg)


def flag(given: Mapping[str, Any], key: str, where: str = "") -> bool | None:
    """True or false; None where it is not there.

    Raises:
        SettingsInvalid: It is something else.
    """
    value = given.get(key)
    if value is None or isinstance(value, bool):
        return value
    msg = f"{where}{key} must be true or false, not {value!r}"
    raise SettingsInvalid(msg)


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
    msg = f"{where}{key} must be {bounds} {unit}, not {value!r}"
    raise SettingsInvalid(msg)


def line(given: Mapping[str, Any], key: str, where: str) -> str | None:
    """A text of one line; None where it is not there.

    Raises:
        SettingsInvalid: It is something else.
    """
    value = given.get(key)
    if value is None or (isinstance(value, str) and value.strip() and value.isprintable()):
        return value
    msg = f"{where}{key} must be a text of one line, not {value!r}"
    raise SettingsInvalid(msg)
