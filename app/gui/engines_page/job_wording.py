"""What is being done about an engine, and how it ended, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.gui.controller.engine_view import Installation
from app.gui.controller.install_queue import Task
from app.gui.text import wording
from app.gui.text.lists import listed
from app.gui.text.messages import worded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.gui.controller.engine_view import EngineView
    from app.gui.controller.install_queue import InstallQueue, JobEnd


def _tr(text: str) -> str:
    return QCoreApplication.translate("engine_page", text)


def under_way(view: EngineView, install_queue: InstallQueue) -> str:
    """What is being done about an engine, and how far that is; empty for nothing."""
    task = install_queue.task(view.id)
    if view.installation is Installation.INSTALLING:
        told = wording.progress_of(view)
        detail = view.install_progress.detail if view.install_progress is not None else ""
        if told and detail:
            return _tr("{progress}: {detail}").format(progress=told, detail=detail)
        return told or _tr("{}…").format(wording.state(view))
    if task is None:
        return ""
    doing = {
        Task.IMPORT: _tr("Copying weights"),
        Task.VERIFY: _tr("Verifying files"),
        Task.ROLL_BACK: _tr("Rolling back packages"),
        Task.REMOVE: _tr("Removing"),
    }.get(task, _tr("Installing"))
    progress = install_queue.progress(view.id)
    if progress is None:
        return _tr("{}…").format(doing)
    told = _tr("{doing} ({progress})")
    return told.format(doing=doing, progress=wording.progress(progress))


def ended(view: EngineView, end: JobEnd) -> tuple[str, str]:
    """How something ended that was asked for here, and in which tone; empty for nothing to say.

    An installation that failed is told of by its card.
    """
    if end.was_cancelled:
        return _tr("Canceled. Finished downloads are kept for next time."), "muted"
    if end.task in (Task.INSTALL, Task.REPAIR):
        return ("", "") if end.failure else (_tr("{} installed").format(view.entry.name), "good")
    if end.failure is not None:
        return worded(end.failure.sentence), "bad"
    if end.task is Task.VERIFY and end.result:
        told = _tr("Damaged files: {}")
        return told.format(" ".join(map(worded, end.result))), "caution"
    if end.task is Task.IMPORT and not end.result:
        told = _tr("Weights imported, but not verified: no checksums available")
        return told, "caution"
    told = {
        Task.IMPORT: _tr("Weights are intact"),
        Task.VERIFY: _tr("All files are intact"),
        Task.ROLL_BACK: _tr("Packages rolled back"),
        Task.REMOVE: _tr("Removed."),
    }[end.task]
    kept = map(worded, end.result) if end.task is Task.REMOVE else ()
    return " ".join((told, *kept)), "good"


def queue(views: Sequence[EngineView]) -> str:
    """What is being installed, and what comes after it; empty for nothing."""
    if not views:
        return ""
    now, *after = views
    told = _tr("{engine}: {state}").format(
        engine=now.entry.name, state=wording.state_at_length(now)
    )
    if not after:
        return told
    names = listed([view.entry.name for view in after])
    return _tr("{now}. Next: {engines}").format(now=told, engines=names)
