"""Shows the progress of installations and loads in the task bar."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from workers.base.states import WorkerState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from app.gui.controller.hub import Hub
    from app.gui.progress.task_bar import TaskBar
    from app.gui.state.engine_view import EngineView

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CombinedProgress:
    """Everything in progress, as one.

    Attributes:
        is_any: True if something is in progress.
        percent: 0 to 100; None where unknown.
    """

    is_any: bool = False
    percent: int | None = None

    @classmethod
    def of(cls, views: Iterable[EngineView]) -> CombinedProgress:
        """Returns the mean progress; engines without a known fraction don't count."""
        moving = [
            view
            for view in views
            if view.progress is not None or view.worker.state is WorkerState.STARTING
        ]
        reports = [view.progress for view in moving if view.progress is not None]
        fractions = [report.fraction for report in reports if report.fraction is not None]
        percent = int(100 * sum(fractions) / len(fractions)) if fractions else None
        return cls(bool(moving), percent)


class TaskBarProgress(QObject):
    """Sends a hub's progress to the task bar, off the main thread, one call at a time."""

    def __init__(
        self, hub: Hub, find: Callable[[], TaskBar | None], parent: QObject | None = None
    ) -> None:
        """Connects to the hub.

        Args:
            hub: Whose engines are shown.
            find: Finds the task bar once there is something to show; may block.
            parent: Qt's.
        """
        super().__init__(parent)
        self._hub = hub
        self._find = find
        self._task_bar: TaskBar | None = None
        self._shown = self._latest = CombinedProgress()
        self._is_sending = self._has_failed = False
        hub.engine_changed.connect(self._update)

    def _update(self) -> None:
        self._latest = CombinedProgress.of(self._hub.views)
        self._send()

    def _send(self) -> None:
        is_over = self._has_failed or self._hub.is_closing
        if is_over or self._is_sending or self._latest == self._shown:
            return
        progress = self._shown = self._latest
        self._is_sending = True
        self._hub.background.run(lambda: self._show(progress), self._note_sent, self._give_up)

    def _show(self, progress: CombinedProgress) -> None:
        # Off the main thread.
        if self._task_bar is None:
            self._task_bar = self._find()
        if self._task_bar is None:
            raise OSError("not supported on this system")
        if progress.is_any:
            self._task_bar.show(None if progress.percent is None else progress.percent / 100)
        else:
            self._task_bar.hide()

    def _note_sent(self, _: object) -> None:
        self._is_sending = False
        self._send()  # There may be later progress.

    def _give_up(self, error: Exception) -> None:
        # A desktop that doesn't take it once never will.
        logger.info("no task bar progress: %s", error)
        self._has_failed = True
