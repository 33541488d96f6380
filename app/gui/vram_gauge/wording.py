"""A gauge in words: for its legend, its tool tips and for screen readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.gui.vram_gauge.parts import PartKind
from app.gui.wording import gigabytes

if TYPE_CHECKING:
    from app.gui.vram_gauge.parts import Gauge, Part


#: So many programs are named in a tool tip.
_NAMED = 8


def _tr(text: str) -> str:
    return QCoreApplication.translate("vram_gauge", text)


def part_name(part: Part) -> str:
    """Whose memory a part is."""
    return {
        PartKind.WORKER: part.name,
        PartKind.OTHERS: _tr("Other programs"),
        PartKind.RESERVED: _tr("Reserved"),
        PartKind.FREE: _tr("Free"),
    }[part.kind]


def part_text(part: Part) -> str:
    """A part with its size: ``Hibari 0.08 GB``."""
    return f"{part_name(part)} {gigabytes(part.size_bytes)}"


def part_hint(part: Part) -> str:
    """A part's tool tip: its size, and who holds it where that is known, one a line."""
    lines = [part_text(part)]
    for name, size_bytes in part.holders[:_NAMED]:
        size = gigabytes(size_bytes) if size_bytes is not None else _tr("size not told")
        lines.append(_tr("{name}: {size}").format(name=name, size=size))
    if len(part.holders) > _NAMED:
        lines.append(_tr("and {} more").format(len(part.holders) - _NAMED))
    return "\n".join(lines)


def warning(gauge: Gauge) -> str:
    """What is wrong with the figures; empty when they are fresh."""
    if gauge.is_stand_in:
        return _tr("The GPU’s driver has gone away; waiting for it to come back")
    if gauge.stale_s:
        seconds = int(gauge.stale_s)
        return _tr("The driver does not answer: figures of {} s ago").format(seconds)
    return ""


def title(gauge: Gauge) -> str:
    """What the bar measures."""
    if gauge.is_system:
        return _tr("System memory")
    if gauge.index is None:
        return gauge.name
    return _tr("GPU {index}: {name}").format(index=gauge.index, name=gauge.name)


def summary(gauge: Gauge) -> str:
    """How full it is: ``2.1 GB of 8.0 GB in use``."""
    return _tr("{used} of {total} in use").format(
        used=gigabytes(gauge.used_bytes), total=gigabytes(gauge.total_bytes)
    )


def description(gauge: Gauge) -> str:
    """Everything the bar shows, to be read aloud."""
    parts = (part_text(part) for part in gauge.parts)
    return ", ".join(filter(None, (warning(gauge), summary(gauge), *parts)))
