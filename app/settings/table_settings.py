"""How the user has arranged the table of engines."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from app.settings.setting import flag, line

logger = logging.getLogger(__name__)

#: Pixels; wider than any screen.
_MAX_WIDTH = 10_000
_MAX_FILTER_LENGTH = 200


@dataclass(frozen=True, slots=True)
class TableSettings:
    """Columns go by names such as ``idle_timeout``; unknown names are no error.

    Attributes:
        order: From left to right; None for the default order.
        hidden: Columns that aren't shown; None for those that are hidden by default.
        widths: By column, in device-independent pixels; the other columns have default widths.
        sort_by: None for the catalog's order.
        descending: Largest first.
        filter: Text that rows are searched for; empty for none.
    """

    order: tuple[str, ...] | None = None
    hidden: tuple[str, ...] | None = None
    widths: Mapping[str, int] = field(default_factory=dict[str, int], hash=False)
    sort_by: str | None = None
    descending: bool = False
    filter: str = ""

    @classmethod
    def from_toml(cls, table: object) -> TableSettings:
        """Reads a parsed table; a value that isn't valid is logged and left out."""
        if not isinstance(table, Mapping):
            logger.warning("ignoring setting 'table': not a table")
            return cls()
        values: dict[str, Any] = {}
        for key, check in _CHECKS.items():
            if key not in table:
                continue
            try:
                values[key] = check(cast("Mapping[str, Any]", table)[key])
            except ValueError as expected:
                logger.warning("ignoring setting table.%s: must be %s", key, expected)
        return cls(**values)

    def to_toml(self) -> dict[str, Any] | None:
        """Returns the table to write, without defaults; None where everything is a default."""
        table: dict[str, Any] = {}
        for key, columns in (("order", self.order), ("hidden", self.hidden)):
            if columns is not None:
                table[key] = list(columns)
        if self.sort_by is not None:
            table |= {"sort_by": self.sort_by, "descending": self.descending}
        if self.filter:
            table["filter"] = self.filter
        if self.widths:
            table["widths"] = dict(self.widths)
        return table or None


def _columns(value: object) -> tuple[str, ...]:
    if isinstance(value, list) and all(isinstance(name, str) for name in value):
        return tuple(value)
    raise ValueError("a list of columns")


def _widths(value: object) -> dict[str, int]:
    given = cast("Mapping[str, object]", value) if isinstance(value, Mapping) else {"": None}
    widths = {
        name: width
        for name, width in given.items()
        if isinstance(width, int) and not isinstance(width, bool) and 0 < width <= _MAX_WIDTH
    }
    if given and not widths:
        raise ValueError("a table of widths in pixels")
    return widths


def _filter(value: object) -> str:
    if isinstance(value, str) and len(value) <= _MAX_FILTER_LENGTH and value.isprintable():
        return value
    raise ValueError(f"a single line of at most {_MAX_FILTER_LENGTH} characters")


_CHECKS: Mapping[str, Callable[[object], object]] = {
    "order": _columns,
    "hidden": _columns,
    "widths": _widths,
    "sort_by": line,
    "descending": flag,
    "filter": _filter,
}
