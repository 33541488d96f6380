"""Locks a file against other processes and threads; the system unlocks it when the process ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import threading

#: Pause between attempts to lock a file, in seconds.
_RETRY_S = 0.1


class LockCancelled(Exception):
    """The caller's event was set before the lock was free."""


@contextmanager
def locked(path: Path, cancelled: threading.Event) -> Generator[int, None, None]:
    """Waits for the lock of ``path`` and holds it; creates the file and its folder.

    Args:
        path: The lock file.
        cancelled: Set it to stop waiting.

    Yields:
        The file's descriptor. A child process that inherits it (POSIX) holds the lock as well:
        what a killed parent started still excludes others until it ends.

    Raises:
        LockCancelled: ``cancelled`` was set while another process or thread held the lock.
        OSError: The file can't be created.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        while not _try_lock(descriptor):
            if cancelled.wait(_RETRY_S):
                raise LockCancelled
        yield descriptor
    finally:
        # Not unlocked: an explicit unlock would also release it for a child that inherited it.
        os.close(descriptor)


def is_locked(path: Path) -> bool:
    """Returns whether any process, this one included, holds the lock of ``path``."""
    if not path.exists():
        return False
    try:
        descriptor = os.open(path, os.O_RDWR)
    except OSError:
        return False  # Another process of this user couldn't open it either.
    try:
        return not _try_lock(descriptor)
    finally:
        os.close(descriptor)


if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
