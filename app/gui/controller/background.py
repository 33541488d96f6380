"""Runs what blocks, each call on a QThread of its own."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal

logger = logging.getLogger(__name__)


class _Task(QThread):
    """One call on a thread of its own; the result is delivered in the main thread."""

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
        # This object lives in the main thread, so Qt queues the call there.
        self.finished.connect(self._deliver)

    def run(self) -> None:
        try:
            self._result = self._work()
        except Exception as error:  # noqa: BLE001 - delivered, never lost
            self._error = error

    def _deliver(self) -> None:
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
    """Runs calls off the main thread.

    Attributes:
        emptied: The last call has ended.
    """

    emptied = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks: set[_Task] = set()

    @property
    def is_empty(self) -> bool:
        """True while no call is running."""
        return not self._tasks

    def run(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Calls ``work`` on a thread of its own, and returns at once.

        Args:
            work: Called off the main thread.
            done: Called with its result in the main thread.
            failed: Called with its exception in the main thread; failures are logged without it.
        """
        task = _Task(work, done, failed, self)
        self._tasks.add(task)
        task.over.connect(self._forget)
        task.start()

    def _forget(self, task: _Task) -> None:
        self._tasks.discard(task)
        task.wait()  # The thread has emitted finished, but may still be running.
        task.deleteLater()
        if not self._tasks:
            self.emptied.emit()
