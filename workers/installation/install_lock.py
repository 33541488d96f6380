"""Locks engines that are being installed, by this process or another one."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from workers.storage.lock import is_locked, locked

if TYPE_CHECKING:
    import threading


class InstallLock:
    """One lock file per engine.

    What an engine that is being installed has already must not be removed for another one.
    """

    def __init__(self, folder: Path) -> None:
        """Touches nothing on disk.

        Args:
            folder: The folder of the lock files.
        """
        self._folder = folder

    @contextmanager
    def hold(self, engine: str, cancelled: threading.Event) -> Generator[None, None, None]:
        """Waits for an engine's lock and holds it.

        Raises:
            LockCancelled: ``cancelled`` was set while another installation held it.
            OSError: The file can't be created.
        """
        with locked(self._file(engine), cancelled):
            yield

    def is_held(self, engine: str) -> bool:
        """Returns whether an engine is being installed."""
        return is_locked(self._file(engine))

    def _file(self, engine: str) -> Path:
        return self._folder / f".installing-{engine}.lock"
