"""What an installation would take: asked of the index, off the main thread."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.gui.text.messages import worded

if TYPE_CHECKING:
    from app.gui.controller.hub import Hub


class PlanRequest(QObject):
    """Asks for one engine at a time; a newer question replaces an older one.

    Attributes:
        planned: The answer: an ``InstallPlan``.
        failed: There is none: why.
    """

    planned = Signal(object)
    failed = Signal(str)

    def __init__(self, hub: Hub, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hub = hub
        self._cancelled: threading.Event | None = None

    @property
    def is_asking(self) -> bool:
        """True while an answer is waited for."""
        return self._cancelled is not None

    def ask(self, engine: str) -> None:
        """Ask for an engine, by its id."""
        self.cancel()
        room = self._hub.room
        if room is None or self._hub.is_closing:
            return
        cancelled = self._cancelled = threading.Event()

        def is_current() -> bool:
            if self._cancelled is not cancelled:
                return False
            self._cancelled = None
            return True

        self._hub.background.run(
            lambda: room.installation.plan(room.engines[engine], cancelled=cancelled),
            lambda plan: self.planned.emit(plan) if is_current() else None,
            lambda error: self.failed.emit(worded(error)) if is_current() else None,
        )

    def cancel(self) -> None:
        """Ask no longer."""
        if self._cancelled is not None:
            self._cancelled.set()
            self._cancelled = None
