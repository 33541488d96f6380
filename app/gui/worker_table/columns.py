"""The table's columns, and what each says about an engine. Texts only."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.gui import durations, wording
from workers.states import WorkerState

if TYPE_CHECKING:
    from app.gui.engine_view import EngineView

DASH = "–"


class Column(IntEnum):
    """From left to right."""

    ENGINE = 0
    STATE = 1
    DEVICE = 2
    MEMORY = 3
    LAST_USED = 4
    STOPS_IN = 5
    IDLE_TIMEOUT = 6
    ACTION = 7


def _tr(text: str) -> str:
    return QCoreApplication.translate("worker_table", text)


def heading(column: Column) -> str:
    """A column's title."""
    return {
        Column.ENGINE: _tr("Engine"),
        Column.STATE: _tr("State"),
        Column.DEVICE: _tr("Device"),
        Column.MEMORY: _tr("Memory"),
        Column.LAST_USED: _tr("Last used"),
        Column.STOPS_IN: _tr("Stops in"),
        Column.IDLE_TIMEOUT: _tr("Idle time-out"),
        Column.ACTION: "",
    }[column]


def text(view: EngineView, column: Column) -> str:
    """What a cell says."""
    return _TEXTS[column](view)


def hint(view: EngineView, column: Column) -> str:
    """A cell's tool tip; empty for none."""
    give = _HINTS.get(column)
    return give(view) if give is not None else ""


def second_line(view: EngineView, column: Column) -> str:
    """What stands below the text, smaller; empty for nothing."""
    if column is Column.ENGINE:
        kind = wording.kind(view)
        return _tr("{}, pinned").format(kind) if view.worker.is_pinned else kind
    if column is Column.STATE:
        told = view.progress
        return wording.progress(told) if told is not None else (view.error or "")
    return ""


def _device(view: EngineView) -> str:
    worker = view.worker
    if worker.pid is None:
        return DASH
    place = worker.place.label if worker.place is not None else None
    return wording.device(worker.device or place)


def _memory(view: EngineView) -> str:
    if view.memory_bytes is None:
        return DASH
    size = wording.gigabytes(view.memory_bytes)
    return f"≈ {size}" if _is_declared(view) else size


def _is_declared(view: EngineView) -> bool:
    return bool(view.worker.memory_bytes) and not view.worker.memory_is_measured


def _last_used(view: EngineView) -> str:
    worker = view.worker
    if worker.state is WorkerState.BUSY:
        return _tr("now")
    if worker.idle_s is None or not worker.requests_served:
        return _tr("not yet")
    return durations.ago(worker.idle_s)


def _stops_in(view: EngineView) -> str:
    if view.worker.is_pinned and view.has_process:
        return _tr("pinned")
    left = view.worker.idle_remaining_s
    return durations.countdown(left) if left is not None else DASH


_TEXTS = {
    Column.ENGINE: lambda view: view.entry.name,
    Column.STATE: wording.state,
    Column.DEVICE: _device,
    Column.MEMORY: _memory,
    Column.LAST_USED: _last_used,
    Column.STOPS_IN: _stops_in,
    Column.IDLE_TIMEOUT: lambda view: durations.spoken(view.worker.idle_timeout_s),
    Column.ACTION: wording.action,
}


def _state_hint(view: EngineView) -> str:
    told = view.progress
    return view.error or (wording.progress(told) if told is not None else "")


def _engine_hint(view: EngineView) -> str:
    if not view.worker.is_pinned:
        return ""
    return _tr("Pinned: never stopped for another engine, nor for being idle")


def _device_hint(view: EngineView) -> str:
    if view.fixed_to is None:
        return ""
    return _tr("Fixed to {}").format(wording.device(view.fixed_to))


def _memory_hint(view: EngineView) -> str:
    """Whose word the figure is, the most so far, and what is set aside for it."""
    worker = view.worker
    lines: list[str] = []
    if view.memory_bytes is not None:
        lines.append(_source(view))
    if worker.peak_bytes is not None and worker.pid is not None:
        lines.append(_tr("Most so far: {}").format(wording.gigabytes(worker.peak_bytes)))
    if worker.budget_bytes:
        told = (
            _tr("Budget: {}, measured")
            if worker.budget_is_measured
            else _tr("Budget: {}, estimated")
        )
        lines.append(told.format(wording.gigabytes(worker.budget_bytes)))
    return "\n".join(lines)


def _source(view: EngineView) -> str:
    if not view.worker.memory_bytes:
        return _tr("System memory of its processes")
    return {
        "driver": _tr("On the GPU, by its driver’s count"),
        "worker": _tr("On the GPU, by the engine’s own count"),
    }.get(view.worker.memory_source or "", _tr("Declared for it: not measured yet"))


def _idle_timeout_hint(view: EngineView) -> str:
    told = _tr("Stopped after this time without a request. Double-click or F2 to change")
    if not view.worker.is_pinned:
        return told
    return _tr("Does not count while the engine is pinned. Double-click or F2 to change")


_HINTS = {
    Column.ENGINE: _engine_hint,
    Column.STATE: _state_hint,
    Column.DEVICE: _device_hint,
    Column.MEMORY: _memory_hint,
    Column.IDLE_TIMEOUT: _idle_timeout_hint,
}
