"""The values by which rows are sorted."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from app.gui.state.engine_view import Installation
from app.gui.text import wording
from app.gui.worker_table import cell_texts
from app.gui.worker_table.columns import DASH, Column
from workers.base.states import WorkerState

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.gui.state.engine_view import EngineView

#: All keys of a column have the same type.
SortKey = float | str

#: Working engines first, crashed ones last.
_STATES = (
    WorkerState.BUSY,
    WorkerState.READY,
    WorkerState.STARTING,
    WorkerState.STOPPING,
    WorkerState.STOPPED,
    WorkerState.CRASHED,
)
_INSTALLATIONS = {Installation.INSTALLING: len(_STATES), Installation.MISSING: len(_STATES) + 1}


def sort_key(view: EngineView, column: Column) -> SortKey | None:
    """Returns the sort key of a row; None for an unknown value, which goes last."""
    return _KEYS[column](view)


def _state(view: EngineView) -> float:
    order = _INSTALLATIONS.get(view.installation)
    return _STATES.index(view.worker.state) if order is None else order


def _device(view: EngineView) -> str | None:
    device = cell_texts.text(view, Column.DEVICE)
    return device if device != DASH else None


def _running(figure: Callable[[EngineView], float | None]) -> Callable[[EngineView], float | None]:
    return lambda view: figure(view) if view.worker.pid is not None else None


def _last_used(view: EngineView) -> float | None:
    if view.worker.state is WorkerState.BUSY:
        return -1.0
    return view.worker.idle_s if view.worker.requests_served else None


def _stops_in(view: EngineView) -> float | None:
    is_pinned = view.worker.is_pinned and view.has_process
    return math.inf if is_pinned else view.worker.idle_remaining_s


_KEYS: dict[Column, Callable[[EngineView], SortKey | None]] = {
    Column.ENGINE: lambda view: view.entry.name.casefold(),
    Column.STATE: _state,
    Column.DEVICE: _device,
    Column.MEMORY: lambda view: view.memory_bytes,
    Column.PEAK: _running(lambda view: view.worker.peak_bytes),
    Column.BUDGET: lambda view: view.worker.budget_bytes or None,
    Column.RAM: _running(lambda view: view.worker.ram_bytes),
    Column.CPU: _running(lambda view: view.worker.cpu_percent),
    Column.REQUESTS: lambda view: view.worker.requests_served,
    Column.REAL_TIME_FACTOR: lambda view: view.worker.real_time_factor,
    Column.FIRST_AUDIO: lambda view: view.worker.first_audio_s,
    Column.LAST_USED: _last_used,
    Column.STOPS_IN: _stops_in,
    Column.IDLE_TIMEOUT: lambda view: view.worker.idle_timeout_s or math.inf,
    Column.PINNED: lambda view: not view.worker.is_pinned,
    Column.ACTION: wording.action,
}
