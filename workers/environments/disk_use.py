"""What folders take on the disk."""

from __future__ import annotations

import os
import threading
from pathlib import Path


def bytes_below(*folders: Path, cancelled: threading.Event | None = None) -> int:
    """What all files below some folders hold, in bytes; 0 when there are none.

    A file that has several names, in these folders or elsewhere, is counted, once.

    Args:
        folders: They need not exist.
        cancelled: Set it to stop; what was counted until then is of no use.
    """
    sizes: dict[tuple[int, int], int] = {}
    for top in folders:
        for folder, _, files in os.walk(top):
            if cancelled is not None and cancelled.is_set():
                return 0
            for file in files:
                try:
                    status = (Path(folder) / file).lstat()
                except OSError:
                    continue  # deleted meanwhile
                sizes[status.st_dev, status.st_ino] = status.st_size
    return sum(sizes.values())
