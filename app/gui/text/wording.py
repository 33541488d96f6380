"""Engines in words and tones. The views share these, so that they agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.gui.controller.engine_view import EngineAction, EngineView, Installation
from app.gui.text import durations
from app.gui.text.messages import worded
from app.gui.text.numbers import decimal
from workers.base import sizes
from workers.base.states import WorkerState

if TYPE_CHECKING:
    from workers.base.events import Progress

#: The theme colour of each worker state, by its name in ``Theme``.
_TONES = {
    WorkerState.STOPPED: "idle",
    WorkerState.STARTING: "caution",
    WorkerState.READY: "good",
    WorkerState.BUSY: "active",
    WorkerState.STOPPING: "caution",
    WorkerState.CRASHED: "bad",
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("wording", text)


def state(view: EngineView) -> str:
    """An engine's state in one or two words."""
    if view.installation is Installation.MISSING:
        return _tr("Installation failed") if view.problem else _tr("Not installed")
    if view.installation is Installation.INSTALLING:
        return _tr("Waiting to install") if view.waits else _tr("Installing")
    return {
        WorkerState.STOPPED: _tr("Stopped"),
        WorkerState.STARTING: _tr("Starting"),
        WorkerState.READY: _tr("Ready"),
        WorkerState.BUSY: _tr("Working"),
        WorkerState.STOPPING: _tr("Stopping"),
        WorkerState.CRASHED: _tr("Crashed"),
    }[view.worker.state]


def tone(view: EngineView) -> str:
    """The state's colour, by its name in ``Theme``."""
    if view.installation is Installation.MISSING:
        return "bad" if view.problem else "idle"
    if view.installation is Installation.INSTALLING:
        return "caution"
    return _TONES[view.worker.state]


def action(view: EngineView) -> str:
    """What the engine's button says."""
    is_starting = view.worker.state is WorkerState.STARTING
    return {
        EngineAction.INSTALL: _tr("Install"),
        EngineAction.CANCEL: _tr("Cancel"),
        EngineAction.START: _tr("Start"),
        EngineAction.STOP: _tr("Cancel") if is_starting else _tr("Stop"),
        EngineAction.NONE: _tr("Stop"),
    }[view.action]


def progress(
    told: Progress, *, left_s: float | None = None, bytes_per_s: float | None = None
) -> str:
    """A progress report on one line: ``Downloading, 40 %, 12 MB/s, about 3 min left``.

    Args:
        told: The report.
        left_s: Seconds that it may still take, where that is known.
        bytes_per_s: How fast a download is, where that is known.
    """
    stage = worded(told.stage)
    parts = [stage[:1].upper() + stage[1:]]
    if told.fraction is not None:
        parts.append(_tr("{} %").format(int(min(1.0, max(0.0, told.fraction)) * 100)))
    if bytes_per_s is not None:
        parts.append(_speed(bytes_per_s))
    if left_s is not None:
        parts.append(_tr("about {} left").format(durations.left(left_s)))
    return ", ".join(parts)


def progress_of(view: EngineView) -> str:
    """What is in progress with an engine, with all that is known of it; empty for nothing."""
    told = view.progress
    if told is None:
        left_s = view.left_s
        return _tr("About {} left").format(durations.left(left_s)) if left_s is not None else ""
    return progress(told, left_s=view.left_s, bytes_per_s=view.bytes_per_s)


def loading_progress(view: EngineView | None) -> tuple[str, float | None]:
    """Returns what is in progress with an engine, and its fraction from 0 to 1 where known.

    The text is empty if nothing is in progress.
    """
    report = view.progress if view is not None else None
    if view is None or report is None:
        return "", None
    text = f"{view.entry.name}: {progress_of(view)}"
    return (f"{text} ({report.detail})" if report.detail else text), report.fraction


def state_at_length(view: EngineView) -> str:
    """An engine's state, with what is in progress: ``Installing (Downloading, 40 %)``."""
    told = progress_of(view)
    if not told:
        return state(view)
    return _tr("{state} ({progress})").format(state=state(view), progress=told)


def _speed(bytes_per_s: float) -> str:
    megabytes = bytes_per_s / 10**6
    return _tr("{} MB/s").format(decimal(megabytes, 1 if megabytes < 9.95 else 0))


def kind(view: EngineView) -> str:
    """What an engine is for."""
    if view.entry.kind == "stt":
        return _tr("Speech to text")
    return _tr("Text to speech")


def device(name: str | None) -> str:
    """A device as people name it; a dash where unknown."""
    if name is None:
        return "–"
    if name.startswith("cuda"):
        index = name.partition(":")[2] or "0"
        return _tr("GPU {}").format(index)
    return name.upper() if name in ("cpu", "mps") else name


def memory_size(size_bytes: int) -> str:
    """An amount of memory, as :func:`workers.base.sizes.memory_size` rounds it for a glance."""
    return worded(sizes.memory_size(size_bytes, rounded=True))


def disk_size(size_bytes: int) -> str:
    """The size of a download or of files on a disk."""
    return worded(sizes.disk_size(size_bytes))
