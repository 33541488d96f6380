"""A gauge in words: for its legend, its tool tips and for screen readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.gui.vram_gauge.parts import PartKind
from app.gui.wording import gigabytes

if TYPE_CHECKING:
    from app.gui.vram_gauge.parts import Gauge, Part


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


def title(gauge: Gauge) -> str:
    """What the bar measures."""
    return _tr("System memory") if gauge.is_system else gauge.name


def summary(gauge: Gauge) -> str:
    """How full it is: ``2.1 GB of 8.0 GB in use``."""
    return _tr("{used} of {total} in use").format(
        used=gigabytes(gauge.used_bytes), total=gigabytes(gauge.total_bytes)
    )


def description(gauge: Gauge) -> str:
    """Everything the bar shows, to be read aloud."""
    return ", ".join((summary(gauge), *(part_text(part) for part in gauge.parts)))
