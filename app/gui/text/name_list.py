"""Names joined to a phrase."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from collections.abc import Sequence


def _tr(text: str) -> str:
    return QCoreApplication.translate("name_list", text)


def joined(names: Sequence[str]) -> str:
    """Returns names as a sentence has them: ``Piper, Kokoro, and F5``.

    Args:
        names: At least one.
    """
    *first, last = names
    if not first:
        return last
    if len(first) == 1:
        return _tr("{} and {}").format(first[0], last)
    return _tr("{}, and {}").format(", ".join(first), last)
