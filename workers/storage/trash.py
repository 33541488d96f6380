"""Deletes folders in two steps, so that a half-deleted folder is never used.

A folder is renamed to ``.trash-<name>-<random>`` and then deleted. What a killed process, or a
file in use, leaves of it is deleted by :func:`sweep`.
"""

from __future__ import annotations

import logging
import re
import shutil
import uuid
from pathlib import Path

logger = logging.getLogger(__name__)

_PREFIX = ".trash-"


def discard(folder: Path, *, keep_undeletable: bool = False) -> None:
    """Deletes a folder if it exists.

    Args:
        folder: The folder.
        keep_undeletable: Leave files that can't be deleted to :func:`sweep`.

    Raises:
        OSError: The folder can't be renamed (on Windows: files are in use), or, unless
            ``keep_undeletable``, not be deleted.
    """
    if not folder.exists():
        return
    trash = folder.with_name(f"{_PREFIX}{folder.name}-{uuid.uuid4().hex}")
    folder.rename(trash)
    shutil.rmtree(trash, ignore_errors=keep_undeletable)


def try_discard(folder: Path) -> None:
    """Deletes a folder that only takes up space; a failure is logged."""
    try:
        discard(folder)
    except OSError as error:
        logger.info("couldn't delete %s; will retry: %s", folder, error)


def sweep(folder: Path) -> None:
    """Deletes what is left of earlier deletions of a folder and of its ``.<kind>-<name>`` siblings.

    Args:
        folder: The folder, which may be missing; its parent exists.
    """
    name = re.escape(folder.name)
    pattern = re.compile(rf"{re.escape(_PREFIX)}(\.[a-z]+-)?{name}-[0-9a-f]{{32}}")
    for leftover in folder.parent.iterdir():
        if pattern.fullmatch(leftover.name):
            shutil.rmtree(leftover, ignore_errors=True)
