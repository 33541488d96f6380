"""The file of what was measured: read with suspicion, written whole or not at all.

Version 2 holds, beside the sizes by budget key of version 1, what was learned by key, GPU
and precision. Of two processes that share a file, the last to write wins; neither ever
finds half of what the other has written.
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
    LIVES,
    MAX_GB,
    RAISED_FOR_LIVES,
    Learned,
    is_possible_size,
    is_possible_time,
)

logger = logging.getLogger(__name__)

VERSION = 2
#: What reading a file may raise, whatever stands in it.
_DAMAGED = (ValueError, ArithmeticError, LookupError, TypeError, AttributeError, RecursionError)
#: Counting on would tell nothing more.
_MOST_REQUESTS = 10**9


class Kind(NamedTuple):
    """What is learned apart from all else."""

    key: str
    gpu: str
    precision: str


@dataclass(slots=True)
class Contents:
    """What the file holds.

    Attributes:
        measured_gb: Sizes by budget key, in GB (2**30 bytes).
        learned: What was seen of each kind.
    """

    measured_gb: dict[str, float] = field(default_factory=dict[str, float])
    learned: dict[Kind, Learned] = field(default_factory=dict[Kind, Learned])


def is_possible_gb(gigabytes: float) -> bool:
    """True for a size that a worker can have: above 0 and up to 64 GB."""
    return 0 < gigabytes <= MAX_GB  # which no NaN is


def read(file: Path) -> Contents:
    """What a file holds; nothing when there is none, or none that can be read.

    One that is damaged, or of a version that is not known here, is renamed, so that the
    next write does not destroy what somebody may want to look at. Single figures that
    cannot be are left out.
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
        aside = set_aside_safely(file)
        logger.warning("couldn't read %s (%s); measuring again; %s", file, error, aside)
        return Contents()


def to_text(contents: Contents) -> str:
    """What :func:`write` writes."""
    learned = [
        {
            **kind._asdict(),
            "load_bytes": list(it.loads),
            "peak_bytes": list(it.peaks),
            "load_s": list(it.load_times),
            "requests": it.requests,
            "raised_bytes": it.raised_bytes,
            "raised_for_lives": it.raised_for,
        }
        for kind, it in sorted(contents.learned.items())
    ]
    content = {"version": VERSION, "measured_gb": contents.measured_gb, "learned": learned}
    return json.dumps(content, indent=2, sort_keys=True)


def write(file: Path, text: str) -> bool:
    """Replace the file as a whole; False when it stays as it was, and the log tells why."""
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
    return Contents(measured, {_kind(entry): _learned(entry) for entry in entries})


def _kind(entry: Any) -> Kind:
    parts: list[Any] = [entry["key"], entry["gpu"], entry["precision"]]
    if not all(isinstance(part, str) for part in parts):
        raise TypeError(f"{parts!r} isn't a valid measurement key")
    return Kind(*parts)


def _learned(entry: Any) -> Learned:
    requests = entry["requests"]
    learned = Learned(
        loads=(int(size) for size in _figures(entry["load_bytes"], is_possible_size)),
        peaks=(int(size) for size in _figures(entry["peak_bytes"], is_possible_size)),
        load_times=_figures(entry["load_s"], is_possible_time),
        requests=int(min(requests, _MOST_REQUESTS)) if _is(requests, _is_count) else 0,
    )
    raised, for_lives = entry["raised_bytes"], entry["raised_for_lives"]
    if _is(raised, is_possible_size) and _is(for_lives, _is_count):
        learned.raise_to(int(raised), int(min(for_lives, RAISED_FOR_LIVES)))
    return learned


def _figures(values: list[Any], is_possible: Callable[[float], bool]) -> list[float]:
    return [value for value in values[-LIVES:] if _is(value, is_possible)]


def _is(value: Any, is_possible: Callable[[float], bool]) -> bool:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return is_number and is_possible(value)


def _is_count(number: float) -> bool:
    return 0 < number < float("inf")
