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
    if column is Column.STATE:
        return view.error or ""
    if column is Column.MEMORY and view.memory_bytes is not None:
        if view.worker.memory_bytes and not view.worker.memory_is_measured:
            return _tr("Declared in the catalog; not measured yet")
        return _tr("Measured")
    if column is Column.IDLE_TIMEOUT:
        return _tr("Stopped after this time without a request. Double-click or F2 to change")
    return ""


def second_line(view: EngineView, column: Column) -> str:
    """What stands below the text, smaller; empty for nothing."""
    if column is Column.ENGINE:
        return wording.kind(view)
    if column is Column.STATE:
        told = view.progress
        return wording.progress(told) if told is not None else (view.error or "")
    return ""


def _device(view: EngineView) -> str:
    return wording.device(view.worker.device) if view.worker.pid is not None else DASH


def _memory(view: EngineView) -> str:
    if view.memory_bytes is None:
        return DASH
    size = wording.gigabytes(view.memory_bytes)
    is_guess = view.worker.memory_bytes and not view.worker.memory_is_measured
    return f"≈ {size}" if is_guess else size


def _last_used(view: EngineView) -> str:
    worker = view.worker
    if worker.state is WorkerState.BUSY:
        return _tr("now")
    if worker.idle_s is None or not worker.requests_served:
        return _tr("not yet")
    return durations.ago(worker.idle_s)


def _stops_in(view: EngineView) -> str:
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
