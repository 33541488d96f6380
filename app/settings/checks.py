"""Checks of values in a settings file: each takes what TOML holds and returns what it means."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import TypeVar

_T = TypeVar("_T", bound=str)


def flag(value: object) -> bool:
    """Returns true or false.

    Raises:
        ValueError: ``value`` is something else, as in every check of this module. The message
            completes the sentence "must be ...".
    """
    if isinstance(value, bool):
        return value
    raise ValueError("true or false")


def number(unit: str, most: float = math.inf) -> Callable[[object], float]:
    """Makes a check for numbers from 0 to ``most``."""

    def check(value: object) -> float:
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= most:
            return float(value)
        bounds = "0 or more" if most == math.inf else f"0 to {most:g}"
        raise ValueError(f"{bounds} {unit}")

    return check


def line(value: object) -> str:
    """Returns a text of one line that isn't blank."""
    if isinstance(value, str) and value.strip() and value.isprintable():
        return value
    raise ValueError("a single line of text")


def one_of(words: Iterable[_T]) -> Callable[[object], _T]:
    """Makes a check for one of a few words."""
    known = {str(word): word for word in words}

    def check(value: object) -> _T:
        if isinstance(value, str) and value in known:
            return known[value]
        raise ValueError(" or ".join(f"'{word}'" for word in known))

    return check
