"""Checks of single values in a catalog entry.

Each returns what is wrong, as the rest of a sentence that starts with the field's name, or None.
"""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Callable, Mapping
from typing import Any, cast

from workers.environments.requirements import distribution

Check = Callable[[object], "str | None"]


def text(value: object) -> str | None:
    """Checks for a single line of text that isn't blank."""
    if isinstance(value, str) and value.strip() and value.isprintable():
        return None
    return f"must be a single line of text, not {value!r}"


def maybe_empty(value: object) -> str | None:
    """Checks for a single line of text that may be empty."""
    return None if value == "" else text(value)


def flag(value: object) -> str | None:
    """Checks for true or false."""
    return None if isinstance(value, bool) else f"must be true or false, not {value!r}"


def number(least: float, most: float = math.inf, *, integer: bool = False) -> Check:
    """Returns a check for a finite number within bounds."""
    what = "an integer" if integer else "a number"
    bounds = f"{least:g} or more" if most == math.inf else f"from {least:g} to {most:g}"

    def check(value: object) -> str | None:
        kinds = int if integer else (int, float)
        if isinstance(value, kinds) and not isinstance(value, bool) and least <= value <= most:
            return None if math.isfinite(value) else f"must be finite, not {value!r}"
        return f"must be {what} {bounds}, not {value!r}"

    return check


def one_of(*choices: str) -> Check:
    """Returns a check for one of several words."""

    def check(value: object) -> str | None:
        return None if value in choices else f"must be one of {choices}, not {value!r}"

    return check


def matching(pattern: re.Pattern[str], example: str) -> Check:
    """Returns a check for text that matches a pattern; the example goes into the message."""

    def check(value: object) -> str | None:
        if isinstance(value, str) and pattern.fullmatch(value):
            return None
        return f"must look like {example!r}, not {value!r}"

    return check


def requirement(value: object) -> str | None:
    """Checks for a package requirement, which can't be an option."""
    try:
        distribution(value if isinstance(value, str) else "")
    except ValueError:
        return f"must look like 'package==1.2.3', not {value!r}"
    return None


def list_of(check: Check) -> Check:
    """Returns a check for a list without duplicates whose items pass a check."""

    def check_all(value: object) -> str | None:
        if not isinstance(value, list):
            return f"must be a list, not {value!r}"
        items = cast("list[object]", value)
        for item in items:
            complaint = check(item)
            if complaint:
                return f"contains an item that {complaint}"
        twice = [item for item in items if items.count(item) > 1]
        return f"contains {twice[0]!r} twice" if twice else None

    return check_all


def map_of(check: Check) -> Check:
    """Returns a check for a table whose values pass a check."""

    def check_values(value: object) -> str | None:
        if not isinstance(value, dict):
            return f"must be a table, not {value!r}"
        for name, item in cast("dict[str, object]", value).items():
            complaint = check(item)
            if complaint:
                return f"has a field {name!r} that {complaint}"
        return None

    return check_values


def table_of(checks: Mapping[str, Check], *required: str) -> Check:
    """Returns a check for a table with known fields and all required ones."""

    def check_table(value: object) -> str | None:
        if not isinstance(value, dict):
            return f"must be a table, not {value!r}"
        fields = cast("dict[str, Any]", value)
        for name in required:
            if name not in fields:
                return f"is missing {name!r}"
        for name, given in fields.items():
            check = checks.get(name)
            if check is None:
                close = difflib.get_close_matches(name, checks, n=1)
                hint = f"did you mean {close[0]!r}?" if close else "remove it"
                return f"has an unknown field {name!r}; {hint}"
            complaint = check(given)
            if complaint:
                return f"has a field {name!r} that {complaint}"
        return None

    return check_table


def python_versions(value: object) -> str | None:
    """Checks for a range of Python versions (PEP 440)."""
    from packaging.specifiers import InvalidSpecifier, SpecifierSet  # noqa: PLC0415 - 30 ms

    try:
        SpecifierSet(value if isinstance(value, str) else "?")
    except InvalidSpecifier:
        return f"must look like '>=3.10,<3.13', not {value!r}"
    return None


def relative_file(value: object) -> str | None:
    """Checks for a relative path, which may contain ``*``, that stays inside its folder."""
    if isinstance(value, str) and value and not value.startswith("/") and "\\" not in value:
        parts = value.split("/")
        if all(part not in ("", ".", "..") for part in parts) and ":" not in value:
            return None
    return (
        f"must be a relative path inside the folder, such as 'model/*.safetensors', not {value!r}"
    )
