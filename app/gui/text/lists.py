"""Lists of names within a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from collections.abc import Sequence


def _tr(text: str) -> str:
    return QCoreApplication.translate("lists", text)


def listed(names: Sequence[str]) -> str:
    """Joins one or more names as a sentence does: ``Piper, Kokoro, and F5``."""
    *first, last = names
    if not first:
        return last
    template = _tr("{} and {}") if len(first) == 1 else _tr("{}, and {}")
    return template.format(", ".join(first), last)
