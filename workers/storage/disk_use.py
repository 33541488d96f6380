"""What folders take on the disk."""

from __future__ import annotations

import os
import threading
from pathlib import Path


def disk_usage(
    *folders: Path, cancelled: threading.Event | None = None, alone: bool = False
) -> int:
    """What all files below some folders hold, in bytes; 0 when there are none.

    A file that has several names, in these folders or elsewhere, is counted, once.

    Args:
        folders: They need not exist.
        cancelled: Set it to stop; what was counted until then is of no use.
        alone: Count only what would be free again without these folders: no file that has
            a name elsewhere, such as in uv's cache.
    """
    sizes: dict[tuple[int, int], int] = {}
    elsewhere: dict[tuple[int, int], int] = {}
    for top in folders:
        for folder, _, files in os.walk(top):
            if cancelled is not None and cancelled.is_set():
                return 0
            for file in files:
                try:
                    status = (Path(folder) / file).lstat()
                except OSError:
                    continue  # deleted meanwhile
                file_id = status.st_dev, status.st_ino
                sizes[file_id] = status.st_size
                elsewhere[file_id] = elsewhere.get(file_id, status.st_nlink) - 1
    return sum(size for file_id, size in sizes.items() if not (alone and elsewhere[file_id] > 0))
