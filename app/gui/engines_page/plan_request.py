"""Plans an installation on a background thread."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.gui.text.messages import worded

if TYPE_CHECKING:
    from app.gui.controller.hub import Hub


class PlanRequest(QObject):
    """Plans for one engine at a time; a new request cancels the earlier one.

    Attributes:
        planned: The plan is ready: an ``InstallPlan``.
        failed: Planning failed: the reason.
    """

    planned = Signal(object)
    failed = Signal(str)

    def __init__(self, hub: Hub, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hub = hub
        self._canceled: threading.Event | None = None

    @property
    def is_running(self) -> bool:
        """True until ``planned`` or ``failed``."""
        return self._canceled is not None

    def start(self, engine: str) -> None:
        """Plans the installation of an engine, by its ID."""
        self.cancel()
        room = self._hub.room
        if room is None or self._hub.is_closing:
            return
        canceled = self._canceled = threading.Event()

        def is_current() -> bool:
            if self._canceled is not canceled:
                return False
            self._canceled = None
            return True

        self._hub.background.run(
            lambda: room.installation.plan(room.engines[engine], cancelled=canceled),
            lambda plan: self.planned.emit(plan) if is_current() else None,
            lambda error: self.failed.emit(worded(error)) if is_current() else None,
        )

    def cancel(self) -> None:
        """Cancels the request."""
        if self._canceled is not None:
            self._canceled.set()
            self._canceled = None
