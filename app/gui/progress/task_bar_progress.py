"""Tells the task bar how far the engines' installations and loads have come."""

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
class Together:
    """All that is in progress, as one.

    Attributes:
        is_any: Something is in progress.
        percent: How far it has come, 0 to 100; None where that is not known.
    """

    is_any: bool = False
    percent: int | None = None

    @classmethod
    def of(cls, views: Iterable[EngineView]) -> Together:
        """Add up these engines; those that do not tell how far they are do not count."""
        moving = [
            view
            for view in views
            if view.progress is not None or view.worker.state is WorkerState.STARTING
        ]
        told = (view.progress for view in moving)
        known = [it.fraction for it in told if it is not None and it.fraction is not None]
        percent = int(100 * sum(known) / len(known)) if known else None
        return cls(bool(moving), percent)


class TaskBarProgress(QObject):
    """Follows the hub, and tells whole percents, one after the other, off the main thread."""

    def __init__(
        self, hub: Hub, find: Callable[[], TaskBar | None], parent: QObject | None = None
    ) -> None:
        """Args: find: Finds the task bar once there is something to show; may block."""
        super().__init__(parent)
        self._hub = hub
        self._find = find
        self._task_bar: TaskBar | None = None
        self._told = self._wanted = Together()
        self._is_telling = self._is_given_up = False
        hub.engine_changed.connect(self._follow)

    def _follow(self) -> None:
        self._wanted = Together.of(self._hub.views)
        self._tell()

    def _tell(self) -> None:
        is_over = self._is_given_up or self._hub.is_closing
        if is_over or self._is_telling or self._wanted == self._told:
            return
        self._told, self._is_telling = self._wanted, True
        told = self._told
        self._hub.background.run(lambda: self._show(told), self._go_on, self._give_up)

    def _show(self, told: Together) -> None:
        # Off the main thread, one call at a time.
        if self._task_bar is None:
            self._task_bar = self._find()
        if self._task_bar is None:
            raise OSError("not supported on this system")
        if told.is_any:
            self._task_bar.show(None if told.percent is None else told.percent / 100)
        else:
            self._task_bar.hide()

    def _go_on(self, _: object) -> None:
        self._is_telling = False
        self._tell()  # What has come meanwhile.

    def _give_up(self, error: Exception) -> None:
        # It is an extra: what the desktop does not take is not tried again and again.
        logger.info("no task bar progress: %s", error)
        self._is_given_up = True
