"""How the user has arranged the table of engines."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

logger = logging.getLogger(__name__)

#: Wider than any screen is a slip of the finger.
_WIDEST = 10_000
#: Longer than anybody types.
_LONGEST_FILTER = 200


@dataclass(frozen=True, slots=True)
class TableSettings:
    """Columns go by names such as ``idle_timeout``; those that are not known are no error.

    Attributes:
        order: From left to right; None for the order that we ship.
        hidden: What is not shown; None for what we hide at first.
        widths: By column, in device-independent pixels; without those left as they were.
        sort_by: None for the catalog's order.
        descending: Largest first.
        filter: What is looked for; empty for nothing.
    """

    order: tuple[str, ...] | None = None
    hidden: tuple[str, ...] | None = None
    widths: Mapping[str, int] = field(default_factory=dict[str, int], hash=False)
    sort_by: str | None = None
    descending: bool = False
    filter: str = ""

    @classmethod
    def from_table(cls, given: object) -> TableSettings:
        """Read a parsed table; a value that means nothing costs itself alone."""
        if not isinstance(given, Mapping):
            if given is not None:
                logger.warning("ignoring setting 'table': not a table")
            return cls()
        values: dict[str, Any] = {}
        for key, read in _READERS.items():
            if key not in given:
                continue
            value = read(given[key])
            if value is None:
                logger.warning("ignoring setting table.%s: invalid", key)
            else:
                values[key] = value
        return cls(**values)

    def as_table(self) -> dict[str, Any]:
        """What is to be written; without what is as we ship it."""
        table: dict[str, Any] = {}
        for key in ("order", "hidden"):
            value = getattr(self, key)
            if value is not None:
                table[key] = list(value)
        if self.sort_by is not None:
            table |= {"sort_by": self.sort_by, "descending": self.descending}
        if self.filter:
            table["filter"] = self.filter
        if self.widths:
            table["widths"] = dict(self.widths)
        return table


def _names(value: object) -> tuple[str, ...] | None:
    if isinstance(value, list) and all(isinstance(it, str) for it in value):
        return tuple(value)
    return None


def _widths(value: object) -> dict[str, int] | None:
    if not isinstance(value, Mapping):
        return None
    sizes = {str(name): it for name, it in value.items() if type(it) is int and 0 < it <= _WIDEST}
    return sizes if sizes or not value else None


def _name(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _flag(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _filter(value: object) -> str | None:
    if isinstance(value, str) and len(value) <= _LONGEST_FILTER and value.isprintable():
        return value
    return None


_READERS = {
    "order": _names,
    "hidden": _names,
    "widths": _widths,
    "sort_by": _name,
    "descending": _flag,
    "filter": _filter,
}
