"""Work that may block, each piece on a QThread of its own."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal

logger = logging.getLogger(__name__)


class _Task(QThread):
    """One call on one thread; its result is handed over in the main thread."""

    over = Signal(object)

    def __init__(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None] | None,
        failed: Callable[[Exception], None] | None,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._work = work
        self._done = done
        self._failed = failed
        self._result: Any = None
        self._error: Exception | None = None
        # A bound method of an object that lives in the main thread: the call is queued there.
        self.finished.connect(self._hand_over)

    def run(self) -> None:
        try:
            self._result = self._work()
        except Exception as error:  # noqa: BLE001 - handed over, never lost
            self._error = error

    def _hand_over(self) -> None:
        try:
            if self._error is None:
                if self._done is not None:
                    self._done(self._result)
            elif self._failed is not None:
                self._failed(self._error)
            else:
                logger.error("%r failed", self._work, exc_info=self._error)
        finally:
            self.over.emit(self)


class Background(QObject):
    """Starts such work and keeps it until it is over.

    Attributes:
        emptied: The last piece of work is over.
    """

    emptied = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks: set[_Task] = set()

    @property
    def is_empty(self) -> bool:
        """True while nothing runs."""
        return not self._tasks

    def run(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Call ``work`` on a thread of its own. Returns at once.

        Args:
            work: Runs off the main thread.
            done: Gets its result, in the main thread.
            failed: Gets its exception, in the main thread; without it the failure is logged.
        """
        task = _Task(work, done, failed, self)
        self._tasks.add(task)
        task.over.connect(self._forget)
        task.start()

    def _forget(self, task: _Task) -> None:
        self._tasks.discard(task)
        task.wait()  # It has said that it finished; this is the last microseconds of it.
        task.deleteLater()
        if not self._tasks:
            self.emptied.emit()
