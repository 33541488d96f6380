"""Texts and tones for engines, shared by all parts of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.gui.state.engine_view import EngineAction, EngineView, Installation
from app.gui.text import durations
from app.gui.text.messages import worded
from app.gui.text.numbers import decimal
from workers.base import sizes
from workers.base.states import WorkerState

if TYPE_CHECKING:
    from collections.abc import Callable

    from workers.base.events import Progress

#: The color of each worker state, by its name in ``Theme``.
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


#: By functions: looking up one text must not translate all of them.
_STATES: dict[WorkerState, Callable[[], str]] = {
    WorkerState.STOPPED: lambda: _tr("Stopped"),
    WorkerState.STARTING: lambda: _tr("Starting"),
    WorkerState.READY: lambda: _tr("Ready"),
    WorkerState.BUSY: lambda: _tr("Working"),
    WorkerState.STOPPING: lambda: _tr("Stopping"),
    WorkerState.CRASHED: lambda: _tr("Crashed"),
}
_ACTIONS: dict[EngineAction, Callable[[], str]] = {
    EngineAction.INSTALL: lambda: _tr("Install"),
    EngineAction.CANCEL: lambda: _tr("Cancel"),
    EngineAction.START: lambda: _tr("Start"),
    EngineAction.STOP: lambda: _tr("Stop"),
    EngineAction.NONE: lambda: _tr("Stop"),
}


def state(view: EngineView) -> str:
    """Returns an engine's state in one or two words."""
    if view.installation is Installation.MISSING:
        return _tr("Installation failed") if view.problem else _tr("Not installed")
    if view.installation is Installation.INSTALLING:
        return _tr("Waiting to install") if view.waits else _tr("Installing")
    return _STATES[view.worker.state]()


def tone(view: EngineView) -> str:
    """Returns the color of an engine's state, by its name in ``Theme``."""
    if view.installation is Installation.MISSING:
        return "bad" if view.problem else "idle"
    if view.installation is Installation.INSTALLING:
        return "caution"
    return _TONES[view.worker.state]


def action(view: EngineView) -> str:
    """Returns the text of an engine's button."""
    if view.action is EngineAction.STOP and view.worker.state is WorkerState.STARTING:
        return _tr("Cancel")
    return _ACTIONS[view.action]()


def progress(
    report: Progress, *, left_s: float | None = None, bytes_per_s: float | None = None
) -> str:
    """Returns progress on one line: ``Downloading, 40 %, 12 MB/s, about 3 min left``.

    Args:
        report: Stage and fraction.
        left_s: Estimated seconds left; None where unknown.
        bytes_per_s: Download speed; None where unknown.
    """
    stage = worded(report.stage)
    parts = [stage[:1].upper() + stage[1:]]
    if report.fraction is not None:
        parts.append(_tr("{} %").format(int(min(1.0, max(0.0, report.fraction)) * 100)))
    if bytes_per_s is not None:
        parts.append(_speed(bytes_per_s))
    if left_s is not None:
        parts.append(_tr("about {} left").format(durations.left(left_s)))
    return ", ".join(parts)


def progress_of(view: EngineView) -> str:
    """Returns an engine's progress with its estimates; empty if nothing is in progress."""
    report = view.progress
    if report is None:
        left_s = view.left_s
        return _tr("About {} left").format(durations.left(left_s)) if left_s is not None else ""
    return progress(report, left_s=view.left_s, bytes_per_s=view.bytes_per_s)


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
    """Returns an engine's state and progress: ``Installing (Downloading, 40 %)``."""
    line = progress_of(view)
    if not line:
        return state(view)
    return _tr("{state} ({progress})").format(state=state(view), progress=line)


def _speed(bytes_per_s: float) -> str:
    megabytes = bytes_per_s / 10**6
    return _tr("{} MB/s").format(decimal(megabytes, 1 if megabytes < 9.95 else 0))


def kind(view: EngineView) -> str:
    """Returns what an engine is for."""
    if view.entry.kind == "stt":
        return _tr("Speech to text")
    return _tr("Text to speech")


def device(name: str | None) -> str:
    """Returns a device as people name it; a dash where unknown."""
    if name is None:
        return "–"
    if name.startswith("cuda"):
        index = name.partition(":")[2] or "0"
        return _tr("GPU {}").format(index)
    return name.upper() if name in ("cpu", "mps") else name


def memory_size(size_bytes: int) -> str:
    """Returns an amount of memory, rounded as figures that are read at a glance."""
    return worded(sizes.memory_size(size_bytes, rounded=True))


def disk_size(size_bytes: int) -> str:
    """Returns the size of a download or of files on a disk."""
    return worded(sizes.disk_size(size_bytes))
