"""Install status of an engine, and its wording."""

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
    """How much of an engine is installed."""

    MISSING = "missing"
    PARTIAL = "partial"
    """Some files are missing: the installation was interrupted, or is outdated."""
    INSTALLING = "installing"
    INSTALLED = "installed"
    DAMAGED = "damaged"
    """Files are damaged."""


def install_status(
    view: EngineView, found: InstallState | None, *, is_damaged: bool = False
) -> InstallStatus:
    """Returns how much of an engine is installed.

    Args:
        view: The engine.
        found: What the disk holds; None before it was scanned.
        is_damaged: Whether verification has found damaged files.
    """
    if view.installation is Installation.INSTALLING:
        return InstallStatus.INSTALLING
    if is_damaged:
        return InstallStatus.DAMAGED
    if view.installation is Installation.INSTALLED:
        return InstallStatus.INSTALLED
    return (
        InstallStatus.PARTIAL
        if found is not None and _has_own_files(view, found)
        else InstallStatus.MISSING
    )


def _has_own_files(view: EngineView, found: InstallState) -> bool:
    """Returns whether there are files that no other engine has installed."""
    has_weights = any(found.weights) and not found.others_weights
    has_sources = bool(view.entry.sources) and found.sources
    has_environment = bool(found.environment_bytes) and not found.shared_with
    return has_weights or has_sources or has_environment


def status_text(view: EngineView, status: InstallStatus) -> str:
    """Returns the status in a few words; with the progress of an installation."""
    if status is InstallStatus.INSTALLING:
        progress = view.install_progress
        if progress is None or progress.fraction is None:
            return wording.state(view)
        return _tr("Installing, {} %").format(int(progress.fraction * 100))
    if status is InstallStatus.DAMAGED:
        return _tr("Repair needed")
    if status is InstallStatus.INSTALLED:
        is_stopped = view.worker.state is WorkerState.STOPPED
        return _tr("Installed") if is_stopped else wording.state(view)
    if view.problem is not None:
        return wording.state(view)
    return (
        _tr("Update or repair needed") if status is InstallStatus.PARTIAL else _tr("Not installed")
    )


def tone(view: EngineView, status: InstallStatus) -> str:
    """Returns the status color, by its name in ``Theme``."""
    if status in (InstallStatus.PARTIAL, InstallStatus.DAMAGED):
        return "caution"
    if status is InstallStatus.INSTALLED and view.worker.state is WorkerState.STOPPED:
        return "good"
    return wording.tone(view)


def missing_parts(view: EngineView, found: InstallState | None) -> str:
    """Returns what is missing, one part per line; empty for nothing, or before the scan."""
    if found is None or view.installation is Installation.INSTALLED:
        return ""
    lines = [] if found.environment else [_tr("Packages")]
    if not found.sources:
        lines += [_tr("{} (code)").format(source.repository) for source in view.entry.sources]
    lines += [
        _tr("{} (weights)").format(weights.repository)
        for weights, is_complete in zip(view.entry.weights, found.weights, strict=False)
        if not is_complete
    ]
    return "\n".join(lines)
