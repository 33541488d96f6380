"""Which engines somebody is installing, this program or another one that runs beside it."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from workers.storage.lock import is_locked, locked

if TYPE_CHECKING:
    import threading


class InstallLock:
    """A file for each engine, locked by whoever installs it and unlocked by the system.

    What such an engine has got already must not be taken from it, though it is not installed.
    """

    def __init__(self, folder: Path) -> None:
        """Nothing is made yet.

        Args:
            folder: Where the files are.
        """
        self._folder = folder

    @contextmanager
    def hold(self, engine: str, cancelled: threading.Event) -> Generator[None, None, None]:
        """Tell everybody that an engine is being installed, after whoever does that now.

        Raises:
            LockCancelled: ``cancelled`` was set before the other one was done.
            OSError: The file cannot be made.
        """
        with locked(self._file(engine), cancelled):
            yield

    def is_held(self, engine: str) -> bool:
        """True while somebody installs an engine."""
        return is_locked(self._file(engine))

    def _file(self, engine: str) -> Path:
        return self._folder / f".installing-{engine}.lock"
