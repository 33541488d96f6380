"""Files read again, to see whether they still are what they were."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from workers.base.messages import translatable
from workers.weights.files import update_digest

if TYPE_CHECKING:
    from workers.weights.files import RemoteFile
    from workers.weights.progress import FileProgress


def find_damage(
    folder: Path,
    files: Sequence[RemoteFile],
    file_progress: FileProgress,
    cancelled: threading.Event,
) -> dict[str, str]:
    """Compare files with their checksums.

    Args:
        folder: Where they are.
        files: Which.
        file_progress: Follows all of them.
        cancelled: Set it to stop.

    Returns:
        Path -> what is wrong with it, as a sentence; empty when all is well.

    Raises:
        Cancelled: ``cancelled`` was set.
    """
    faults: dict[str, str] = {}
    for file in files:
        file_progress.begin(translatable("Checking"), file.path)
        fault = _fault(folder / file.path, file, file_progress, cancelled)
        if fault:
            faults[file.path] = fault
        file_progress.end(file)
    file_progress.finish(translatable("Checked"))
    return faults


def _fault(
    path: Path, file: RemoteFile, file_progress: FileProgress, cancelled: threading.Event
) -> str:
    if not path.exists():
        return translatable("{path} is missing.", path=file.path)
    if not file.is_at(path):
        return translatable("{path} has the wrong size.", path=file.path)
    digest = file.digest()
    try:
        update_digest(path, digest, cancelled, file_progress.advanced)
    except OSError as error:
        return translatable(
            "Couldn't read {path}: {error}.", path=file.path, error=str(error.strerror)
        )
    if file.matches(digest):
        return ""
    return translatable("{path} is damaged.", path=file.path)
