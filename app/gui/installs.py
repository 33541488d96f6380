"""Engines' environments being made, with progress and cancel."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from app.gui.background import Background
    from app.room import EngineRoom
    from workers.diagnosis.failure import Failure
    from workers.events import Progress

logger = logging.getLogger(__name__)


class Installs(QObject):
    """Makes environments off the main thread, one at a time for each engine.

    Attributes:
        progressed: An engine's installation told how far it is: id, ``Progress``.
        ended: An installation is over: id, and its ``Failure``, None if it went well or was
            cancelled.
    """

    progressed = Signal(str, object)
    ended = Signal(str, object)

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._running: dict[str, threading.Event] = {}

    def start(self, room: EngineRoom, engine: str, *, again: bool = False) -> None:
        """Begin to install an engine's environment, unless that is under way.

        Args:
            room: Where it is.
            engine: Its id.
            again: Replace what is there by fresh copies: some of it is lost or broken.
        """
        if engine in self._running:
            return
        cancelled = self._running[engine] = threading.Event()
        entry = room.engines[engine]

        def tell(progress: Progress) -> None:
            self.progressed.emit(engine, progress)

        def install() -> None:
            environments = room.environments
            is_whole = environments.is_complete(entry.environment, entry.requirements)
            if again and is_whole:
                environments.reinstall(entry.environment, progress=tell, cancelled=cancelled)
            else:
                environments.create(
                    entry.environment, entry.requirements, progress=tell, cancelled=cancelled
                )

        def failed(error: Exception) -> None:
            if cancelled.is_set():
                self._end(engine, None)
                return
            from workers.clock import MonotonicClock
            from workers.diagnosis.failure import Failure

            logger.error("Installing %s failed: %s", engine, error)
            self._end(engine, Failure.of(error, MonotonicClock().now()))

        self._background.run(install, lambda _: self._end(engine, None), failed)

    def cancel(self, engine: str) -> None:
        """Ask an installation to end; ``ended`` tells when it has."""
        if engine in self._running:
            self._running[engine].set()

    def cancel_all(self) -> None:
        """Ask all of them."""
        for cancelled in self._running.values():
            cancelled.set()

    def _end(self, engine: str, failure: Failure | None) -> None:
        del self._running[engine]
        self.ended.emit(engine, failure)
