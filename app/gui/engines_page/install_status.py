"""Whether an engine is there, and what it still needs."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.gui.state.engine_view import EngineView, Installation
from app.gui.text import wording
from workers.base.states import WorkerState

if TYPE_CHECKING:
    from workers.installation.state import InstallState


def _tr(text: str) -> str:
    return QCoreApplication.translate("engine_page", text)


class InstallStatus(Enum):
    """How much of an engine is there."""

    MISSING = "missing"
    PARTLY = "partly"
    """Something of its own is there, and something is not: it was cut off, or is outdated."""
    ON_ITS_WAY = "on its way"
    INSTALLED = "installed"
    BROKEN = "broken"
    """It was installed, and not all of it is whole."""


def install_status(
    view: EngineView, found: InstallState | None, *, is_broken: bool = False
) -> InstallStatus:
    """How much of an engine is there.

    Args:
        view: Its newest picture.
        found: What the disk has of it; None before that was looked at.
        is_broken: Somebody has looked, and not all of it was whole.
    """
    if view.installation is Installation.INSTALLING:
        return InstallStatus.ON_ITS_WAY
    if is_broken:
        return InstallStatus.BROKEN
    if view.installation is Installation.INSTALLED:
        return InstallStatus.INSTALLED
    return (
        InstallStatus.PARTLY
        if found is not None and _is_begun(view, found)
        else InstallStatus.MISSING
    )


def _is_begun(view: EngineView, found: InstallState) -> bool:
    """True where something is there that nobody else has put there."""
    has_weights = any(found.weights) and not found.others_weights
    has_sources = bool(view.entry.sources) and found.sources
    has_environment = bool(found.environment_bytes) and not found.shared_with
    return has_weights or has_sources or has_environment


def status_text(view: EngineView, how: InstallStatus) -> str:
    """Its state in a few words; while it is being installed, how far that is."""
    if how is InstallStatus.ON_ITS_WAY:
        told = view.install_progress
        if told is None or told.fraction is None:
            return wording.state(view)
        return _tr("Installing, {} %").format(int(told.fraction * 100))
    if how is InstallStatus.BROKEN:
        return _tr("Repair needed")
    if how is InstallStatus.INSTALLED:
        is_at_rest = view.worker.state is WorkerState.STOPPED
        return _tr("Installed") if is_at_rest else wording.state(view)
    if view.problem is not None:
        return wording.state(view)
    return _tr("Update or repair needed") if how is InstallStatus.PARTLY else _tr("Not installed")


def tone(view: EngineView, how: InstallStatus) -> str:
    """The state's colour, by its name in ``Theme``; the words say the same."""
    if how in (InstallStatus.PARTLY, InstallStatus.BROKEN):
        return "caution"
    if how is InstallStatus.INSTALLED and view.worker.state is WorkerState.STOPPED:
        return "good"
    return wording.tone(view)


def missing_parts(view: EngineView, found: InstallState | None) -> str:
    """What is still missing, one a line; empty when nothing is, or nobody has looked yet."""
    if found is None or view.installation is Installation.INSTALLED:
        return ""
    lines = [] if found.environment else [_tr("Packages")]
    if not found.sources:
        lines += [_tr("{} (code)").format(source.repository) for source in view.entry.sources]
    lines += [
        _tr("{} (weights)").format(weights.repository)
        for weights, is_there in zip(view.entry.weights, found.weights, strict=False)
        if not is_there
    ]
    return "\n".join(lines)
