"""Texts of the cells: a first line, and a smaller second line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale

from app.gui.text import durations, wording
from app.gui.text.messages import worded
from app.gui.text.numbers import decimal
from app.gui.worker_table.columns import DASH, Column, title
from workers.base.states import WorkerState

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.gui.state.engine_view import EngineView


def _tr(text: str) -> str:
    return QCoreApplication.translate("worker_table", text)


def text(view: EngineView, column: Column) -> str:
    """Returns the first line of a cell."""
    return _TEXTS[column](view)


def second_line(view: EngineView, column: Column) -> str:
    """Returns the second line of a cell; empty for none."""
    line_of = _SECOND_LINES.get(column)
    return line_of(view) if line_of is not None else ""


def accessible_text(view: EngineView, column: Column) -> str:
    """Returns a cell for screen readers: with the column's title, and no dashes."""
    line = text(view, column)
    if column is Column.ACTION:
        return _tr("{action} {engine}").format(action=line, engine=view.entry.name)
    if line == DASH:
        line = _tr("no") if column is Column.PINNED else _tr("not specified")
    return ", ".join(filter(None, (title(column), line, second_line(view, column))))


def progress(view: EngineView) -> str:
    """Returns what is in progress, with its detail; empty for nothing."""
    report, line = view.progress, wording.progress_of(view)
    if report is None or not report.detail:
        return line
    return _tr("{progress}: {detail}").format(progress=line, detail=report.detail)


def budget(view: EngineView) -> str:
    """Returns the reserved memory, marked if it is an estimate; empty for none."""
    worker = view.worker
    if not worker.budget_bytes:
        return ""
    return _size(worker.budget_bytes, is_measured=worker.budget_is_measured)


def _size(size_bytes: int | None, *, is_measured: bool = True) -> str:
    if size_bytes is None:
        return DASH
    size = wording.memory_size(size_bytes)
    return size if is_measured else _tr("≈ {}").format(size)


def _device(view: EngineView) -> str:
    worker = view.worker
    if worker.pid is None:
        return DASH
    place = worker.place.label if worker.place is not None else None
    return wording.device(worker.device or place)


def _memory(view: EngineView) -> str:
    is_declared = bool(view.worker.memory_bytes) and not view.worker.memory_is_measured
    return _size(view.memory_bytes, is_measured=not is_declared)


def _peak(view: EngineView) -> str:
    return _size(view.worker.peak_bytes if view.worker.pid is not None else None)


def _ram(view: EngineView) -> str:
    return _size(view.worker.ram_bytes if view.worker.pid is not None else None)


def _cpu(view: EngineView) -> str:
    percent = view.worker.cpu_percent
    if percent is None or view.worker.pid is None:
        return DASH
    return _tr("{} %").format(round(percent))


def _requests(view: EngineView) -> str:
    return QLocale().toString(view.worker.requests_served)


def _real_time_factor(view: EngineView) -> str:
    factor = view.worker.real_time_factor
    if factor is None:
        return DASH
    return decimal(factor, 2 if factor >= 0.095 else 3)


def _first_audio(view: EngineView) -> str:
    seconds = view.worker.first_audio_s
    return durations.measured(seconds) if seconds is not None else DASH


def _last_used(view: EngineView) -> str:
    worker = view.worker
    if worker.state is WorkerState.BUSY:
        return _tr("now")
    if worker.idle_s is None or not worker.requests_served:
        return _tr("never")
    return durations.ago(worker.idle_s)


def _stops_in(view: EngineView) -> str:
    if view.worker.is_pinned and view.has_process:
        return _tr("pinned")
    left = view.worker.idle_remaining_s
    return durations.countdown(left) if left is not None else DASH


def _pinned(view: EngineView) -> str:
    return _tr("pinned") if view.worker.is_pinned else DASH


#: The columns whose texts depend on a field of the worker's snapshot or of the engine's view.
#: Fields that aren't listed, such as the state, change any column.
COLUMNS_BY_FIELD: dict[str, tuple[Column, ...]] = {
    "memory_bytes": (Column.MEMORY,),
    "memory_source": (Column.MEMORY,),
    "peak_bytes": (Column.PEAK,),
    "ram_bytes": (Column.MEMORY, Column.RAM),
    "cpu_percent": (Column.CPU,),
    "budget_bytes": (Column.MEMORY, Column.BUDGET),
    "budget_is_measured": (Column.MEMORY, Column.BUDGET),
    "reload_s": (),
    "idle_s": (Column.LAST_USED,),
    "idle_timeout_s": (Column.IDLE_TIMEOUT,),
    "idle_remaining_s": (Column.STOPS_IN,),
    "requests_served": (Column.REQUESTS, Column.LAST_USED),
    "requests_in_flight": (),
    "real_time_factor": (Column.REAL_TIME_FACTOR,),
    "first_audio_s": (Column.FIRST_AUDIO,),
    "progress": (Column.STATE,),
    "install_progress": (Column.STATE,),
    "left_s": (Column.STATE,),
    "bytes_per_s": (Column.STATE,),
}
_TEXTS: dict[Column, Callable[[EngineView], str]] = {
    Column.ENGINE: lambda view: view.entry.name,
    Column.STATE: wording.state,
    Column.DEVICE: _device,
    Column.MEMORY: _memory,
    Column.PEAK: _peak,
    Column.BUDGET: lambda view: budget(view) or DASH,
    Column.RAM: _ram,
    Column.CPU: _cpu,
    Column.REQUESTS: _requests,
    Column.REAL_TIME_FACTOR: _real_time_factor,
    Column.FIRST_AUDIO: _first_audio,
    Column.LAST_USED: _last_used,
    Column.STOPS_IN: _stops_in,
    Column.IDLE_TIMEOUT: lambda view: durations.spoken(view.worker.idle_timeout_s),
    Column.PINNED: _pinned,
    Column.ACTION: wording.action,
}


def _kind_and_family(view: EngineView) -> str:
    kind, family = wording.kind(view), view.entry.engine
    if family.casefold() != view.entry.name.casefold():
        kind = _tr("{kind}, {family}").format(kind=kind, family=family)
    return _tr("{}, pinned").format(kind) if view.worker.is_pinned else kind


def _progress_or_error(view: EngineView) -> str:
    return progress(view) or worded(view.error or "")


def _of_budget(view: EngineView) -> str:
    size = budget(view)
    if not size:
        return ""
    is_loaded = view.worker.pid is not None and bool(view.worker.memory_bytes)
    return (_tr("of {}") if is_loaded else _tr("needs {}")).format(size)


def _budgets_source(view: EngineView) -> str:
    if not view.worker.budget_bytes:
        return ""
    return _tr("measured") if view.worker.budget_is_measured else _tr("estimated")


def _speed(view: EngineView) -> str:
    factor = view.worker.real_time_factor
    if not factor:
        return ""
    speed = 1 / factor
    return _tr("{}× real time").format(decimal(speed, 0 if speed >= 9.95 else 1))


_SECOND_LINES: dict[Column, Callable[[EngineView], str]] = {
    Column.ENGINE: _kind_and_family,
    Column.STATE: _progress_or_error,
    Column.MEMORY: _of_budget,
    Column.BUDGET: _budgets_source,
    Column.REAL_TIME_FACTOR: _speed,
}

#: The functions for both lines of each column, in the order of ``Column``.
LINES = tuple((_TEXTS[column], _SECOND_LINES.get(column)) for column in Column)
