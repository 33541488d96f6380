"""Measures folders on disk."""

from __future__ import annotations

import os
import threading
from pathlib import Path


def disk_usage(
    *folders: Path, cancelled: threading.Event | None = None, exclusive: bool = False
) -> int:
    """Returns the size of all files in some folders, in bytes; hard links are counted once.

    Args:
        folders: Folders, which may be missing.
        cancelled: Set it to stop; the result is meaningless then.
        exclusive: Count only what deleting the folders would free: no file that is hard-linked
            from elsewhere, such as from uv's cache.
    """
    sizes: dict[tuple[int, int], int] = {}
    other_links: dict[tuple[int, int], int] = {}
    for top in folders:
        for folder, _, files in os.walk(top):
            if cancelled is not None and cancelled.is_set():
                return 0
            for file in files:
                try:
                    status = (Path(folder) / file).lstat()
                except OSError:
                    continue  # Deleted meanwhile.
                file_id = status.st_dev, status.st_ino
                sizes[file_id] = status.st_size
                other_links[file_id] = other_links.get(file_id, status.st_nlink) - 1
    return sum(
        size for file_id, size in sizes.items() if not (exclusive and other_links[file_id] > 0)
    )
