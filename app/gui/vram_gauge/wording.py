"""A gauge in words: for its legend, its tool tips and for screen readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.gui.state.gauge import PartKind
from app.gui.text.numbers import as_short_as_it_is
from app.gui.text.wording import memory_size
from workers.base.sizes import GIB

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.gui.state.gauge import Gauge, Part


#: Programs named in a tool tip at most.
_NAMED = 8


def _tr(text: str) -> str:
    return QCoreApplication.translate("vram_gauge", text)


def part_name(part: Part) -> str:
    """Returns whose memory a part is."""
    return {
        PartKind.WORKER: part.name,
        PartKind.OTHERS: _tr("Other programs"),
        PartKind.RESERVED: _tr("Reserved"),
        PartKind.FREE: _tr("Free"),
    }[part.kind]


def part_text(part: Part) -> str:
    """Returns a part with its size: ``Hibari 0.08 GB``."""
    return f"{part_name(part)} {memory_size(part.size_bytes)}"


def part_hint(part: Part) -> str:
    """Returns a part's tool tip: its size, and the programs that hold it, one on each line."""
    lines = [part_text(part)]
    for name, size_bytes in part.holders[:_NAMED]:
        size = memory_size(size_bytes) if size_bytes is not None else _tr("size unknown")
        lines.append(_tr("{name}: {size}").format(name=name, size=size))
    if len(part.holders) > _NAMED:
        lines.append(_tr("and {} more").format(len(part.holders) - _NAMED))
    return "\n".join(lines)


def warning(gauge: Gauge) -> str:
    """Returns what is wrong with the figures; empty while they are fresh."""
    if gauge.is_stand_in:
        return _tr("Waiting for the GPU driver")
    if gauge.stale_s:
        seconds = int(gauge.stale_s)
        return _tr("The GPU driver isn’t responding. Last reading {} s ago").format(seconds)
    return ""


def title(gauge: Gauge) -> str:
    """Returns what the bar measures."""
    if gauge.is_system:
        return _tr("RAM")
    if gauge.index is None:
        return gauge.name
    return _tr("GPU {index}: {name}").format(index=gauge.index, name=gauge.name)


def summary(gauge: Gauge) -> str:
    """Returns how full it is: ``2.1 GB of 8.0 GB in use``."""
    return _tr("{used} of {total} in use").format(
        used=memory_size(gauge.used_bytes), total=memory_size(gauge.total_bytes)
    )


def short_summary(gauge: Gauge) -> str:
    """Returns the same with a short device name: ``GPU 1: 2.1 GB of 8.0 GB``.

    A tray's tool tip is cut after 127 characters on Windows.
    """
    template = _tr("GPU {index}: {used} of {total}")
    if gauge.is_system:
        template = _tr("RAM: {used} of {total}")
    elif gauge.index is None:
        template = _tr("GPU: {used} of {total}")
    return template.format(
        index=gauge.index,
        used=memory_size(gauge.used_bytes),
        total=memory_size(gauge.total_bytes),
    )


def description(gauge: Gauge) -> str:
    """Returns everything that the bar shows, for screen readers."""
    parts = (part_text(part) for part in gauge.parts)
    return ", ".join(filter(None, (warning(gauge), summary(gauge), *parts)))


def spoken_part(gauge: Gauge, part: Part | None) -> str:
    """Returns what the bar measures, and the part under the keyboard, if any."""
    if part is None:
        return title(gauge)
    return _tr("{device}: {part}").format(device=title(gauge), part=part_text(part))


def spoken_moment(gauge: Gauge, when: str, parts: Iterable[Part]) -> str:
    """Returns what the history shows, and the parts at a moment.

    Args:
        gauge: The device.
        when: The moment in words; empty for none.
        parts: The parts then; empty without a reading.
    """
    if not when:
        return _tr("{device}: the last 10 minutes").format(device=title(gauge))
    texts = ", ".join(part_text(part) for part in parts)
    if not texts:
        return _tr("{device}: {what}").format(device=title(gauge), what=no_reading(when))
    return _tr("{device}, {when}: {parts}").format(device=title(gauge), when=when, parts=texts)


def before_now(seconds: float) -> str:
    """Returns a moment of the history: ``now``, ``45 s ago``, ``2 min 10 s ago``."""
    minutes, rest = divmod(round(seconds), 60)
    if not minutes:
        return _tr("{} s ago").format(rest) if rest else _tr("now")
    if not rest:
        return _tr("{} min ago").format(minutes)
    return _tr("{minutes} min {seconds} s ago").format(minutes=minutes, seconds=rest)


def no_reading(when: str) -> str:
    """Returns that there was no reading at a moment."""
    return _tr("No reading {when}").format(when=when)


def amount(size_bytes: int) -> str:
    """Returns the amount of a grid line, with as many places as it has: ``8 GB``."""
    return _tr("{} GB").format(as_short_as_it_is(size_bytes / GIB))
