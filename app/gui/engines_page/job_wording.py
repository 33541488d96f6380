"""Wording of installation jobs: progress, result, and queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.gui.controller.install_queue import Task
from app.gui.state.engine_view import Installation
from app.gui.text import wording
from app.gui.text.lists import listed
from app.gui.text.messages import worded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.gui.controller.install_queue import InstallQueue, JobEnd
    from app.gui.state.engine_view import EngineView


def _tr(text: str) -> str:
    return QCoreApplication.translate("engine_page", text)


def job_progress(view: EngineView, install_queue: InstallQueue) -> str:
    """Returns the job in progress with an engine, and how far it is; empty for none."""
    task = install_queue.task(view.id)
    if view.installation is Installation.INSTALLING:
        progress_text = wording.progress_of(view)
        detail = view.install_progress.detail if view.install_progress is not None else ""
        if progress_text and detail:
            return _tr("{progress}: {detail}").format(progress=progress_text, detail=detail)
        return progress_text or _tr("{}…").format(wording.state(view))
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
    text = _tr("{doing} ({progress})")
    return text.format(doing=doing, progress=wording.progress(progress))


def job_result(view: EngineView, end: JobEnd) -> tuple[str, str]:
    """Returns how a job ended, and the tone of the text; empty if there is nothing to say.

    A failed installation has a failure card instead.
    """
    if end.was_cancelled:
        return _tr("Canceled. Finished downloads are kept for next time."), "muted"
    if end.task in (Task.INSTALL, Task.REPAIR):
        return ("", "") if end.failure else (_tr("{} installed").format(view.entry.name), "good")
    if end.failure is not None:
        return worded(end.failure.sentence), "bad"
    if end.task is Task.VERIFY and end.result:
        text = _tr("Damaged files: {}")
        return text.format(" ".join(map(worded, end.result))), "caution"
    if end.task is Task.IMPORT and not end.result:
        return _tr("Weights imported, but not verified: no checksums available"), "caution"
    text = {
        Task.IMPORT: _tr("Weights are intact"),
        Task.VERIFY: _tr("All files are intact"),
        Task.ROLL_BACK: _tr("Packages rolled back"),
        Task.REMOVE: _tr("Removed."),
    }[end.task]
    kept = map(worded, end.result) if end.task is Task.REMOVE else ()
    return " ".join((text, *kept)), "good"


def queue_text(views: Sequence[EngineView]) -> str:
    """Returns the current installation and the next ones; empty for none."""
    if not views:
        return ""
    current, *waiting = views
    text = _tr("{engine}: {state}").format(
        engine=current.entry.name, state=wording.state_at_length(current)
    )
    if not waiting:
        return text
    names = listed([view.entry.name for view in waiting])
    return _tr("{now}. Next: {engines}").format(now=text, engines=names)
