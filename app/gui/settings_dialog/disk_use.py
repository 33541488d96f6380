"""Disk use of environments, measured when it's shown first."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from app.gui.controller.background import Background
    from workers.environments.store import EnvironmentStore


class DiskUse(QObject):
    """Measures one environment at a time, off the main thread; all methods return at once.

    Attributes:
        measured: The size of an environment is known: its name. See :meth:`size_bytes`.
    """

    measured = Signal(str)

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._sizes: dict[str, int | None] = {}
        self._current = ""
        self._cancelled = threading.Event()

    def size_bytes(self, environment: str) -> int | None:
        """Returns an environment's size in bytes; None if it's unknown or can't be read."""
        return self._sizes.get(environment)

    def is_known(self, environment: str) -> bool:
        """Returns whether an environment was measured, with or without success."""
        return environment in self._sizes

    def measure(self, store: EnvironmentStore, environment: str) -> None:
        """Measures an environment unless it was; cancels measuring another one."""
        if environment == self._current:
            return
        self.cancel()
        if environment in self._sizes:
            return
        self._current = environment
        cancelled = self._cancelled = threading.Event()

        def note(size_bytes: int | None) -> None:
            if not cancelled.is_set():
                self._current = ""
                self._sizes[environment] = size_bytes
                self.measured.emit(environment)

        self._background.run(
            lambda: store.size_bytes(environment, cancelled), note, lambda _: note(None)
        )

    def cancel(self) -> None:
        """Stops measuring: the page is hidden."""
        self._cancelled.set()
        self._current = ""

    def forget(self, environment: str) -> None:
        """Drops a size: the environment is being changed."""
        if environment == self._current:
            self.cancel()
        self._sizes.pop(environment, None)
