"""A file that one process at a time holds locked, and that the system unlocks when it ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import threading

#: How often a lock that is taken is tried again, in seconds.
_RETRY_S = 0.1


class LockCancelled(Exception):
    """The caller's event was set before the lock was free."""


@contextmanager
def locked(path: Path, cancelled: threading.Event) -> Generator[int, None, None]:
    """Hold ``path`` locked, against other processes and other threads of this one.

    Yields:
        The file's descriptor. A child that inherits it (POSIX) holds the lock as
        well, for as long as it lives: what a killed parent began is still serialised.

    Raises:
        LockCancelled: ``cancelled`` was set while somebody else held it.
        OSError: The file cannot be made.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        while not _try_lock(descriptor):
            if cancelled.wait(_RETRY_S):
                raise LockCancelled
        yield descriptor
    finally:
        # Closing unlocks, and would not if a child had inherited it: see above.
        os.close(descriptor)


def is_locked(path: Path) -> bool:
    """True while somebody holds ``path`` locked, this process included."""
    if not path.exists():
        return False
    try:
        descriptor = os.open(path, os.O_RDWR)
    except OSError:
        return False  # nor can whoever would hold it open it
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
