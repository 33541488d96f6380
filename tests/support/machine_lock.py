"""Lets tests run side by side in several processes, or one of them with the machine to itself."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

if sys.platform == "win32":  # which has no flock; tests marked alone share the machine there

    def _share(file: IO[str]) -> None: ...
    def _exclude(file: IO[str]) -> None: ...
    def _release(file: IO[str]) -> None: ...

else:
    from fcntl import LOCK_EX, LOCK_SH, LOCK_UN, flock

    def _share(file: IO[str]) -> None:
        flock(file, LOCK_SH)

    def _exclude(file: IO[str]) -> None:
        flock(file, LOCK_EX)

    def _release(file: IO[str]) -> None:
        flock(file, LOCK_UN)


class MachineLock:
    """Readers-writer lock between the processes of one test run.

    Every test holds the lock while it runs: shared, or exclusively if it is marked ``alone``.
    """

    def __init__(self, folder: Path) -> None:
        """Opens the lock files.

        Args:
            folder: Shared by the processes of the run.
        """
        self._door = (folder / "door.lock").open("w")
        self._room = (folder / "room.lock").open("w")

    @contextlib.contextmanager
    def hold(self, *, alone: bool) -> Iterator[None]:
        """Holds the lock while the block runs.

        Args:
            alone: True to wait until no other process holds the lock, and to keep them out.
        """
        # flock prefers readers: without the door, they would keep a writer out for good.
        _exclude(self._door)
        try:
            (_exclude if alone else _share)(self._room)
        finally:
            _release(self._door)
        try:
            yield
        finally:
            _release(self._room)

    def close(self) -> None:
        """Closes the lock files."""
        self._door.close()
        self._room.close()
