"""Compares files with their checksums."""

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
    """Reads files and compares them with their checksums.

    Args:
        folder: Where they are.
        files: The files.
        file_progress: Covers all of them.
        cancelled: Set it to stop.

    Returns:
        Path -> what is wrong with the file, as a sentence; empty if all are intact.

    Raises:
        Cancelled: ``cancelled`` was set.
    """
    damage: dict[str, str] = {}
    for file in files:
        file_progress.begin(translatable("Checking"), file.path)
        problem = _problem(folder / file.path, file, file_progress, cancelled)
        if problem:
            damage[file.path] = problem
        file_progress.end(file)
    file_progress.finish(translatable("Checked"))
    return damage


def _problem(
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
