"""What a single value of a catalog entry may be: one function a kind of value.

Each returns what is wrong, as the rest of a sentence that begins with the field's name, or
None; see ``validate`` for which field is which.
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
    """A text of one line, with something in it."""
    if isinstance(value, str) and value.strip() and value.isprintable():
        return None
    return f"must be a single line of text, not {value!r}"


def maybe_empty(value: object) -> str | None:
    """The same, or nothing."""
    return None if value == "" else text(value)


def flag(value: object) -> str | None:
    """True or false."""
    return None if isinstance(value, bool) else f"must be true or false, not {value!r}"


def number(least: float, most: float = math.inf, *, whole: bool = False) -> Check:
    """A finite number within these bounds."""
    what = "an integer" if whole else "a number"
    bounds = f"{least:g} or more" if most == math.inf else f"from {least:g} to {most:g}"

    def check(value: object) -> str | None:
        kinds = int if whole else (int, float)
        if isinstance(value, kinds) and not isinstance(value, bool) and least <= value <= most:
            return None if math.isfinite(value) else f"must be finite, not {value!r}"
        return f"must be {what} {bounds}, not {value!r}"

    return check


def one_of(*choices: str) -> Check:
    """One of a few words."""

    def check(value: object) -> str | None:
        return None if value in choices else f"must be one of {choices}, not {value!r}"

    return check


def matching(pattern: re.Pattern[str], example: str) -> Check:
    """A text of a form, which the example shows."""

    def check(value: object) -> str | None:
        if isinstance(value, str) and pattern.fullmatch(value):
            return None
        return f"must look like {example!r}, not {value!r}"

    return check


def requirement(value: object) -> str | None:
    """A package, with or without versions; never an option."""
    try:
        distribution(value if isinstance(value, str) else "")
    except ValueError:
        return f"must look like 'package==1.2.3', not {value!r}"
    return None


def list_of(check: Check) -> Check:
    """A list whose items pass, none of them twice."""

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
    """A table of any fields whose values pass."""

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
    """A table with these fields and no others, and with the required ones."""

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
    """A range of Python versions, as packages give theirs."""
    # Imported here: 30 ms that a catalog without such ranges does not spend.
    from packaging.specifiers import InvalidSpecifier, SpecifierSet  # noqa: PLC0415

    try:
        SpecifierSet(value if isinstance(value, str) else "?")
    except InvalidSpecifier:
        return f"must look like '>=3.10,<3.13', not {value!r}"
    return None


def relative_file(value: object) -> str | None:
    """A path below a folder, ``*`` for any part of a name; it never leads out of the folder."""
    if isinstance(value, str) and value and not value.startswith("/") and "\\" not in value:
        parts = value.split("/")
        if all(part not in ("", ".", "..") for part in parts) and ":" not in value:
            return None
    return (
        f"must be a relative path inside the folder, such as 'model/*.safetensors', not {value!r}"
    )
