"""Requirements and licenses of an engine, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.gui.text.wording import memory_size

if TYPE_CHECKING:
    from app.gui.state.engine_view import EngineView
    from workers.catalog.entry import CatalogEntry


def _tr(text: str) -> str:
    return QCoreApplication.translate("engine_facts", text)


def requirements(view: EngineView) -> str:
    """Returns the required packages and GPU memory, one per line."""
    lines = list(view.entry.requirements)
    budget_bytes = view.worker.budget_bytes
    if budget_bytes:
        text = _tr("{} of GPU memory (measured)")
        if not view.worker.budget_is_measured:
            text = _tr("{} of GPU memory (estimated)")
        lines.append(text.format(memory_size(budget_bytes)))
    return "\n".join(lines) or _tr("None")


def license_text(entry: CatalogEntry) -> str:
    """Returns the licenses of code and weights, one per line if they differ."""
    code, weights = entry.license, entry.weights_license
    if not code and not weights:
        return _tr("Not specified in the catalog")
    if code == weights:
        return _tr("{} (code and weights)").format(code)
    lines = []
    if code:
        lines.append(_tr("{} (code)").format(code))
    if weights:
        lines.append(_tr("{} (weights)").format(weights))
    return "\n".join(lines)
