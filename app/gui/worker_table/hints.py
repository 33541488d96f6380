"""Tool tips of the cells: the source of a figure, and what a click does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.gui.text import wording
from app.gui.text.messages import worded
from app.gui.worker_table import cell_texts
from app.gui.worker_table.columns import Column

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.gui.state.engine_view import EngineView


def _tr(text: str) -> str:
    return QCoreApplication.translate("worker_table", text)


def hint(view: EngineView, column: Column) -> str:
    """Returns a cell's tool tip; empty for none."""
    hint_of = _HINTS.get(column)
    return hint_of(view) if hint_of is not None else ""


def _state(view: EngineView) -> str:
    return worded(view.error or "") or cell_texts.progress(view)


def _engine(view: EngineView) -> str:
    if not view.worker.is_pinned:
        return ""
    return _tr("Pinned: not stopped to free memory or when idle")


def _device(view: EngineView) -> str:
    if view.fixed_to is None:
        return ""
    return _tr("Always on {}").format(wording.device(view.fixed_to))


def _memory(view: EngineView) -> str:
    worker = view.worker
    lines: list[str] = []
    if view.memory_bytes is not None:
        lines.append(_source(view))
    if worker.peak_bytes is not None and worker.pid is not None:
        lines.append(_tr("Peak: {}").format(wording.memory_size(worker.peak_bytes)))
    if worker.budget_bytes:
        lines.append(_budget(view))
    return "\n".join(lines)


def _budget(view: EngineView) -> str:
    worker = view.worker
    if not worker.budget_bytes:
        return ""
    text = (
        _tr("Budget: {} (measured)") if worker.budget_is_measured else _tr("Budget: {} (estimated)")
    )
    return text.format(wording.memory_size(worker.budget_bytes))


def _source(view: EngineView) -> str:
    if not view.worker.memory_bytes:
        return _tr("RAM used by the engine’s processes")
    return {
        "driver": _tr("GPU memory, reported by the driver"),
        "worker": _tr("GPU memory, reported by the engine"),
    }.get(view.worker.memory_source or "", _tr("Estimate from the catalog, not measured yet"))


def _idle_timeout(view: EngineView) -> str:
    if not view.worker.is_pinned:
        return _tr("Idle time before the engine stops. Double-click or press F2 to change")
    return _tr("Not used while the engine is pinned. Double-click or press F2 to change")


def _pinned(view: EngineView) -> str:
    if view.worker.is_pinned:
        return _tr("Pinned. Click to unpin")
    return _tr("Click to pin. A pinned engine isn’t stopped to free memory or when it’s idle")


_HINTS: dict[Column, Callable[[EngineView], str]] = {
    Column.ENGINE: _engine,
    Column.STATE: _state,
    Column.DEVICE: _device,
    Column.MEMORY: _memory,
    Column.BUDGET: _budget,
    Column.IDLE_TIMEOUT: _idle_timeout,
    Column.PINNED: _pinned,
}
