"""The file of measured budgets.

Version 1 holds sizes by budget key. Version 2 adds what was learned by key, GPU, and
precision. Of two processes that share a file, the last to write wins; neither ever reads a
half-written file. The reader trusts nothing in the file.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, cast

from workers.base.atomic_file import set_aside_safely, write_file
from workers.memory.usage_statistics import (
    LIFETIMES,
    RAISED_FOR_LIFETIMES,
    UsageStatistics,
    is_possible_gb,
    is_possible_size,
    is_possible_time,
)

logger = logging.getLogger(__name__)

VERSION = 2
#: What parsing a file may raise, whatever its content.
_DAMAGED = (ValueError, ArithmeticError, LookupError, TypeError, AttributeError, RecursionError)
#: Larger counts carry no information.
_MOST_REQUESTS = 10**9


class BudgetKind(NamedTuple):
    """The conditions under which statistics are comparable."""

    key: str
    gpu: str
    precision: str


@dataclass(slots=True)
class Contents:
    """The file's contents.

    Attributes:
        measured_gb: Sizes by budget key, in GB (2**30 bytes).
        statistics: What was measured of each kind.
    """

    measured_gb: dict[str, float] = field(default_factory=dict[str, float])
    statistics: dict[BudgetKind, UsageStatistics] = field(
        default_factory=dict[BudgetKind, UsageStatistics]
    )


def read(file: Path) -> Contents:
    """Reads a file; returns nothing where it is missing or unreadable.

    A damaged file, or one of an unknown version, is renamed, so that the next write does not
    destroy it. Single impossible figures are left out.
    """
    try:
        text = file.read_bytes()
    except FileNotFoundError:
        return Contents()
    except OSError as error:
        logger.warning("couldn't read %s (%s); measuring again", file, error)
        return Contents()
    try:
        return _parse(json.loads(text.decode("utf-8")))
    except _DAMAGED as error:
        backup = set_aside_safely(file)
        logger.warning("couldn't read %s (%s); measuring again; %s", file, error, backup)
        return Contents()


def to_text(contents: Contents) -> str:
    """Returns the text that :func:`write` saves."""
    learned = [
        {
            **kind._asdict(),
            "load_bytes": list(statistics.loads),
            "peak_bytes": list(statistics.peaks),
            "load_s": list(statistics.load_times),
            "requests": statistics.requests,
            "raised_bytes": statistics.raised_bytes,
            "raised_for_lives": statistics.raised_for,
        }
        for kind, statistics in sorted(contents.statistics.items())
    ]
    content = {"version": VERSION, "measured_gb": contents.measured_gb, "learned": learned}
    return json.dumps(content, indent=2, sort_keys=True)


def write(file: Path, text: str) -> bool:
    """Replaces the file; logs a failure and returns False."""
    try:
        write_file(file, text)
    except OSError as error:
        logger.warning("couldn't save measured budgets: %s", error)
        return False
    return True


def _parse(content: Any) -> Contents:
    version = content["version"]
    if isinstance(version, bool) or version not in (1, VERSION):
        raise ValueError(
            f"version {version!r} is newer than {VERSION}, the latest this "
            "version of Engine Room reads"
        )
    sizes = cast("dict[str, Any]", content["measured_gb"]).items()
    measured = {key: float(size) for key, size in sizes if _is(size, is_possible_gb)}
    if len(measured) < len(sizes):
        logger.warning("ignoring %d invalid measurements", len(sizes) - len(measured))
    entries: list[Any] = content["learned"] if version == VERSION else []
    return Contents(measured, {_kind(entry): _statistics(entry) for entry in entries})


def _kind(entry: Any) -> BudgetKind:
    parts: list[Any] = [entry["key"], entry["gpu"], entry["precision"]]
    if not all(isinstance(part, str) for part in parts):
        raise TypeError(f"{parts!r} isn't a valid measurement key")
    return BudgetKind(*parts)


def _statistics(entry: Any) -> UsageStatistics:
    requests = entry["requests"]
    statistics = UsageStatistics(
        loads=(int(size) for size in _figures(entry["load_bytes"], is_possible_size)),
        peaks=(int(size) for size in _figures(entry["peak_bytes"], is_possible_size)),
        load_times=_figures(entry["load_s"], is_possible_time),
        requests=int(min(requests, _MOST_REQUESTS)) if _is(requests, _is_count) else 0,
    )
    raised, for_lifetimes = entry["raised_bytes"], entry["raised_for_lives"]
    if _is(raised, is_possible_size) and _is(for_lifetimes, _is_count):
        statistics.raise_to(int(raised), int(min(for_lifetimes, RAISED_FOR_LIFETIMES)))
    return statistics


def _figures(values: list[Any], is_possible: Callable[[float], bool]) -> list[float]:
    return [value for value in values[-LIFETIMES:] if _is(value, is_possible)]


def _is(value: Any, is_possible: Callable[[float], bool]) -> bool:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return is_number and is_possible(value)


def _is_count(number: float) -> bool:
    return 0 < number < float("inf")
