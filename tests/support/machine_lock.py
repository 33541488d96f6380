"""Lets tests run side by side in several processes, or one of them with the machine to itself."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

if sys.platform != "win32":
    import fcntl


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
        if sys.platform == "win32":  # which has no flock; tests marked alone share the machine
            yield
            return
        # flock prefers readers: without the door, they would keep a writer out for good.
        fcntl.flock(self._door, fcntl.LOCK_EX)
        try:
            fcntl.flock(self._room, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        finally:
            fcntl.flock(self._door, fcntl.LOCK_UN)
        try:
            yield
        finally:
            fcntl.flock(self._room, fcntl.LOCK_UN)

    def close(self) -> None:
        """Closes the lock files."""
        self._door.close()
        self._room.close()
