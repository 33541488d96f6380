"""Folders that go: first renamed, so that what is left of one is never used."""

from __future__ import annotations

import logging
import re
import shutil
import uuid
from pathlib import Path

logger = logging.getLogger(__name__)

#: Folders that are being deleted begin with this.
_TRASH = ".trash-"


def discard(folder: Path) -> None:
    """Delete a folder; nothing happens when there is none.

    Raises:
        OSError: It may not be renamed or deleted, since files are in use, for example.
    """
    if not folder.exists():
        return
    trash = folder.with_name(f"{_TRASH}{folder.name}-{uuid.uuid4().hex}")
    folder.rename(trash)
    shutil.rmtree(trash)


def discard_if_possible(folder: Path) -> None:
    """The same for what only takes room: what cannot go now is swept later."""
    try:
        discard(folder)
    except OSError as error:
        logger.info("couldn't delete %s; will retry: %s", folder, error)


def sweep(folder: Path) -> None:
    """Delete what earlier attempts to delete an environment, or its kept state, have left."""
    name = re.escape(folder.name)
    pattern = re.compile(rf"{re.escape(_TRASH)}(\.[a-z]+-)?{name}-[0-9a-f]{{32}}")
    for left in folder.parent.iterdir():
        if pattern.fullmatch(left.name):
            shutil.rmtree(left, ignore_errors=True)
